"""Labelled pairs of four layouts, told by their content; our own small files in the structure of the published ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from eval.attribution.loading import load
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = (
    "model_name\tdata_source\tknowledge\tmessage\tresponse\tbegin_label\n"
    'm\twow\tThe hood has "two" hinges.\thello\tThe hood has two hinges.\tFully attributable\n'
    "m\twow\tThe hood tilts.\thello\tThe fan sings.\tNot fully attributable\n"
    "m\twow\tThe hood tilts.\thello\tHow nice!\tGeneric\n"
    "m\twow\tThe hood tilts.\thello\t\tGeneric\n"
    "m\twow\tThe hood tilts.\thello\tIt tilts.\tperhaps\n"
)
SUMMEDITS = [
    {"id": "a", "doc": "The hood tilts.", "summary": "A hood tilts.", "label": 1, "edit_types": []},
    {"id": "b", "doc": "The hood tilts.", "summary": "A base tilts.", "label": "0", "edit_types": "['negation', 'entity_modification']"},
    {"id": "c", "doc": "The hood tilts.", "summary": "", "label": 0},
    "no record",
]
ANSWERS = [
    {
        "id": "7",
        "response": "It tilts.",
        "claude2_response_kg": [
            {"triplet": ["hood", "tilts by", '"15 mm"'], "human_label": "Entailment"},
            {"triplet": ["hood", "tilts by", "9 mm"], "human_label": "Contradiction"},
            {"triplet": ["hood", "is", "red"], "human_label": "Neutral"},
            {"triplet": ["hood"], "human_label": "Entailment"},
        ],
    },
    {"id": "8", "response": "No.", "claude2_response_kg": [{"triplet": ["a", "b", "c"], "human_label": "Neutral"}]},
]
CONTEXTS = [{"id": "7", "question": "?", "context": ["The hood tilts by 15 mm."]}]


def test_begin_counts_only_what_is_fully_attributable_as_supported(tmp_path: Path) -> None:
    (tmp_path / "begin.tsv").write_text(BEGIN, "utf-8")
    sets = load([tmp_path / "begin.tsv"])
    (one,) = sets.loaded
    assert [(i.supported, i.kind) for i in one.items] == [(True, "fully attributable"), (False, "not fully attributable"), (False, "generic")]
    assert one.items[0].source == 'The hood has "two" hinges.'
    assert one.left_out == {"without a reply or its knowledge": 1, "another label, or none": 1}
    assert len(sets.notes) == 2


def test_summedits_names_the_kinds_of_edit_in_order(tmp_path: Path) -> None:
    (tmp_path / "edits.json").write_text(json.dumps(SUMMEDITS), "utf-8")
    (one,) = load([tmp_path / "edits.json"]).loaded
    assert [(i.id, i.supported, i.kind) for i in one.items] == [
        ("edits:a", True, "consistent"),
        ("edits:b", False, "entity_modification + negation"),
    ]
    assert sum(one.left_out.values()) == 2


@pytest.mark.parametrize("named", [True, False])
def test_refchecker_reads_triplets_as_sentences_against_their_context(tmp_path: Path, named: bool) -> None:
    answers = tmp_path / "dolly_model_answers.json"
    answers.write_text(json.dumps(ANSWERS), "utf-8")
    contexts = tmp_path / ("elsewhere.txt" if named else "dolly.json")
    contexts.write_text(json.dumps(CONTEXTS), "utf-8")
    (one,) = load([answers], context=contexts if named else None).loaded
    assert [(i.statement, i.supported, i.kind) for i in one.items] == [
        ("hood tilts by 15 mm.", True, "entailment"),
        ("hood tilts by 9 mm.", False, "contradiction"),
        ("hood is red.", False, "neutral"),
    ]
    assert one.left_out == {"another label or shape": 1, "without a context": 1}


def test_refchecker_without_its_contexts_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "dolly_model_answers.json").write_text(json.dumps(ANSWERS), "utf-8")
    with pytest.raises(InputError, match=r"dolly\.json"):
        load([tmp_path / "dolly_model_answers.json"])


def test_a_folder_is_read_with_all_below_and_says_what_it_could_not_read(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "begin.tsv").write_text(BEGIN, "utf-8")
    (tmp_path / "edits.json").write_text(json.dumps(SUMMEDITS), "utf-8")
    (tmp_path / "broken.json").write_text('[{"doc": "x", "summary":', "utf-8")
    (tmp_path / "readme.md").write_text("nothing", "utf-8")
    sets = load([tmp_path])
    assert sorted(one.name for one in sets.loaded) == ["begin", "edits"]
    assert any("broken.json:1" in note for note in sets.notes)
    assert any("readme.md" in note for note in sets.notes)


def test_lines_of_our_own_layout_that_hold_no_item_are_counted(tmp_path: Path) -> None:
    good = {"id": "1", "statement": "A.", "source": "A.", "kind": "verbatim", "supported": True, "reference": {"document": "D"}, "seed": 3}
    lines = [json.dumps(good), "[]", '{"statement": 1}', "{", json.dumps({**good, "supported": "yes"}), ""]
    (tmp_path / "own.jsonl").write_text("\n".join(lines), "utf-8")
    (one,) = load([tmp_path / "own.jsonl"]).loaded
    assert [(i.id, i.reference, i.seed, i.dataset, i.cited) for i in one.items] == [("1", None, 3, "own", "A.")]
    assert one.left_out == {"no item of this layout": 4}


@pytest.mark.parametrize(("name", "text"), [("x.json", "{}"), ("x.bin", "\x00"), ("empty.tsv", BEGIN.split("\n", maxsplit=1)[0] + "\n")])
def test_what_holds_no_labelled_pair_is_refused_with_a_hint(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError):
        load([tmp_path / name])


def test_a_missing_file_and_an_unknown_layout_are_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load([tmp_path / "gone.tsv"])
    (tmp_path / "a.tsv").write_text(BEGIN, "utf-8")
    with pytest.raises(UsageError, match="begin"):
        load([tmp_path / "a.tsv"], layout="begn")
