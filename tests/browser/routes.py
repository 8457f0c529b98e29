"""Every page there is, found in the route table, with something real in the place of each parameter."""

import re
from collections.abc import Iterator, Mapping

from starlette.routing import BaseRoute, Mount, Route

PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")
CATCH_ALL = "{path:path}"


def get_paths(routes: list[BaseRoute], values: Mapping[str, str], prefix: str = "") -> Iterator[str]:
    """The address of every GET route. Raises KeyError for a parameter that `values` does not know: add it there."""
    for route in routes:
        if isinstance(route, Mount):
            yield from get_paths(list(route.routes), values, prefix + route.path)
        elif isinstance(route, Route) and "GET" in (route.methods or {"GET"}) and CATCH_ALL not in route.path:
            yield PARAMETER.sub(lambda found: values[found[1]], prefix + route.path)
