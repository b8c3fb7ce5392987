"""The packed 4-bit model file, made into a model folder."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest

from indexing.errors import ModelFault
from indexing.models.packed_e5 import unpack

if TYPE_CHECKING:
    from pathlib import Path

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁hair", "▁dryer", "s"]
HIDDEN, INNER, LAYERS = 32, 64, 1


def q4(weights: np.ndarray) -> bytes:
    """GGML's Q4_0 of weights that are whole multiples of the scale .5, from -8 to 7."""
    out = b""
    for block in weights.reshape(-1, 32):
        numbers = (block / 0.5 + 8).astype(np.uint8)
        out += struct.pack("<e", 0.5) + bytes(int(low) | int(high) << 4 for low, high in zip(numbers[:16], numbers[16:], strict=True))
    return out


def packed(rng: np.random.Generator) -> tuple[bytes, dict[str, np.ndarray]]:
    """A tiny model in the format, and its tensors."""
    shapes = {"emb.word": (len(PIECES), HIDDEN), "emb.pos": (16, HIDDEN), "emb.type": (2, HIDDEN), "emb.ln.w": (HIDDEN,), "emb.ln.b": (HIDDEN,)}
    for part in ("q", "k", "v", "ao"):
        shapes |= {f"l0.{part}.w": (HIDDEN, HIDDEN), f"l0.{part}.b": (HIDDEN,)}
    shapes |= {"l0.fi.w": (INNER, HIDDEN), "l0.fi.b": (INNER,), "l0.fo.w": (HIDDEN, INNER), "l0.fo.b": (HIDDEN,)}
    for part in ("aln", "oln"):
        shapes |= {f"l0.{part}.w": (HIDDEN,), f"l0.{part}.b": (HIDDEN,)}
    tensors = {name: rng.integers(-8, 8, shape).astype(np.float32) / 2 for name, shape in shapes.items()}
    quantised = {n for n, s in shapes.items() if len(s) == 2 and n not in {"emb.pos", "emb.type"}}
    blob = "".join(PIECES).encode()
    offsets = np.cumsum([0, *(len(p.encode()) for p in PIECES)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, 4, INNER, len(PIECES), 16, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob)) + offsets.tobytes()
    head += np.linspace(-1, -8, len(PIECES)).astype("<f4").tobytes() + blob + struct.pack("<iI", 0, 0)
    bodies = {n: q4(t) if n in quantised else t.astype("<f4").tobytes() for n, t in tensors.items()}
    directory = struct.pack("<i", len(bodies))
    place = len(head) + 4 + sum(2 + len(n) + 1 + 4 + 16 for n in bodies)
    for name, body in bodies.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", name in quantised, tensors[name].size, place, len(body))
        place += len(body)
    return head + directory + b"".join(bodies.values()), tensors


def test_weights_and_tokenizer_come_out_as_they_went_in(tmp_path: Path) -> None:
    """Every matrix under the name that transformers gives it, the pieces in their order."""
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    data, tensors = packed(np.random.default_rng(1))
    (tmp_path / "m.bin").write_bytes(data)
    unpack(tmp_path / "m.bin", tmp_path / "m")
    found = load_file(tmp_path / "m" / "model.safetensors")
    assert len(found) == len(tensors)
    np.testing.assert_array_equal(found["embeddings.word_embeddings.weight"], tensors["emb.word"])
    np.testing.assert_array_equal(found["encoder.layer.0.output.dense.weight"], tensors["l0.fo.w"])
    np.testing.assert_array_equal(found["encoder.layer.0.attention.self.query.bias"], tensors["l0.q.b"])
    assert json.loads((tmp_path / "m" / "config.json").read_text())["hidden_size"] == HIDDEN
    tokenizer = Tokenizer.from_file(str(tmp_path / "m" / "tokenizer.json"))
    assert tokenizer.encode("hair  dryers").tokens == ["<s>", "▁hair", "▁dryer", "s", "</s>"]


def test_the_folder_is_one_that_transformers_loads(tmp_path: Path) -> None:
    """The encoder takes every tensor: none is missing, none is left over."""
    from transformers import AutoModel

    data, _ = packed(np.random.default_rng(2))
    (tmp_path / "m.bin").write_bytes(data)
    unpack(tmp_path / "m.bin", tmp_path / "m")
    _, info = AutoModel.from_pretrained(str(tmp_path / "m"), local_files_only=True, add_pooling_layer=False, output_loading_info=True)
    assert not info["missing_keys"]
    assert not info["unexpected_keys"]


@pytest.mark.parametrize("cut", [0, 3, 60, 300, -40])
def test_a_damaged_file_is_a_model_fault(tmp_path: Path, cut: int) -> None:
    """Whatever is missing."""
    (tmp_path / "m.bin").write_bytes(packed(np.random.default_rng(3))[0][:cut])
    with pytest.raises(ModelFault):
        unpack(tmp_path / "m.bin", tmp_path / "m")
