"""What is asked only where something cannot be taken back, or where a book begins."""
