"""One recipe over all topics of a data set."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from eval.facts import machine, versions
from eval.files import replacing
from eval.identity import Identity
from eval.journal import Entry, Journal
from eval.model import Run
from eval.trec import write_run
from indexing.control import Control, Progress
from indexing.errors import Cancelled, IndexFault, LLMFault, ModelFault, PriorArtError, UsageError
from indexing.model import Case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eval.model import Dataset, Topic
    from eval.protocols import Searcher

JOURNAL = "journal.jsonl"
_SHOWN = 3


def run_dataset(
    assistant: Searcher, dataset: Dataset, recipe: str | Path, *, depth: int = 1000, control: Control | None = None, out_dir: Path
) -> Run:
    """Search for every topic of `dataset` with `recipe`, `depth` documents each, and write `out_dir/run.trec`.

    A topic whose search fails has no results and is named in `faults`; a fault of the index or the embedder concerns every topic and stops the run.
    A run that was stopped goes on where it was when it is called again with the same recipe, generation, data set and depth.
    Raises `UsageError` for a depth below 1 or an unknown recipe, `Cancelled` when the person stops it, and the first fault where every topic failed.
    """
    if depth < 1:
        raise UsageError(f"a depth of {depth} asks for no results", "give at least 1")
    control = control or Control()
    facts = _facts(assistant, dataset, recipe, depth)
    identity = Identity(assistant.index, dataset)
    journal = Journal(out_dir / JOURNAL, facts)
    faults: dict[str, PriorArtError] = {}
    total = len(dataset.topics)
    try:
        for count, topic in enumerate(dataset.topics):
            control.check()
            control.report(Progress("searching", count, total, "topics", topic.id))
            if topic.id in journal.done:
                continue
            try:
                journal.add(_search(assistant, topic, recipe, depth, control, identity, dataset.qrels[topic.id]))
            except PriorArtError as fault:
                if isinstance(fault, Cancelled | IndexFault) or (isinstance(fault, ModelFault) and not isinstance(fault, LLMFault)):
                    raise
                faults[topic.id] = fault
            except Exception as fault:  # noqa: BLE001 - a topic that breaks something must not cost the others
                faults[topic.id] = PriorArtError(f"{type(fault).__name__}: {fault}", "this is a fault of the program: please report it")
        control.report(Progress("searching", total, total, "topics"))
    finally:
        journal.close()
    if len(faults) == total:
        raise next(iter(faults.values()))
    run = _run(dataset, journal, faults, identity, facts)
    with replacing(out_dir / "run.trec") as stream:
        write_run(stream, run.results, run.tag)
    return run


def _search(
    assistant: Searcher, topic: Topic, recipe: str | Path, depth: int, control: Control, identity: Identity, judged: Mapping[str, int]
) -> Entry:
    """Plan and search one topic; its results under the data set's ids, the topic itself never among them, each once."""
    start = time.perf_counter()
    plan = assistant.plan(Case(kind="question", text=topic.text, own=(topic.id, *topic.own)), recipe, control)
    planned = time.perf_counter()
    result = assistant.search(plan, k=depth, passages=0, control=control).result
    searched = time.perf_counter()
    named: dict[str, float] = {}
    for hit in result.hits:
        named.setdefault(identity.name(hit.id, hit.source_id, judged), float(hit.score))
    for own in (topic.id, *topic.own):
        named.pop(own, None)
    return Entry(topic.id, tuple(named.items())[:depth], planned - start, searched - planned, (*plan.notes, *result.notes))


def _facts(assistant: Searcher, dataset: Dataset, recipe: str | Path, depth: int) -> dict[str, Any]:
    """What the run's results follow from, and where it was made. Also the key of its journal."""
    from prompts.recipes import load_recipe

    loaded = load_recipe(recipe, getattr(assistant, "recipes_folder", None))
    index = assistant.index
    llm = getattr(assistant, "llm", None)
    return {
        "dataset": {"name": dataset.name, "split": dataset.split, "sha256": dict(dataset.sha256)},
        "recipe": {"id": loaded.id, "version": str(loaded.version), "sha256": loaded.sha256},
        "index": {"generation": index.generation, "manifest_sha256": index.manifest_sha256, "embedder": index.embedder_identity},
        "llm": getattr(llm, "identity", "none"),
        "depth": depth,
        "machine": machine(),
        "versions": versions(),
    }


def _run(dataset: Dataset, journal: Journal, faults: dict[str, PriorArtError], identity: Identity, facts: dict[str, Any]) -> Run:
    """The run, in the order of the data set's topics, with all that must be said of it."""
    entries = [journal.done[topic.id] for topic in dataset.topics if topic.id in journal.done]
    notes = list(dataset.notes)
    if identity.absent:
        some = ", ".join(identity.absent[:_SHOWN])
        notes.append(f"{len(identity.absent)} judged documents are not in this index and cannot be found: {some}")
    notes += [f"topic {topic} failed and scores zero: {fault}" for topic, fault in faults.items()]
    said: dict[str, int] = {}
    for entry in entries:
        for note in dict.fromkeys(entry.notes):
            said[note] = said.get(note, 0) + 1
    notes += [f"{note} ({count} of {len(dataset.topics)} topics)" for note, count in said.items()]
    return Run(
        tag=str(facts["recipe"]["id"]),
        results={entry.topic: entry.results for entry in entries} | dict.fromkeys(faults, ()),
        seconds={entry.topic: entry.plan_seconds + entry.search_seconds for entry in entries},
        faults={topic: str(fault) for topic, fault in faults.items()},
        facts=facts,
        notes=tuple(notes),
    )
