"""A question that Slack delivers, from the request to its 200 with everything committed, beside a bare Bolt app.

`python -m bench.slack [--quick]` prints the rows; `measure()` gives them to whoever writes the report.
"""

from bench.slack.measure import measure

__all__ = ["measure"]
