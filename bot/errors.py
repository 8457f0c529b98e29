"""The errors of this room: a code and data; the command line turns them into sentences."""


class BotError(Exception):
    """Base of what this room raises. `code` is stable; `data` says what it is about."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data
