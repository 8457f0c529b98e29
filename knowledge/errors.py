"""The errors of this room: a code and data, never a sentence for users."""


class KnowledgeError(Exception):
    """Base of what this room raises. `code` is stable; `data` says what it is about."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data
