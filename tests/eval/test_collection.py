"""What every system beside recipes is given: the texts that the word index holds, and one rule for names and own documents."""

from __future__ import annotations

import re
from dataclasses import replace

from eval.beside import open_systems
from eval.collection import document_text
from eval.systems import SYSTEMS
from indexing.control import Control
from indexing.engines.words import document_fields
from indexing.model import Claim, Paragraph, Patent, Text
from tests.kits.systems import named, open_collection, patents

__all__ = ["patents"]


def words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


def test_a_text_holds_the_words_that_the_word_index_holds(patents):
    """No more and no fewer, for every document of the sample."""
    for patent in patents.documents(Control(), "reading"):
        indexed = " ".join(fields["text"] for fields in document_fields(patent).values())
        assert words(document_text(patent)) == words(indexed)


def test_every_language_and_part_is_in_the_text():
    """In reading order, title and abstract on one line."""
    patent = Patent(
        id="EP1A1",
        source_id="EP1A1",
        titles=(Text("Hose", "en"), Text("Schlauch", "de")),
        abstracts=(Text("It bends.", "en"),),
        claims=(Claim(1, "A hose."), Claim(2, "  ")),
        description=(Paragraph("desc.1", "Hoses are known."),),
    )
    assert document_text(patent) == "Hose Schlauch It bends.\nA hose.\nHoses are known."
    assert document_text(Patent(id="EP2A1", source_id="EP2A1")) == ""


def test_documents_come_in_the_order_of_indexing_with_progress(patents):
    """Each once."""
    seen = []
    read = [patent.id for patent in patents.documents(Control(seen.append), "reading")]
    assert read == [row["id"] for row in patents.index.documents()]
    assert seen[0].stage == "reading"


def test_candidates_are_named_bounded_and_without_the_topics_own(patents):
    """The data set's ids, the first `depth` that are left."""
    topic = patents.dataset.topics[0]
    own = patents.index.resolve(topic.id)
    candidates = [(patent.id, patent.source_id, 1.0) for patent in patents.documents(Control(), "reading")]
    found = [name for name, _ in patents.named(topic, patents.asked(topic), 5, [(own, topic.id, 2.0), *candidates, *candidates])]
    assert len(found) == 5
    assert set(found) <= patents.dataset.documents - {topic.id}


def test_a_cut_off_by_date_holds_for_every_system(patents, small_collection, tmp_path):
    """With `--dates before` no system shows what is not from before the topic's day, however it ranks."""
    day = sorted(day for patent in patents.documents(Control(), "reading") if (day := patent.cutoff_date()[0]))[25]
    topics = tuple(replace(topic, metadata={"date": day.isoformat()}) for topic in patents.dataset.topics)
    dated = open_collection(patents.index._folder.parents[1], replace(patents.dataset, topics=topics), dates="before")
    for name in SYSTEMS:
        system = open_systems([named(name, dated.dataset, tmp_path)], dated)[0]
        for topic in topics[:4]:
            found = [dated.index.document(dated.index.resolve(d)) for d, _ in system.find(topic, 100, Control()).results]
            assert 5 < len(found) <= 25
            assert all(patent.cutoff_date()[0] < day for patent in found)
        assert system.facts["case"] == {"kind": "question", "dates": "before"}


def test_an_application_is_asked_by_its_title_abstract_and_claims(patents):
    """As a recipe reads it."""
    whole = open_collection(patents.index._folder.parents[1], patents.dataset, kind="application")
    topic = patents.dataset.topics[0]
    patent = patents.index.document(patents.index.resolve(topic.id))
    asked = whole.asked(topic)
    assert patent.titles[0].text in asked.text
    assert all(claim.text in asked.text for claim in patent.claims)
    assert patent.id in asked.own
