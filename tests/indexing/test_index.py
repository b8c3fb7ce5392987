"""An index of real patents, built with the real embedder: both engines find what they are asked for, the same in every process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assistant.opening import open_index
from indexing.canonical import canonical_json
from indexing.model import Filter, Subquery
from tests.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexing.index import Index

_ASK = """
import sys
from pathlib import Path
from assistant.opening import open_index, open_registry
from indexing.canonical import canonical_json
from indexing.model import Filter, Subquery
index = open_index(Path(sys.argv[1]), open_registry(Path(sys.argv[2])))
text = "a holder for a hand-held hair dryer"
kinds = [(e, v) for e in ("words", "meaning") for v in ("document", "passage")]
hits = [index.search(Subquery("q", "b", e, text, level=v), Filter(), 40) for e, v in kinds]
sys.stdout.buffer.write(canonical_json(hits))
"""


@pytest.fixture(scope="module")
def index(small_index: Path, models_folder: Path) -> Iterator[Index]:
    from assistant.opening import open_registry

    with open_index(small_index, open_registry(models_folder)) as opened:
        yield opened


@pytest.mark.parametrize("engine", ["words", "meaning"])
def test_a_document_is_found_by_its_own_abstract(index: Index, engine: str) -> None:
    """Nearly always first, among real patents of which many describe much the same."""
    listed = [d["id"] for d in index.documents()][::9]
    first = 0
    for name in listed:
        texts = [t.text for t in index.document(name).abstracts]
        hits = index.search(Subquery("q", "b", engine, texts[0] if texts else ""), Filter(), 3)  # type: ignore[arg-type]
        first += bool(hits) and hits[0].document == name
    assert first >= 0.9 * len(listed)


@pytest.mark.parametrize("engine", ["words", "meaning"])
def test_a_whole_description_is_found_by_a_paragraph(index: Index, engine: str) -> None:
    """The passage that a question quotes is the best passage of its document."""
    name = next(d["id"] for d in index.documents() if d["paragraphs"] > 20)
    passage = next(p for p in index.passages_of(name) if "#desc" in p.id and len(p.text) > 400)
    asked = Subquery("q", "b", engine, passage.text)  # type: ignore[arg-type]
    assert index.best_passages(asked, [name], 2)[name][0].passage == passage.id


def test_hits_are_the_same_bit_for_bit_in_another_process(index: Index, small_index: Path, models_folder: Path) -> None:
    """Order, scores and ids of documents and passages, by words and by meaning."""
    command = [sys.executable, "-c", _ASK, str(small_index), str(models_folder)]
    other = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120).stdout
    text = "a holder for a hand-held hair dryer"
    mine = [index.search(Subquery("q", "b", e, text, level=v), Filter(), 40) for e in ("words", "meaning") for v in ("document", "passage")]  # type: ignore[arg-type]
    assert json.loads(other) == json.loads(canonical_json(mine))
    assert all(len(hits) == 40 for hits in mine)
