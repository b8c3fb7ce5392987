"""Templates declare their placeholders, and values are never interpreted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.errors import InputError, UsageError
from prompts.templates import load_template, shipped, template_from_text

GOOD = "id: t\nversion: 1\ntitle: T\nplaceholders: [case]\nsystem: You search.\nuser: 'Text: {{case}}.'\n"
TEMPLATE = template_from_text(GOOD, "t.yaml")


@settings(max_examples=60)
@given(st.text())
def test_a_value_goes_in_as_it_is(value):
    """Braces, placeholders and backslashes in a patent's text mean nothing."""
    assert TEMPLATE.render(case=value) == ("You search.", f"Text: {value}.")


def test_a_value_that_looks_like_a_placeholder_is_not_filled():
    template = template_from_text(GOOD.replace("[case]", "[case, more]").replace("{{case}}", "{{case}} {{more}}"), "t.yaml")
    assert template.render(case="{{more}}", more="x")[1] == "Text: {{more}} x."


@pytest.mark.parametrize("values", [{}, {"case": "x", "other": "y"}])
def test_a_missing_or_unknown_value_is_refused(values):
    with pytest.raises(ValueError, match="t@1"):
        template_from_text(GOOD, "t.yaml").render(**values)


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("{{case}}", "{{cases}}"), 6, "'cases' is not declared: did you mean case"),
        (("[case]", "[case, left]"), 4, "'left' is declared but not used"),
        (("title: T\n", "title: T\ntilte: T\n"), 4, "unknown field 'tilte': did you mean title"),
        (("version: 1", "version: one"), 2, "'version' must be a whole number"),
        (("user: ", "reply: {type: nonsense}\nuser: "), 6, "'reply' is no JSON Schema"),
        (("system: You search.\n", ""), 1, "the field 'system' is missing"),
    ],
)
def test_a_faulty_template_is_refused_with_its_line(change, line, words):
    with pytest.raises(InputError) as caught:
        template_from_text(GOOD.replace(*change), "t.yaml")
    assert words in str(caught.value)
    assert caught.value.line == line


def test_shipped_templates_load_and_the_newest_version_is_taken_without_one():
    assert {"features@1", "answer@1"} <= set(shipped())
    assert load_template("features") == load_template("features@1")


def test_an_unknown_template_names_the_nearest():
    with pytest.raises(UsageError, match="features@1"):
        load_template("feature")
