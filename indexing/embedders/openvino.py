"""OpenVINO on the processor: bfloat16 where it has it, else float32. The owner of openvino; as a program it exports a model (`python -m …`).

OpenVINO's telemetry counts conversions and sends them off: its package is shut out before openvino is imported, so that nothing can send.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexing.errors import ModelFault
from indexing.exports import exported
from indexing.graph_embedder import GraphEmbedder
from indexing.tokens import padded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from indexing.embedding_spec import EmbedderSpec


class OpenVinoEmbedder(GraphEmbedder):
    """Encodes with one stream a thread, so that a vector never depends on how many threads there are."""

    def __init__(self, spec: EmbedderSpec, *, threads: int | None = None, precision: str | None = None) -> None:
        ov = _openvino()
        super().__init__(spec)
        graph = exported(spec, "openvino", ov.__version__.split("-")[0], "indexing.embedders.openvino") / "model.xml"
        threads = threads or len(os.sched_getaffinity(0))
        try:
            core = ov.Core()
            able = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
            self.precision = precision or ("bf16" if able else "fp32")
            hints = {
                "INFERENCE_PRECISION_HINT": {"bf16": "bf16", "fp32": "f32"}[self.precision],
                "PERFORMANCE_HINT": "THROUGHPUT",
                "NUM_STREAMS": str(threads),
                "INFERENCE_NUM_THREADS": threads,
            }
            self._model = core.compile_model(str(graph), "CPU", hints)
        except RuntimeError as error:
            raise ModelFault(f"OpenVINO cannot load {spec.name}", str(error).strip().splitlines()[-1]) from error
        self._queue = ov.AsyncInferQueue(self._model, threads)
        self._one = threading.Lock()
        self.identity = f"{spec.name}@sha256:{spec.sha256}/{self.precision}"

    def run(self, ids: list[list[int]], parts: list[list[int]]) -> NDArray[np.float32]:
        out = np.zeros((len(ids), self.dimension), np.float32)

        def keep(request: Any, rows: list[int]) -> None:  # noqa: ANN401 - an openvino InferRequest
            out[rows] = request.get_output_tensor(0).data

        with self._one:  # the queue serves one caller at a time
            self._queue.set_callback(keep)
            try:
                for part in parts:
                    self._queue.start_async(list(padded([ids[i] for i in part])), part)
                self._queue.wait_all()
            except RuntimeError as error:
                raise ModelFault(f"{self.name} failed to encode", str(error).strip().splitlines()[-1]) from error
        return out


def _openvino() -> Any:  # noqa: ANN401 - the vendor's module, which has no types
    modules: dict[str, Any] = sys.modules
    if "openvino" not in modules:
        modules["openvino_telemetry"] = None  # its import fails now, and openvino takes its own stub that sends nothing
    try:
        import openvino
    except ImportError as error:
        raise ModelFault("openvino is not installed", "pip install openvino, or take another runtime") from error
    return openvino


def export(folder: Path, pooling: str, target: Path) -> None:
    """Write the graph of the model in `folder` as `target/model.xml` and `model.bin`, float32."""
    ov = _openvino()
    from indexing.torch_graph import encoder_graph

    module, example = encoder_graph(folder, pooling)
    shape = ov.PartialShape([-1, -1])
    graph = ov.convert_model(module, example_input=example, input=[(name, shape, ov.Type.i64) for name in example])
    ov.save_model(graph, str(target / "model.xml"), compress_to_fp16=False)


if __name__ == "__main__":
    export(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
