"""`priorart classes`: suggested for a text, and as the index knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.run import one_line, priorart

if TYPE_CHECKING:
    from pathlib import Path


def test_classes_are_suggested_with_confidence_and_neighbours(small_index: Path) -> None:
    done = priorart(
        "classes", "suggest", "a hand-held hair dryer with a foldable handle", "--index", small_index, "--neighbours", "8", "--json", "--quiet"
    )
    assert done.code == 0, done.err
    assert done.data["suggestions"][0]["symbol"] == "A45D"
    assert {s["level"] for s in done.data["suggestions"]} == {"subclass", "group", "subgroup"}
    assert len(done.data["neighbours"]) == 8
    listed = {n["id"]: n["classes"] for n in done.data["neighbours"]}
    assert all(any(c.startswith("A45D") for c in listed[n]) for n in done.data["suggestions"][0]["neighbours"])
    shown = priorart("classes", "suggest", "a hair dryer", "--recipe", "words", "--index", small_index, "--count", "1", "--quiet")
    assert shown.code == 0
    assert shown.out.splitlines()[0].split()[1:3] == ["subclass", "A45D"]


def test_a_class_is_shown_with_what_is_above_and_below(small_index: Path) -> None:
    done = priorart("classes", "show", "a45d 20/00", "--index", small_index, "--json")
    assert done.code == 0, done.err
    data = done.data
    assert (data["symbol"], data["level"]) == ("A45D20/00", "group")
    assert [row["symbol"] for row in data["above"]] == ["A", "A45", "A45D"]
    assert data["above"][0]["title"] == "Human necessities"
    counts = [row["documents"] for row in data["above"]] + [data["documents"]]
    assert counts == sorted(counts, reverse=True)
    assert 0 < data["documents"] < data["total"]
    below = [row["documents"] for row in data["below"]]
    assert below == sorted(below, reverse=True)
    assert all(row["symbol"].startswith("A45D20/") and row["documents"] <= data["documents"] for row in data["below"])
    assert "A45D20/00" in priorart("classes", "show", "A45D20", "--index", small_index).out


def test_what_is_no_class_is_wrong_usage(small_index: Path) -> None:
    done = priorart("classes", "show", "hair dryers", "--index", small_index)
    assert done.code == 2
    assert "'hair dryers' is no class symbol" in one_line(done)
