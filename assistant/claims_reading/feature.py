"""A feature of a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FeatureKind = Literal["preamble", "element", "relation"]


@dataclass(frozen=True, slots=True)
class ClaimFeature:
    """A part of a claim, in the claim's own words.

    `kind`: `preamble` (what is claimed), `element` (a part of a thing, a step of a method) or `relation` (how parts hang together, what they are made
    for, what a `wherein` says of them). `text == claim.text[start:end]`, in code points; features of one claim never overlap.
    """

    claim: int
    kind: FeatureKind
    text: str
    start: int
    end: int
