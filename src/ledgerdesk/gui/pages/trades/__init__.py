"""The form a trade is entered on, whole or quick."""
