"""The errors of this room: a code and data, never a sentence for users."""


class HandlerError(Exception):
    """Base of what this room raises. `code` is stable; `data` says what it is about."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


class ConflictError(HandlerError):
    """Somebody else changed the request between reading and writing: decide again."""


class MissingTextError(HandlerError):
    """A text key or a placeholder that no catalog has: a mistake of ours, found by the catalog tests."""
