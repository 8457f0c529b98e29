"""The web pages as a channel: always there, reaches everybody, shows nothing twice."""
