"""The next generation of an index: put together in a folder aside out of what stays and what is new, then published at one moment.

Every change of an index goes this way, under the writer's lock: building, withdrawing, merging, embedding anew.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexing.arrays import load_array
from indexing.canonical import canonical_json, sha256
from indexing.chunking import CHUNKER_VERSION
from indexing.engines.analysers import ANALYSER
from indexing.errors import IndexFault
from indexing.storage.files import WriterLock, flush_tree, link_or_copy, link_tree, mapped, remove
from indexing.storage.generation import Manifest, as_past, check, current, describe, folder_name, generations, publish
from indexing.storage.shards import Shards

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from indexing.protocols import Embedder
    from indexing.storage.generation import FileInfo, Generation, ShardInfo

LEDGER, WITHDRAWN = "ledger.sqlite", "withdrawn.npy"
_BATCHES = {"shards", "key.json"}


@dataclass(frozen=True, slots=True)
class Made:
    """What vectors are made with: the embedder's name, identity and dimension, and whether they are kept to the last bit."""

    embedder: str
    identity: str
    dimension: int
    exact: bool

    @classmethod
    def by(cls, embedder: Embedder, *, exact: bool) -> Made:
        """Made with `embedder`."""
        return cls(embedder.name, embedder.identity, embedder.dimension, exact)

    @classmethod
    def as_in(cls, manifest: Manifest) -> Made:
        """Made as those of a generation."""
        return cls(manifest.embedder, manifest.embedder_identity, manifest.dimension, manifest.exact)


@contextmanager
def writing(index_dir: Path, doing: str, *, new: bool = False) -> Iterator[None]:
    """Be the one writer of the index; the operating system's errors become `IndexFault`s that say what was being done.

    There must be an index, unless it may be a `new` one: then its folder is made.
    """
    with mapped(doing):
        if index_dir.exists() and not index_dir.is_dir():
            raise IndexFault(f"{index_dir} is a file, not a folder", "name the index's folder, or a new one")
        if new:
            index_dir.mkdir(parents=True, exist_ok=True)
        elif not (index_dir / "CURRENT").exists():
            current(index_dir)  # says what is there instead
        with WriterLock(index_dir / "lock"):
            sweep(index_dir)
            yield


def sweep(index_dir: Path) -> None:
    """Remove what writers that were cut off left behind, but for the batches of a build, which the next one takes over."""
    for entry in [index_dir / "CURRENT.new", *(index_dir / "generations").glob(".removed-*")]:
        remove(entry)
    if not (index_dir / "CURRENT").exists():
        return
    serving = current(index_dir).manifest.generation
    for entry in (index_dir / "generations").iterdir():
        if entry.name.isdigit() and int(entry.name) > serving:
            remove(entry)  # cut off between the last two renames


def live_generation(index_dir: Path) -> Generation:
    """The serving generation, checked. Raises `IndexFault`."""
    live = current(index_dir)
    check(index_dir, live)
    return live


def open_shards(index_dir: Path, live: Generation | None) -> Shards:
    """The shards of a generation; none where there is no generation yet."""
    if live is None:
        return Shards(index_dir, (), np.empty(0, np.int64))
    return Shards(live.folder / "shards", live.manifest.shards, load_array(live.folder / WITHDRAWN))


class Draft:
    """The next generation while it is put together, in `folder`; `live` is the one that serves (None: this is the first).

    `batches` is a folder for the batches of a work that encodes: they outlive an interruption until the next work with another `key` (what
    the vectors are made with), or until they are published. A work without a key leaves them alone.
    """

    def __init__(self, index_dir: Path, live: Generation | None, key: object = None) -> None:
        self._dir = index_dir
        self._area = index_dir / "building"
        self._keeps_batches = key is None
        self.live = live
        self.folder = self._area / "generation"
        self.batches = self._area / "shards"
        note = self._area / "key.json"
        data = canonical_json([key, CHUNKER_VERSION])
        self._area.mkdir(exist_ok=True)
        if key is not None and (not note.exists() or note.read_bytes() != data):
            remove(self._area)
            self._area.mkdir()
            note.write_bytes(data)
        self._clear()
        self.batches.mkdir(exist_ok=True)
        (self.folder / "shards").mkdir(parents=True)

    def _clear(self) -> None:
        for entry in self._area.iterdir():
            if entry.name not in _BATCHES:
                remove(entry)

    @property
    def shards(self) -> Path:
        """The folder of the next generation's shards."""
        return self.folder / "shards"

    @property
    def ledger(self) -> Path:
        """The file of the next generation's ledger."""
        return self.folder / LEDGER

    @property
    def scratch(self) -> Path:
        """A file for notes that do not go into the generation."""
        return self._area / "scratch.sqlite"

    def keep(self, infos: Iterable[ShardInfo]) -> None:
        """Take over shards of the serving generation as they are."""
        assert self.live is not None
        for info in infos:
            link_tree(self.live.folder / "shards" / info.name, self.shards / info.name)

    def keep_ledger(self) -> None:
        """Take over the serving generation's ledger as it is."""
        assert self.live is not None
        link_or_copy(self.live.folder / LEDGER, self.ledger)

    def open(self, shards: tuple[ShardInfo, ...], withdrawn: Iterable[int]) -> Shards:
        """The next generation's shards, as one."""
        return Shards(self.shards, shards, np.array(sorted(withdrawn), np.int64))

    def drop(self) -> None:
        """Leave all as it was; of an interrupted work that is not this one, too."""
        if self._keeps_batches and (self._area / "key.json").exists():
            self._clear()
        else:
            remove(self._area)

    def publish(self, made: Made, shards: tuple[ShardInfo, ...], withdrawn: Iterable[int], change: str) -> Generation:
        """Describe what is in the folder and make it the serving generation."""
        gone = np.array(sorted(withdrawn), np.int64)
        np.save(self.folder / WITHDRAWN, gone)
        manifest = self._manifest(made, shards, gone, change)
        flush_tree(self.folder)
        remove(self._dir / folder_name(manifest.generation))
        generation = publish(self._dir, self.folder, manifest)
        self.drop()
        return generation

    def _manifest(self, made: Made, shards: tuple[ShardInfo, ...], gone: NDArray[np.int64], change: str) -> Manifest:
        passages, windows = _counts(self.shards, shards, gone)
        content = [[s.content for s in shards], gone.tolist(), made.identity, CHUNKER_VERSION, ANALYSER]
        before = self.live.manifest if self.live else None
        history = (*generations(self._dir, self.live), as_past(self.live)) if self.live else ()
        return Manifest(
            generation=before.generation + 1 if before else 1,
            created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            embedder=made.embedder,
            embedder_identity=made.identity,
            dimension=made.dimension,
            chunker=CHUNKER_VERSION,
            analyser=ANALYSER,
            documents=sum(s.documents for s in shards) - len(gone),
            passages=passages,
            windows=windows,
            withdrawn=len(gone),
            content=sha256(canonical_json(content)),
            exact=made.exact,
            change=change,
            shards=shards,
            files=describe(self.folder, self._same_files()),
            history=history,
        )

    def _same_files(self) -> dict[str, FileInfo]:
        """The files that are the serving generation's own, by hard link: they need not be hashed again."""
        if self.live is None:
            return {}
        there = {name: (self.live.folder / name, self.folder / name) for name in self.live.manifest.files}
        return {name: self.live.manifest.files[name] for name, (old, new) in there.items() if new.exists() and new.samefile(old)}


def _counts(folder: Path, infos: tuple[ShardInfo, ...], gone: NDArray[np.int64]) -> tuple[int, int]:
    """Passages and windows of the documents that are not withdrawn."""
    whole = Shards(folder, infos, gone)
    try:
        passages = windows = 0
        for shard in whole.all:
            here = np.zeros(shard.info.documents, np.bool_)
            first = shard.info.first_document
            here[gone[(gone >= first) & (gone < first + shard.info.documents)] - first] = True
            passages += shard.info.passages - int(np.count_nonzero(here[np.asarray(shard.owners) - first]))
            windows += shard.info.windows - int(np.count_nonzero(here[shard.window_documents() - first]))
        return passages, windows
    finally:
        whole.close()


def _form(exact: bool) -> str:
    return "exact" if exact else "quantised where they are many"


def same_make(index_dir: Path, live: Generation, made: Made | None) -> None:
    """Refuse to add to an index of another make. Raises `IndexFault`."""
    m = live.manifest
    pairs = [("chunker", m.chunker, CHUNKER_VERSION), ("words", m.analyser, ANALYSER)]
    if made:
        pairs = [("embedder", m.embedder_identity, made.identity), *pairs, ("form of vectors", _form(m.exact), _form(made.exact))]
    for what, was, now in pairs:
        if was != now:
            raise IndexFault(
                f"the index at {index_dir} was built with another {what}: {was}, not {now}",
                "build into a new folder, with what it was built with, or have it embedded anew: `priorart index reembed`",
            )
