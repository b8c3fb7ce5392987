"""A run brought from anywhere: Pyserini, PyTerrier, a vendor. It searches nothing; it answers each topic with what its file says.

Topics and documents that are written otherwise than in the data set (`US-10123456-B2`, `US10123456B2`) are recognised as any number is; a document
that neither data set nor index knows keeps its place in the list and its own name, and counts as not relevant.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.model import Found
from eval.run_files import read_run_file
from indexing.errors import InputError, UsageError
from indexing.numbers import alias_key, lookup_keys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from eval.collection import Collection
    from eval.model import Topic
    from eval.run_files import RunFile
    from indexing.control import Control

_NOTHING = "the run holds nothing for the topic"
_TIED = "results have equal scores: their order is trec_eval's, by document id in reverse"
_CONTRARY = "the printed ranks say another order than the scores, which are followed as trec_eval does"
_UNKNOWN = "results are known to neither data set nor index and count as not relevant"


class Brought:
    """`eval.protocols.System` over a file's results."""

    def __init__(self, collection: Collection, run: RunFile, used: AbstractSet[str] = frozenset()) -> None:
        self._collection = collection
        self._said = collection.notes
        self._run = run
        self._topics = self._own_topics()
        self._deepest = max(len(run.results[called]) for called in self._topics.values())
        self._documents = int(collection.index.info()["documents"])
        listed = dict.fromkeys(document for topic in self._topics.values() for document, _ in run.results[topic])
        self._resolved = {document: self._resolve(document) for document in listed}
        unknown = sum(found is None for found in self._resolved.values())
        if unknown == len(listed):
            some = ", ".join(list(listed)[:3])
            raise InputError(f"none of its documents is known here ({some})", "was it made on this collection?", source=run.name, code="foreign")
        self.name = _folder_name(run.tag)
        if self.name in used:
            self.name = _folder_name(f"{self.name}-{Path(run.name).stem}")
        self._facts = {
            "file": {
                "name": run.name,
                "sha256": run.sha256,
                "layout": run.layout,
                "tag": run.tag,
                "topics": len(run.results),
                "topics_unknown": len(run.results) - len(self._topics),
                "documents": len(listed),
                "documents_unknown": unknown,
                "deepest": self._deepest,
            },
            **collection.facts,
        }

    @property
    def facts(self) -> Mapping[str, Any]:
        return self._facts

    def find(self, topic: Topic, depth: int, control: Control) -> Found:
        """The file's results for the topic, the best first, less the topic's own documents."""
        control.check()
        called = self._topics.get(topic.id)
        if called is None:
            return Found(topic.id, (), notes=(*self._said, _NOTHING))
        listed = self._run.results[called]
        asked = self._collection.asked(topic)
        found = self._collection.named(topic, asked, depth, ((self._resolved[name] or "", name, score) for name, score in listed))
        shallow = self._deepest < min(depth, self._documents - len(asked.own))
        said = (
            (_TIED, called in self._run.tied),
            (_CONTRARY, called in self._run.contrary),
            (_UNKNOWN, any(self._resolved[name] is None for name, _ in listed[:depth])),
            (f"the run goes {self._deepest} documents deep, not {depth}: its recall beyond is that of {self._deepest}", shallow),
        )
        return Found(topic.id, found, notes=(*self._said, *asked.notes, *(note for note, holds in said if holds)))

    def _own_topics(self) -> dict[str, str]:
        """The data set's topic ids, with what the run calls them."""
        called = self._run.results
        whole = {alias_key(name): name for name in sorted(called, reverse=True)}
        bare = {lookup_keys(name)[-1]: name for name in sorted(called, reverse=True)}  # without the kind code, for a data set that writes none
        found: dict[str, str] = {}
        for topic in self._collection.dataset.topics:
            ways = (topic.id if topic.id in called else None, *map(whole.get, lookup_keys(topic.id)), bare.get(alias_key(topic.id)))
            if name := next(filter(None, ways), None):
                found[topic.id] = name
        if not found:
            some = ", ".join(list(self._run.results)[:3])
            hint = "name the data set that the run was made on, or its split"
            raise InputError(f"none of its topics ({some}) is in the data set", hint, source=self._run.name, code="foreign")
        return found

    def _resolve(self, document: str) -> str | None:
        """The index's id of what the run calls `document`; empty where only the data set knows it, None where nobody does."""
        resolved = self._collection.index.resolve(document)
        if resolved is None and document in (self._collection.dataset.documents or ()):
            return ""
        return resolved


def _folder_name(text: str) -> str:
    """`text` as the name of one folder, which leads nowhere else."""
    return re.sub(r"[^\w.+-]+", "-", text).strip("-.") or "run"


def open_system(collection: Collection, given: Path | None, used: AbstractSet[str] = frozenset()) -> Brought:
    """The run in the file `given`. Raises `InputError` for one that is malformed, or that shares no topic or no document with the data set.

    It is called by its tag, by tag and file where that is `used`.
    """
    if given is None:
        raise UsageError("a run that was brought has a file", "give its path in place of the name")
    if given.is_dir():
        inner = given / "run.trec"
        if not inner.is_file():
            raise InputError("is a folder without a run", "name a run file, or an output folder of `eval run`", source=str(given), code="missing")
        given = inner
    return Brought(collection, read_run_file(given), used)
