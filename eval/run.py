"""One system over all topics of a data set."""

from __future__ import annotations

import gzip
import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

from eval.at_once import at_once
from eval.facts import machine, versions
from eval.files import replacing
from eval.journal import Journal
from eval.model import Run
from eval.trec import write_run
from indexing.canonical import canonical_json
from indexing.control import Control, Progress
from indexing.errors import Cancelled, IndexFault, LLMFault, ModelFault, PriorArtError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from eval.model import Dataset, Found, Topic
    from eval.protocols import System

JOURNAL = "journal.jsonl"
RECORDS = "records.jsonl.gz"
_SHOWN = 3


def run_dataset(system: System, dataset: Dataset, *, depth: int = 1000, control: Control | None = None, out_dir: Path, workers: int = 1) -> Run:
    """Let `system` search for every topic of `dataset`, `depth` documents each, `workers` topics at once (threads).

    Writes `out_dir/run.trec` and, where the system keeps accounts of its searches, `records.jsonl.gz`: the run's facts in the first line, then
    {"topic", **account} for each topic in the data set's order.
    A topic whose search fails has no results and is named in `faults`; a fault of the index or the embedder concerns every topic and stops the run.
    A run that was stopped goes on where it was when it is called again with a system of the same facts, data set and depth. What is written is the
    same for any number of workers. Raises `UsageError` for a depth or workers below 1, `Cancelled` when the person stops it, and the first
    fault where every topic failed.
    """
    if depth < 1 or workers < 1:
        raise UsageError(f"a depth of {depth} with {workers} workers asks for no results", "give at least 1 of each")
    control = control or Control()
    facts = run_facts(system, dataset, depth)
    journal = Journal(out_dir / JOURNAL, facts)
    try:
        faults = _search(system, dataset, depth, control, journal, workers)
    finally:
        journal.close()
    if len(faults) == len(dataset.topics):
        raise next(iter(faults.values()))
    run = _run(system.name, dataset, journal, faults, facts)
    with replacing(out_dir / "run.trec") as stream:
        write_run(stream, run.results, run.tag)
    _write_records(out_dir / RECORDS, facts, journal.records(topic.id for topic in dataset.topics))
    return run


def _write_records(path: Path, facts: Mapping[str, Any], records: Iterable[tuple[str, str]]) -> None:
    """The accounts in one file; none is left where there is no account."""
    path.unlink(missing_ok=True)
    first = next(waiting := iter(records), None)
    if first is None:
        return
    # No time stamp in its head: the same content is the same file.
    with replacing(path) as stream, gzip.GzipFile("", "wb", fileobj=stream.buffer, mtime=0) as packed:
        packed.write(canonical_json({"facts": facts}) + b"\n")
        for topic, record in (first, *waiting):
            packed.write(f'{{"topic":{json.dumps(topic)},{record[1:]}\n'.encode())


def run_facts(system: System, dataset: Dataset, depth: int) -> dict[str, Any]:
    """What the run's results follow from, and where it was made. Also the key of its journal."""
    return {
        "system": system.name,
        "dataset": {"name": dataset.name, "split": dataset.split, "sha256": dict(dataset.sha256), "judgments": dataset.judgments_sha256},
        **system.facts,
        "depth": depth,
        "machine": machine(),
        "versions": versions(),
    }


def _search(system: System, dataset: Dataset, depth: int, control: Control, journal: Journal, workers: int) -> dict[str, PriorArtError]:
    """Search for the topics that the journal lacks; the faults by topic, in the data set's order."""

    def find(topic: Topic) -> Found:
        control.check()
        return system.find(topic, depth, control)

    faults: dict[str, PriorArtError] = {}
    total, done = len(dataset.topics), len(journal.done)
    control.report(Progress("searching", done, total, "topics"))
    with closing(at_once(find, [topic for topic in dataset.topics if topic.id not in journal.done], workers, control)) as answers:
        for topic, found in answers:
            if isinstance(found, Exception):
                faults[topic.id] = _fault(found)
            else:
                journal.add(found)
            done += 1
            control.report(Progress("searching", done, total, "topics", topic.id))
    return {topic.id: faults[topic.id] for topic in dataset.topics if topic.id in faults}


def _fault(fault: Exception) -> PriorArtError:
    """The fault of one topic. Raises it where it concerns all topics."""
    if isinstance(fault, Cancelled | IndexFault) or (isinstance(fault, ModelFault) and not isinstance(fault, LLMFault)):
        raise fault
    if isinstance(fault, PriorArtError):
        return fault
    # A topic that breaks something must not cost the others.
    return PriorArtError(f"{type(fault).__name__}: {fault}", "this is a fault of the program: please report it")


def _said(dataset: Dataset, done: Sequence[Found]) -> list[str]:
    """The notes of all topics, each once with how many it is of. Notes of one topic each that differ in its own numbers alone are one: a whole
    data set searched in another collection says one thing, not one a topic.
    """
    topics: dict[str, list[str]] = {}
    for found in done:
        for note in dict.fromkeys(found.notes):
            topics.setdefault(note, []).append(found.topic)
    own = {topic.id: sorted((topic.id, *topic.own), key=len, reverse=True) for topic in dataset.topics}
    alike: dict[str, list[str]] = {}
    for note, of in topics.items():
        alike.setdefault(_without(note, own[of[0]]) if len(of) == 1 else note, []).append(note)
    lines: list[str] = []
    for text, notes in alike.items():
        of = [topic for note in notes for topic in topics[note]]
        if len(notes) > 1:
            some = ", ".join(of[:_SHOWN]) + (" …" if len(of) > _SHOWN else "")
            lines.append(f"{text} ({len(of)} of {len(dataset.topics)} topics: {some})")
        else:
            lines.append(notes[0] if len(of) == len(done) > 1 else f"{notes[0]} ({len(of)} of {len(dataset.topics)} topics)")
    return lines


def _without(note: str, numbers: Sequence[str]) -> str:
    """`note` with dots for `numbers`."""
    for number in numbers:
        note = note.replace(number, "…")
    return note


def _run(name: str, dataset: Dataset, journal: Journal, faults: dict[str, PriorArtError], facts: dict[str, Any]) -> Run:
    """The run, in the order of the data set's topics, with all that must be said of it."""
    done = [journal.done[topic.id] for topic in dataset.topics if topic.id in journal.done]
    notes = list(dataset.notes)
    notes += [f"topic {topic} failed and scores zero: {fault}" for topic, fault in faults.items()]
    notes += _said(dataset, done)
    return Run(
        tag=name,
        results={found.topic: found.results for found in done} | dict.fromkeys(faults, ()),
        seconds={found.topic: found.plan_seconds + found.search_seconds for found in done},
        tokens={found.topic: found.tokens for found in done},
        faults={topic: str(fault) for topic, fault in faults.items()},
        facts=facts,
        notes=tuple(notes),
    )
