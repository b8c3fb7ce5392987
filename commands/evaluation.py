"""`priorart eval …`: measure recall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands import answers, attribution, comparing, completeness, datasets, judging, running

if TYPE_CHECKING:
    from commands.shared import Group


def add(top: Group) -> None:
    """The commands of this group, in the order of their use; each file adds its own."""
    group = top.group("eval", "measure recall")
    running.add_to(group)
    comparing.add_to(group)
    datasets.add_to(group)
    completeness.add_to(group)
    judging.add_to(group)
    answers.add_to(group)
    attribution.add_to(group)
