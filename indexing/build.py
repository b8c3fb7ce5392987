"""Building: sources in, a new generation out, published at one moment. What is interrupted goes on where it stopped.

Reading (in processes of its own), chunking, encoding and writing overlap; queues between them are bounded, so memory does not grow with the
collection.
"""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from indexing.control import Control, Progress
from indexing.engines.words import write_words
from indexing.errors import InputError
from indexing.intake import Intake
from indexing.reading.pool import READING_VERSION, FileDone, read_files
from indexing.storage.batches import BatchLine
from indexing.storage.ledger import LedgerFile, Notebook
from indexing.storage.merging import Part, first_to_merge, merge_parts
from indexing.storage.publishing import LEDGER, Draft, Made, live_generation, open_shards, same_make, writing

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

    from indexing.model import LedgerEntry, Reading
    from indexing.protocols import Embedder
    from indexing.reading.pool import FileStamp
    from indexing.storage.generation import Generation, ShardInfo


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `published` is False where the sources brought nothing new: then `generation` is the one that served before.

    `documents`, `passages` and `windows` count what the generation holds, `outcomes` the source documents of this build by their outcome, without
    the `withdrawn` ones that were kept out; `refusals` are the first few that were refused (the ledger has all). `files_unchanged` were not
    read, because they are as they were when they were last read; their documents are counted as they were then. `encoded` windows were encoded
    in this run; `resumed` documents were taken over from an interrupted one.
    """

    generation: int
    published: bool
    documents: int
    passages: int
    windows: int
    added: int
    replaced: int
    unchanged: int
    duplicates: int
    completed: int
    withdrawn: int
    files_unchanged: int
    resumed: int
    encoded: int
    outcomes: dict[str, int]
    refusals: tuple[LedgerEntry, ...]
    seconds: float


def build(
    paths: Iterable[Path],
    index_dir: Path,
    embedder: Embedder,
    *,
    control: Control | None = None,
    limit: int | None = None,
    workers: int = 1,
    exact: bool | None = None,
) -> BuildReport:
    """Index the documents of `paths` (files, folders, archives) into `index_dir`, beside what is there already.

    A document of the same id replaces the one in the index; an unchanged one is not encoded again, an unchanged file not even read. Within one
    build the first document of an id counts; a further one completes it with parts that it lacks, or is warned of in the ledger. What was
    withdrawn comes back only in another version. `limit` ends the reading after so many source documents; `workers` is the number of reading
    processes; `exact` keeps vectors to the last bit (None: as the index does). Raises `InputError` where nothing at all can be indexed,
    `IndexFault` where the folder is another embedder's, locked, damaged or cannot be written, `Cancelled`.
    """
    with writing(index_dir, "building the index", new=True):
        return _Build(index_dir, embedder, control or Control(), exact).run(list(paths), limit, workers)


class _Build:
    """One build under the lock."""

    def __init__(self, index_dir: Path, embedder: Embedder, control: Control, exact: bool | None) -> None:
        self._started = time.monotonic()
        self._dir = index_dir
        self._embedder = embedder
        self._control = control
        self._live = live_generation(index_dir) if (index_dir / "CURRENT").exists() else None
        self._made = Made.by(embedder, exact=self._live.manifest.exact if self._live and exact is None else bool(exact))
        if self._live:
            same_make(index_dir, self._live, self._made)
        self._base = open_shards(index_dir, self._live)
        self._previous = LedgerFile(self._live.folder / LEDGER) if self._live else None
        self._draft = Draft(index_dir, self._live, ["build", self._made.identity, self._made.exact])
        self._files_unchanged = 0

    def run(self, paths: list[Path], limit: int | None, workers: int) -> BuildReport:
        """The whole build."""
        book = Notebook(self._draft.ledger, self._draft.scratch)
        line = BatchLine(self._draft.batches, self._base.next_document, self._base.next_passage, self._embedder, self._control)
        intake = Intake(self._base, self._previous, book, line)
        try:
            self._read(paths, limit, workers, intake, book)
            intake.complete()
            line.end()
            generation = self._publish(book, line, intake)
        finally:
            line.close()
            book.close()
            self._base.close()
            if self._previous:
                self._previous.close()
        return self._report(generation, line, intake)

    def _read(self, paths: list[Path], limit: int | None, workers: int, intake: Intake, book: Notebook) -> None:
        count = 0
        results = read_files(paths, workers=workers, control=self._control, known=self._known, leave_out=self._dir)
        with closing(cast("Generator[Reading | FileDone]", results)) as readings:
            for reading in readings:
                self._control.check()
                if isinstance(reading, FileDone):
                    self._file_done(reading, intake, book)
                    continue
                if limit is not None and count >= limit:
                    break
                intake.take(reading)
                count += 1
                self._control.report(Progress("reading", count, None, "documents", reading.entry.source))

    def _known(self, stamp: FileStamp) -> bool:
        """Whether this file was read to its end before, as it is, by readers that would make the same of it."""
        return self._previous is not None and self._previous.stamp(stamp.path) == _state(stamp)

    def _file_done(self, done: FileDone, intake: Intake, book: Notebook) -> None:
        if done.unchanged:
            self._files_unchanged += 1
            intake.unchanged(done.stamp.path)
        elif done.stamp.sha256:
            book.file_done(done.stamp.path, _state(done.stamp))
        else:
            book.file_unread()

    def _publish(self, book: Notebook, line: BatchLine, intake: Intake) -> Generation:
        tally, live, draft = intake.tally, self._live, self._draft
        if live is None and not line.added:
            first = "; ".join(f"{e.source}: {e.reason or e.code}" for e in tally.refusals)
            raise InputError(
                "no document could be indexed", first or "the sources hold no document in a format that is read here", code="nothing-indexed"
            )
        if live is not None and not line.added and book.says_nothing_new(live.folder / LEDGER):
            draft.drop()
            return live
        superseded = frozenset(tally.superseded)
        texts = (written for written in line.texts() if written.ordinal not in superseded)
        write_words(draft.folder, live.folder if live else None, tally.gone, texts, line.added - len(superseded), self._control)
        line.flush()
        self._control.report(Progress("publishing"))
        self._base.close()
        shards = self._shards(line)
        withdrawn = {*self._base.withdrawn, *tally.gone, *superseded}
        if live:
            book.carry_over(live.folder / LEDGER)
        book.close()
        return draft.publish(self._made, shards, withdrawn, "build")

    def _shards(self, line: BatchLine) -> tuple[ShardInfo, ...]:
        """The shards of the next generation: this build's batches made one, with those before that are not much larger."""
        live, new, folder = self._live, line.finished, self._draft.batches
        old = live.manifest.shards if live else ()
        start = first_to_merge([s.windows for s in old], sum(b.windows for b in new)) if new else len(old)
        if live:
            self._draft.keep(old[:start])
        if not new:
            return old
        parts = [Part(live.folder / "shards" / s.name, s) for s in old[start:]] if live else []
        parts += [Part(folder / b.name, b) for b in new]
        first = (parts[0].info.first_document, parts[0].info.first_passage)
        made = self._made
        return (*old[:start], merge_parts(parts, self._draft.shards, first, made.dimension, exact=made.exact, control=self._control))

    def _report(self, generation: Generation, line: BatchLine, intake: Intake) -> BuildReport:
        m, t = generation.manifest, intake.tally
        return BuildReport(
            generation=m.generation,
            published=generation is not self._live,
            documents=m.documents,
            passages=m.passages,
            windows=m.windows,
            added=t.added,
            replaced=len(t.gone),
            unchanged=t.unchanged,
            duplicates=t.duplicates,
            completed=t.completed,
            withdrawn=t.withdrawn,
            files_unchanged=self._files_unchanged,
            resumed=line.reused,
            encoded=line.encoded,
            outcomes=dict(sorted(t.outcomes.items())),
            refusals=tuple(t.refusals),
            seconds=round(time.monotonic() - self._started, 3),
        )


def _state(stamp: FileStamp) -> str:
    """The state of a file as the ledger keeps it: its bytes, and who read them."""
    return f"{stamp.sha256} {READING_VERSION}"
