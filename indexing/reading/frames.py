"""What a reading process and its parent say to each other: frames of a length, a kind and JSON, on one socket.

Parent to child: `TASK` (with the file's descriptor), `GO` or `SKIP` after the child has told the file's hash. Child to parent: `READY`, then for
each task `STAMP`; `SOURCE` before anything of a source or an archive is opened; `BEGIN`, any number of `READING`s and `END` for each piece;
`ALIVE` now and then while bytes are read; `DONE`. Nothing is pickled: what a child has become cannot reach into its parent.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import orjson

from indexing.codec import patent_from_json, patent_to_json
from indexing.model import Finding, LedgerEntry, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = struct.Struct(">IB")
_HEAD = struct.Struct(">I")
LARGEST = 2**31


class Kind(IntEnum):
    """The kinds of frames."""

    READY = 0
    STAMP = 1
    SOURCE = 2
    BEGIN = 3
    READING = 4
    END = 5
    ALIVE = 6
    DONE = 7
    TASK = 8
    GO = 9
    SKIP = 10


class BrokenFrame(ValueError):
    """Bytes that are no frame: the child is no longer what was started."""


def frame(kind: Kind, payload: bytes = b"") -> bytes:
    """One frame."""
    return HEADER.pack(len(payload), kind) + payload


def message(kind: Kind, **fields: Any) -> bytes:  # noqa: ANN401 - JSON
    """A frame that holds a JSON object."""
    return frame(kind, orjson.dumps(fields))


def reading_to_bytes(reading: Reading) -> bytes:
    """The payload of a `READING`. Raises ValueError for a text that is no Unicode."""
    try:
        head = orjson.dumps([reading.entry, reading.findings], option=orjson.OPT_PASSTHROUGH_SUBCLASS)
    except orjson.JSONEncodeError as error:
        msg = f"cannot be told: {error}"
        raise ValueError(msg) from error
    return _HEAD.pack(len(head)) + head + (patent_to_json(reading.patent) if reading.patent else b"")


def reading_from_bytes(payload: bytes | memoryview) -> Reading:
    """The reading in the payload of a `READING`. Raises `BrokenFrame` or `IndexFault` for what is none."""
    payload = memoryview(payload)
    try:
        (size,) = _HEAD.unpack_from(payload)
        entry, findings = orjson.loads(payload[4 : 4 + size])
        patent = patent_from_json(bytes(payload[4 + size :])) if len(payload) > 4 + size else None
        return Reading(patent, LedgerEntry(**entry), tuple(Finding(**f) for f in findings))
    except (struct.error, ValueError, TypeError, KeyError) as error:
        raise BrokenFrame(str(error)) from error


class FrameReader:
    """Cuts frames out of the bytes that come in."""

    def __init__(self) -> None:
        self._held = bytearray()

    def __len__(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> Iterator[tuple[Kind, bytes]]:
        """The frames that `data` completes. Raises `BrokenFrame`."""
        held = self._held
        held += data
        at = 0
        try:
            while len(held) - at >= HEADER.size:
                size, kind = HEADER.unpack_from(held, at)
                if kind > Kind.SKIP or size > LARGEST:
                    raise BrokenFrame
                end = at + HEADER.size + size
                if len(held) < end:
                    break
                at, begin = end, at + HEADER.size
                yield Kind(kind), bytes(held[begin:end])
        finally:
            del held[:at]
