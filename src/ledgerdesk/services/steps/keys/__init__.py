"""What changes keys: passwords, sheets, rotations, and people who come and go."""
