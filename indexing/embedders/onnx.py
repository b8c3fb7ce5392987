"""ONNX Runtime, for machines without OpenVINO: the same graph in float32. The owner of onnxruntime.

As a program it exports a model (`python -m …`), which needs the package onnx once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexing.errors import ModelFault
from indexing.exports import exported
from indexing.tokens import Tokens, batches, padded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from indexing.embedding_spec import EmbedderSpec

_BUDGET = 4096
_MOST = 32
_OPSET = "opset17"


class OnnxEmbedder:
    """Encodes batch after batch; ONNX Runtime spreads each over the threads."""

    def __init__(self, spec: EmbedderSpec, *, threads: int | None = None) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise ModelFault("onnxruntime is not installed", "pip install onnxruntime, or take another runtime") from error
        self.name = spec.name
        self.dimension = spec.dimension
        self.max_tokens = spec.max_tokens
        self.identity = f"{spec.name}@sha256:{spec.sha256}/fp32"
        self._spec = spec
        self._tokens = Tokens.in_folder(spec.folder, spec.max_tokens)
        graph = exported(spec, "onnx", _OPSET, "indexing.embedders.onnx") / "model.onnx"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's exceptions share no base but this
            raise ModelFault(f"ONNX Runtime cannot load {spec.name}", str(error).strip().splitlines()[0]) from error

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._tokens.count([self._spec.passage_prefix + t for t in texts])

    def windows(self, text: str) -> list[tuple[int, int]]:
        return self._tokens.windows(text, self._spec.passage_prefix)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        ids = self._tokens.ids([self._spec.passage_prefix + t for t in texts])
        return self._run(ids, batches([len(i) for i in ids], _BUDGET, _MOST))

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        ids = self._tokens.ids([self._spec.query_prefix + t for t in texts])
        return self._run(ids, [[i] for i in range(len(ids))])

    def _run(self, ids: list[list[int]], parts: list[list[int]]) -> NDArray[np.float32]:
        out = np.zeros((len(ids), self.dimension), np.float32)
        for part in parts:
            tokens, mask = padded([ids[i] for i in part])
            out[part] = self._session.run(["vector"], {"input_ids": tokens, "attention_mask": mask})[0]
        return out


if __name__ == "__main__":
    from indexing.torch_graph import export_onnx

    export_onnx(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]) / "model.onnx")
