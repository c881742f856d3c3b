"""Parts every page is made of: each paints itself from the roles of the theme."""
