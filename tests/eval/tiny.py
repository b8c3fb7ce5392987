"""A small searcher in memory, for tests of the harness: it ranks by shared words. Real engines are tested end to end in test_real_run.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.model import DocumentHit, Plan, SearchResult
from indexing.model import Case, Filter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexing.control import Control


def index_id(name: str) -> str:
    """As a reader would: upper case, no separators (`us-1-a` becomes `US1A`)."""
    return "".join(c for c in name.upper() if c.isalnum())


class TinyIndex:
    """Documents by the index's id, each with its text."""

    generation = 1
    manifest_sha256 = "0" * 64
    embedder_identity = "none"

    def __init__(self, documents: dict[str, str], source_ids: bool = True) -> None:
        self.texts = {index_id(name): text for name, text in documents.items()}
        self.source = {index_id(name): name if source_ids else f"file-{n}" for n, name in enumerate(documents)}

    def resolve(self, name: str) -> str | None:
        return index_id(name) if index_id(name) in self.texts else None


@dataclass
class Outcome:
    result: SearchResult


@dataclass
class TinyAssistant:
    """Finds documents that share words with the topic, the topic itself included; `broken` maps a topic to what its search raises."""

    index: TinyIndex
    broken: dict[str, Exception] = field(default_factory=dict)
    searched: list[str] = field(default_factory=list)

    def plan(self, case: Case, recipe: str | Path, control: Control | None = None) -> Plan:
        return Plan(recipe=str(recipe), recipe_sha256="0" * 64, case=case, queries=())

    def search(
        self,
        plan: Plan,
        *,
        filters: Filter | None = None,
        k: int = 10,
        passages: int = 3,
        law: Sequence[str] | None = None,
        control: Control | None = None,
    ) -> Any:
        topic = plan.case.own[0]
        self.searched.append(topic)
        if topic in self.broken:
            raise self.broken[topic]
        words = set(plan.case.text.split())
        scores = {d: float(len(words & set(text.split()))) for d, text in self.index.texts.items()}
        order = sorted((d for d, score in scores.items() if score), key=lambda d: (-scores[d], d))[:k]
        nothing = {"title": "", "published": None, "filed": None, "date_used": None, "link": "", "passages": ()}
        hits = tuple(DocumentHit(id=d, source_id=self.index.source[d], score=scores[d], rank=n, **nothing) for n, d in enumerate(order, 1))
        return Outcome(SearchResult(plan=plan, filters=filters or Filter(), hits=hits, excluded=(), notes=(), trace=(), seconds=0.0))
