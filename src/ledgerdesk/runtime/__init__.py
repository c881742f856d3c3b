"""This process on this PC: clock, threads, paths, the vault's lock."""
