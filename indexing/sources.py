"""What lies within the given files, folders and archives, in a fixed order, and the reading of it.

Archives (gz, zip, tar; nested to `MAX_DEPTH`) are read member by member; a member never lands on the disk under a name of its own.
A file that cannot be opened is still a source, so that the ledger says what became of it.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from indexing.archives import FileSource, expand
from indexing.dataset_folders import companions
from indexing.errors import InputError
from indexing.findings import refused
from indexing.model import Reading
from indexing.readers import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEAD = 64 * 1024
"""How many bytes a reader sees before it says whether a source is its own."""


def sources(paths: Iterable[Path | str]) -> Iterator[FileSource]:
    """Every source within `paths`, archives opened, folders in the order of their names (by code point).

    Hidden files are left out, and so are the topics, judgments and notes beside a corpus in BEIR layout. Raises `InputError` for a path that
    does not exist.
    """
    given = [Path(p) for p in paths]
    for path in given:
        if not path.exists():
            raise InputError("no such file or folder", "check the path", source=str(path), code="missing")
    for path in given:
        yield from _within(path)


def _within(path: Path) -> Iterator[FileSource]:
    if not path.is_dir():
        yield from _file(path)
        return
    unreadable: list[FileSource] = []
    names = sorted(_names(path, unreadable))
    skipped = companions(names)
    root = path.resolve()
    for name in names:
        if name in skipped:
            continue
        file = path / name
        if file.is_symlink() and not file.resolve().is_relative_to(root):
            yield FileSource(str(file), None, "outside-sources", "a link that leads out of the given folder is not followed; give its target")
        else:
            yield from _file(file)
    yield from unreadable


def _file(file: Path) -> Iterator[FileSource]:
    if file.is_file():
        yield from expand(str(file), file)
    else:
        yield FileSource(str(file), None, "not-a-file", "no file (a device, a broken link, or a link to a folder); give its target")


def _names(folder: Path, unreadable: list[FileSource]) -> Iterator[str]:
    """Names of all files and links below `folder`, relative, with forward slashes; hidden ones are left out."""

    def note(error: OSError) -> None:
        unreadable.append(FileSource(str(error.filename), None, "unreadable", f"the folder cannot be opened ({error.strerror})"))

    for where, folders, files in os.walk(folder, onerror=note):
        links = [f for f in folders if (Path(where) / f).is_symlink()]
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in [*files, *links]:
            if not name.startswith("."):
                yield (Path(where) / name).relative_to(folder).as_posix()


def read(source: FileSource) -> Iterator[Reading]:
    """The readings of one source by the first reader that recognises its content. Never raises for bad input: what cannot be read is refused."""
    label = source.label
    number = 0
    try:
        for reading in _readings(source):
            number += 1
            yield reading
    except InputError as error:
        yield refused(label, error.code, error.message.removeprefix(f"{label}: ") + (f"; {error.hint}" if error.hint else ""))
    except EOFError:
        yield refused(label, "truncated", f"the file ends in the middle, after {number} documents; fetch it again")
    except (zlib.error, OSError, RuntimeError, NotImplementedError) as error:
        yield refused(label, "unreadable", f"cannot be read ({error}); fetch the file again or check its permissions")
    except RecursionError:
        yield refused(label, "too-deep", "nested too deeply to be a patent document")
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        yield refused(label, "reader-failed", f"the reader could not make sense of it ({type(error).__name__}: {error}); please report the file")


def _readings(source: FileSource) -> Iterator[Reading]:
    if source.code:
        yield refused(source.label, source.code, source.reason)
        return
    with source.open() as stream:
        head = stream.read(HEAD)
    if not head.strip(b" \t\r\n\x00"):
        yield refused(source.label, "empty-file", "the file is empty")
        return
    for name in READERS:
        reader = READERS.load(name)()
        if reader.recognises(head):
            for piece in reader.split(source):
                yield from [piece] if isinstance(piece, Reading) else reader.read(piece)
            return
    yield refused(source.label, "unknown-format", f"no reader recognises the content; known are {', '.join(READERS)}")
