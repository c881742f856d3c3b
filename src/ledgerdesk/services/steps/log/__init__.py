"""The log: who vouches for it, whether it is whole, and how a person reads it."""
