"""Hand out receipts, trades and customers as tables, each hand-out logged."""
