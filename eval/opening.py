"""A data set of any layout, by its path: told by its content, or named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.datasets import DATASETS, RECOGNISERS
from indexing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from eval.model import Dataset


def detect(path: Path) -> str:
    """The layout of the data set at `path`, by its content. Raises `InputError` where there is nothing, or nothing that any loader knows."""
    if not path.exists():
        raise InputError("there is no such data set", "name a folder or a file", source=str(path), code="missing")
    for kind in RECOGNISERS:
        if RECOGNISERS.load(kind)(path):
            return kind
    hint = f"name a folder (or file) in one of the layouts {', '.join(DATASETS)}, or say which one it is meant to be with --kind"
    raise InputError("is no data set that is read here", hint, source=str(path), code="unknown-dataset")


def open_dataset(path: Path, split: str = "test", kind: str | None = None) -> Dataset:
    """The data set at `path`, in the layout `kind` or else the one that its content tells.

    Raises `UsageError` for an unknown layout or split, `InputError` with file and line for what cannot be read.
    """
    dataset: Dataset = DATASETS.load(kind or detect(path))(path, split)
    return dataset
