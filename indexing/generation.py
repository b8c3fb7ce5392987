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
from indexing.errors import IndexFault
from indexing.files import flush, mapped, write_durably

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1
"""Version of the layout on disk; raised whenever an older program could not read it rightly."""
MANIFEST = "manifest.json"
_REPAIR = "restore the index from a backup, or build it again into a new folder"


@dataclass(frozen=True, slots=True)
class ShardInfo:
    """One shard: its folder's name, and the runs of document, passage and window numbers that it holds."""

    name: str
    first_document: int
    documents: int
    first_passage: int
    passages: int
    windows: int


@dataclass(frozen=True, slots=True)
class FileInfo:
    """Size in bytes and SHA-256 of a file."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of and made with. Counts are of what can be found (withdrawn documents not counted).

    `content` is a digest of documents, passages and vectors that is the same wherever the same sources are built in the same way.
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
    shards: tuple[ShardInfo, ...]
    files: dict[str, FileInfo]
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
    problem: str


def folder_name(generation: int) -> str:
    """The folder of a generation, from the index folder."""
    return f"generations/{generation:06d}"


def current(index_dir: Path) -> Generation:
    """The generation that serves. Raises `IndexFault` where there is no index, or one that this program cannot read."""
    with mapped("opening the index"):
        try:
            number, digest = (index_dir / "CURRENT").read_text("ascii").split()
            folder = index_dir / folder_name(int(number))
            data = (folder / MANIFEST).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise _missing(index_dir, Path(str(error.filename))) from None
        except ValueError:
            raise IndexFault(f"{index_dir / 'CURRENT'} is damaged", _REPAIR) from None
    if sha256(data) != digest:
        raise IndexFault(f"{folder / MANIFEST} is damaged: its hash is not the published one", _REPAIR)
    return Generation(folder, _manifest(json.loads(data), index_dir), digest)


def _missing(index_dir: Path, file: Path) -> IndexFault:
    build = f"build one with `priorart index build SOURCE --index {index_dir}`"
    if file.name != "CURRENT":
        return IndexFault(f"{file} is missing", _REPAIR)
    if not index_dir.exists():
        return IndexFault(f"there is no index at {index_dir}", build)
    if (index_dir / "building").exists():
        return IndexFault(
            f"the first build of the index at {index_dir} is not finished", "run the same `priorart index build` again: it goes on where it stopped"
        )
    return IndexFault(f"{index_dir} is not an index", build)


def _manifest(record: dict[str, Any], index_dir: Path) -> Manifest:
    if record.get("format") != FORMAT:
        was = record.get("format")
        raise IndexFault(f"the index at {index_dir} has format {was}, this program reads format {FORMAT}", "build it again into a new folder")
    shards = tuple(ShardInfo(**s) for s in record.pop("shards"))
    files = {name: FileInfo(**f) for name, f in record.pop("files").items()}
    return Manifest(**record, shards=shards, files=files)


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    return canonical_json(plain(manifest))


def describe(folder: Path, known: Mapping[str, FileInfo] | None = None) -> dict[str, FileInfo]:
    """Size and hash of every file of a folder, by its name from there; the manifest itself left out. Files that are `known` are not read."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    known = known or {}
    return {name: known.get(name) or FileInfo((folder / name).stat().st_size, sha256_file(folder / name)) for name in names}


def verify(index_dir: Path) -> list[Fault]:
    """Hash every file of the serving generation; all that is wrong, in the order of the files' names; empty where all is well.

    Raises `IndexFault` where there is no index to verify; one whose manifest is damaged is a fault found.
    """
    try:
        generation = current(index_dir)
    except IndexFault as fault:
        if not (index_dir / "CURRENT").exists():
            raise
        return [Fault(MANIFEST, fault.message)]
    faults = _faults(generation, generation.manifest.files)
    if not faults:
        _note(index_dir, generation)
    return faults


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
        raise IndexFault(f"{generation.folder / faults[0].file} {faults[0].problem}{more}", _REPAIR)
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
    write_durably(index_dir / "CURRENT", f"{manifest.generation} {digest}\n".encode())
    _note(index_dir, generation)
    return generation
