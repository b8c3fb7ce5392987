"""Files that only their owner reads, published whole or not at all."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from indexing.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def private_folder(folder: Path) -> None:
    """Make `folder` with mode 0700 where it is missing. Raises `UsageError` where it cannot be made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"cannot make the records' folder {folder}: {error.strerror}", "set PRIORART_RECORDS to a folder you may write, or use --no-record"
        ) from error


def publish(path: Path, data: bytes) -> None:
    """Write `data` aside (mode 0600), flush it to the disk, and rename it to `path`. Raises `UsageError`; nothing half-written stays."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            aside.rename(path)
        except OSError:
            aside.unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise UsageError(f"cannot write the record {path}: {error.strerror}", "free space or set PRIORART_RECORDS to another folder") from error
