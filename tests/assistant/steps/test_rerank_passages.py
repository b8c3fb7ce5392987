"""The first documents in a new order, by their passages."""

from __future__ import annotations

from assistant.steps.rerank_passages import RerankPassages
from indexing.model import Case, Filter, Ranking, Subquery
from tests.assistant.small_index import SmallIndex
from tests.kits.steps import context_for

INDEX = SmallIndex()
CASE = Case("question", "foldable handle with a removable air filter")
LIST = Ranking(tuple(INDEX.search(Subquery("m.1", "m", "meaning", "hair dryer"), Filter(), 12)))
CONTEXT = context_for(CASE, INDEX)


def by_best_passage(documents, sections=("abstract", "claim", "desc", "p")) -> list[str]:
    query = Subquery("x", "x", "words", CASE.text)
    scores = {}
    for rank, document in enumerate(documents):
        mine = [h.score for h in INDEX.best_passages(query, [document], 999)[document] if h.passage.partition("#")[2].startswith(sections)]
        scores[document] = (-max([0.0, *mine]), rank)
    return sorted(documents, key=scores.__getitem__)


def test_the_first_documents_follow_their_best_passages_and_the_rest_stay():
    documents = [h.document for h in LIST.hits]
    found = RerankPassages(k=8).apply([LIST], CONTEXT)
    assert [h.document for h in found.hits] == [*by_best_passage(documents[:8]), *documents[8:]]
    assert [h.document for h in found.hits] != documents
    assert [h.rank for h in found.hits] == list(range(1, 13))


def test_only_the_sections_that_are_named_count():
    documents = [h.document for h in LIST.hits]
    found = RerankPassages(sections=("abstract",)).apply([LIST], CONTEXT)
    assert [h.document for h in found.hits] == by_best_passage(documents, ("abstract",))


def test_documents_without_a_passage_that_fits_keep_their_order_at_the_end():
    nothing = context_for(Case("question", "xylophone"), INDEX)
    assert [h.document for h in RerankPassages().apply([LIST], nothing).hits] == [h.document for h in LIST.hits]
