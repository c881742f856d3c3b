"""A table taken in from outside."""
