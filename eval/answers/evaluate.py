"""The evaluation of answers as doors ask for it: ask, judge, measure, report."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.answers.asking import Asker
from eval.answers.diary import Diary
from eval.answers.measures import judge_answer, measure_answer
from eval.answers.model import ASKED
from eval.answers.quotes import stored_in
from eval.answers.report import answers_report
from eval.answers.run import Bench, answer_all, name_of, sample
from eval.answers.summing import counts, figures, unanswerable
from eval.facts import machine, versions
from eval.files import replacing
from eval.identity import Identity
from eval.opening import open_dataset
from indexing.control import Control, Progress
from indexing.errors import LLMFault, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from assistant.assistant import Assistant
    from eval.answers.measures import Verdict
    from eval.answers.model import Answered
    from eval.answers.run import Answers
    from eval.model import Dataset
    from eval.protocols import Judge
    from indexing.errors import PriorArtError

JOURNAL = "journal.jsonl"
SEED = 5
_NUMBER = re.compile(r"\d+")
"""What differs between the notes of two answers that say the same."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: `topics` of the data set (None: all), drawn by `seed`; for `unanswerable` of them (None: all) the constructions that nothing
    answers; as many questions of `outside`, a data set about something else; `documents` hits with `passages` passages a question.
    """

    split: str = "test"
    topics: int | None = None
    seed: int = SEED
    unanswerable: int | None = None
    outside: Path | None = None
    documents: int = 10
    passages: int = 3


def evaluate_answers(
    assistant: Assistant, dataset_dir: Path, recipe: str | Path, judge: Judge, out: Path, asked: Asked | None = None, control: Control | None = None
) -> dict[str, Any]:
    """Answer the topics of a data set as the app does, let `judge` read every statement, and write `answers.jsonl`, `metrics.json`, `report.html`.

    Returns what metrics.json holds: {"mean": {measure: value or None}, "intervals": {measure: [low, high] or None}, "counted": {measure: topics},
    "topics": {id: {measure: value or None}}, "unanswerable": [{"kind", "cases", "refused", …}], "counts", "facts", "faults", "notes"}; the
    measures are `eval.answers.measures.MEASURES`. Answers are kept in `journal.jsonl`: called again with the same recipe, generation, model, data set
    and seed, only what is missing is answered, and another judge reads the same answers.
    Raises `UsageError` for fewer than one topic or an unknown recipe, what `open_dataset` raises, `Cancelled`, and the first fault where all failed.
    """
    asked = asked or Asked()
    if (asked.topics is not None and asked.topics < 1) or asked.documents < 1 or asked.passages < 1 or (asked.unanswerable or 0) < 0:
        raise UsageError("nothing would be asked", "give at least 1 topic, document and passage")
    control = control or Control()
    dataset = open_dataset(dataset_dir, asked.split)
    topics = sample(dataset.topics, asked.topics, asked.seed)
    limit = len(topics) if asked.unanswerable is None else asked.unanswerable
    foreign = open_dataset(asked.outside, asked.split) if asked.outside else None
    outside = sample(foreign.topics, max(1, limit), asked.seed) if foreign else ()
    facts = _facts(assistant, dataset, foreign, recipe, asked)
    asker = Asker(assistant, recipe, Identity(assistant.index, dataset), dataset.qrels, control, asked.documents, asked.passages)
    diary = Diary(out / JOURNAL, facts)
    try:
        given = answer_all(Bench(asker, dataset, topics, outside, limit, asked.seed), diary)
    finally:
        diary.close()
    judged = _judged(given, judge, assistant, control)
    rows = {a.topic: measure_answer(a, verdicts, _relevant(dataset, a.topic)) for a, verdicts in judged if a.kind == ASKED}
    result: dict[str, Any] = {
        **figures(rows),
        "topics": rows,
        "unanswerable": unanswerable(given.answers, given.left_out),
        "counts": counts(given.answers),
        "facts": {**facts, "topics": len(topics), "judge": {"name": judge.name, **judge.facts}, "machine": machine(), "versions": versions()},
        "faults": {name: str(fault) for name, fault in given.faults.items()},
        "notes": _notes(given, dataset, len(topics), rows),
    }
    _write(out, result, judged, dataset.name)
    return result


def _relevant(dataset: Dataset, topic: str) -> set[str]:
    return {document for document, grade in dataset.qrels[topic].items() if grade >= 1}


def _judged(given: Answers, judge: Judge, assistant: Assistant, control: Control) -> list[tuple[Answered, list[Verdict]]]:
    """Every answer with its verdicts, in order. Where a judge that is a model gave none, the answer goes, and stands among the faults.

    Raises the first fault where no answer could be judged.
    """
    stored = stored_in(assistant.index)
    judged: list[tuple[Answered, list[Verdict]]] = []
    faults: dict[str, PriorArtError] = {}
    for count, answered in enumerate(given.answers):
        control.check()
        control.report(Progress("judging", count, len(given.answers), "answers", answered.topic))
        try:
            judged.append((answered, judge_answer(answered, judge, stored)))
        except LLMFault as fault:
            faults[f"{name_of(answered.topic, answered.kind)}, judging"] = fault
    control.report(Progress("judging", len(given.answers), len(given.answers), "answers"))
    if faults and not judged:
        raise next(iter(faults.values()))
    given.faults.update(faults)
    given.answers = [answered for answered, _ in judged]
    return judged


def _facts(assistant: Assistant, dataset: Dataset, foreign: Dataset | None, recipe: str | Path, asked: Asked) -> dict[str, Any]:
    """What each answer follows from: the key of the journal. How many are asked is no part of it, so that a sample can grow."""
    from prompts.recipes import load_recipe

    loaded = load_recipe(recipe, assistant.recipes_folder)
    index, llm = assistant.index, assistant.llm
    return {
        "dataset": {"name": dataset.name, "split": dataset.split, "sha256": dict(dataset.sha256)},
        "recipe": {"id": loaded.id, "version": str(loaded.version), "sha256": loaded.sha256},
        "index": {"generation": index.generation, "manifest_sha256": index.manifest_sha256, "embedder": index.embedder_identity},
        "llm": llm.identity if llm else "none",
        "asked": {
            "seed": asked.seed,
            "documents": asked.documents,
            "passages": asked.passages,
            "outside": {"name": foreign.name, "sha256": dict(foreign.sha256)} if foreign else None,
        },
    }


def _notes(given: Answers, dataset: Dataset, topics: int, rows: Mapping[str, Mapping[str, float | None]]) -> list[str]:
    """What must be said of the figures."""
    notes = list(dataset.notes)
    notes += [f"topic {name} failed and does not count: {fault}" for name, fault in given.faults.items()]
    notes += [
        f"{count} topics have no construction “{kind.replace('_', ' ')}”: too few such documents or words" for kind, count in given.left_out.items()
    ]
    bare = sum(row["coverage"] is None for row in rows.values())
    if bare:
        notes.append(f"{bare} of {topics} topics had no relevant document among those answered from: coverage and false refusals leave them out")
    said: dict[str, int] = {}
    for answered in given.answers:
        for note in dict.fromkeys(_NUMBER.sub("n", note) for note in answered.notes if answered.kind == ASKED):
            said[note] = said.get(note, 0) + 1
    return [*notes, *(f"{note} ({count} of {topics} answers)" for note, count in said.items())]


def _write(out: Path, result: Mapping[str, Any], judged: Sequence[tuple[Answered, Sequence[Verdict]]], dataset: str) -> None:
    """The three files of a run."""
    with replacing(out / "answers.jsonl") as stream:
        for answered, verdicts in judged:
            line = answered.to_json()
            for statement, verdict in zip(line["statements"], verdicts, strict=True):
                statement["verdict"] = verdict.to_json()
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    with replacing(out / "metrics.json") as stream:
        json.dump(result, stream, ensure_ascii=False, indent=1, allow_nan=False)
    with replacing(out / "report.html") as stream:
        stream.write(answers_report(result, dataset, judged))
