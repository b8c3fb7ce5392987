"""Queries that people wrote, as public pages show them: read, written back, said in every other language, and run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.dialect_text.translation import translate
from assistant.dialects import DIALECTS
from indexing.build import build
from indexing.errors import UsageError
from indexing.expressions.matching import Reading
from indexing.index import Index
from indexing.model import Filter, Subquery
from tests.assistant.dialects.queries import ALL, NAMES, Found, queries
from tests.assistant.small_index import sample
from tests.house import ROOT
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

ENOUGH = 25
ids = [f"{found.dialect}: {found.query[:60]}" for found in ALL]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The hair dryers of the sample."""
    folder = tmp_path_factory.mktemp("queries")
    build([ROOT / "data" / "sample" / "hairdryer" / "corpus.jsonl.gz"], folder / "index", HashEmbedder(), limit=60)
    with Index.open(folder / "index", lambda _: HashEmbedder()) as opened:
        yield opened


@pytest.mark.parametrize("name", NAMES)
def test_there_are_enough_real_queries_of_each_dialect_and_each_names_its_page(name: str) -> None:
    real = {found.query: found.address for found in queries(name) if found.address}
    assert len(real) >= ENOUGH
    assert all(address.startswith(("https://", "http://")) for address in real.values())


@pytest.mark.parametrize("found", ALL, ids=ids)
def test_a_query_says_the_same_when_it_is_written_and_read_again(found: Found) -> None:
    dialect, own = DIALECTS.load(found.dialect)(), DIALECTS.load("own")()
    node = dialect.parse(found.query).node
    written = dialect.write(node)
    assert dialect.parse(written.text).node == node or any(note.weight == "lost" for note in written.notes)
    assert own.parse(own.write(node).text).node == node


@pytest.mark.parametrize("found", ALL, ids=ids)
def test_a_query_can_be_said_in_every_language_or_the_reason_is_given(found: Found) -> None:
    for name in NAMES:
        said, reason = "", ""
        try:
            said = translate(found.query, DIALECTS.load(found.dialect)(), DIALECTS.load(name)()).text
        except UsageError as fault:  # nothing of it can be said there
            reason = fault.message
        assert reason or DIALECTS.load(name)().parse(said).node


def test_every_query_runs_and_finds_what_it_means(index: Index) -> None:
    own = DIALECTS.load("own")()
    documents = {patent.id: Reading(patent) for patent in sample(60)}
    found_any = 0
    for n, found in enumerate(ALL):
        node = DIALECTS.load(found.dialect)().parse(found.query).node
        hits = index.search(Subquery(id=str(n), branch="boolean", engine="boolean", text=own.write(node).text), Filter(), 60)
        assert {hit.document for hit in hits} == {name for name, reading in documents.items() if reading.holds(node)}, found.query
        found_any += bool(hits)
    assert found_any > 10
