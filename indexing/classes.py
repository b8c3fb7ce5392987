"""Class symbols (CPC, IPC) and the symbols above them, so that a condition on one holds for all below it."""

from __future__ import annotations

import re

_SYMBOL = re.compile(r"([A-HY])(?:(\d\d)(?:([A-Z])(?:(\d{1,4})(?:/(\d{2,}))?)?)?)?")
_MINIMUM_SUBGROUP = 2
"""A subgroup has at least two digits after the stroke; further ones refine it (IPC Guide, numbers 21 and 25: `3/426` stands below `3/42`)."""


def symbol(text: str) -> str | None:
    """`text` in the form `A45D20/12`: capitals, no spaces, no leading zeros; a main group (`A45D20/00`) as `A45D20`. None where it is no symbol."""
    match = _SYMBOL.fullmatch(re.sub(r"\s+", "", text).upper())
    if not match:
        return None
    section, group_class, subclass, main, sub = match.groups()
    parts = section + (group_class or "") + (subclass or "")
    if main:
        parts += main.lstrip("0") or "0"
    return f"{parts}/{sub}" if sub and sub.strip("0") else parts


def above(text: str) -> list[str]:
    """The symbol `text` stands for and every one above it that the symbol's own form tells: `A45D20/12` -> A, A45, A45D, A45D20, A45D20/12.

    Empty where `text` is no symbol. The dots of the scheme are not known here, only what is written.
    """
    name = symbol(text)
    if name is None:
        return []
    head, _, sub = name.partition("/")
    steps = [head[:1]]
    steps += [head[:n] for n in (3, 4) if len(head) >= n]
    if len(head) > 4:  # noqa: PLR2004 - section, class and subclass take four characters
        steps.append(head)
    steps += [f"{head}/{sub[:n]}" for n in range(_MINIMUM_SUBGROUP, len(sub) + 1)]
    return steps
