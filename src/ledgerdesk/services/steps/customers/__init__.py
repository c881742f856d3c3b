"""A customer's card: written, found, compared, merged, protected."""
