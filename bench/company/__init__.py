"""Weeks of a made-up company on a moved clock, to see whether the promise holds when people are people."""
