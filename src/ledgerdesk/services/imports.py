"""Take over a firm's table: dry run, then every good row or none."""
