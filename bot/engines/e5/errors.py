"""What keeps the model from working."""


class EncoderMissingError(Exception):
    """The extra is not installed, or does not run on this machine."""


class ModelFailedError(Exception):
    """A file that is not the model known here, or a runtime that refuses it."""
