"""Some of a data set's topics, for a first look."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.model import Dataset


def sampled(dataset: Dataset, topics: int | None, seed: int = 0) -> Dataset:
    """`dataset` with so many of its topics, drawn with `seed`, in their order, which `notes` says; as it is where that is all of them or None."""
    if topics is None or topics >= len(dataset.topics):
        return dataset
    drawn = set(random.Random(seed).sample(range(len(dataset.topics)), topics))  # noqa: S311 - no secret
    kept = tuple(topic for n, topic in enumerate(dataset.topics) if n in drawn)
    note = f"only {topics} of {len(dataset.topics)} topics, drawn with seed {seed}"
    judged = {topic.id: dataset.qrels[topic.id] for topic in kept}
    marks = {topic.id: dataset.marks[topic.id] for topic in kept if topic.id in dataset.marks}
    return replace(dataset, topics=kept, qrels=judged, marks=marks, notes=(*dataset.notes, note))
