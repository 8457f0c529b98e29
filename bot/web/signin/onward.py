"""The page that somebody wanted before they signed in: one of ours, whatever the address says. Pure."""

from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request

NEXT = "next"
HOME = "/"
LONGEST = 1000
SIGN_IN = "/sign-in"


def own_page(address: str) -> str:
    """The address when it is a path of ours, else the first page.

    Browsers read a backslash as a slash and leave out tabs and line ends, so what has any is nobody's path.
    """
    is_plain = address.isascii() and address.isprintable() and "\\" not in address and len(address) <= LONGEST
    if not is_plain or not address.startswith("/") or address.startswith("//"):
        return HOME
    try:
        parts = urlsplit(address)
    except ValueError:
        return HOME
    is_ours = not (parts.scheme or parts.netloc) and not parts.path.startswith(SIGN_IN)
    return address if is_ours else HOME


def way_to_sign_in(request: Request) -> str:
    """The page of sign-in, which leads back to the one that was asked for."""
    query = request.url.query
    wanted = own_page(quote(request.scope["path"]) + (f"?{query}" if query else ""))
    return SIGN_IN if wanted == HOME else f"{SIGN_IN}?{urlencode({NEXT: wanted})}"
