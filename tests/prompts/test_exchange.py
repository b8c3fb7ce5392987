"""A recipe goes from office to office in one file: whole, checked, with scores and never with data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from indexing.canonical import canonical_json, sha256
from indexing.errors import InputError, UsageError
from prompts.exchange import MAX_BYTES, install, pack, unpack
from prompts.recipes import list_recipes, load_recipe, read_recipe
from prompts.scorecards import check_scorecard
from prompts.templates import load_template

if TYPE_CHECKING:
    from prompts.model import Recipe

OWN_TEMPLATE = load_template("features@1").text.replace("id: features", "id: our-features", 1)


def card(recipe: Recipe) -> dict:
    return {
        "dataset": {"name": "us-intext", "split": "test", "sha256": {"queries.jsonl": "0" * 64}},
        "recipe": {"id": recipe.id, "version": str(recipe.version), "sha256": recipe.sha256},
        "topics": 124,
        "measures": {"R@100": {"mean": 0.6, "interval": [0.5, 0.7]}},
    }


@pytest.fixture
def office(tmp_path) -> Recipe:
    """A recipe of an office's own that uses a prompt of its own."""
    folder = tmp_path / "one"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "ours.yaml").write_text(OWN_TEMPLATE, encoding="utf-8")
    text = load_recipe("hybrid-llm").text.replace("id: hybrid-llm", "id: ours", 1).replace("template: features@1", "template: our-features@1")
    (folder / "ours.yaml").write_text(text, encoding="utf-8")
    return read_recipe(folder / "ours.yaml")


def test_a_recipe_with_its_own_prompt_goes_whole_and_loads_in_the_other_office(office, tmp_path):
    data = pack(office, notes="Try it on dryers.", scorecards=[card(office)], made={"priorart": "1"})
    package = unpack(data, "ours.recipe.json")
    assert package.recipe.sha256 == office.sha256
    assert (package.notes, [c["topics"] for c in package.scorecards]) == ("Try it on dryers.", [124])
    files = install(package, tmp_path / "two")
    assert sorted(f.name for f in files) == ["our-features@1.yaml", "ours@1.yaml"]
    there = next(r for r in list_recipes(tmp_path / "two") if r.id == "ours")
    assert there.sha256 == office.sha256
    assert there.template("our-features@1").sha256 == office.template("our-features@1").sha256
    assert install(package, tmp_path / "two") == [], "a second import changes nothing"


def changed(data: bytes, **parts) -> bytes:
    """The package with other parts, sealed anew: what a mistaken program could write."""
    value = json.loads(data) | parts
    value["seal"] = sha256(canonical_json({name: part for name, part in value.items() if name != "seal"}))
    return json.dumps(value).encode()


PLAIN = pack(load_recipe("words"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no exchange file"),
        (b"\xff\xfe", "no exchange file"),
        (b"[" * 100_000, "no exchange file"),
        (b"[]", "no exchange file of a recipe"),
        (b'{"kind": "else"}', "no exchange file of a recipe"),
        (PLAIN[:-100], "no exchange file"),
        (b" " * (MAX_BYTES + 1), "at most 4,000,000"),
        (PLAIN.replace(b"BM25 query", b"BM26 query"), "was changed after it was made"),
        (changed(PLAIN, format=2), "its format is 2"),
        (changed(PLAIN, code="import os"), "unknown part 'code'"),
        (changed(PLAIN, scorecards={}), "not of its form"),
        (changed(PLAIN, recipe={"text": load_recipe("words").text + "\n", "sha256": load_recipe("words").sha256}), "does not hold"),
        (changed(PLAIN, recipe={"text": "x", "sha256": sha256(b"x")}), "recipe"),
        (changed(PLAIN, templates=[{"text": OWN_TEMPLATE, "sha256": sha256(OWN_TEMPLATE.encode())}]), "prompts that the recipe does not use"),
        (PLAIN.replace(b'"notes": ""', b'"notes": NaN'), "NaN is no number"),
        (changed(PLAIN, scorecards=[card(load_recipe("words")) | {"topics": {"US1": 1}}]), "scorecard, topics"),
        (changed(PLAIN, scorecards=[card(load_recipe("words")) | {"queries": ["a dryer"]}]), "'queries' was unexpected"),
    ],
)
def test_what_is_not_whole_or_not_a_recipe_is_refused(data, words):
    with pytest.raises(InputError) as caught:
        unpack(data, "file.json")
    assert words in str(caught.value)
    assert caught.value.hint


def test_a_recipe_with_code_in_it_is_refused_with_its_line():
    """YAML tags that build objects are no part of the language; neither are unknown steps."""
    for text, words in [
        (load_recipe("words").text.replace("title: Words (BM25)", "title: !!python/object/apply:os.system [ls]"), "3"),
        (load_recipe("words").text.replace("step: search.words", "step: search.shell"), "unknown step 'search.shell'"),
    ]:
        data = changed(PLAIN, recipe={"text": text, "sha256": sha256(text.encode())}, templates=json.loads(PLAIN)["templates"])
        with pytest.raises(InputError, match=words):
            unpack(data, "file.json")


def test_another_recipe_under_the_same_name_is_never_overwritten(tmp_path):
    text = load_recipe("words").text.replace("id: words", "id: mine", 1)
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    theirs = text.replace("k: 1000", "k: 500")
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.yaml").write_text(theirs, encoding="utf-8")
    package = unpack(pack(read_recipe(other / "mine.yaml")), "file.json")
    with pytest.raises(UsageError, match="another recipe mine@1"):
        install(package, tmp_path)
    assert (tmp_path / "mine.yaml").read_text("utf-8") == text
    assert len(list(tmp_path.glob("*.yaml"))) == 1


def test_a_scorecard_of_another_text_is_not_packed():
    other = card(load_recipe("words")) | {"recipe": {"id": "words", "version": "1", "sha256": "0" * 64}}
    with pytest.raises(InputError, match="of another text of words@1"):
        pack(load_recipe("words"), scorecards=[other])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("dataset", "name"), "https://example.org/a\nUS123: a hair dryer"),
        (("dataset", "queries"), 3),
        (("measures", "R@100", "topics"), {"US1": 0.1}),
        (("measures", "a hair dryer with ions"), {"mean": 1, "interval": [0, 1]}),
        (("versions",), {"x": ["US1"]}),
        (("machine",), {"note": "y" * 300}),
    ],
)
def test_a_scorecard_has_no_room_for_documents_or_queries(path, value):
    full = card(load_recipe("words"))
    check_scorecard(full, "here")
    part = full
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    with pytest.raises(InputError):
        check_scorecard(full, "here")
