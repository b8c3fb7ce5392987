"""Generations: what an index folder holds, which generation serves, and whether its files are still what was written.

    DIR/CURRENT                      "3 <SHA-256 of its manifest>", replaced by one rename: the moment of publishing
    DIR/generations/000003/          manifest.json, shards/, words/, ledger.sqlite, withdrawn.npy; nothing in it ever changes
    DIR/building/                    what an interrupted build has finished, for the next one
    DIR/verified/                    notes of this machine: sizes, inodes and times under which a file's hash was right
    DIR/lock                         held by the one writer

The manifest lists every file with size and SHA-256, because the vendors' files carry no checksum (a flipped bit loads silently).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexing.canonical import canonical_json, plain, sha256, sha256_file
from indexing.errors import IndexFault, UsageError
from indexing.storage.files import flush, mapped, write_durably

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 2
"""Version of the layout on disk; raised whenever an older program could not read it rightly."""
MANIFEST = "manifest.json"
_REPAIR = "restore the index from a backup, or build it again into a new folder"


@dataclass(frozen=True, slots=True)
class ShardInfo:
    """One shard: its folder's name, the runs of document, passage and window numbers that it holds, and a digest of its documents and vectors."""

    name: str
    first_document: int
    documents: int
    first_passage: int
    passages: int
    windows: int
    content: str = ""


@dataclass(frozen=True, slots=True)
class FileInfo:
    """Size in bytes and SHA-256 of a file."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier generation that was there when a later one was published, and the hash of its manifest."""

    generation: int
    created: str
    change: str
    documents: int
    manifest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of and made with. Counts are of what can be found (withdrawn documents not counted).

    `content` is a digest of documents, passages and vectors that is the same wherever the same sources are built in the same way. `change` says
    how it came about (`build`, `withdraw`, `merge`, `reembed`); `history` names the generations before it, oldest first, with their hashes, so
    that each can be opened and checked as long as it is there. `exact`: vectors are kept to the last bit.
    """

    generation: int
    created: str
    embedder: str
    embedder_identity: str
    dimension: int
    chunker: str
    analyser: str
    documents: int
    passages: int
    windows: int
    withdrawn: int
    content: str
    exact: bool
    change: str
    shards: tuple[ShardInfo, ...]
    files: dict[str, FileInfo]
    history: tuple[Past, ...] = ()
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        """The size of all files together."""
        return sum(f.bytes for f in self.files.values())


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation: its folder, its manifest, and the manifest's hash."""

    folder: Path
    manifest: Manifest
    sha256: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A file of the generation, named from its folder, and what is wrong with it."""

    file: str
    fault: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: `files` is the number of files that the manifest lists."""

    ok: bool
    files: int
    faults: tuple[Fault, ...]


class OtherFormat(IndexFault):
    """The index is sound, as far as is known, but another version of this program wrote it."""


def folder_name(generation: int) -> str:
    """The folder of a generation, from the index folder."""
    return f"generations/{generation:06d}"


def current(index_dir: Path) -> Generation:
    """The generation that serves. Raises `IndexFault` where there is no index, or one that this program cannot read."""
    with mapped("opening the index"):
        try:
            text = (index_dir / "CURRENT").read_bytes()
            number, digest = text.decode("ascii").split()
            if text != head(int(number), digest):
                raise ValueError(text)  # noqa: TRY301 - the same as text that cannot be split
        except (FileNotFoundError, NotADirectoryError) as error:
            raise _missing(index_dir, Path(str(error.filename))) from None
        except ValueError:
            raise IndexFault(f"{index_dir / 'CURRENT'} is damaged", _REPAIR) from None
    return _read(index_dir, int(number), digest)


def head(generation: int, digest: str) -> bytes:
    """What CURRENT holds while this generation serves."""
    return f"{generation} {digest}\n".encode()


def generation_at(index_dir: Path, number: int | None = None) -> Generation:
    """Generation `number` of the index, the one that serves where None. Raises `UsageError` for one that is not there (any more)."""
    live = current(index_dir)
    if number is None or number == live.manifest.generation:
        return live
    there = {past.generation: past.manifest for past in generations(index_dir, live)}
    if number not in there:
        listed = ", ".join(map(str, [*there, live.manifest.generation]))
        raise UsageError(f"there is no generation {number} in {index_dir}", f"there are: {listed}")
    return _read(index_dir, number, there[number])


def generations(index_dir: Path, live: Generation) -> list[Past]:
    """The generations before the one that serves which are still there, oldest first."""
    return [past for past in live.manifest.history if (index_dir / folder_name(past.generation)).is_dir()]


def as_past(generation: Generation) -> Past:
    """A generation as later ones remember it."""
    m = generation.manifest
    return Past(m.generation, m.created, m.change, m.documents, generation.sha256)


def _read(index_dir: Path, number: int, digest: str) -> Generation:
    folder = index_dir / folder_name(number)
    with mapped("opening the index"):
        try:
            data = (folder / MANIFEST).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise _missing(index_dir, Path(str(error.filename))) from None
    if sha256(data) != digest:
        raise IndexFault(f"{folder / MANIFEST} is damaged: its hash is not the published one", _REPAIR)
    return Generation(folder, manifest_from(json.loads(data), str(index_dir)), digest)


def _missing(index_dir: Path, file: Path) -> IndexFault:
    build = f"build one with `priorart index build SOURCE --index {index_dir}`"
    if file.name != "CURRENT":
        return IndexFault(f"{file} is missing", _REPAIR)
    if not index_dir.exists():
        return IndexFault(f"there is no index at {index_dir}", build)
    if not index_dir.is_dir():
        return IndexFault(f"{index_dir} is a file, not an index", "name the index's folder")
    if (index_dir / "building").exists():
        return IndexFault(
            f"the first build of the index at {index_dir} is not finished", "run the same `priorart index build` again: it goes on where it stopped"
        )
    return IndexFault(f"{index_dir} is not an index", build)


def manifest_from(record: dict[str, Any], where: str) -> Manifest:
    """The manifest that `manifest_bytes` wrote. Raises `IndexFault` for one of another format; `where` names the index."""
    if record.get("format") != FORMAT:
        was = record.get("format")
        raise OtherFormat(f"the index at {where} has format {was}, this program reads format {FORMAT}", "build it again into a new folder")
    shards = tuple(ShardInfo(**s) for s in record.pop("shards"))
    files = {name: FileInfo(**f) for name, f in record.pop("files").items()}
    history = tuple(Past(**p) for p in record.pop("history"))
    return Manifest(**record, shards=shards, files=files, history=history)


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    return canonical_json(plain(manifest))


def describe(folder: Path, known: Mapping[str, FileInfo] | None = None) -> dict[str, FileInfo]:
    """Size and hash of every file of a folder, by its name from there; the manifest itself left out. Files that are `known` are not read."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    known = known or {}
    return {name: known.get(name) or FileInfo((folder / name).stat().st_size, sha256_file(folder / name)) for name in names}


def verify(index_dir: Path, number: int | None = None) -> Verification:
    """Hash every file of generation `number` (None: the one that serves); all that is wrong, in the order of the files' names.

    Raises `IndexFault` where there is no index to verify; one whose manifest is damaged is a fault found.
    """
    try:
        generation = generation_at(index_dir, number)
    except IndexFault as fault:
        if not (index_dir / "CURRENT").exists() or isinstance(fault, OtherFormat):
            raise
        return Verification(ok=False, files=0, faults=(Fault("manifest.json", fault.message),))
    faults = tuple(_faults(generation, generation.manifest.files))
    if not faults:
        _note(index_dir, generation)
    return Verification(ok=not faults, files=len(generation.manifest.files), faults=faults)


def check(index_dir: Path, generation: Generation) -> None:
    """Refuse a damaged generation. Files whose size, inode and times are as when they were last hashed here are not hashed again."""
    known = _noted(index_dir, generation)
    changed = {}
    for name, info in generation.manifest.files.items():
        stamp = _stamp(generation.folder / name)
        if stamp is None or stamp != known.get(name):
            changed[name] = info
    if not changed:
        return
    if faults := _faults(generation, changed):
        more = f" (and {len(faults) - 1} more files)" if len(faults) > 1 else ""
        raise IndexFault(f"{generation.folder / faults[0].file} {faults[0].fault}{more}", _REPAIR)
    _note(index_dir, generation)


def _faults(generation: Generation, files: dict[str, FileInfo]) -> list[Fault]:
    faults = []
    for name, info in sorted(files.items()):
        path = generation.folder / name
        try:
            size = path.stat().st_size
            if size != info.bytes:
                faults.append(Fault(name, f"is damaged: {size} bytes instead of {info.bytes}"))
            elif sha256_file(path) != info.sha256:
                faults.append(Fault(name, "is damaged: its bytes do not match its SHA-256"))
        except FileNotFoundError:
            faults.append(Fault(name, "is missing"))
        except OSError as error:
            faults.append(Fault(name, f"cannot be read: {error.strerror}"))
    return faults


def _stamp(path: Path) -> list[int] | None:
    try:
        s = path.stat()
    except OSError:
        return None
    return [s.st_size, s.st_dev, s.st_ino, s.st_mtime_ns]


def _note_path(index_dir: Path, generation: Generation) -> Path:
    return index_dir / "verified" / f"{generation.manifest.generation:06d}.json"


def _noted(index_dir: Path, generation: Generation) -> dict[str, list[int]]:
    try:
        note = json.loads(_note_path(index_dir, generation).read_bytes())
    except (OSError, ValueError):
        return {}
    return note["files"] if isinstance(note, dict) and note.get("manifest") == generation.sha256 and isinstance(note.get("files"), dict) else {}


def _note(index_dir: Path, generation: Generation) -> None:
    """Remember the stamps of files that were just found right. Where the folder cannot be written, they are hashed again next time."""
    stamps = {name: _stamp(generation.folder / name) for name in generation.manifest.files}
    path = _note_path(index_dir, generation)
    try:
        path.parent.mkdir(exist_ok=True)
        write_durably(path, canonical_json({"manifest": generation.sha256, "files": stamps}))
    except OSError:
        return


def publish(index_dir: Path, staging: Path, manifest: Manifest) -> Generation:
    """Make the finished folder `staging` the serving generation. All its files must be on the disk already."""
    data = manifest_bytes(manifest)
    digest = sha256(data)
    write_durably(staging / MANIFEST, data)
    folder = index_dir / folder_name(manifest.generation)
    folder.parent.mkdir(exist_ok=True)
    staging.replace(folder)
    generation = Generation(folder, manifest, digest)
    for parent in (folder.parent, index_dir):
        flush(parent)
    write_durably(index_dir / "CURRENT", head(manifest.generation, digest))
    _note(index_dir, generation)
    return generation
