"""How whole vaults come to be: created, practised on, restored."""
