"""Weights of the lists that a fusion takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_Number = TypeVar("_Number", int, float)


def one_for_each(weights: Sequence[_Number], lists: Sequence[object], step: str) -> tuple[_Number | int, ...]:
    """`weights`, or 1 for each of `lists` where there are none. Raises `UsageError` where their numbers differ."""
    if weights and len(weights) != len(lists):
        raise UsageError(f"the step '{step}' has {len(weights)} weights for {len(lists)} lists", "give one weight for each name in 'from'")
    return tuple(weights) or (1,) * len(lists)
