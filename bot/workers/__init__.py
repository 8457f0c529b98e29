"""What goes on by itself: delivering, letting due requests fall due, deciding what was kept, following the table."""
