"""The list of customers, the card, and what is wrong with cards."""
