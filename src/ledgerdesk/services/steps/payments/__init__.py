"""Inside a transaction: settle trades, keep and draw deposits, give money back."""
