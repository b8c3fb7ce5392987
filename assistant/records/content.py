"""What a search record holds: all that a replay needs, and what people decided."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.metadata
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.strategy.ledger import LISTED, ExclusionCount, counts

if TYPE_CHECKING:
    from assistant.model import Answer, DocumentHit, Exchange, Outcome
    from assistant.protocols import LLM
    from indexing.model import Case, Exclusion, Filter, Subquery
    from indexing.protocols import SearchIndex
    from prompts.model import Recipe

_PACKAGES = ("priorart", "tantivy", "faiss-cpu", "openvino", "onnxruntime", "numpy", "tokenizers", "xllamacpp", "langchain-core", "pydantic")


@dataclass(frozen=True, slots=True)
class RecordedHits:
    """One step's list, in rank order and compact: a row is document, passage or null, score, subquery."""

    name: str
    step: str
    hits: tuple[tuple[str, str | None, float, str], ...]
    seconds: float
    note: str


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One search, with its answer where there is one. `queries_made` are the queries before a person edited them (`edited`).

    `added` are queries that feedback made during the search; `incomplete` what failed or ran out of its budget, with the reason. `excluded` lists the
    first `LISTED` documents that were dropped, `excluded_total` and `excluded_by` count them all. `templates` are the prompts, name and text,
    `law` the systems under which the hits' status is told.
    """

    time: str
    case: Case
    recipe: str
    recipe_version: int
    recipe_text: str
    recipe_sha256: str
    generation: int
    manifest_sha256: str
    embedder: str
    llm: str | None
    software: dict[str, str]
    filters: Filter
    asked: int
    passages: int
    edited: bool
    queries: tuple[Subquery, ...]
    queries_made: tuple[Subquery, ...]
    exchanges: tuple[Exchange, ...]
    steps: tuple[RecordedHits, ...]
    hits: tuple[DocumentHit, ...]
    excluded: tuple[Exclusion, ...]
    notes: tuple[str, ...]
    seconds: float
    answer: Answer | None
    added: tuple[Subquery, ...] = ()
    incomplete: tuple[tuple[str, str], ...] = ()
    excluded_total: int = 0
    excluded_by: tuple[ExclusionCount, ...] = ()
    templates: tuple[tuple[str, str], ...] = ()
    law: tuple[str, ...] = ()


def make_record(outcome: Outcome, recipe: Recipe, index: SearchIndex, llm: LLM | None) -> SearchRecord:
    """The record of `outcome`, made now."""
    result, plan = outcome.result, outcome.result.plan
    steps = tuple(
        RecordedHits(t.name, t.step, tuple((h.document, h.passage, h.score, h.subquery) for h in t.hits), t.seconds, t.note) for t in result.trace
    )
    return SearchRecord(
        time=dt.datetime.now(dt.UTC).isoformat(),
        case=plan.case,
        recipe=recipe.id,
        recipe_version=recipe.version,
        recipe_text=recipe.text,
        recipe_sha256=recipe.sha256,
        generation=index.generation,
        manifest_sha256=index.manifest_sha256,
        embedder=index.embedder_identity,
        llm=llm.identity if llm else None,
        software=software(),
        filters=result.filters,
        asked=result.asked,
        passages=result.passages,
        edited=plan.edited,
        queries=plan.queries,
        queries_made=plan.made,
        exchanges=plan.exchanges,
        steps=steps,
        hits=result.hits,
        excluded=tuple(result.excluded[:LISTED]),
        notes=result.notes,
        seconds=result.seconds,
        answer=outcome.answer,
        added=result.added,
        incomplete=result.incomplete,
        excluded_total=len(result.excluded),
        excluded_by=counts(result.excluded),
        law=result.law,
        templates=tuple((template.name, template.text) for template in recipe.templates),
    )


@functools.cache
def software() -> dict[str, str]:
    """Versions of Python and of the packages that a result depends on, where they are installed."""
    versions = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions
