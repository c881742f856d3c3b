"""Make, verify and restore proved backups."""
