"""What the office is told in sums, and the files made of it."""
