"""Variations of recipes, and YAML as we write it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.errors import InputError, UsageError
from prompts.recipes import list_recipes, load_recipe
from prompts.variation import combinations, read_setting, vary
from prompts.yaml_text import parse, written

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=20)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(-1e6, 1e6)
    | TEXT
    | st.sampled_from(["no", "~", "012", "1e3", "2020-01-01", "-"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(VALUES)
def test_what_is_written_is_read_as_the_same_value(value):
    """Whatever YAML 1.1 would take it for."""
    assert parse(written({"value": value}), "test").value == {"value": value}


@pytest.mark.parametrize("recipe", list_recipes(), ids=lambda recipe: recipe.name)
def test_every_shipped_recipe_can_be_varied(recipe):
    """Nothing set: the same steps under another name."""
    made = vary(recipe, [], {}, "other", "A note.")
    assert (made.steps, made.answer, made.inputs, made.budget, made.templates) == (
        recipe.steps,
        recipe.answer,
        recipe.inputs,
        recipe.budget,
        recipe.templates,
    )
    assert (made.id, made.version) == ("other", 1)
    assert made.notes.startswith("A note.")


def test_values_are_written_as_in_a_recipe():
    """Numbers, lists, words."""
    recipe = load_recipe("hybrid")
    assert read_setting("fused.weights=[1,1],[2, 1]", recipe).values == ([1, 1], [2, 1])
    assert read_setting("words.merge_by=rrf", recipe).values == ("rrf",)
    assert read_setting("fused.k=10, 20,10", recipe).values == (10, 20)


def test_a_part_of_a_parameter_can_be_set():
    """Weights of fields, by name."""
    recipe = load_recipe("words")
    setting = read_setting("words.fields.title=2,3", recipe)
    made = vary(recipe, [setting], {"words.fields.title": 3}, "words-x", "n")
    assert next(s for s in made.steps if s.name == "words").parameters["fields"]["title"] == 3


def test_all_combinations_are_made_the_last_turning_fastest():
    recipe = load_recipe("hybrid")
    chosen = [read_setting("fused.k=1,2", recipe), read_setting("depth.k=5,6", recipe)]
    assert [tuple(c.values()) for c in combinations(chosen)] == [(1, 5), (1, 6), (2, 5), (2, 6)]
    with pytest.raises(UsageError, match="twice"):
        list(combinations([chosen[0], chosen[0]]))


def test_a_step_that_bears_its_own_name_is_found_by_it(tmp_path):
    """`search.words.k` where no `as` was given."""
    recipe = load_recipe("hybrid")
    text = recipe.text.replace("    as: fused\n", "").replace("from: fused\n", "from: fuse.rrf\n")
    (tmp_path / "own.yaml").write_text(text)
    own = load_recipe(tmp_path / "own.yaml")
    setting = read_setting("fuse.rrf.k=7", own)
    assert (setting.keys, setting.now(own)) == (("k",), 60)


def test_a_value_out_of_bounds_is_named_with_the_combination():
    recipe = load_recipe("hybrid")
    setting = read_setting("fused.k=0", recipe)
    with pytest.raises(InputError, match=r"fused\.k=0"):
        vary(recipe, [setting], {"fused.k": 0}, "x", "n")


def test_a_recipe_file_that_changes_is_read_again(tmp_path):
    """What is kept of a file is kept for the state it was in."""
    path = tmp_path / "mine.yaml"
    text = load_recipe("words").text
    path.write_text(text)
    assert load_recipe(path).text == text
    path.write_text(text.replace("title: ", "title: My "))
    assert load_recipe(path).title.startswith("My ")
