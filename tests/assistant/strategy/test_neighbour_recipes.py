"""Recipes that search by documents, citations and classes, run whole over a small index of the real engines."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from assistant.assistant import Assistant
from indexing.build import build
from indexing.index import Index
from indexing.model import Case, Filter
from tests.kits import cited_collections as kit
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECIPE = """
id: neighbours
version: 1
title: By neighbours
author: a test
licence: CC0-1.0
notes: none
inputs: [question, claims, application]
steps:
  - {step: rewrite.whole, as: whole}
  - {step: search.words, as: words, from: whole}
  - {step: feedback.documents, as: first, from: words, first: 3}
  - {step: search.citations, as: cited, from: first, relation: cited}
  - {step: feedback.classes, as: learnt, from: words, level: subgroup}
  - {step: search.classes, as: classes, from: learnt}
  - {step: rewrite.chosen, as: chosen}
  - {step: search.similar, as: similar, from: chosen}
  - {step: search.citations, as: citing, from: chosen, relation: citing}
  - {step: fuse.rrf, as: fused, from: [words, cited, classes, similar, citing]}
  - {step: boost.classes, as: boosted, from: fused, learn_from: first}
  - {step: filter.country, as: country, from: boosted, countries: [US]}
  - {step: filter.depth, as: depth, from: country}
"""


@pytest.fixture(scope="module")
def helper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, Path]]:
    folder = tmp_path_factory.mktemp("recipes")
    build([kit.write(folder / "a.jsonl", kit.rows())], folder / "i", HashEmbedder())
    recipe = folder / "neighbours.yaml"
    recipe.write_text(RECIPE, "utf-8")
    with Index.open(folder / "i", lambda _: HashEmbedder()) as index:
        yield Assistant(index), recipe


def chosen_case() -> Case:
    numbers = [row["publication_number"] for row in kit.rows()[:2]]
    return Case("question", "t1 t2 t3", relevant=tuple(numbers))


def test_every_engine_gives_to_the_result(helper: tuple[Assistant, Path]) -> None:
    """Queries from the plan and from feedback by all four engines, each with hits; only the wanted country is shown, twice the same."""
    assistant, recipe = helper
    plan = assistant.plan(chosen_case(), recipe)
    assert {q.engine for q in plan.queries} == {"words", "similar", "citations"}
    result = assistant.search(plan, k=15, passages=1).result
    assert {q.engine for q in result.added} == {"citations", "classes"}
    assert not result.incomplete
    assert all(trace.hits for trace in result.trace if "." in trace.name)
    assert result.hits
    assert all(hit.id.startswith("US") and hit.passages for hit in result.hits)
    again = assistant.search(assistant.plan(chosen_case(), recipe), k=15, passages=1).result
    assert [(h.id, h.score) for h in again.hits] == [(h.id, h.score) for h in result.hits]
    assert "country none of US" in {entry.rule for entry in result.excluded}
    narrowed = next(trace for trace in result.trace if trace.name == "similar.1")
    assert all(hit.document.startswith("US") for hit in narrowed.hits), "the engines look for nothing else"


def test_a_person_edits_the_numbers_of_a_query(helper: tuple[Assistant, Path]) -> None:
    """The text is all there is to edit: other numbers, other documents."""
    assistant, recipe = helper
    plan = assistant.plan(chosen_case(), recipe)
    other = kit.rows()[7]["publication_number"]
    queries = tuple(dataclasses.replace(q, text=other) if q.engine == "similar" else q for q in plan.queries)
    result = assistant.search(dataclasses.replace(plan, queries=queries, edited=True), k=10).result
    traced = next(trace for trace in result.trace if trace.name == "similar.1")
    assert assistant.index.resolve(other) not in {hit.document for hit in traced.hits}


def test_numbers_that_are_not_here_fail_their_branch_alone(helper: tuple[Assistant, Path]) -> None:
    """The note names them; the rest of the recipe goes on."""
    assistant, recipe = helper
    plan = assistant.plan(Case("question", "t1 t2 t3", relevant=("EP9999999A1",)), recipe)
    result = assistant.search(plan, filters=Filter(), k=10).result
    assert any("not in the index: 'EP9999999A1'" in note for note in result.notes)
    assert dict(result.incomplete).keys() == {"similar.1", "citing.1"}
    assert result.hits
