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
from indexing.graph_embedder import GraphEmbedder
from indexing.tokens import padded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from indexing.embedding_spec import EmbedderSpec

_OPSET = "opset17"


class OnnxEmbedder(GraphEmbedder):
    """Encodes batch after batch; ONNX Runtime spreads each over the threads."""

    def __init__(self, spec: EmbedderSpec, *, threads: int | None = None) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise ModelFault("onnxruntime is not installed", "pip install onnxruntime, or take another runtime") from error
        super().__init__(spec)
        self.identity = f"{spec.name}@sha256:{spec.sha256}/fp32"
        graph = exported(spec, "onnx", _OPSET, "indexing.embedders.onnx") / "model.onnx"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's exceptions share no base but this
            raise ModelFault(f"ONNX Runtime cannot load {spec.name}", str(error).strip().splitlines()[0]) from error

    def run(self, ids: list[list[int]], parts: list[list[int]]) -> NDArray[np.float32]:
        out = np.zeros((len(ids), self.dimension), np.float32)
        for part in parts:
            tokens, mask = padded([ids[i] for i in part])
            out[part] = self._session.run(["vector"], {"input_ids": tokens, "attention_mask": mask})[0]
        return out


if __name__ == "__main__":
    from indexing.torch_graph import export_onnx

    export_onnx(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]) / "model.onnx")
