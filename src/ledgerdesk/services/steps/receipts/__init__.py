"""A receipt from its number to its page, and the register of all of them."""
