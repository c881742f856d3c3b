"""Series of numbers: the list, who has which, and what became of a run of them."""
