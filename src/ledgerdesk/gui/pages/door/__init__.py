"""What stands before the desk: the first run, the unlocking, the ways back in."""
