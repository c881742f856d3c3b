"""Where the copies are, and the making of one."""
