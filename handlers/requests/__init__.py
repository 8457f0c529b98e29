"""A request from its first word until it is closed: the model, the table of transitions, time."""
