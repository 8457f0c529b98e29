"""Hours of a house that people use while it is killed: what was acknowledged is there once, and was answered."""
