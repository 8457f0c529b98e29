"""One folder a channel; each knows its platform, nothing outside it does (docs/recipes/channel.md)."""
