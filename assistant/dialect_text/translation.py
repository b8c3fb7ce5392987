"""One query in another language, and a plan's queries as trees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.dialect_text.canonical import all_of, either_of
from assistant.dialect_text.model import Note, Notes, Parsed, Written
from indexing.errors import UsageError
from indexing.expressions.tree import Classified, Close, In, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.dialect_text.model import Dialect
    from indexing.expressions.tree import Node, Part
    from indexing.model import Near, Subquery

_PARTS: dict[str, Part] = {"title": "title", "abstract": "abstract", "claims": "claims", "description": "description"}
_MEANT = {"meaning": "is compared by meaning, which no query language can say", "citations": "follows citations, which no query language can say"}


def translate(text: str, source: Dialect, target: Dialect) -> Written:
    """`text` of the dialect `source` in the dialect `target`, with the notes of reading and of writing. Raises `UsageError`, as these do."""
    parsed = source.parse(text)
    written = target.write(parsed.node)
    return Written(written.text, tuple(dict.fromkeys((*parsed.notes, *written.notes))))


def compile_subquery(query: Subquery, own: Dialect) -> Parsed | None:
    """What a query of a plan asks for, as a tree; None where it has no counterpart in words.

    Words become alternatives (all of them where `minimum_match` is 1) in the fields that are searched, close words a distance beside them; their
    weights have no counterpart. `own` reads the house's notation, which Boolean queries are written in. The notes say what is lost.
    """
    notes = Notes()
    if query.engine == "boolean":
        return own.parse(query.text)
    if query.engine == "words":
        return Parsed(_words(query, notes), notes.all())
    if query.engine == "classes":
        notes.lost("weights", "class neighbours are ranked by weight; here any of the symbols suffices")
        symbols = [one.partition("^")[0] for one in query.text.split()]
        return Parsed(either_of(Classified(one) for one in symbols), notes.all())
    return None


def no_counterpart(query: Subquery) -> str:
    """Why `compile_subquery` gave nothing, in a sentence."""
    return f"the query '{query.id}' {_MEANT.get(query.engine, 'looks for the like of documents, which no query language can say')}"


def _words(query: Subquery, notes: Notes) -> Node:
    terms = [term for term, _ in query.terms] or re.findall(r"[^\W_]+", query.text)
    words: list[Node] = [_term(one) for one in dict.fromkeys(terms) if re.search(r"[^\W_]", one)]
    if not words:
        words = [_term(query.text)]
    if len({weight for _, weight in query.terms}) > 1 or len({weight for _, weight in query.fields}) > 1:
        notes.lost("weights", "weights of words and fields order the results; Boolean queries have none")
    if 0 < query.minimum_match < 1:
        notes.lost("minimum-match", f"that {query.minimum_match:.0%} of the words must be there has no counterpart: any one suffices")
    if query.near:
        notes.lost("weights", "words that stand close together count more; Boolean queries take them as alternatives")
        words += [_near(one) for one in query.near]
    node = all_of(words) if query.minimum_match >= 1 else either_of(words)
    parts = tuple(_PARTS[name] for name, _ in query.fields if name in _PARTS)
    return In(parts, node) if parts else node


def _term(text: str) -> Node:
    words = tuple(Word(one, stemmed=True) for one in re.findall(r"[^\W_]+", text)) or (Word(text, stemmed=True),)
    return words[0] if len(words) == 1 else Phrase(words)


def _near(near: Near) -> Node:
    words = tuple(Word(one, stemmed=True) for one in re.findall(r"[^\W_]+", near.words))
    return words[0] if len(words) == 1 else Close(words, near.slop + 1, near.ordered)


@dataclass(frozen=True, slots=True)
class PlannedQuery:
    """A query of a plan in a dialect; `text` is empty where it has no counterpart, and a note says so."""

    id: str
    text: str
    notes: tuple[Note, ...]


def plan_in(queries: Sequence[Subquery], own: Dialect, target: Dialect) -> list[PlannedQuery]:
    """All queries of a plan in the dialect `target`; one that cannot be said there is named and the rest goes on."""
    rows = []
    for query in queries:
        try:
            parsed = compile_subquery(query, own)
            if parsed is None:
                rows.append(PlannedQuery(query.id, "", (Note("no-counterpart", no_counterpart(query)),)))
                continue
            written = target.write(parsed.node)
            rows.append(PlannedQuery(query.id, written.text, tuple(dict.fromkeys((*parsed.notes, *written.notes)))))
        except UsageError as error:
            rows.append(PlannedQuery(query.id, "", (Note("no-counterpart", str(error)),)))
    return rows
