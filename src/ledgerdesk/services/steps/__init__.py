"""What several verbs share: steps inside a transaction, and long acts without one."""
