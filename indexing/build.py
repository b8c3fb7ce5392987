"""Building an index: sources in, a new generation out, published at one moment. What is interrupted goes on where it stopped."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from indexing.analysers import ANALYSER
from indexing.canonical import canonical_json, sha256
from indexing.chunking import CHUNKER_VERSION
from indexing.control import Control, Progress
from indexing.errors import IndexFault, InputError
from indexing.files import WriterLock, flush_tree, link_tree, mapped, remove
from indexing.generation import Generation, Manifest, ShardInfo, check, current, describe, folder_name, publish
from indexing.model import LedgerEntry
from indexing.shard_writer import ShardLine, content_hash
from indexing.shards import VECTORS, WINDOWS, Shards
from indexing.sources import read, sources
from indexing.store import LedgerFile, Notebook
from indexing.words import write_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from indexing.model import Patent, Reading
    from indexing.protocols import Embedder

_REASONS = 3


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `published` is False where the sources brought nothing new: then `generation` is the one that served before.

    `documents`, `passages` and `windows` count what the generation holds, `outcomes` the source documents of this build by their outcome;
    `refusals` are the first few that were refused (the ledger has all).
    `encoded` windows were encoded in this run; `resumed` documents were taken over from an interrupted one.
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
    resumed: int
    encoded: int
    outcomes: dict[str, int]
    refusals: tuple[LedgerEntry, ...]
    seconds: float


def build(paths: Iterable[Path], index_dir: Path, embedder: Embedder, *, control: Control | None = None, limit: int | None = None) -> BuildReport:
    """Index the documents of `paths` (files, folders, archives) into `index_dir`, beside what is there already.

    A document of the same id replaces the one in the index; an unchanged one is not encoded again. Within one build the first document of an
    id counts, further ones are warned of in the ledger. `limit` ends the reading after so many source documents. Raises `InputError` where
    nothing at all can be indexed, `IndexFault` where the folder is another embedder's, locked, damaged or cannot be written, `Cancelled`.
    """
    with mapped("building the index"):
        index_dir.mkdir(parents=True, exist_ok=True)
        with WriterLock(index_dir / "lock"):
            return _Build(index_dir, embedder, control or Control()).run(list(paths), limit)


@dataclass(slots=True)
class _Tally:
    outcomes: Counter[str] = field(default_factory=Counter)
    added: int = 0
    unchanged: int = 0
    duplicates: int = 0
    replaced: list[int] = field(default_factory=list)
    refusals: list[LedgerEntry] = field(default_factory=list)


class _Build:
    """One build under the lock."""

    def __init__(self, index_dir: Path, embedder: Embedder, control: Control) -> None:
        self._dir = index_dir
        self._area = index_dir / "building"
        self._embedder = embedder
        self._control = control
        self._tally = _Tally()
        self._live = self._compatible()
        self._base = self._open_live()

    def _compatible(self) -> Generation | None:
        if not (self._dir / "CURRENT").exists():
            return None
        live = current(self._dir)
        check(self._dir, live)
        m = live.manifest
        pairs = (("embedder", m.embedder_identity, self._embedder.identity), ("chunker", m.chunker, CHUNKER_VERSION), ("words", m.analyser, ANALYSER))
        for what, was, now in pairs:
            if was != now:
                raise IndexFault(
                    f"the index at {self._dir} was built with another {what}: {was}, not {now}",
                    "build into a new folder, or with what it was built with",
                )
        return live

    def _open_live(self) -> Shards:
        if self._live is None:
            return Shards(self._dir, (), np.empty(0, np.int64))
        folder = self._live.folder
        return Shards(folder / "shards", self._live.manifest.shards, np.load(folder / "withdrawn.npy", allow_pickle=False))

    def _prepare(self) -> Path:
        """Clear the building area of all but finished shards of a build upon the same generation; the folder of these shards."""
        key = canonical_json([self._embedder.identity, CHUNKER_VERSION, ANALYSER, self._live.sha256 if self._live else None])
        self._area.mkdir(exist_ok=True)
        note = self._area / "key.json"
        if not note.exists() or note.read_bytes() != key:
            remove(self._area)
            self._area.mkdir()
            note.write_bytes(key)
        for entry in self._area.iterdir():
            if entry.name not in {"shards", "key.json"}:
                remove(entry)
        return self._area / "shards"

    def run(self, paths: list[Path], limit: int | None) -> BuildReport:
        """The whole build."""
        started = time.monotonic()
        folder = self._prepare()
        staging = self._area / "generation"
        staging.mkdir()
        book = Notebook(staging / "ledger.sqlite", self._area / "known.sqlite")
        line = ShardLine(folder, self._base.next_document, self._base.next_passage, self._embedder, self._control)
        try:
            for shard in self._base.all:
                for ordinal, name, digest in shard.store.listing():
                    if ordinal not in self._base.withdrawn:
                        book.know(name, ordinal, digest, fresh=False)
            self._read(_readings(paths, limit), book, line)
            new = line.finish()
            generation = self._publish(staging, book, new)
        finally:
            line.close()
            book.close()
            self._base.close()
        remove(self._area)
        return self._report(generation, line, time.monotonic() - started)

    def _read(self, readings: Iterator[Reading], book: Notebook, line: ShardLine) -> None:
        for done, reading in enumerate(readings, 1):
            self._control.check()
            entry = reading.entry
            if reading.patent is not None:
                entry = self._take(reading.patent, entry, book, line)
            book.note(entry)
            self._tally.outcomes[entry.outcome] += 1
            if entry.outcome == "refused" and len(self._tally.refusals) < _REASONS:
                self._tally.refusals.append(entry)
            self._control.report(Progress("reading", done, None, "documents", entry.source))

    def _take(self, patent: Patent, entry: LedgerEntry, book: Notebook, line: ShardLine) -> LedgerEntry:
        """Index one document where it is new or changed; what its ledger says."""
        try:
            digest = hashlib.sha256(content_hash(patent)).hexdigest()
            known = book.known(patent.id)
            if known and known[2]:
                self._tally.duplicates += 1
                return LedgerEntry(
                    entry.source, entry.number, "warned", "duplicate", f"{patent.id} was read before in these sources; the first one counts"
                )
            if known and known[1] == digest:
                self._tally.unchanged += 1
                book.know(patent.id, known[0], digest, fresh=True)
                return entry
            ordinal = line.add(patent, digest)
        except (ValueError, UnicodeError) as error:
            return LedgerEntry(entry.source, entry.number, "refused", "inconsistent", str(error))
        if known:
            self._tally.replaced.append(known[0])
        else:
            self._tally.added += 1
        book.know(patent.id, ordinal, digest, fresh=True)
        return entry

    def _publish(self, staging: Path, book: Notebook, new: list[ShardInfo]) -> Generation:
        if not new and self._live is not None:
            return self._live
        if not new:
            first = "; ".join(f"{e.source}: {e.reason or e.code}" for e in self._tally.refusals)
            raise InputError(
                "no document could be indexed", first or "the sources hold no document in a format that is read here", code="nothing-indexed"
            )
        self._control.report(Progress("publishing"))
        infos = (*(self._live.manifest.shards if self._live else ()), *new)
        for info in infos:
            source = self._area / "shards" if info in new else self._live.folder / "shards" if self._live else self._area
            link_tree(source / info.name, staging / "shards" / info.name)
        withdrawn = np.array(sorted({*self._base.withdrawn, *self._tally.replaced}), np.int64)
        np.save(staging / "withdrawn.npy", withdrawn)
        fresh = Shards(staging / "shards", new, withdrawn)
        write_words(staging, self._live.folder if self._live else None, self._tally.replaced, fresh, self._control)
        fresh.close()
        if self._live:
            previous = LedgerFile(self._live.folder / "ledger.sqlite")
            book.carry_over(previous)
            previous.close()
        book.close()
        manifest = self._manifest(staging, infos, withdrawn)
        flush_tree(staging)
        target = self._dir / folder_name(manifest.generation)
        remove(target)  # what a build left that was cut off between its last two renames
        return publish(self._dir, staging, manifest)

    def _manifest(self, staging: Path, infos: tuple[ShardInfo, ...], withdrawn: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Manifest:
        whole = Shards(staging / "shards", infos, withdrawn)
        gone = [(whole.with_document(o), o) for o in whole.withdrawn]
        passages = sum(s.store.passage_range(o)[1] for s, o in gone)
        windows = sum(int(np.count_nonzero(s.window_documents() == o)) for s, o in gone)
        digest = hashlib.sha256()
        for shard in whole.all:
            for ordinal, name, content in shard.store.listing():
                digest.update(f"{ordinal} {name} {content} {ordinal in whole.withdrawn}\n".encode())
        whole.close()
        known = self._live.manifest.files if self._live else {}
        files = describe(staging, {name: f for name, f in known.items() if name.startswith("shards/")})
        parts = [[name, f.sha256] for name, f in sorted(files.items()) if name.endswith((VECTORS, WINDOWS))]
        return Manifest(
            generation=self._live.manifest.generation + 1 if self._live else 1,
            created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            embedder=self._embedder.name,
            embedder_identity=self._embedder.identity,
            dimension=self._embedder.dimension,
            chunker=CHUNKER_VERSION,
            analyser=ANALYSER,
            documents=sum(i.documents for i in infos) - len(gone),
            passages=sum(i.passages for i in infos) - passages,
            windows=sum(i.windows for i in infos) - windows,
            withdrawn=len(gone),
            content=sha256(canonical_json([digest.hexdigest(), self._embedder.identity, CHUNKER_VERSION, ANALYSER, parts])),
            shards=infos,
            files=files,
        )

    def _report(self, generation: Generation, line: ShardLine, seconds: float) -> BuildReport:
        m, t = generation.manifest, self._tally
        return BuildReport(
            generation=m.generation,
            published=generation is not self._live,
            documents=m.documents,
            passages=m.passages,
            windows=m.windows,
            added=t.added,
            replaced=len(t.replaced),
            unchanged=t.unchanged,
            duplicates=t.duplicates,
            resumed=line.reused,
            encoded=line.encoded,
            outcomes=dict(sorted(t.outcomes.items())),
            refusals=tuple(t.refusals),
            seconds=round(seconds, 3),
        )


def _readings(paths: list[Path], limit: int | None) -> Iterator[Reading]:
    count = 0
    for source in sources(paths):
        for reading in read(source):
            if limit is not None and count >= limit:
                return
            count += 1
            yield reading
