"""Slices of a data set: the same runs over some of the topics, or against some of the judgments.

By topic: class, year, language, length of the query. By judgment: art within the topic's class or outside it, of the same owner or another, and
what the data set marks its judgments with (category, who cited); there a topic counts where it keeps a relevant document, and what the slice leaves
out stays in the list as something to be read past. By family: of each family the first document counts, as a searcher who knows one knows them all.

Source of inside and outside: I. Ayaou et al., DAPFAM, 2025, where two patents are of one domain if they share a class at the level of the IPC
asked for (here the subclass).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from eval.facets import with_topics
from eval.model import restrict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from eval.facets import Facets
    from eval.model import Dataset, Qrels, Ranked

LEAST = 5
"""A label of fewer topics is put to `OTHERS`: a mean of four says nothing."""
OTHERS = "others"
_SPANS = 4
"""Into how many spans of about equal size years and lengths are parted."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some judgments of a data set under a label; `by` names what it is a slice by. `kind`: whole topics, or judgments of topics."""

    by: str
    label: str
    kind: Literal["topics", "judgments"]
    qrels: Qrels


def all_slices(dataset: Dataset, facets: Mapping[str, Facets], notes: list[str]) -> list[Slice]:
    """Every slice of `dataset` that `facets` (of topics and documents, by id) allow; says in `notes` how many topics or judgments lack what it takes.

    A slicing with one label only is left out: it is the whole.
    """
    facets = with_topics(facets, dataset.topics)
    known = {topic.id: facets[topic.id] for topic in dataset.topics}
    by_topic = {
        "class": {t: f.classes[0][:3] for t, f in known.items() if f.classes},
        "year": spans({t: f.year for t, f in known.items() if f.year is not None}),
        "language": {t: f.language for t, f in known.items() if f.language},
        "length": spans({topic.id: len(topic.text.split()) for topic in dataset.topics}, " words"),
    }
    made: list[Slice] = []
    for by, labels in by_topic.items():
        parts = by_labels(by, dataset.qrels, labels)
        if by in {"year", "length"}:
            parts.sort(key=lambda part: _first_number(part.label))
        made += _said(by, parts, len(dataset.topics) - len(labels), len(dataset.topics), "topic", notes)
    for by, label in {"art": art, "owner": owner}.items():
        parts = by_judgment(by, dataset.qrels, facets, label)
        judgments = _relevant(dataset.qrels)
        made += _said(by, parts, judgments - sum(_relevant(part.qrels) for part in parts), judgments, "judgment", notes)
    return made + by_marks(dataset)


def by_labels(by: str, qrels: Qrels, labels: Mapping[str, str], least: int = LEAST) -> list[Slice]:
    """One slice for each label of topics, the largest first; those of fewer than `least` topics together last. Topics without a label are in none."""
    labels = {topic: labels[topic] for topic in qrels if topic in labels}
    counts = Counter(labels.values())
    small = {label for label, count in counts.items() if count < least}
    # One small label alone keeps its name.
    merged = {topic: OTHERS if label in small and len(small) > 1 else label for topic, label in labels.items()}
    order = sorted(Counter(merged.values()).items(), key=lambda item: (item[0] == OTHERS, -item[1], item[0]))
    return [Slice(by, label, "topics", {topic: qrels[topic] for topic in merged if merged[topic] == label}) for label, _ in order]


def by_judgment(by: str, qrels: Qrels, facets: Mapping[str, Facets], label: Callable[[Facets, Facets], str | None]) -> list[Slice]:
    """One slice for each label that `label` gives to (topic, document); judgments that it gives None to are in none. Only with a relevant one."""
    kept: dict[str, dict[str, set[str]]] = {}
    for topic, judged in qrels.items():
        for document in judged:
            if topic in facets and document in facets and (found := label(facets[topic], facets[document])):
                kept.setdefault(found, {}).setdefault(topic, set()).add(document)
    parts = {name: restrict(qrels, {t: frozenset(d) for t, d in kept[name].items()}) for name in sorted(kept)}
    return [Slice(by, name, "judgments", bearing) for name, part in parts.items() if (bearing := _bearing(part))]


def by_marks(dataset: Dataset) -> list[Slice]:
    """One slice for each word that the data set marks its judgments with (`category:X`), by what stands before the colon; each with two or more."""
    kept: dict[str, dict[str, dict[str, set[str]]]] = {}
    for topic, judged in dataset.marks.items():
        for document, marks in judged.items():
            for mark in marks:
                by, _, label = mark.partition(":")
                kept.setdefault(by, {}).setdefault(label or by, {}).setdefault(topic, set()).add(document)
    return [
        Slice(by, label, "judgments", part)
        for by, labels in sorted(kept.items())
        if len(labels) > 1
        for label, topics in sorted(labels.items())
        if (part := _bearing(restrict(dataset.qrels, {t: frozenset(d) for t, d in topics.items()})))
    ]


def art(topic: Facets, document: Facets) -> str | None:
    """Whether a document shares a subclass with the topic; None where one of them has no class."""
    if not topic.classes or not document.classes:
        return None
    return "inside the class" if set(topic.classes) & set(document.classes) else "outside the class"


def owner(topic: Facets, document: Facets) -> str | None:
    """Whether a document shares an owner with the topic, by name; None where one of them has none."""
    if not topic.owners or not document.owners:
        return None
    return "same owner" if set(topic.owners) & set(document.owners) else "other owner"


def spans(values: Mapping[str, int], unit: str = "", most: int = _SPANS) -> dict[str, str]:
    """Labels for `values` by at most `most` spans of about equally many topics, as `2001 to 2004`; equal values are never parted.

    There are no more spans than leave each about `LEAST` topics.
    """
    ordered = sorted(values.values())
    most = min(most, len(ordered) // LEAST)
    edges: list[int] = []
    for n in range(1, most):
        edge = ordered[n * len(ordered) // most] if ordered else 0
        if ordered and edge > (edges[-1] if edges else ordered[0]):
            edges.append(edge)
    bounds = [*edges, None]
    grouped = {topic: next(n for n, edge in enumerate(bounds) if edge is None or value < edge) for topic, value in values.items()}
    labels: dict[int, str] = {}
    for group in set(grouped.values()):
        members = [values[topic] for topic in values if grouped[topic] == group]
        low, high = min(members), max(members)
        labels[group] = f"{low}{unit}" if low == high else f"{low} to {high}{unit}"
    return {topic: labels[group] for topic, group in grouped.items()}


def by_family(run: Ranked, qrels: Qrels, families: Mapping[str, str]) -> tuple[dict[str, tuple[tuple[str, float], ...]], dict[str, dict[str, int]]]:
    """`run` and `qrels` with families in the place of documents: the first member's rank among families, the highest grade of any member.

    A document that `families` does not name is a family of its own, under a key that no family has.
    """
    named = {document: f"family {family}" for document, family in families.items()}
    results: dict[str, tuple[tuple[str, float], ...]] = {}
    for topic, found in run.items():
        first: dict[str, float] = {}
        for document, score in found:
            first.setdefault(named.get(document, f"document {document}"), score)
        results[topic] = tuple(first.items())
    grades: dict[str, dict[str, int]] = {}
    for topic, judged in qrels.items():
        best: dict[str, int] = {}
        for document, grade in judged.items():
            key = named.get(document, f"document {document}")
            best[key] = max(grade, best.get(key, grade))
        grades[topic] = best
    return results, grades


def _said(by: str, parts: list[Slice], lacking: int, of: int, noun: str, notes: list[str]) -> list[Slice]:
    """`parts` where there are two or more; a note on what could not be placed."""
    if len(parts) < 2:  # noqa: PLR2004
        return []
    if lacking:
        notes.append(f"slices by {by}: {lacking} of {of} {noun}s lack what it takes and are in none")
    return parts


def _bearing(qrels: Qrels) -> dict[str, Mapping[str, int]]:
    """The topics that keep a relevant document."""
    return {topic: judged for topic, judged in qrels.items() if max(judged.values()) >= 1}


def _first_number(label: str) -> float:
    """Where a span begins; what is none comes last."""
    word = label.split(maxsplit=1)[0]
    return int(word) if word.isdecimal() else float("inf")


def _relevant(qrels: Qrels) -> int:
    return sum(grade >= 1 for judged in qrels.values() for grade in judged.values())
