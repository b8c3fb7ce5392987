"""What is judged: a statement, the source it is said to rest on, and whether it does."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a source stands: a unit of a document, and the code points of it that are cited."""

    document: str
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """A statement beside its source.

    `supported` is the label, `kind` why it has that label (how it was changed, or what the annotators called it), `quote` the part of the source
    that is cited (the whole of it where nothing more is known). Items of our own bench say where the source stands (`reference`), where the
    statement was made from (`origin`, another place only where the wrong paragraph is cited) and the `seed` that drew them.
    """

    id: str
    statement: str
    source: str
    supported: bool
    kind: str
    dataset: str
    quote: str = ""
    reference: Reference | None = None
    origin: Reference | None = None
    seed: int | None = None

    @property
    def cited(self) -> str:
        """What the judge is shown as the quote."""
        return self.quote or self.source


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of an item: supported or not, with the reason where it is not. `supported` is None where the judge failed."""

    supported: bool | None
    reason: str = ""


class Judge(Protocol):
    """Says whether the source of an item supports its statement. Listed in `eval.attribution.judges.JUDGES`.

    `name` is what the report calls it, `identity` what made the verdict: rules and their version, or the model.
    """

    @property
    def name(self) -> str: ...
    @property
    def identity(self) -> str: ...
    def judge(self, item: Item) -> Verdict:
        """Never raises for what one item holds: a failure is a `Verdict` without an answer."""
        ...


@dataclass(frozen=True, slots=True)
class Loaded:
    """The items of one file, and how many of its records could not be read, by reason."""

    name: str
    items: tuple[Item, ...]
    left_out: dict[str, int]


def item_to_json(item: Item) -> dict[str, Any]:
    """`item` as JSON types; what is not known is left out."""
    return {name: value for name, value in asdict(item).items() if value is not None}
