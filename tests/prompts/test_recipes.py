"""Recipes load with their defaults, or are refused with file, line and what to write instead."""

from __future__ import annotations

import pytest

from indexing.canonical import sha256
from indexing.errors import InputError, UsageError
from prompts.recipes import list_recipes, load_recipe, locked, recipe_from_text
from prompts.release import HOME

HEAD = "id: mine\nversion: 1\ntitle: T\nauthor: A\nlicence: CC0-1.0\nnotes: N\ninputs: [question]\n"
STEPS = """steps:
  - step: rewrite.whole
  - step: search.words
    as: bm25
  - step: search.meaning
    as: dense
    k: 50
  - step: fuse.rrf
    from: [bm25, dense]
  - step: filter.own_family
"""


def test_defaults_and_inputs_are_filled_in():
    recipe = recipe_from_text(HEAD + STEPS, "mine.yaml")
    steps = {step.name: step for step in recipe.steps}
    assert steps["bm25"].inputs == ("rewrite.whole",)
    assert steps["dense"].inputs == ("rewrite.whole",)
    assert steps["bm25"].parameters.items() >= {"k": 1000, "level": "document", "merge_by": "rrf", "phrases": 0.0, "minimum_match": 0.0}.items()
    assert steps["dense"].parameters["k"] == 50
    assert steps["fuse.rrf"].inputs == ("bm25", "dense")
    assert steps["filter.own_family"].inputs == ("fuse.rrf",)
    assert recipe.answer.template == "answer@1"
    assert recipe.sha256 == sha256((HEAD + STEPS).encode())


FAULTS = [
    (("search.words", "search.word"), 10, "unknown step 'search.word': did you mean search.words"),
    (("    k: 50", "    kk: 50"), 14, "unknown field 'kk'"),
    (("    k: 50", "    k: many"), 14, "'steps.k' must be a whole number"),
    (("    k: 50", "    k: 0"), 14, "'steps.k' is 0: it must be at least 1"),
    (("    k: 50", "    k: true"), 14, "'steps.k' must be a whole number"),
    (("    k: 50", "    k: 50\n    level: documents"), 15, "unknown level 'documents': did you mean document"),
    (("as: dense", "as: bm25"), 13, "two steps are named 'bm25'"),
    (("[bm25, dense]", "[bm25, dens]"), 16, "'fuse.rrf' takes 'dens', which is no step above it: did you mean dense"),
    (("[bm25, dense]", "[bm25, filter.own_family]"), 16, "a cycle"),
    (("[bm25, dense]", "[bm25, fuse.rrf]"), 16, "a cycle"),
    (("[bm25, dense]", "[bm25, rewrite.whole]"), 16, "takes lists of hits, but 'rewrite.whole' gives queries"),
    (("[bm25, dense]", "[bm25, bm25]"), 16, "takes a step twice"),
    (("[bm25, dense]", "[bm25]"), 12, "the step 'dense' leads nowhere"),
    (("[bm25, dense]", "[bm25, dense]\n    weights: [1, 2, 3]"), 17, "3 weights for 2 lists"),
    (("    from: [bm25, dense]\n", ""), 15, "the field 'from' is missing"),
    (("inputs: [question]", "inputs: [questions]"), 7, "'questions'"),
    (("title: T\n", ""), 1, "the field 'title' is missing"),
    (("title: T\n", "title: T\ntitles: T\n"), 4, "unknown field 'titles': did you mean title"),
    (("version: 1", "version: 1.5"), 2, "'version' must be a whole number"),
    (("id: mine", "id: Mine!"), 1, "'id'"),
    (("  - step: filter.own_family\n", "  - step: filter.own_family\nanswer: {template: answers@1}\n"), 18, "unknown prompt template 'answers@1'"),
    (("  - step: rewrite.whole", "  - step: rewrite.features\n    template: nothing@9"), 10, "unknown prompt template 'nothing@9'"),
    (("  - step: rewrite.whole\n", ""), 9, "needs 'from'"),
]


@pytest.mark.parametrize(("change", "line", "words"), FAULTS, ids=[words[:30] for _, _, words in FAULTS])
def test_a_faulty_recipe_is_refused_with_its_line(change, line, words):
    text = (HEAD + STEPS).replace(*change)
    assert text != HEAD + STEPS
    with pytest.raises(InputError) as caught:
        recipe_from_text(text, "mine.yaml")
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"mine.yaml:{line}:")


def test_what_is_no_mapping_is_refused():
    for text in ("", "- 1\n", "just text\n"):
        with pytest.raises(InputError, match="a mapping"):
            recipe_from_text(text, "mine.yaml")


def test_the_shipped_recipes_load_and_state_every_parameter():
    """Everything that changes a result is written in the file, not left to a default.

    A released recipe keeps its text: a parameter that came later has a default that does what the step did before.
    """
    released = locked(HOME)
    recipes = {r.id: r for r in list_recipes()}
    assert {"words", "meaning", "hybrid", "hybrid-llm"} <= set(recipes)
    for recipe in recipes.values():
        assert recipe.inputs == ("question", "claims", "application")
        for step in recipe.steps:
            for parameter in step.parameters if f"recipe {recipe.name}" not in released else ():
                assert f"    {parameter}:" in recipe.text, (recipe.id, step.name, parameter)


def test_an_unknown_recipe_names_the_nearest_ones():
    with pytest.raises(UsageError) as caught:
        load_recipe("hybird")
    assert "hybrid" in caught.value.hint


def test_a_recipe_is_found_by_id_by_version_by_path_and_in_the_offices_folder(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + STEPS)
    assert load_recipe(path).id == load_recipe(str(path)).id == load_recipe("mine", tmp_path).id == "mine"
    assert load_recipe("hybrid") == load_recipe("hybrid@1")
    (tmp_path / "mine2.yaml").write_text((HEAD + STEPS).replace("version: 1", "version: 2"))
    assert load_recipe("mine", tmp_path).version == 2
    assert load_recipe("mine@1", tmp_path).version == 1


def test_two_texts_under_one_id_and_version_are_refused(tmp_path):
    (tmp_path / "words.yaml").write_text((HEAD + STEPS).replace("id: mine", "id: words"))
    with pytest.raises(InputError, match=r"words@1 is also in"):
        list_recipes(tmp_path)


def test_a_missing_or_unreadable_file_is_said(tmp_path):
    with pytest.raises(UsageError, match="cannot read the recipe file"):
        load_recipe(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"id: x\ntitle: caf\xe9\n")
    with pytest.raises(InputError, match=r"latin.yaml:2: not UTF-8"):
        load_recipe(tmp_path / "latin.yaml")
