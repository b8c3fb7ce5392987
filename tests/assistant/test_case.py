"""What a person typed, pasted or uploaded becomes the right kind of case."""

from __future__ import annotations

import datetime as dt
import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.case import case_from_file, make_case, split_claims
from assistant.case_text import search_text
from indexing.errors import InputError, UsageError
from indexing.model import Turn
from tests.assistant.small_index import SAMPLE, sample

CLAIMS = """What is claimed is:
1. A hair dryer comprising a housing, a motor and a removable filter.
2. The hair dryer of claim 1, wherein the filter is a mesh of 0.5 mm.
3. A method of drying hair with the dryer of claim 1."""


@pytest.mark.parametrize("text", ["", "  \n\t ", "?!…", "\x00"])
def test_a_text_without_a_word_is_refused_with_a_hint(text):
    with pytest.raises(UsageError) as caught:
        make_case(text)
    assert caught.value.exit_code == 2
    assert "@FILE" in caught.value.hint


def test_a_text_of_megabytes_is_refused():
    with pytest.raises(UsageError, match="2,000,001 characters"):
        make_case("x" * 2_000_001)


def test_pasted_claims_are_recognised_and_parsed():
    assert make_case(CLAIMS).kind == "claims"
    assert [number for number, _ in split_claims(CLAIMS)] == [1, 2, 3]
    assert split_claims(CLAIMS)[1][1].endswith("0.5 mm.")


@pytest.mark.parametrize(
    "text",
    [
        "1. A method of drying hair, comprising blowing ionised air.",
        "We claim:\n 1. A holder for a dryer having a base member.",
        "What is claimed is a dryer with a foldable handle.",
        "Patentansprüche\n1. Vorrichtung zum Trocknen von Haaren mit einem Gebläse.",
        "1) An apparatus for drying hair with steam.\n2) The apparatus as in claim 1 with a comb.",
    ],
)
def test_openings_of_claims(text):
    assert make_case(text).kind == "claims"


@pytest.mark.parametrize(
    "text",
    [
        "hair dryer with foldable handle",
        "Is there a dryer whose claims mention 1. steam and 2. ions?",
        "claims about hair dryers with filters",
        "1. steam\n2. ions",
        "Questions:\n1. Which dryers fold?\n2. Which have filters in them?",
        "3.5 mm jack plugs in the handle of a dryer",
    ],
)
def test_questions_stay_questions(text):
    assert make_case(text).kind == "question"


def test_claims_of_real_documents_are_all_found():
    """Claims printed one after another are cut where they were joined."""
    patents = [p for p in sample() if len(p.claims) > 1 and [c.number for c in p.claims] == list(range(1, len(p.claims) + 1))]
    right = 0
    for patent in patents:
        printed = "What is claimed is:\n" + "\n".join(f"{c.number}. {c.text}" for c in patent.claims)
        right += [n for n, _ in split_claims(printed)] == [c.number for c in patent.claims]
    assert len(patents) > 20
    assert right == len(patents)


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_a_case_or_refused(text):
    try:
        case = make_case(text)
    except UsageError:
        return
    assert case.text.strip() == case.text
    assert search_text(case)


def test_a_follow_up_keeps_the_case():
    """The query is the case followed by the new question; the kind stays that of the case."""
    history = (Turn(CLAIMS, "Found."), Turn("And with ions?", "Found too."))
    case = make_case("Which of them fold?", history=history, own=("US1",))
    assert case.kind == "claims"
    assert case.text == "Which of them fold?"
    assert search_text(case) == f"{CLAIMS}\nWhich of them fold?"


def test_a_file_of_a_format_that_is_read_is_an_application(tmp_path):
    """The application is its own; what its dates mean is for the law to say."""
    with gzip.open(SAMPLE, "rt", encoding="utf-8") as lines:
        record = json.loads(next(lines))
    path = tmp_path / "case.jsonl"
    path.write_text(json.dumps(record) + "\n")
    case = case_from_file(path, own=("EP1234567A1",))
    assert case.kind == "application"
    assert case.application is not None
    assert case.own == (case.application.id, "EP1234567A1")
    assert record["title"] in case.text
    assert case.effective_date is None, "only a person's decision stands there"
    follow = make_case("Which fold?", history=(Turn("", ""),), application=case)
    assert follow.kind == "application"
    assert search_text(follow).startswith(record["title"])
    assert search_text(follow).endswith("Which fold?")


def test_a_text_file_is_a_question_or_claims(tmp_path):
    path = tmp_path / "case.txt"
    path.write_text(CLAIMS)
    assert case_from_file(path, effective_date=dt.date(2001, 2, 3)).kind == "claims"
    assert case_from_file(path, effective_date=dt.date(2001, 2, 3)).effective_date == dt.date(2001, 2, 3)


def test_files_that_are_no_case_are_refused(tmp_path):
    with pytest.raises(UsageError, match="there is no file"):
        case_from_file(tmp_path / "none.txt")
    with pytest.raises(UsageError, match="more than one document"):
        case_from_file(SAMPLE)
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)))
    with pytest.raises(InputError):
        case_from_file(tmp_path / "binary.bin")
