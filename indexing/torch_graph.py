"""The owner of torch: a sentence encoder as one graph, from token ids to an L2-normalised vector (pooling within). Runs in export processes only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def encoder_graph(folder: Path, pooling: str) -> tuple[Any, dict[str, Any]]:
    """The module and example inputs `input_ids`, `attention_mask` (int64, shape (2, 8)) to trace it with.

    Pooling as in Reimers and Gurevych 2019 (Sentence-BERT): the mean of the token vectors under the mask, or the first token's.
    """
    import torch
    from transformers import AutoModel

    model = AutoModel.from_pretrained(str(folder), attn_implementation="eager", local_files_only=True, dtype=torch.float32).eval()

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            if pooling == "cls":
                vector = hidden[:, 0]
            else:
                mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
                vector = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(vector, p=2.0, dim=1)

    ones = torch.ones(2, 8, dtype=torch.long)
    return Encoder(), {"input_ids": ones, "attention_mask": ones.clone()}


def export_onnx(folder: Path, pooling: str, target: Path) -> None:
    """Write the graph as ONNX (opset 17, dynamic batch and length)."""
    import torch

    module, example = encoder_graph(folder, pooling)
    names = ["input_ids", "attention_mask"]
    axes = {name: {0: "batch", 1: "length"} for name in names} | {"vector": {0: "batch"}}
    with torch.no_grad():
        torch.onnx.export(
            module,
            tuple(example[n] for n in names),
            str(target),
            input_names=names,
            output_names=["vector"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
