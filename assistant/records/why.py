"""Why a document is, or is not, in the list of a recorded search."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.decoding import decode
from assistant.records.comparison import dropped, places
from assistant.strategy.building import build_steps
from assistant.strategy.conditions import imposed, outside
from assistant.strategy.network import Network
from indexing.errors import PriorArtError
from indexing.expressions.matching import Reading
from indexing.expressions.notation import parse
from indexing.model import Case, Filter, Subquery
from indexing.numbers import alias_key
from prompts.recipes import recipe_with_templates
from prompts.templates import template_from_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexing.model import DocumentFacts
    from indexing.protocols import SearchIndex

    Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stood in the list of one query or step: `rank` of `size`, its score and the last one's; rank None: not in that list.

    `estimate` is the document's own score for a query that did not find it, where the index could tell.
    """

    name: str
    step: str
    rank: int | None
    size: int
    score: float | None
    last: float | None
    query: str = ""
    estimate: float | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """The account of one document: `shown` at `rank`, or not; `verdict` in a sentence, `places` in every list, `reasons` in the order found."""

    id: str
    shown: bool
    rank: int | None
    verdict: str
    reasons: tuple[str, ...]
    places: tuple[Place, ...] = field(default=())


def why(content: Content, number: str, index: SearchIndex | None = None) -> Why:
    """The account of the document `number` (in any form) in the record with this `content`.

    `index`, the record's own generation where it is at hand, tells why a document that no query found could not be one: not in the collection,
    outside the filters, or with scores below the last ones.
    """
    document = _document(content, number, index)
    found = places(content, document)
    stands = tuple(_places(content, document))
    hit = next((h for h in content["hits"] if h["id"] == document), None)
    if hit is not None:
        by = ", ".join(hit["found_by"])
        return Why(document, True, hit["rank"], f"shown at rank {hit['rank']} of {len(content['hits'])}, found by {by}", (), stands)
    entry = dropped(content, document)
    if entry is not None:
        low = entry["step"] == "shown"
        verdict = f"found, but at {entry['reason']}" if low else f"found, and left out by the step '{entry['step']}': {entry['reason']}"
        return Why(document, False, None, verdict, (), stands)
    if found:
        total = content.get("excluded_total", 0)
        verdict = f"found, and left out; the record lists {len(content['excluded'])} of {total} left out, this one is not among them"
        return Why(document, False, None, verdict, (), stands)
    return _never_found(content, document, index, stands)


def _document(content: Content, number: str, index: SearchIndex | None) -> str:
    """The document's id: as the index resolves it, else as the record itself names it, else as given."""
    if index is not None and (resolved := index.resolve(number)):
        return resolved
    key = alias_key(number)
    known = (
        {row[0] for step in content["steps"] for row in step["hits"]} | {e["id"] for e in content["excluded"]} | {h["id"] for h in content["hits"]}
    )
    same = sorted(d for d in known if alias_key(d) == key or d == number)
    begins = sorted(d for d in known if alias_key(d).startswith(key))
    named = same or (begins if len(begins) == 1 else [])
    return str(named[0]) if named else number


def _places(content: Content, document: str) -> list[Place]:
    texts = {q["id"]: f"{q['engine']}: {q['text']}" for q in (*content["queries"], *content.get("added", ()))}
    stands = []
    for step in content["steps"]:
        rows = step["hits"]
        rank = next((n for n, row in enumerate(rows, 1) if row[0] == document), None)
        score = rows[rank - 1][2] if rank else None
        stands.append(Place(step["name"], step["step"], rank, len(rows), score, rows[-1][2] if rows else None, texts.get(step["name"], "")))
    return stands


def _never_found(content: Content, document: str, index: SearchIndex | None, stands: tuple[Place, ...]) -> Why:
    reasons: tuple[str, ...] = ()
    if index is None:
        reasons = ("name the index (--index) to learn whether it is in the collection, outside the filters, or below the last ones found",)
        return Why(document, False, None, "no query of this search found it", reasons, stands)
    if index.manifest_sha256 != content["manifest_sha256"]:
        reasons = (
            f"the index at hand is generation {index.generation}, the record's was {content['generation']}: what follows holds for the former",
        )
    if index.resolve(document) is None:
        return Why(document, False, None, "it is not in this collection", reasons, stands)
    faults = tuple(outside(index.facts(document), decode(Filter, content["filters"])))
    if faults:
        return Why(document, False, None, f"it is outside the filters: {'; '.join(faults)}", reasons, stands)
    if unfit := _outside_recipe(content, index.facts(document)):
        return Why(document, False, None, f"the recipe lets its searches find nothing like it: {'; '.join(unfit)}", reasons, stands)
    estimated = tuple(_estimated(content, document, index, place) for place in stands)
    below = tuple(
        f"{p.name}: its score is {p.estimate:.4g}, the last of the {p.size} found has {p.last:.4g}"
        for p in estimated
        if p.estimate is not None and p.last is not None and p.rank is None
    )
    queries = (*content["queries"], *content.get("added", ()))
    unmet = tuple(q["id"] for q in queries if q["engine"] == "boolean" and not Reading(index.document(document)).holds(parse(q["text"])))
    below += tuple(f"{name}: its text does not meet the expression" for name in unmet)
    verdict = "no query finds it" if len(unmet) == len(queries) else "no query ranked it high enough to become a candidate"
    return Why(document, False, None, verdict, (*reasons, *below), estimated)


def _outside_recipe(content: Content, facts: DocumentFacts) -> list[str]:
    """Why the recipe's own filters, which stand inside the engines, let no search find the document; empty where some search may."""
    templates = [template_from_text(text, name) for name, text in content.get("templates", ())]
    recipe = recipe_with_templates(content["recipe_text"], f"the record's recipe {content['recipe']}", templates)
    network, case = Network(recipe, build_steps(recipe)), decode(Case, content["case"])
    return [f"step '{name}': {fault}" for name, condition in imposed(network, case) for fault in outside(facts, condition)]


def _estimated(content: Content, document: str, index: SearchIndex, place: Place) -> Place:
    """`place` with the score that the document's best passage has for a meaning query; scores of passages and documents compare only there."""
    query = next((q for q in (*content["queries"], *content.get("added", ())) if q["id"] == place.name), None)
    if query is None or place.rank is not None or query["engine"] != "meaning":
        return place
    try:
        best = index.best_passages(decode(Subquery, query), [document], 1)[document]
    except PriorArtError:
        return place
    return Place(place.name, place.step, None, place.size, None, place.last, place.query, best[0].score if best else None)
