"""The stories on Teams have the stage and the cast of the channel's own tests."""

from tests.bot.channels.teams.conftest import anna, cloud, paul, stage

__all__ = ["anna", "cloud", "paul", "stage"]
