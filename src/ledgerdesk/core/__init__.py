"""What the words mean: records and rules without I/O, clock or thread."""
