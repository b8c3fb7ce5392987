"""Passages: ids, offsets, and that nothing of a document is lost."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.chunking import TARGET, WHOLE, embedding_text, passage_text, passages, split_id
from indexing.errors import UsageError
from indexing.model import Claim, Paragraph, Patent, Text

WORD = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
PROSE = st.lists(
    st.sampled_from(["a", "dryer", "comprising", "wherein", "nozzle.", "e.g.", "1.5", "\u3002", "末端", "👩‍🔬", "é", "\n", " "]) | WORD, max_size=60
)
SHORT_TEXT = PROSE.map(" ".join)
LONG_TEXT = st.tuples(SHORT_TEXT, st.integers(1, 40)).map(lambda t: (t[0] + " ") * t[1])
TEXTS = SHORT_TEXT | LONG_TEXT | st.sampled_from(["", " ", "\n", "x" * 3000, "字" * 5000, "a." * 2000])
LANGUAGE = st.sampled_from([None, "en", "de"])


def patent(titles=(), abstracts=(), claims=(), description=(), language=None) -> Patent:
    return Patent("US1A", "US1A", language=language, titles=titles, abstracts=abstracts, claims=claims, description=description)


@st.composite
def patents(draw) -> Patent:
    headings = st.sampled_from([None, "BACKGROUND", "SUMMARY"])
    claims = tuple(Claim(n, t, (), "en") for n, t in enumerate(draw(st.lists(TEXTS, max_size=6)), 1))
    if draw(st.booleans()):
        claims += tuple(Claim(c.number, draw(TEXTS), (), "de") for c in claims)
    blocks = draw(st.lists(st.tuples(TEXTS, headings), max_size=12))
    name = draw(st.sampled_from(["desc.{}", "p3.l{}"]))
    description = tuple(Paragraph(name.format(n), t, h, "en") for n, (t, h) in enumerate(blocks, 1))
    if draw(st.booleans()):
        description += tuple(Paragraph(p.unit, draw(TEXTS), p.heading, "de") for p in description)
    titles = tuple(Text(draw(TEXTS), language) for language in draw(st.sampled_from([(), (None,), ("en", "de")])))
    abstracts = tuple(Text(draw(TEXTS), language) for language in draw(st.sampled_from([(), (None,), ("en", "de")])))
    return patent(titles, abstracts, claims, description)


@given(patents())
@settings(deadline=None, max_examples=60)
def test_a_passages_text_is_what_its_id_names_in_the_stored_units(document: Patent) -> None:
    units = document.units()
    for passage in passages(document):
        assert passage_text(units, passage.id) == passage.text
        owner, where = split_id(passage.id)
        assert owner == passage.document == document.id
        if where.start is not None:
            assert units[where.first][where.start : where.end] == passage.text
        assert passage.text.strip()


@given(patents())
@settings(deadline=None, max_examples=60)
def test_ids_are_unique_and_the_same_every_time(document: Patent) -> None:
    ids = [p.id for p in passages(document)]
    assert len(set(ids)) == len(ids)
    assert ids == [p.id for p in passages(document)]


@given(patents())
@settings(deadline=None, max_examples=60)
def test_every_character_of_every_unit_is_in_a_passage(document: Patent) -> None:
    units = document.units()
    covered: dict[str, list[bool]] = {key: [c.isspace() for c in text] for key, text in units.items()}
    keys = list(units)
    for passage in passages(document):
        _, where = split_id(passage.id)
        language = where.first.partition("@")[2]
        for key in keys[keys.index(where.first) : keys.index(where.last) + 1]:
            if key.partition("@")[2] == language:
                start, end = (0, len(units[key])) if where.start is None else (where.start, where.end)
                covered[key][start:end] = [True] * (end - start)
    abstract = any(t.strip() for key, t in units.items() if key.startswith("abstract"))
    for key, marks in covered.items():
        assert all(marks) or (abstract and key.startswith("title")), key


@given(patents())
@settings(deadline=None, max_examples=60)
def test_no_passage_is_longer_than_a_whole_unit_may_be(document: Patent) -> None:
    assert all(len(p.text) <= WHOLE for p in passages(document))


@given(patents(), st.integers(0, 10))
@settings(deadline=None, max_examples=60)
def test_what_is_added_at_the_end_leaves_the_claims_passages_as_they_are(document: Patent, extra: int) -> None:
    more = patent(
        document.titles, document.abstracts, document.claims, (*document.description, Paragraph(f"desc.{900 + extra}", "More.", None, "en"))
    )
    before, after = ([p for p in passages(d) if "#claim." in p.id] for d in (document, more))
    assert before == after


def test_short_paragraphs_make_a_run_and_a_long_one_is_cut_after_sentences() -> None:
    long = "A dryer blows warm air at the hair of its user. " * 60
    blocks = [Paragraph(f"desc.{n}", "A short paragraph of some words.", "FIELD") for n in range(1, 5)]
    found = passages(patent(description=(*blocks, Paragraph("desc.5", long.strip(), "FIELD"))))
    assert found[0].id == "US1A#desc.1-4"
    assert found[0].text == "\n".join(b.text for b in blocks)
    parts = found[1:]
    assert all(re.fullmatch(r"US1A#desc\.5:\d+-\d+", p.id) for p in parts)
    assert all(p.text.endswith(".") and p.text.startswith("A dryer") for p in parts)
    assert max(len(p.text) for p in parts) <= TARGET + 100


def test_a_new_heading_ends_a_run_that_is_long_enough() -> None:
    first = [Paragraph(f"desc.{n}", "x" * 160, "FIELD") for n in (1, 2)]
    found = passages(patent(description=(*first, Paragraph("desc.3", "y" * 50, "SUMMARY"))))
    assert [p.id for p in found] == ["US1A#desc.1-2", "US1A#desc.3"]


def test_the_blocks_of_a_pdf_are_named_by_page_and_line() -> None:
    blocks = (Paragraph("p3.l12", "short"), Paragraph("p3.l20", "short too"), Paragraph("p4.l1", "z" * 950))
    found = passages(patent(description=blocks))
    assert [p.id for p in found] == ["US1A#p3.l12-p3.l20", "US1A#p4.l1"]


def test_units_in_several_languages_bear_their_language() -> None:
    claims = (Claim(1, "A dryer.", (), "en"), Claim(1, "Ein Trockner.", (), "de"))
    assert [p.id for p in passages(patent(claims=claims))] == ["US1A#claim.1@en", "US1A#claim.1@de"]


def test_the_title_is_a_passage_only_where_there_is_no_abstract() -> None:
    title, abstract = (Text("Hair dryer"),), (Text("A dryer with a nozzle."),)
    assert [p.id for p in passages(patent(title))] == ["US1A#title"]
    assert [p.id for p in passages(patent(title, abstract))] == ["US1A#abstract"]
    assert passages(patent()) == []


def test_an_embedder_reads_the_title_before_the_abstract_in_its_language() -> None:
    titles, abstracts = (Text("Haartrockner", "de"), Text("Hair dryer", "en")), (Text("Ein Trockner.", "de"), Text("A dryer.", "en"))
    document = patent(titles, abstracts, (Claim(1, "A dryer."),), language="en")
    assert [embedding_text(document, p) for p in passages(document)] == ["Haartrockner Ein Trockner.", "Hair dryer A dryer.", "A dryer."]
    long = patent((Text("Is it a dryer?"),), (Text("It blows. " * 150),))
    texts = [embedding_text(long, p) for p in passages(long)]
    assert texts[0].startswith("Is it a dryer? It blows.")
    assert not any(t.startswith("Is it") for t in texts[1:])


@pytest.mark.parametrize("wrong", ["", "US1A", "US1A#", "#claim.1", "US1A#claim 1", "US1A#claim.1:5", "US1A#a#b"])
def test_what_is_no_passage_id_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match="passage id"):
        split_id(wrong)


@pytest.mark.parametrize("wrong", ["US1A#claim.2", "US1A#claim.1:0-99", "US1A#claim.1-7"])
def test_a_unit_or_range_that_does_not_exist_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match=r"no unit|beyond"):
        passage_text({"claim.1": "A dryer."}, wrong)


def test_a_huge_paragraph_without_a_space_is_cut_in_linear_time() -> None:
    began = time.process_time()
    found = passages(patent(description=(Paragraph("desc.1", "x" * 5_000_000),)))
    assert sum(len(p.text) for p in found) == 5_000_000
    assert time.process_time() - began < 5
