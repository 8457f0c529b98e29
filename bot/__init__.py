"""How the bot meets the world: channels, storage, workers, web, command line, settings."""

__version__ = "0.1.0"
