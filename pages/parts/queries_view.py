"""Queries as HTML: which kind each is, what for and why, and what an edit of it would lose. Plain functions from records to markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.parts.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexing.model import Engine, Near, Relation, Subquery

ENGINES: dict[Engine, str] = {
    "words": "words (BM25)",
    "meaning": "meaning (vectors)",
    "boolean": "Boolean expression",
    "similar": "more like these documents",
    "citations": "citations",
    "classes": "classes",
}
RELATIONS: dict[Relation, str] = {
    "cited": "what these documents cite",
    "citing": "what cites these documents",
    "cocited": "what is cited together with these documents",
    "coupled": "what cites the same as these documents",
}
WRITE: dict[Engine, str] = {
    "words": "words, parted by blanks",
    "meaning": "a sentence or a paragraph: what it means is searched",
    "boolean": 'an expression, such as "hair dryer" AND ion*',
    "similar": "publication numbers, such as US7002836, EP1234567A1",
    "citations": "publication numbers, such as US7002836, EP1234567A1",
    "classes": "CPC or IPC symbols, each with a weight if you like: A45D20/12^2 A45D20",
}
"""What a person writes, by the kind of query."""
_MOST_WEIGHTS = 40


def kind_text(engine: Engine, relation: Relation | None = None) -> str:
    """The kind of a query in a few words."""
    return f"{ENGINES.get(engine, engine)}: {RELATIONS[relation]}" if relation in RELATIONS else ENGINES.get(engine, engine)


def queries_html(queries: Sequence[Subquery], added: Sequence[Subquery] = ()) -> Html:
    """The queries that ran, and after them those that feedback made during the search, numbered on."""
    rows = [_row(query, "") for query in queries] + [_row(query, "made by feedback during the search") for query in added]
    return tag("ol", *rows, class_="queries")


def _row(query: Subquery, origin: str) -> Html:
    badge = tag("span", origin, class_="badge") if origin else Html()
    kind = tag("strong", kind_text(query.engine, query.relation))
    return tag("li", kind, " ", badge, " ", tag("span", query.text, class_="query-text"), _purpose(query), _weights(query))


def numbers_of(queries: Iterable[Subquery], added: Iterable[Subquery] = ()) -> dict[str, str]:
    """The number by which the page speaks of each query, by its id."""
    return {query.id: str(number) for number, query in enumerate((*queries, *added), 1)}


def query_note(query: Subquery, *, by_feedback: bool = False) -> Html:
    """What stands beside a query that may be edited: the feature it serves, why it was made, and what an edit would drop."""
    lines = [_purpose(query), _weights(query)]
    if by_feedback and query.vector is not None:
        lines.append(tag("div", "What is searched is a vector that feedback made. Your own text would be searched instead of it.", class_="quiet"))
    elif query.terms or query.near:
        lines.append(tag("div", "Editing the text drops the weights.", class_="quiet"))
    return tag("div", *lines)


def _purpose(query: Subquery) -> Html:
    feature = tag("div", tag("strong", "Feature: "), query.feature, class_="quiet") if query.feature else Html()
    reason = tag("div", query.reason, class_="quiet") if query.reason else Html()
    return tag("div", feature, reason) if query.feature or query.reason else Html()


def _weights(query: Subquery) -> Html:
    """What weighs beside the text: single words, words that stand together, the least share of the words, parts of the documents."""
    terms = [f"{term} {weight:.3g}" for term, weight in query.terms]
    more = [f"and {len(terms) - _MOST_WEIGHTS} more"] if len(terms) > _MOST_WEIGHTS else []
    said = [f"Weighted terms: {', '.join(terms[:_MOST_WEIGHTS] + more)}"] if terms else []
    said += [f"Counts more together: {', '.join(_near(near) for near in query.near[:_MOST_WEIGHTS])}"] if query.near else []
    said += [f"At least {query.minimum_match:.0%} of the words"] if query.minimum_match else []
    said += [f"Parts: {', '.join(f'{name} {weight:g}' for name, weight in query.fields)}"] if query.fields else []
    return tag("div", ". ".join(said) + ".", class_="quiet") if said else Html()


def _near(near: Near) -> str:
    where = "side by side" if near.slop == 0 else f"within {near.slop} words"
    return f"“{near.words}” ({where}{'' if near.ordered else ', in any order'}, {near.weight:.3g})"
