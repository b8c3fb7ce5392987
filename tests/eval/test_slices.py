"""Slices by topic, by judgment and by family, and what they are made from."""

from __future__ import annotations

import gzip
import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.facets import Facets, facets, read_facets, with_topics
from eval.measures import measure
from eval.model import Dataset, Topic
from eval.pairs import Judged
from eval.sliced import compare_by_family, compare_slices
from eval.slices import OTHERS, all_slices, art, by_family, by_judgment, by_labels, by_marks, owner, spans
from indexing.errors import InputError

QRELS = {f"T{n:02}": {"D1": 1, "D2": 2} for n in range(12)}


def test_facets_are_read_from_the_names_in_use():
    """Front-page metadata, corpora of exports and lists; the first date found counts, symbols become subclasses."""
    assert facets({"ipc": "A45D20/16; A45D 20/10;F24H3/04", "date": "19860403", "family": "25301188"}) == Facets(
        classes=("A45D", "F24H"), year=1986, family="25301188"
    )
    record = {"filing_date": 20050526, "owner": ["ACME  Corp", "acme corp"], "language": "EN", "classification": ["nonsense"]}
    assert facets(record) == Facets(year=2005, owners=("acme corp",), language="en")
    assert facets({}) == Facets()


@pytest.mark.parametrize("parted", ["A45D20/12 | F24H3/04", "A45D20/12;F24H3/04", "A45D 20/12, F24H 3/04", ["A45D20/12", "F24H3/04"]])
def test_all_classes_of_a_document_count(parted):
    """However the source parts them: a document that shares the second class only is inside the class, too."""
    assert facets({"ipc": parted}).classes == ("A45D", "F24H")
    assert facets({"owner": "Acme, Inc. | Beta"}).owners == ("acme, inc.", "beta")


def test_facets_of_a_folder_join_corpus_and_topics(tmp_path):
    """What a topic says of itself goes before what the corpus says; lines that are no records are the data set's affair."""
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt") as stream:
        stream.write(
            '{"_id": "D1", "ipc": "A01B1/00", "metadata": {"owner": "A"}}\n{"_id": "T1", "date": "2001", "metadata": {"owner": "A"}}\nnonsense\n[1]\n'
        )
    tmp_path.joinpath("queries.jsonl").write_text('{"_id": "T1", "text": "x", "metadata": {"date": "20090101"}}\n{"_id": "T2", "metadata": null}\n')
    found = read_facets(tmp_path)
    assert found["T1"] == Facets(year=2009, owners=("a",))
    assert found["D1"] == Facets(classes=("A01B",), owners=("a",))
    assert set(read_facets(tmp_path, {"T2"})) == {"T2"}


def test_a_corpus_that_cannot_be_read_is_said(tmp_path):
    """With its path."""
    tmp_path.joinpath("corpus.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(InputError, match=r"corpus\.jsonl\.gz"):
        read_facets(tmp_path)


def test_labels_of_few_topics_are_put_together():
    """The largest first, the small ones last as others; topics without a label are in none."""
    labels = {f"T{n:02}": "A45" if n < 6 else "B01" if n < 9 else f"C{n:02}" for n in range(11)}
    parts = by_labels("class", QRELS, labels, least=5)
    assert [(p.label, len(p.qrels)) for p in parts] == [("A45", 6), (OTHERS, 5)]


@given(values=st.dictionaries(st.integers(0, 60).map(str), st.integers(1950, 2020), max_size=60))
def test_spans_part_values_without_gaps_or_overlaps(values):
    """Each value lies in the span of its label, equal values in the same one, at most four."""
    labels = spans(values)
    assert set(labels) == set(values)
    assert len(set(labels.values())) <= 4
    bounds = {label: (int(label.split()[0]), int(label.split()[-1])) for label in labels.values()}
    assert all(bounds[labels[t]][0] <= value <= bounds[labels[t]][1] for t, value in values.items())
    ordered = sorted(bounds.values())
    assert all(a[1] < b[0] for a, b in itertools.pairwise(ordered))


def test_art_inside_and_outside_the_class_are_parted():
    """By a shared subclass; a judgment without a class is in neither, a topic without a relevant one in the part is out of it."""
    known = {"T00": Facets(("A45D",)), "T01": Facets(("A45D",)), "D1": Facets(("F24H", "A45D")), "D2": Facets(("F24H",))}
    parts = by_judgment("art", {"T00": {"D1": 1, "D2": 2, "D3": 1}, "T01": {"D1": 1, "D2": 0}}, known, art)
    assert {p.label: p.qrels for p in parts} == {
        "inside the class": {"T00": {"D1": 1}, "T01": {"D1": 1}},
        "outside the class": {"T00": {"D2": 2}},
    }


def test_owners_are_compared_by_name():
    """Any shared one suffices; none known is no answer."""
    assert owner(Facets(owners=("a", "b")), Facets(owners=("b",))) == "same owner"
    assert owner(Facets(owners=("a",)), Facets(owners=("b",))) == "other owner"
    assert owner(Facets(), Facets(owners=("b",))) is None


def test_all_slices_say_what_cannot_be_placed():
    """A slicing with one label is the whole and left out."""
    topics = tuple(Topic(t, "word " * (n + 1)) for n, t in enumerate(QRELS))
    known = {t: Facets(("A45D",) if n % 2 else ("F24H",), 1990 + n, "en") for n, t in enumerate(QRELS) if n}
    notes: list[str] = []
    parts = all_slices(Dataset("x", "test", topics, QRELS), known, notes)
    assert {p.by for p in parts} == {"class", "year", "length"}
    assert [p.label for p in parts if p.by == "length"] == ["1 to 6 words", "7 to 12 words"]
    assert notes == [
        "slices by class: 1 of 12 topics lack what it takes and are in none",
        "slices by year: 1 of 12 topics lack what it takes and are in none",
    ]


def test_marks_of_judgments_are_slices():
    """Each category that the data set names; a word that marks all of it is no slice; a topic without a relevant one in it is out."""
    marks = {"T00": {"D1": ("category:X", "by:examiner"), "D2": ("category:Y", "category:A", "by:examiner")}, "T01": {"D1": ("category:X",)}}
    qrels = {"T00": {"D1": 1, "D2": 2}, "T01": {"D1": 0, "D2": 1}}
    parts = by_marks(Dataset("x", "test", (), qrels, marks=marks))
    assert [(p.by, p.label, p.qrels) for p in parts] == [
        ("category", "A", {"T00": {"D2": 2}}),
        ("category", "X", {"T00": {"D1": 1}}),
        ("category", "Y", {"T00": {"D2": 2}}),
    ]


def test_what_a_topic_says_of_itself_goes_before_the_corpus():
    """Facet by facet."""
    topic = Topic("T1", "x", metadata={"language": "DE", "classes": ("A01B 1/00",)})
    joined = with_topics({"T1": Facets(("F24H",), 2001), "D1": Facets(year=1990)}, [topic])
    assert joined == {"T1": Facets(("A01B",), 2001, "de"), "D1": Facets(year=1990)}


def test_families_count_by_their_first_member():
    """The second member takes no rank; the highest grade of any member is the family's."""
    run, qrels = by_family({"T": (("D1", 3.0), ("D2", 2.0), ("D3", 1.0))}, {"T": {"D2": 1, "D3": 2, "D4": 1}}, {"D1": "F", "D2": "F", "D4": "G"})
    assert run == {"T": (("family F", 3.0), ("document D3", 1.0))}
    assert qrels == {"T": {"family F": 1, "document D3": 2, "family G": 1}}


def finder(name, ranking):
    run = {t: tuple((d, 1.0) for d in ranking) for t in QRELS}
    return Judged(name, measure(run, QRELS, ["R@100"]).topics, results=run)


def test_slices_of_judgments_are_measured_anew():
    """A run that finds art inside the class only has all of it, and nothing outside."""
    known = {**{t: Facets(("A45D",)) for t in QRELS}, "D1": Facets(("A45D",)), "D2": Facets(("F24H",))}
    runs = [finder("all", ["D1", "D2"]), finder("inside", ["D1", "D9"])]
    rows = compare_slices(runs, by_judgment("art", QRELS, known, art), ["R@100"], "R@100", rounds=100)
    assert {row["label"]: row["mean"]["inside"]["R@100"] for row in rows} == {"inside the class": 1.0, "outside the class": 0.0}
    assert [(row["kind"], row["topics"], row["judgments"]) for row in rows] == [("judgments", 12, 12)] * 2
    assert [(row["pairs"][0]["losses"], row["pairs"][0]["ties"]) for row in rows] == [(0, 12), (12, 0)]
    assert json.loads(json.dumps(rows)) == rows


def test_slices_of_topics_need_no_results_and_those_of_judgments_do():
    """Runs that bring only their scores are sliced by topic."""
    runs = [Judged(name, {t: {"R@100": 0.5} for t in QRELS}) for name in "ab"]
    by_topic = by_labels("class", QRELS, {t: "A45" if t < "T06" else "B01" for t in QRELS})
    parts = [*by_topic, *by_judgment("art", QRELS, {}, art)]
    assert [row["label"] for row in compare_slices(runs, parts, ["R@100"], "R@100", rounds=100)] == ["A45", "B01"]
    assert compare_by_family(runs, QRELS, {"D1": "F"}, ["R@100"], "R@100") == []


def test_a_run_that_knows_one_member_knows_the_family():
    """Recall by family is whole where recall by document is half."""
    rows = compare_by_family([finder("a", ["D1"]), finder("b", ["D2"])], QRELS, {"D1": "F", "D2": "F"}, ["R@100"], "R@100", rounds=100)
    assert rows[0]["mean"] == {"a": {"R@100": 1.0}, "b": {"R@100": 1.0}}
    assert rows[0]["judgments"] == 12


@settings(max_examples=60, deadline=None)
@given(
    ranking=st.lists(st.sampled_from([f"D{n}" for n in range(12)]), unique=True),
    relevant=st.sets(st.sampled_from([f"D{n}" for n in range(12)]), min_size=1),
    of=st.lists(st.sampled_from("abc-"), min_size=12, max_size=12),
    depth=st.integers(1, 12),
)
def test_recall_by_family_is_that_of_a_plain_count(ranking, relevant, of, depth):
    """Families read one by one in the order of their first members, against the families that have a relevant member."""
    family = {f"D{n}": name for n, name in enumerate(of) if name != "-"}
    named = [family.get(d, d) for d in ranking]
    read = [name for n, name in enumerate(named) if name not in named[:n]][:depth]
    wanted = {family.get(d, d) for d in relevant}
    run, qrels = by_family({"T": tuple((d, -float(n)) for n, d in enumerate(ranking))}, {"T": dict.fromkeys(relevant, 1)}, family)
    assert measure(run, qrels, [f"R@{depth}"]).mean[f"R@{depth}"] == pytest.approx(len(wanted & set(read)) / len(wanted), abs=1e-6)
