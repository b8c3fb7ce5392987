"""How much a document and a source may cost before its reading is given up."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Limits of reading. A legitimate giant (a claim of 10 MB, a PDF of 5,000 pages) stays well below them.

    A document may take `seconds` of wall clock and `cpu_seconds` of one processor, and `seconds_per_mb` (wall clock; half of it processor) more
    for each million bytes it has; a reader that is slow by nature says so itself (`seconds(piece)`, at most `most_seconds`).
    It may make `document_output` bytes. While a source is unpacked and cut, `silence` seconds may pass without any progress; all documents
    of one file may make `file_output` bytes; after `faults` documents that broke their reader the rest of a file is left.
    `memory` is the address space of a reading process in bytes, `temporary` the size of a file that it puts aside.
    """

    seconds: float = 60.0
    cpu_seconds: float = 30.0
    seconds_per_mb: float = 6.0
    most_seconds: float = 4 * 3600.0
    silence: float = 120.0
    document_output: int = 256 * 2**20
    file_output: int = 64 * 2**30
    faults: int = 1000
    memory: int = 3 * 2**30
    temporary: int = 16 * 2**30
    start: float = 60.0

    def wall(self, size: int, asked: float | None = None) -> float:
        """Seconds of wall clock for a document of `size` bytes, whose reader asks for so many."""
        return min(max(self.seconds + self.seconds_per_mb * size / MB, asked or 0.0), self.most_seconds)

    def processor(self, size: int, asked: float | None = None) -> float:
        """Seconds of processor time for a document of `size` bytes."""
        return min(max(self.cpu_seconds + self.seconds_per_mb / 2 * size / MB, asked or 0.0), self.most_seconds)
