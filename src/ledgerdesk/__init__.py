"""LedgerDesk: trades, receipts and proven backups in one encrypted book."""

__version__ = "0.1.0"
