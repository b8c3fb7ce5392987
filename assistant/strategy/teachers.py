"""Which documents teach a feedback step: those that a person judged, else the first ones found (pseudo-feedback)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.strategy.own_family import own_documents
from assistant.strategy.rank_fusion import best_per_document, reciprocal_rank_fusion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.strategy.step_model import RunContext
    from indexing.model import Hit, Ranking

_NAMED = 20


@dataclass(frozen=True, slots=True)
class Teachers:
    """Documents to learn from, with how much each counts (positive), and documents to learn away from; `how` says where they come from."""

    relevant: dict[str, float]
    irrelevant: tuple[str, ...]
    how: str
    notes: tuple[str, ...] = ()


def teachers(inputs: Sequence[Ranking], context: RunContext, pseudo: int) -> Teachers:
    """The documents judged relevant, all alike; where there are none, the first `pseudo` documents of `inputs`, by their scores.

    The case's own documents and their families never teach: the case would find itself. Nor does a document judged irrelevant, or judged both ways.
    Several lists are fused by reciprocal rank first. Scores that are not all positive (z-scores) let each document count alike.
    """
    case = context.case
    good, lost = _judged(case.relevant, context)
    bad, also_lost = _judged(case.irrelevant, context)
    notes = [f"judged, but not in this index: {', '.join(sorted({*lost, *also_lost}))}"] if lost or also_lost else []
    if both := sorted(set(good) & set(bad)):
        notes.append(f"judged both relevant and irrelevant, so it teaches nothing: {', '.join(both)}")
    own = own_documents(case, context.index)
    if mine := sorted(set(own) & (set(good) | set(bad))):
        notes.append(f"of the case's own family, so it teaches nothing: {', '.join(mine)}")
    away = tuple(d for d in bad if d not in own and d not in good)
    good = [d for d in good if d not in own and d not in bad]
    if good:
        return Teachers(dict.fromkeys(good, 1.0), away, _how(f"{_count(good)} judged relevant", good, away), tuple(notes))
    first = _first(inputs, context, {*own, *bad}, pseudo)
    how = _how(f"the first {_count(first)} found, nobody judged them", list(first), away)
    return Teachers(first, away, how, tuple(notes))


def _judged(names: Sequence[str], context: RunContext) -> tuple[list[str], list[str]]:
    """Ids of the documents named, each once and sorted, and the names that the index does not hold."""
    found, lost = set(), []
    for name in names:
        document = context.index.resolve(name)
        if document is None:
            lost.append(name)
        else:
            found.add(document)
    return sorted(found), lost


def _first(inputs: Sequence[Ranking], context: RunContext, never: set[str], pseudo: int) -> dict[str, float]:
    lists = [ranking.hits for ranking in inputs if ranking.hits]
    if not lists or not pseudo:
        return {}
    hits: Sequence[Hit] = lists[0] if len(lists) == 1 else reciprocal_rank_fusion(lists, [1.0] * len(lists))
    hits = [hit for hit in best_per_document(hits) if hit.document not in never]
    family = context.case.application.family if context.case.application else None
    if family:
        facts = context.index.facts_of([hit.document for hit in hits])
        hits = [hit for hit in hits if facts[hit.document].family != family]
    scores = {hit.document: hit.score for hit in hits[:pseudo]}
    return scores if all(score > 0 for score in scores.values()) else dict.fromkeys(scores, 1.0)


def _count(documents: Sequence[str] | dict[str, float]) -> str:
    return f"{len(documents)} document{'' if len(documents) == 1 else 's'}"


def _how(what: str, documents: Sequence[str], away: Sequence[str]) -> str:
    text = f"learnt from {what}: {_named(documents)}" if documents else "learnt from no document"
    return f"{text}; away from {_count(away)} judged irrelevant: {_named(away)}" if away else text


def _named(documents: Sequence[str]) -> str:
    rest = len(documents) - _NAMED
    return ", ".join(documents[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
