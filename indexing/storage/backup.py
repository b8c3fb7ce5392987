"""One generation as one file, and back: a tar archive whose first member names every other with size and SHA-256."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from indexing.canonical import canonical_json, plain, sha256
from indexing.control import Control, Progress
from indexing.errors import IndexFault, UsageError
from indexing.storage.files import flush, flush_tree, mapped, remove
from indexing.storage.generation import MANIFEST, FileInfo, Generation, generation_at, manifest_from, publish
from indexing.storage.publishing import writing

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = "backup.json"
_KIND = "priorart-index"
_PIECE = 2**20
_AGAIN = "take the backup again, or restore from another one"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """The file, the generation in it, and how many files and bytes that has."""

    file: str
    generation: int
    documents: int
    files: int
    bytes: int


def backup(file: Path, index_dir: Path, *, number: int | None = None, control: Control | None = None) -> BackupReport:
    """Write generation `number` (None: the one that serves) to the new file `file`; every file is checked on the way.

    Raises `IndexFault` for a damaged index, `UsageError` where `file` is there already.
    """
    control = control or Control()
    if file.exists():
        raise UsageError(f"{file} is there already", "name a new file, or remove the old one first")
    generation = generation_at(index_dir, number)
    aside = file.with_name(file.name + ".new")
    with mapped("writing the backup"):
        try:
            with aside.open("wb") as stream:
                _write(stream, generation, control)
                stream.flush()
                os.fsync(stream.fileno())
            aside.replace(file)
            flush(file.parent)
        finally:
            remove(aside)
    return _report(file, generation)


def _report(file: Path, generation: Generation) -> BackupReport:
    m = generation.manifest
    return BackupReport(str(file), m.generation, m.documents, len(m.files), m.bytes)


def _write(stream: BinaryIO, generation: Generation, control: Control) -> None:
    m = generation.manifest
    done = 0
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        head = canonical_json({"kind": _KIND, "manifest": generation.sha256, "files": plain(m.files)})
        for name, data in ((_HEAD, head), (MANIFEST, (generation.folder / MANIFEST).read_bytes())):
            tar.addfile(_member(name, len(data)), io.BytesIO(data))
        for name, info in sorted(m.files.items()):
            control.check()
            with (generation.folder / name).open("rb") as source:
                hashing = _Hashing(source)
                tar.addfile(_member(name, info.bytes), hashing)
            if hashing.digest != info.sha256:
                raise IndexFault(f"{generation.folder / name} is damaged: its bytes do not match its SHA-256", "run `priorart index verify`")
            done += info.bytes
            control.report(Progress("backup", done, m.bytes, "B", name))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    return member


class _Hashing(io.RawIOBase):
    """Passes a file through and hashes what passes."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._hash.update(data)
        return data


def restore(file: Path, index_dir: Path, *, control: Control | None = None) -> BackupReport:
    """Put the generation of a backup into `index_dir`, which must hold no index. Everything is checked before it is published.

    Raises `IndexFault` for a damaged backup, naming what is damaged, and where there is an index already.
    """
    if not file.is_file():
        raise UsageError(f"{file} is {'no file' if file.exists() else 'not there: no such file'}", "name the file that `priorart index backup` wrote")
    with writing(index_dir, "restoring the index", new=True):
        if (index_dir / "CURRENT").exists():
            raise IndexFault(f"there is an index at {index_dir} already", "restore into a new folder; no index is overwritten")
        area = index_dir / "building"
        remove(area)
        staging = area / "generation"
        staging.mkdir(parents=True)
        try:
            try:
                with tarfile.open(file, mode="r:") as tar:
                    generation = _unpack(tar, file, staging, control or Control())
            except (tarfile.TarError, EOFError) as error:
                raise IndexFault(f"{file} is damaged or no backup: {error}", _AGAIN) from error
            flush_tree(staging)
            return _report(file, publish(index_dir, staging, generation.manifest))
        finally:
            remove(area)


def _unpack(tar: tarfile.TarFile, file: Path, staging: Path, control: Control) -> Generation:
    """Write the backup's files into `staging`, each checked. No name of the archive is trusted: only those of the manifest are looked for."""
    try:
        head = json.loads(_small(tar, file, _HEAD))
        data = _small(tar, file, MANIFEST)
        if head["kind"] != _KIND or sha256(data) != head["manifest"]:
            raise IndexFault(f"{file} is damaged: {MANIFEST} does not match its SHA-256", _AGAIN)
        files = {name: FileInfo(**f) for name, f in head["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexFault(f"{file} is damaged: {_HEAD} cannot be read ({error})", _AGAIN) from error
    manifest = manifest_from(json.loads(data), str(file))
    if files != manifest.files:
        raise IndexFault(f"{file} is damaged: {_HEAD} and {MANIFEST} do not agree", _AGAIN)
    left = dict(files)
    done = 0
    while member := tar.next():
        info = left.pop(member.name, None)
        if info is None or not member.isreg():
            raise IndexFault(f"{file} is damaged: it holds '{member.name}', which does not belong there", _AGAIN)
        control.check()
        _file(tar, member, info, file, staging)
        done += info.bytes
        control.report(Progress("restore", done, manifest.bytes, "B", member.name))
    if left:
        raise IndexFault(f"{file} is damaged: {min(left)} is missing", _AGAIN)
    return Generation(staging, manifest, head["manifest"])


def _small(tar: tarfile.TarFile, file: Path, name: str) -> bytes:
    member = tar.next()
    source = tar.extractfile(member) if member and member.name == name and member.isreg() else None
    if source is None:
        raise IndexFault(f"{file} is damaged or no backup: it does not begin with {_HEAD} and {MANIFEST}", _AGAIN)
    return source.read()


def _file(tar: tarfile.TarFile, member: tarfile.TarInfo, info: FileInfo, file: Path, staging: Path) -> None:
    source = tar.extractfile(member)
    assert source is not None
    target = staging / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("wb") as stream:
        while piece := source.read(_PIECE):
            digest.update(piece)
            stream.write(piece)
    if (member.size, digest.hexdigest()) != (info.bytes, info.sha256):
        raise IndexFault(f"{file} is damaged: {member.name} does not match its SHA-256", _AGAIN)
