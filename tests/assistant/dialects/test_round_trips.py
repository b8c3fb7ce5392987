"""Every tree that a language can say comes back as it was; where it cannot, a note stands by whenever other documents match."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.dialect_text.canonical import simplified
from assistant.dialects import DIALECTS
from indexing.errors import UsageError
from indexing.expressions.matching import Reading
from indexing.model import Claim, Paragraph, Patent, Text
from tests.kits.expressions import VOCABULARY, trees

if TYPE_CHECKING:
    from assistant.dialect_text.model import Note
    from indexing.expressions.tree import Node

quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
names = pytest.mark.parametrize("name", list(DIALECTS))


def _lost(notes: tuple[Note, ...]) -> bool:
    return any(note.weight == "lost" for note in notes)


def _documents() -> list[Reading]:
    """A dozen small patents of the strategies' own words."""
    chance = random.Random(7)
    words = [*VOCABULARY[:-2], "motors", "fans", "heated"]

    def sentence() -> str:
        return " ".join(chance.choices(words, k=chance.randint(3, 9))).capitalize() + "."

    def text(most: int) -> str:
        return " ".join(sentence() for _ in range(chance.randint(1, most)))

    return [
        Reading(
            Patent(
                id=f"{office}{4712313 + n}{kind}", source_id=str(n), office=office, number=str(4712313 + n), kind=kind, language="en",
                titles=(Text(sentence(), "en"),), abstracts=(Text(text(2), "en"),),
                claims=tuple(Claim(m, text(1), language="en") for m in (1, 2)),
                description=tuple(Paragraph(f"desc.{m}", text(3), language="en") for m in (1, 2)),
                publication_date=dt.date(1960 + 5 * n, 3, 4), filing_date=dt.date(1958 + 5 * n, 1, 2) if n % 2 else None,
                cpc=("A45D20/12", "H01L21/02") if n % 2 else ("F16L11/08",), ipc=("A45D20/00",) if n % 3 else (),
                applicants=("Sony Electronics",), inventors=("MÜLLER Hans",),
            )
        )
        for n, (office, kind) in enumerate([("US", "A"), ("EP", "B1"), ("DE", "A1"), ("US", "B2")] * 3)
    ]  # fmt: skip


DOCUMENTS = _documents()


@given(trees())
@quick
def test_the_one_form_of_a_tree_means_the_same_and_is_its_own_form(node: Node) -> None:
    form = simplified(node)
    assert simplified(form) == form
    assert [r.holds(form) for r in DOCUMENTS] == [r.holds(node) for r in DOCUMENTS]


@names
@given(node=trees())
@quick
def test_a_tree_without_losses_comes_back_and_any_other_change_has_a_note(name: str, node: Node) -> None:
    dialect = DIALECTS.load(name)()
    try:
        written = dialect.write(node)
    except UsageError:
        return
    parsed = dialect.parse(written.text)
    if _lost(written.notes) or _lost(parsed.notes):
        again = dialect.write(parsed.node)
        assert dialect.parse(again.text).node == parsed.node or _lost(again.notes)
        return
    if not any(note.code == "written-out" for note in written.notes):
        assert parsed.node == simplified(node)
    assert [r.holds(parsed.node) for r in DOCUMENTS] == [r.holds(node) for r in DOCUMENTS]


@names
@given(text=st.text(alphabet="ab '\"()[]{}<>=:@$*?#~^.,/-+&|0123456789\n\tANDORTO", max_size=40))
@quick
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(name: str, text: str) -> None:
    dialect, said, reason = DIALECTS.load(name)(), "", ""
    try:
        said = dialect.write(dialect.parse(text).node).text
    except UsageError as fault:
        reason = fault.message
    assert said or reason
