"""Files that survive a power cut: written aside, flushed to the disk, put in place by one atomic rename; and the lock of the one writer."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import fcntl
import os
import shutil
import socket
from typing import TYPE_CHECKING, Self

from indexing.errors import IndexFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HINTS = {
    errno.ENOSPC: "free some space and run the same command again: what is finished is kept",
    errno.EDQUOT: "your disk quota is used up; free some space and run the same command again",
    errno.EFBIG: "the file system or a limit of this session allows no larger file",
    errno.ENOENT: "check the path",
    errno.ENOTDIR: "check the path",
    errno.EISDIR: "name a file, not a folder",
    errno.EROFS: "the folder is on a read-only file system; choose another one",
    errno.EACCES: "you may not write there; choose another folder or ask for the right to write",
    errno.EPERM: "you may not write there; choose another folder or ask for the right to write",
}


def disk_fault(error: OSError, doing: str) -> IndexFault:
    """`error` of the operating system as a fault that says what was being done and what helps."""
    what = (error.strerror or str(error)).lower()
    where = f" ({error.filename})" if error.filename else ""
    return IndexFault(f"{doing} failed: {what}{where}", _HINTS.get(error.errno or 0, "the index that was there before still serves"))


def flush(path: Path) -> None:
    """Bring a file's bytes, or a folder's entries, to the disk (fsync)."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_tree(folder: Path) -> None:
    """Bring every file and folder below `folder`, and the folder itself, to the disk."""
    for root, _, names in os.walk(folder, topdown=False):
        for name in names:
            flush(folder.__class__(root) / name)
        flush(folder.__class__(root))


def write_durably(path: Path, data: bytes) -> None:
    """Replace `path` by `data` so that at every moment either the old or the new content is there in full."""
    aside = path.with_name(path.name + ".new")
    with aside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)
    flush(path.parent)


def link_or_copy(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`; a copy where the file system has no hard links (or they may not be made)."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EACCES}:
            raise
        shutil.copyfile(source, target)


def link_tree(source: Path, target: Path) -> None:
    """`link_or_copy` of every file below `source`, in new folders below `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for entry in sorted(source.iterdir()):
        if entry.is_dir():
            link_tree(entry, target / entry.name)
        else:
            link_or_copy(entry, target / entry.name)


def remove(path: Path) -> None:
    """Remove a file or a whole folder where it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class WriterLock:
    """The lock of the one writer of an index folder (flock: the system frees it when the process ends, however it ends)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def __enter__(self) -> Self:
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._handle, 200, 0).decode(errors="replace").strip() or "another process"
            os.close(self._handle)
            self._handle = None
            raise IndexFault(f"the index is being written by {holder}", "wait until it is done, or stop it; searching goes on meanwhile") from None
        who = f"process {os.getpid()} on {socket.gethostname()} since {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} UTC\n"
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, who.encode(), 0)
        return self

    def __exit__(self, *_: object) -> None:
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


@contextlib.contextmanager
def mapped(doing: str) -> Iterator[None]:
    """Turn the operating system's errors within into `IndexFault`s that say what was being done."""
    try:
        yield
    except OSError as error:
        raise disk_fault(error, doing) from error
