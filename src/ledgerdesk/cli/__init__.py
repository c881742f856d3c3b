"""The command line: the same services as the window, with a contract scripts may rely on."""
