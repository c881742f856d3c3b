"""A second look: what asks for one inside a saving transaction, and who may give it."""
