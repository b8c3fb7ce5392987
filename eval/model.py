"""The records of evaluation: topics, judgments, runs, scores. Frozen and slotted; ids are the data set's own throughout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexing.canonical import canonical_json, sha256

Qrels = Mapping[str, Mapping[str, int]]
"""Judgments: topic id to document id to grade (0 and below: judged not relevant; 1 and above: relevant, higher is more so)."""

Ranked = Mapping[str, tuple[tuple[str, float], ...]]
"""Results: topic id to (document id, score), best first. The order is what counts; scores are for people and files."""


Marks = Mapping[str, Mapping[str, tuple[str, ...]]]
"""What a data set says of a judgment beside its grade: topic id to document id to words (`category:X`, `cited_by:examiner`, `domain_rel:OUT`)."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One information need: its id in the data set and the text that is searched with.

    `own` names the topic's own publications in any form, where its id is none (CLEF-IP's `PAC-1001`): they are never among its results.
    `metadata` is what the data set says of the topic, for slices: `date`, `classes`, `language`, `owner`, a TREC topic's `narrative` …
    """

    id: str
    text: str
    own: tuple[str, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A test collection: the topics that bear judgments, in the order of their file, and the judgments.

    `documents` are the ids of the corpus, None where the folder has none (the index holds it then). `sha256` maps each file that was read
    to its hash. `notes` says what was left out and why. `kind` is the layout it was read from, `marks` what it says of single judgments.
    """

    name: str
    split: str
    topics: tuple[Topic, ...]
    qrels: Qrels
    documents: frozenset[str] | None = None
    sha256: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    kind: str = "beir"
    marks: Marks = field(default_factory=dict)

    @property
    def judgments_sha256(self) -> str:
        """The hash of the judgments alone: two sets that have it in common are one experiment, whatever their texts."""
        return sha256(canonical_json(self.qrels))


@dataclass(frozen=True, slots=True)
class Found:
    """What one system returned for one topic: (document id, score), best first, under the data set's ids, each document once.

    `plan_seconds` and `search_seconds` are wall time; `tokens` is what language models read and wrote (0: none was asked). `record` is the
    account of the search as `assistant.records` writes it, None where the system keeps none.
    """

    topic: str
    results: tuple[tuple[str, float], ...]
    plan_seconds: float = 0.0
    search_seconds: float = 0.0
    tokens: int = 0
    notes: tuple[str, ...] = ()
    record: Mapping[str, object] | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Run:
    """What a system returned: results by topic. A topic whose search failed has no results and stands in `faults` with the reason.

    `seconds` is the wall time of each topic's search, `tokens` what language models read and wrote for it; `facts` says which system, recipe, index,
    models and machine made the run.
    """

    tag: str
    results: Ranked
    seconds: Mapping[str, float] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    tokens: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scores:
    """Measures of one run: their mean over all judged topics and their value for each topic.

    `missing` are judged topics that the run does not name; they score zero. `unjudged` are topics of the run without judgments; they do not count.
    """

    mean: Mapping[str, float]
    topics: Mapping[str, Mapping[str, float]]
    missing: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()


def restrict(qrels: Qrels, keep: Mapping[str, frozenset[str]]) -> dict[str, dict[str, int]]:
    """Only the judgments (topic, document) that `keep` lists; topics that keep none go. For slices: other owners, other classes, one language."""
    kept = {topic: {doc: grade for doc, grade in judged.items() if doc in keep.get(topic, ())} for topic, judged in qrels.items()}
    return {topic: judged for topic, judged in kept.items() if judged}
