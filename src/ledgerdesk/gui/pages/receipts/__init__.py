"""The register of receipts, and one of them in full."""
