"""The network that is committed is the one that the tool draws."""

import onnx

from tools.network import TARGET, network


def test_the_network_is_as_drawn() -> None:
    assert onnx.load(TARGET, load_external_data=False) == network()


def test_the_network_is_sound_and_holds_no_weights() -> None:
    assert len(TARGET.read_bytes()) < 50_000
    assert all(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in network().graph.initializer)
