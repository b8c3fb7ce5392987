"""What the gate compares: the run at hand, the run that was accepted, and what each was made on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from indexing.canonical import canonical_json, sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eval.model import Dataset, Ranked

MEASURES = ("R@10", "R@100", "nDCG@10", "PRES@100")
"""What a recipe is guarded in where nothing else is asked for: recall at a glance and at a budget, and the order within both."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What was searched, whoever indexed it and by whatever model: how many documents, and the hash of their sorted ids."""

    documents: int
    sha256: str


def collection(ids: Iterable[str]) -> Collection:
    """The collection of the documents called `ids`."""
    named = sorted(ids)
    return Collection(len(named), sha256(canonical_json(named)))


@dataclass(frozen=True, slots=True)
class Experiment:
    """What must be the same for two runs to be compared: topics (ids and texts), judgments, the data set's corpus file, the collection searched.

    `collection` is None where it is not known what was searched (runs of other programs); `corpus` where the folder has none.
    """

    dataset: str
    split: str
    topics_sha256: str
    judgments_sha256: str
    corpus: Mapping[str, str] = field(default_factory=dict, hash=False)
    collection: Collection | None = None


def experiment(dataset: Dataset, searched: Collection | None) -> Experiment:
    """The experiment of `dataset` on the collection `searched`."""
    topics = [[topic.id, topic.text, list(topic.own)] for topic in dataset.topics]
    corpus = {file: sha for file, sha in dataset.sha256.items() if file.startswith("corpus")}
    return Experiment(dataset.name, dataset.split, sha256(canonical_json(topics)), dataset.judgments_sha256, corpus, searched)


@dataclass(frozen=True, slots=True)
class Ranks:
    """What a run made of the judged documents of one topic: how many results it had, and the rank of each judged document (sorted by id), or None."""

    results: int
    ranks: tuple[int | None, ...]


def ranks_of(results: Ranked, dataset: Dataset) -> dict[str, Ranks]:
    """`Ranks` of every topic of `dataset`."""
    made: dict[str, Ranks] = {}
    for topic, judged in dataset.qrels.items():
        places = {document: rank for rank, (document, _) in enumerate(results.get(topic, ()), 1)}
        made[topic] = Ranks(len(places), tuple(places.get(document) for document in sorted(judged)))
    return made


def ranking_of(ranks: Mapping[str, Ranks], dataset: Dataset) -> Ranked:
    """A run with every judged document where `ranks` has it and nameless ones in between: every measure of it is that of the run it came from."""
    made: dict[str, tuple[tuple[str, float], ...]] = {}
    for topic, judged in dataset.qrels.items():
        at = ranks[topic]
        names = {rank: document for document, rank in zip(sorted(judged), at.ranks, strict=True) if rank is not None}
        made[topic] = tuple((names.get(rank, f"\x01{rank}"), float(-rank)) for rank in range(1, at.results + 1))
    return made


@dataclass(frozen=True, slots=True)
class Accepted:
    """One recipe's part of a baseline: where it had the judged documents, its means then, how it was made, who said so when and why."""

    recipe: str
    topics: Mapping[str, Ranks]
    mean: Mapping[str, float]
    made: Mapping[str, Any]
    accepted: str
    reason: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The accepted runs of one experiment, by recipe, and the measures that guard them."""

    experiment: Experiment
    measures: tuple[str, ...]
    recipes: Mapping[str, Accepted]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finished run that wants to pass: the recipe it is of, its results, what its metrics file says of it, the topics whose search failed."""

    recipe: str
    results: Ranked
    facts: Mapping[str, Any]
    faults: Mapping[str, str]


def made_by(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a run's facts say of how it was made, as a baseline keeps it; nothing of the machine, which must not matter."""
    recipe, index = dict(facts.get("recipe") or {}), dict(facts.get("index") or {})
    made = {
        "version": recipe.get("version"),
        "sha256": recipe.get("sha256"),
        "embedder": index.get("embedder"),
        "llm": facts.get("llm"),
        "depth": facts.get("depth"),
        "versions": facts.get("versions"),
    }
    return {name: value for name, value in made.items() if value is not None}
