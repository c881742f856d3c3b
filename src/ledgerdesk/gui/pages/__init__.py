"""One module per place in the sidebar, and the doors before it."""
