"""A business day: its sheet, and the control of the whole desk at its end."""
