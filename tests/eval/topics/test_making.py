"""Topics from citations, over a real index of a small invented collection."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from eval.opening import open_dataset
from eval.topics.choice import Choice
from eval.topics.folder import topics_folder
from eval.topics.grades import MEANING, grade
from eval.topics.making import make_topics
from indexing.errors import InputError, UsageError
from indexing.index import Index
from tests.kits.cited import OLD, index_of, publication
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

COPIED = " ".join(["the fan of the kettle that is new in every part of it"] + [f"part{n} turns about part{n + 1}" for n in range(12)])
RECORDS = [
    *OLD,
    publication("EP-2000001-A1", "20100105", ("EP-1000001-A1", "X", "SEA"), ("EP-1000002-A1", "Y", "SEA"), ("EP-1000003-A1", "A", "APP")),
    publication("EP-2000002-A1", "20110105", ("EP-1000001-A1", "A", "SEA"), ("EP-1000001-A1", "X", "EXA"), ("EP-1000004-A1", "", "APP"),
                classes=("F16L11/08",), language="de"),
    publication("US-3000001-B2", "20120105", ("EP-1000005-A1", "X", "SEA"), ("EP-1000006-A1", "L", "SEA"), ("EP-7777777-A1", "X", "SEA")),
    # its own family, a later document, and one that is published between its priority and its filing
    publication("EP-2000003-A1", "20100105", ("US-3000002-A1", "X", "SEA"), ("EP-2000002-A1", "E", "SEA"), ("EP-2000005-A1", "PX", "SEA"),
                ("EP-1000007-A1", "Y", "SEA"), family="F3"),
    publication("US-3000002-A1", "20090105", ("EP-1000008-A1", "", "EXA"), ("EP-1000009-A1", "", "EXA"), family="F3"),
    publication("EP-2000005-A1", "20070615"),
    # its text names what is to be found
    publication("EP-2000006-A1", "20100105", ("EP-1000001-A1", "X", "SEA"), abstract="A kettle that improves on that of EP 1 000 001 A."),
    # its text is its answer's, but for one word
    publication("EP-1500001-A1", "20000105", abstract=COPIED),
    publication("EP-2000007-A1", "20100105", ("EP-1500001-A1", "X", "SEA"), ("EP-1000002-A1", "A", "SEA"), abstract=COPIED.replace("kettle", "oven")),
    publication("EP-2000008-A1", "20100105", ("EP-1000002-A1", "A", "SEA"), title="", abstract=""),
    publication("EP-2000009-A1", "20100105"),
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = index_of(tmp_path_factory.mktemp("cited"), RECORDS)
    with Index.open(folder, lambda _: HashEmbedder()) as opened:
        yield opened


def grades(made):
    return {topic: {document: one.grade for document, one in judged.items()} for topic, judged in made.judged.items()}


def reasons(left):
    return {row["reason"]: row["count"] for row in left.rows()}


def test_grades_follow_the_categories_of_the_search_report():
    assert [grade(c) for c in ("X", "Y", "A", None, "XP", "P", "D,Y", "I", "L", "T", "&", "E", "XE", "LD")] == [
        3,
        2,
        1,
        1,
        3,
        1,
        2,
        3,
        *[None] * 4,
        3,
        1,
    ]
    assert set(MEANING) == {1, 2, 3}


def test_citations_become_graded_judgments(index):
    """X is 3, Y 2, A and no category 1; cited twice, the highest holds and both parties are kept."""
    made = make_topics(index, Choice())
    assert grades(made) == {
        "EP2000001A1": {"EP1000001A1": 3, "EP1000002A1": 2, "EP1000003A1": 1},
        "EP2000002A1": {"EP1000001A1": 3, "EP1000004A1": 1},
        "US3000001B2": {"EP1000005A1": 3},
        "US3000002A1": {"EP1000008A1": 1, "EP1000009A1": 1},
        "EP2000007A1": {"EP1000002A1": 1},
    }
    twice = made.judged["EP2000002A1"]["EP1000001A1"]
    assert (sorted(twice.categories), sorted(twice.cited_by)) == (["A", "X"], ["examiner", "search"])


def test_what_is_left_out_is_counted_with_its_reason(index):
    made = make_topics(index, Choice())
    assert reasons(made.topics_left) == {
        "cites no document": 13,
        "another publication of its family is a topic": 1,
        "its text names a document that is to be found": 1,
        "no title or abstract": 1,
    }
    assert reasons(made.citations_left) == {
        "not in the collection": 1,
        "category is no judgment (L, T, E, &)": 2,
        "of the topic's own family": 1,
        "not earlier than the topic": 1,
        "near duplicate of the topic": 1,
    }
    assert {(leak.topic, leak.document, leak.kind) for leak in made.leaks} == {
        ("EP2000006A1", "EP1000001A1", "number"),
        ("EP2000007A1", "EP1500001A1", "near duplicate"),
    }


def test_leaks_may_be_kept_and_only_told(index):
    made = make_topics(index, Choice(leaks="flag"))
    assert made.judged["EP2000007A1"].keys() == {"EP1500001A1", "EP1000002A1"}
    assert "EP2000006A1" in made.judged
    assert len(made.leaks) == 2


@pytest.mark.parametrize(
    ("choice", "topics"),
    [
        (Choice(since=dt.date(2008, 1, 1)), {"EP2000002A1", "US3000001B2"}),
        (Choice(since=dt.date(2008, 1, 5), before=dt.date(2009, 1, 5)), {"EP2000002A1"}),
        (Choice(classes=("F16L",)), {"EP2000002A1"}),
        (Choice(countries=("us",)), {"US3000001B2", "US3000002A1"}),
        (Choice(languages=("de",)), {"EP2000002A1"}),
        (Choice(cited_by=("examiner",)), {"EP2000002A1", "US3000002A1"}),
        (Choice(cited_by=("applicant",)), {"EP2000001A1", "EP2000002A1"}),
        (Choice(categories=("Y",)), {"EP2000001A1", "EP2000003A1"}),
        (Choice(categories=("unknown",), cited_by=("applicant",)), {"EP2000002A1"}),
        (Choice(least=3), {"EP2000001A1"}),
    ],
    ids=lambda value: "" if isinstance(value, set) else None,
)
def test_topics_are_chosen_by_date_class_office_language_party_and_category(index, choice, topics):
    assert set(make_topics(index, choice).judged) == topics


def test_only_the_citations_asked_for_are_judgments(index):
    made = make_topics(index, Choice(cited_by=("search",), categories=("x", "y")))
    assert grades(made)["EP2000001A1"] == {"EP1000001A1": 3, "EP1000002A1": 2}
    assert reasons(made.citations_left)["citing party or category not asked for"] == 10


def test_one_publication_of_a_family_is_a_topic(index):
    """The one with most relevant documents; the others are its own publications, which are never among its results."""
    topic = next(t for t in make_topics(index, Choice()).topics if t.id == "US3000002A1")
    assert topic.own == ("EP2000003A1", "US3000002A1")
    assert topic.metadata["date"] == "2006-01-05"
    assert topic.metadata["date_used"] == "priority"
    assert topic.metadata["owner"] == ["Maker AG"]


def test_the_text_is_made_of_the_parts_asked_for(index):
    made = make_topics(index, Choice(parts=("claims",)))
    topic = next(t for t in made.topics if t.id == "EP2000001A1")
    assert topic.text.startswith("A ")
    assert "of claim 1" in topic.text
    assert "EP2000008A1" in made.judged


def test_a_draw_depends_on_the_seed_alone(index):
    """The same seed draws the same topics, another one others; what is drawn stays drawn when more are asked for."""
    draw = [set(make_topics(index, Choice(sample=3, seed=seed)).judged) for seed in range(6)]
    assert draw == [set(make_topics(index, Choice(sample=3, seed=seed)).judged) for seed in range(6)]
    assert all(len(names) == 3 for names in draw)
    assert len(set(map(frozenset, draw))) > 1
    for seed in range(6):
        assert set(make_topics(index, Choice(sample=2, seed=seed)).judged) < draw[seed]
    assert reasons(make_topics(index, Choice(sample=3)).topics_left)["not drawn"] >= 2


def test_near_duplicate_topics_count_once(tmp_path):
    """The second one drawn is replaced; flagged, both stay."""
    twins = [publication(f"EP-200000{n}-A1", "20100105", ("EP-1000001-A1", "X", "SEA"), abstract=COPIED, title=f"Fan {n}") for n in (1, 2)]
    with Index.open(index_of(tmp_path, [*OLD, *twins]), lambda _: HashEmbedder()) as opened:
        made = make_topics(opened, Choice())
        assert len(made.topics) == 1
        assert reasons(made.topics_left)["near duplicate of another topic"] == 1
        flagged = make_topics(opened, Choice(leaks="flag"))
        assert len(flagged.topics) == 2
        assert [leak.kind for leak in flagged.leaks] == ["near duplicate"]


def test_the_folder_is_a_data_set_with_a_card(index, tmp_path):
    """It reads back with the same grades, marks and facts; the card counts what is in it; twice gives the same bytes."""
    card = topics_folder(index, Choice(), tmp_path / "made")
    data = open_dataset(tmp_path / "made")
    made = make_topics(index, Choice())
    assert data.kind == "beir"
    assert data.notes == ()
    assert data.topics == made.topics
    assert data.qrels == grades(made)
    assert set(data.marks["EP2000002A1"]["EP1000001A1"]) == {"category:A", "category:X", "cited_by:search", "cited_by:examiner"}
    assert card["counts"]["topics"] == {"test": 5}
    assert card["counts"]["judgments"] == 9 == sum(card["counts"]["grades"].values())
    assert card["counts"]["grades"] == {"3": 3, "2": 1, "1": 5}
    assert card["choice"]["leaks"] == "drop"
    assert card == json.loads((tmp_path / "made" / "card.json").read_text("utf-8"))
    page = (tmp_path / "made" / "card.md").read_text("utf-8")
    assert "1 its text names a document that is to be found (EP2000006A1)" in page
    first = {p.name: p.read_bytes() for p in (tmp_path / "made").rglob("*") if p.is_file() and p.name != "card.md"}
    topics_folder(index, Choice(), tmp_path / "again")
    assert first == {p.name: p.read_bytes() for p in (tmp_path / "again").rglob("*") if p.is_file() and p.name != "card.md"}


def test_a_share_is_held_apart_and_stays_where_it_is(index, tmp_path):
    """Topics of `dev` and `test` are disjoint, together all; a topic's side does not depend on the others."""
    topics_folder(index, Choice(dev=0.5, seed=3), tmp_path / "all")
    dev, test = ({t.id for t in open_dataset(tmp_path / "all", split).topics} for split in ("dev", "test"))
    assert dev
    assert test
    assert not dev & test
    assert dev | test == set(make_topics(index, Choice()).judged)
    fewer = make_topics(index, Choice(dev=0.5, seed=3, sample=4))
    assert fewer.dev == dev & set(fewer.judged)


def test_a_folder_with_something_else_is_not_written_over(index, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="did not write"):
        topics_folder(index, Choice(), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_no_topic_at_all_is_said_with_the_reasons(index):
    with pytest.raises(InputError, match="date not asked for"):
        make_topics(index, Choice(since=dt.date(2030, 1, 1)))


@pytest.mark.parametrize(
    "asked",
    [
        {"parts": ("description",)},
        {"parts": ()},
        {"classes": ("no class",)},
        {"since": dt.date(2010, 1, 1), "before": dt.date(2010, 1, 1)},
        {"least": 0},
        {"sample": 0},
        {"dev": 1.0},
        {"dev": float("nan")},
    ],
)
def test_a_choice_that_cannot_be_meant_is_refused(asked):
    with pytest.raises(UsageError):
        Choice(**asked)
