"""A fictional company, for the demo and the tests."""
