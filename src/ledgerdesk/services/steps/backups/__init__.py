"""A backup made and proved, and one read."""
