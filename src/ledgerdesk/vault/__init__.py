"""The key vault: it obtains, wraps and hands out keys as bytes and opens no database."""
