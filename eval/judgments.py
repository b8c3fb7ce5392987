"""Judgments as they are read, whatever the file: one rule for what is repeated, contradictory, unknown or missing.

the same judgment twice         counts once, and is said
two grades for one pair         refused, with file and line
a grade that is no whole number refused (NaN, infinity, `2.5`, words); `1.0` is 1
a topic without judgments       left out, and is said
a judged topic without a text   left out, and is said
a topic with nothing relevant   kept (it scores zero), and is said
a judged document not in the corpus  kept (the index may hold it), and is said
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.model import Dataset, Topic
from eval.trec import whole
from indexing.canonical import sha256_file
from indexing.errors import InputError, UsageError
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

_SHOWN = 3

USUAL = "test"
"""The split that is read where nobody names one."""


class Judgments:
    """Gathers judgments from `add`, then makes the data set of them."""

    def __init__(self) -> None:
        self.grades: dict[str, dict[str, int]] = {}
        self.marks: dict[str, dict[str, tuple[str, ...]]] = {}
        self.notes: list[str] = []
        self._repeated = 0

    def add(self, path: Path, line: int, topic: str, document: str, grade: str, marks: Iterable[str] = ()) -> None:
        """One judgment, read at `path`:`line`. Raises `InputError` for a missing id, a bad grade, or a second grade for the same pair."""
        if not topic.strip() or not document.strip():
            raise InputError("names no topic or no document", "each judgment names both", source=str(path), line=line, code="malformed-line")
        value = whole(path, line, grade)
        judged = self.grades.setdefault(topic, {})
        self._repeated += document in judged
        if judged.setdefault(document, value) != value:
            what = f"'{document}' has two grades for '{topic}': {judged[document]} and {value}"
            raise InputError(what, "keep one", source=str(path), line=line, code="duplicate-judgment")
        if words := tuple(word for word in marks if word):
            mine = self.marks.setdefault(topic, {})
            mine[document] = tuple(dict.fromkeys((*mine.get(document, ()), *words)))

    def note(self, ids: Sequence[str], what: str, noun: str) -> None:
        """Say something of `ids`, naming the first three."""
        if ids:
            some = ", ".join(ids[:_SHOWN]) + (" …" if len(ids) > _SHOWN else "")
            self.notes.append(f"{len(ids)} {noun}{'s' if len(ids) > 1 else ''} {what}: {some}")

    def dataset(
        self,
        folder: Path,
        split: str,
        kind: str,
        topics: Mapping[str, Topic],
        read: Collection[Path],
        *,
        documents: frozenset[str] | None = None,
    ) -> Dataset:
        """The data set of `topics` that have a text and a judgment, in their order; `read` are the files it was made from.

        Raises `InputError` where no topic has both.
        """
        kept = {key: topics[key] for key in topics if key in self.grades}
        if self._repeated:
            self.notes.append(f"{self._repeated} judgment{'s' if self._repeated > 1 else ''} given more than once, counted once")
        self.note([t for t in topics if t not in self.grades], "without judgments left out", "topic")
        self.note([t for t in self.grades if t not in topics], "judged without a text left out", "topic")
        self.note([t for t in kept if max(self.grades[t].values()) < 1], "without a relevant document: it scores zero", "topic")
        self.note([t for t in kept if t in self.grades[t]], "judged for itself, which is never among its own results", "topic")
        if documents is not None:
            self.note(sorted({d for t in kept for d in self.grades[t]} - documents), "judged but not in the corpus", "document")
        if not kept:
            raise InputError("no topic has both a text and a judgment", "do queries and judgments belong together?", source=str(folder))
        top = folder if folder.is_dir() else folder.parent
        return Dataset(
            name=(folder if folder.is_dir() else folder.with_suffix("")).resolve().name,
            split=split,
            topics=tuple(kept.values()),
            qrels={key: self.grades[key] for key in kept},
            documents=documents,
            sha256={file.relative_to(top).as_posix(): sha256_file(file) for file in read},
            notes=tuple(self.notes),
            kind=kind,
            marks={key: self.marks[key] for key in kept if key in self.marks},
        )


def choose_split(files: Mapping[str, object], split: str, folder: Path) -> str:
    """The name of the split to read out of `files` (by split): `split`, and where that is the usual `test` and there is one split alone, that one.

    Raises `InputError` where there is none, `UsageError` with the nearest names for another `split` than there is: a figure must not come from
    other topics than those asked for.
    """
    if not files:
        raise InputError("has no judgments", "see docs/how-to/add-a-dataset.md for the layouts", source=str(folder), code="no-qrels")
    if len(files) == 1 and split == USUAL:
        return next(iter(files))
    if split not in files:
        raise UsageError(f"{folder} has no split '{split}'", nearest(split, list(files)))
    return split
