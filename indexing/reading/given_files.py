"""The files within what a person gives: in a fixed order, hidden ones left out, nothing followed that leads elsewhere."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexing.errors import InputError
from indexing.reading.dataset_folders import companions_in
from indexing.reading.labels import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NOT_A_FILE = "no file (a device, a broken link, or a link to a folder); give its target"
_NO_FILES = {errno.ELOOP, errno.ENXIO, errno.ENODEV}
"""A link (also one that took a file's place since it was listed), a socket, a device."""
_OUTSIDE = "a link that leads out of the given folder is not followed; give its target"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it lies on the disk. `label` names it in the ledger; `code` and `reason` say why it cannot be opened."""

    label: str
    path: str
    code: str | None = None
    reason: str = ""

    def open(self) -> int:
        """A file descriptor for reading. Never waits (a pipe that nobody writes to), and opens nothing but this regular file itself.

        Raises `InputError` (`not-a-file`, `missing`, `unreadable`, or the file's own code).
        """
        if self.code:
            raise InputError(self.reason, source=self.label, code=self.code)
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise InputError("the file is no longer there", "give it again", source=self.label, code="missing") from error
        except (OSError, ValueError) as error:
            if getattr(error, "errno", None) in _NO_FILES:
                raise InputError(_NOT_A_FILE, source=self.label, code="not-a-file") from error
            reason = f"cannot be opened ({getattr(error, 'strerror', None) or error})"
            raise InputError(reason, "check its permissions", source=self.label, code="unreadable") from error
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise InputError(_NOT_A_FILE, source=self.label, code="not-a-file")
        return handle


def files(paths: Iterable[Path | str], leave_out: Path | None = None) -> Iterator[GivenFile]:
    """Every file within `paths`, folders in the order of their files' relative names (by code point).

    Hidden files are left out, and so are the topics, judgments and notes beside a corpus in BEIR layout, and the folder `leave_out` (the index that
    is built). What is given twice is taken once. Only one folder's names are held at a time. Raises `InputError` for a path that does not exist.
    """
    given = [Path(p) for p in paths]
    for path in given:
        if not os.path.lexists(path):
            raise InputError("no such file or folder", "check the path", source=label_of(str(path)), code="missing")
    taken = {os.path.realpath(leave_out)} if leave_out else set()
    walked: list[str] = []
    for path in given:
        real = os.path.realpath(path)
        if real in taken or any(real.startswith(f"{root}/") and "/." not in real[len(root) :] for root in walked):
            continue
        if path.is_dir():
            yield from _within(str(path), real, frozenset(taken))
            walked.append(real)
        else:  # what a person names is followed where it leads
            yield GivenFile(label_of(str(path)), real)
        taken.add(real)


def _within(folder: str, root: str, taken: frozenset[str]) -> Iterator[GivenFile]:
    """The files of a folder, without the files and folders (real paths) that are `taken` already."""
    stack: list[Iterator[os.DirEntry[str]] | list[os.DirEntry[str]]] = []
    entries, fault = _entries(folder)
    if fault:
        yield fault
    stack.append(iter(entries))
    while stack:
        entry = next(stack[-1], None)  # type: ignore[arg-type]  # only iterators are on it
        if entry is None:
            stack.pop()
        elif not entry.is_symlink() and root + entry.path[len(folder) :] in taken:
            continue
        elif _is_folder(entry):
            entries, fault = _entries(entry.path)
            if fault:
                yield fault
            stack.append(iter(entries))
        else:
            yield _file(entry, root)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _entries(folder: str) -> tuple[list[os.DirEntry[str]], GivenFile | None]:
    """What a folder holds, such that walking it depth first gives relative names in order; and the fault where it cannot be listed."""
    try:
        with os.scandir(folder) as listing:
            found = [e for e in listing if not e.name.startswith(".")]
    except OSError as error:
        return [], GivenFile(label_of(folder), folder, "unreadable", f"the folder cannot be opened ({error.strerror})")
    folders = {e.name for e in found if _is_folder(e)}
    skipped = companions_in([e.name for e in found if e.name not in folders], folders)
    kept = [e for e in found if e.name not in skipped]
    return sorted(kept, key=lambda e: e.name + "/" if e.name in folders else e.name), None


def _file(entry: os.DirEntry[str], root: str) -> GivenFile:
    label = label_of(entry.path)
    if not entry.is_symlink():
        return GivenFile(label, entry.path)
    target = os.path.realpath(entry.path)
    if os.path.commonpath([root, target]) != root:
        return GivenFile(label, entry.path, "outside-sources", _OUTSIDE)
    return GivenFile(label, target) if os.path.lexists(target) else GivenFile(label, entry.path, "not-a-file", _NOT_A_FILE)
