"""Questions that Slack delivers, to their 200 with everything committed and to their replies; beside bare Bolt apps."""

from bench.slack.measure import measure

__all__ = ["measure"]
