"""A recipe in words: what it does, what it needs, and how two differ."""

from __future__ import annotations

import pytest

from indexing.errors import InputError
from prompts.account import needs, recipe_difference, steps_in_words
from prompts.recipes import list_recipes, load_recipe, recipe_from_text
from prompts.release import release_folder

WORDS = load_recipe("words").text
DEPTH = "  - step: filter.depth\n    as: depth\n    from: own\n"


def text(*changes: tuple[str, str]) -> str:
    result = WORDS
    for before, after in changes:
        assert before in result
        result = result.replace(before, after, 1)
    return result


def test_every_shipped_recipe_is_told_step_by_step():
    for recipe in list_recipes():
        lines = steps_in_words(recipe)
        assert len(lines) == len(recipe.steps)
        assert all(line.startswith(f"{step.name} ({step.step})") and len(line.split()) > 5 for line, step in zip(lines, recipe.steps, strict=True))


def test_what_a_recipe_needs_is_said():
    assert needs(load_recipe("words")).asks_model == ()
    assert needs(load_recipe("hybrid-llm")).asks_model == (("features", "features@1"),)
    assert needs(recipe_from_text(text(("steps:", "index: {embedder: e5}\nsteps:")), "r.yaml")).embedder == "e5"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], []),
        ([("version: 1", "version: 2")], ["version: was 1, is 2"]),
        ([("k: 1000\n    fields", "k: 500\n    fields")], ["the step 'words', k: was 1000, is 500"]),
        ([("fields: {}", "fields: {title: 2}")], ["the step 'words', fields: was none, is title 2"]),
        ([("    from: whole\n", "    from: whole\n    budget: {seconds: 3}\n")], ["the step 'words' may cost (at most 3 s) (before: anything)"]),
        ([("  cut: 0.75", "  cut: 0.5")], ["answer, cut: was 0.75, is 0.5"]),
        ([("easy to explain", "simple to explain")], ["notes: 'easy' became 'simple'"]),
        ([("inputs: [question, claims, application]", "inputs: [claims]")], ["takes claims (was question, claims, application)"]),
        ([("steps:", "index: {embedder: e5}\nsteps:")], ["the index must have the embedder e5 (was of any kind)"]),
        (
            [("  - step: filter.own_family\n    as: own\n    from: words\n", ""), ("from: own", "from: words")],
            ["the step 'own' (filter.own_family) was taken out", "the step 'depth' takes words (took own)"],
        ),
        (
            [(DEPTH, f"  - step: group.documents\n    as: each\n    from: own\n{DEPTH.replace('from: own', 'from: each')}")],
            ["a step 'each' (group.documents) was added, taking own", "the step 'depth' takes each (took own)"],
        ),
    ],
)  # fmt: skip
def test_each_change_is_one_sentence(changes, words):
    found = recipe_difference(recipe_from_text(WORDS, "a.yaml"), recipe_from_text(text(*changes), "b.yaml"))
    assert len(found) == len(words)
    for line, start in zip(found, words, strict=True):
        assert line.startswith(start)


def test_a_released_recipe_of_an_office_never_changes(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(text(("id: words", "id: mine")), encoding="utf-8")
    assert release_folder(tmp_path) == ["recipe mine@1"]
    assert any(r.id == "mine" for r in list_recipes(tmp_path))
    file.write_text(text(("id: words", "id: mine"), ("k: 1000", "k: 900")), encoding="utf-8")
    with pytest.raises(InputError, match="mine@1 was released, and its text has changed"):
        list_recipes(tmp_path)
