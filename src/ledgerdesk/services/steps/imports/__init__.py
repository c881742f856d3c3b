"""A table from outside: read, planned, posted, taken back."""
