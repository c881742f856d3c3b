"""What the office settles for itself: settings, staff, standards, and the log of it all."""
