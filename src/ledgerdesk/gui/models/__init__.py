"""Thin table models: rows of records to cells; they never raise and never ask the ledger."""
