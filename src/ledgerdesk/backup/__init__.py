"""The sealed backup file: written, verified, rotated; nothing here opens a database."""
