"""A question on Teams, from the delivery to its 200, and what one costs in CPU, beside a bare echo on the SDK.

`python -m bench.teams [--quick]` prints the rows; `measure()` gives them to whoever writes the report.
"""

from bench.teams.measure import measure

__all__ = ["measure"]
