"""What a clerk can do: one module per noun, one transaction per verb."""
