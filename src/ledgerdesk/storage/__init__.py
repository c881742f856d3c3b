"""Rows and records: the encrypted book, its schema, and one module of SQL per noun."""
