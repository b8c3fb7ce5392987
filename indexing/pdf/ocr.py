"""Recognition of the text of scanned pages by tesseract, a program of its own (Apache-2.0): grey picture in, words with boxes and confidence out.

It is asked for one page after the other, each with a time limit. Words come as a table (TSV). English is tried first; where a page is read badly and
other languages are installed, it is read with those, and what was better is kept for the pages after it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from statistics import median

from indexing.pdf.page import Word

PROGRAM = "tesseract"
HOW_TO_INSTALL = "install tesseract (Debian: apt-get install tesseract-ocr, and tesseract-ocr-deu, -fra … for other languages) and build again"
PAGE_SECONDS = 45.0
_POOR = 70.0
_MOST_LANGUAGES = 6
_TELLING = 40
"""A page with fewer words says nothing about its language."""
_WORD_LEVEL = 5
_LEAST = 20.0
"""Words below this confidence are specks, not words."""
_TURNS = {90, 180, 270}


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture: rows of `stride` bytes from the top, `scale` pixels a point."""

    width: int
    height: int
    stride: int
    grey: bytes
    scale: float

    def pgm(self) -> bytes:
        """As a portable grey map (netpbm P5)."""
        head = b"P5 %d %d 255\n" % (self.width, self.height)
        if self.stride == self.width:
            return head + self.grey[: self.width * self.height]
        return head + b"".join(self.grey[y * self.stride : y * self.stride + self.width] for y in range(self.height))

    def turned(self, degrees: int) -> Picture:
        """The picture turned clockwise by 90, 180 or 270 degrees."""
        rows = [self.grey[y * self.stride : y * self.stride + self.width] for y in range(self.height)]
        if degrees == 180:  # noqa: PLR2004
            return Picture(self.width, self.height, self.width, b"".join(row[::-1] for row in reversed(rows)), self.scale)
        columns = zip(*reversed(rows), strict=True) if degrees == 90 else reversed(list(zip(*rows, strict=True)))  # noqa: PLR2004
        return Picture(self.height, self.width, self.height, b"".join(bytes(c) for c in columns), self.scale)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page's words, its size in points as it is read, and the mean confidence (0 to 100) of its words by their length; None without words."""

    words: tuple[Word, ...]
    width: float
    height: float
    confidence: float | None
    sideways: bool = False
    """Most of its words are higher than wide: the page lies on its side."""


def available() -> bool:
    """Whether tesseract is installed here."""
    return shutil.which(PROGRAM) is not None


class Recogniser:
    """Reads pages for at most `seconds` in all."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._installed: list[str] | None = None
        self._languages = ""

    def spent(self) -> bool:
        return time.monotonic() >= self._until

    def read(self, picture: Picture) -> Recognised | None:
        """The page's words; None where it took too long or tesseract failed."""
        first = self._read(picture, self._language())
        if first is None or ((first.confidence or 0.0) >= _POOR and not first.sideways):
            return first
        best, turned = first, picture
        if degrees := self._orientation(picture):
            turned = picture.turned(degrees)
            again = self._read(turned, self._language())
            best = again if again is not None and (first.sideways or (again.confidence or 0.0) > (first.confidence or 0.0)) else first
        rest = [name for name in self._known() if name not in self._language().split("+")][: _MOST_LANGUAGES - 1]
        if rest and (best.confidence or 0.0) < _POOR and len(best.words) > _TELLING:
            wide = "+".join([self._language(), *rest])
            again = self._read(turned, wide)
            if again is not None and (again.confidence or 0.0) > (best.confidence or 0.0) + 5:
                best, self._languages = again, wide
        return best

    def _known(self) -> list[str]:
        if self._installed is None:
            listed = self._run(["--list-langs"], b"")
            names = (listed or b"").decode("utf-8", "replace").splitlines()[1:]
            self._installed = [n.strip() for n in names if n.strip() and n.strip() not in {"osd", "equ"} and "/" not in n]
        return self._installed

    def _language(self) -> str:
        if not self._languages:
            self._languages = "eng" if "eng" in self._known() or not self._known() else self._known()[0]
        return self._languages

    def _read(self, picture: Picture, languages: str) -> Recognised | None:
        table = self._run(["stdin", "stdout", "--dpi", str(round(picture.scale * 72)), "-l", languages, "--psm", "3", "tsv"], picture.pgm())
        if table is None:
            return None
        return _words(table.decode("utf-8", "replace"), picture)

    def _orientation(self, picture: Picture) -> int:
        """By how many degrees clockwise the picture must be turned to be read; 0 where tesseract is not sure."""
        said = self._run(["stdin", "stdout", "--psm", "0"], picture.pgm()) or b""
        facts = dict(line.split(":", 1) for line in said.decode("utf-8", "replace").splitlines() if ":" in line)
        try:
            degrees, sure = int(facts.get("Rotate", "0")), float(facts.get("Orientation confidence", "0"))
        except ValueError:
            return 0
        return degrees if degrees in _TURNS and sure > 2 else 0  # noqa: PLR2004 - tesseract's own scale

    def _run(self, arguments: list[str], data: bytes) -> bytes | None:
        """What tesseract writes; None where it fails or takes too long. It works with one thread: the house runs several readers."""
        left = min(PAGE_SECONDS, self._until - time.monotonic())
        if left <= 0:
            return None
        kept = {k: os.environ[k] for k in ("PATH", "TESSDATA_PREFIX", "SYSTEMROOT") if k in os.environ}
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program; the arguments are our own
                [shutil.which(PROGRAM) or PROGRAM, *arguments],
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=left,
                env={**kept, "OMP_THREAD_LIMIT": "1"},
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError):
            return None
        return done.stdout if done.returncode == 0 else None


def _words(table: str, picture: Picture) -> Recognised:
    """The words of tesseract's table. A word gets the height of its line, so that words on one line stand level."""
    lines: dict[tuple[str, ...], list[tuple[int, int, int, int, str]]] = {}
    weight = total = 0.0
    upright = 0
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != str(_WORD_LEVEL):  # noqa: PLR2004 - the table's twelve columns
            continue
        try:
            x, y, w, h = (int(c) for c in cells[6:10])
            confidence = float(cells[10])
        except ValueError:
            continue
        text = cells[11].strip()
        if not text or confidence < _LEAST:
            continue
        upright += 0 if len(text) < 3 else 1 if w > h else -1  # noqa: PLR2004 - short words tell nothing
        weight += len(text)
        total += len(text) * confidence
        lines.setdefault(tuple(cells[1:5]), []).append((x, y, x + w, y + h, text))
    words = []
    for found in lines.values():
        words += _levelled(found, picture.scale)
    mean = round(total / weight, 1) if weight else None
    return Recognised(tuple(words), picture.width / picture.scale, picture.height / picture.scale, mean, upright < 0)


def _levelled(line: list[tuple[int, int, int, int, str]], scale: float) -> list[Word]:
    """A line's words with the same height about their common slope."""
    height = median(y1 - y0 for _, y0, _, y1, _ in line)
    return [_level(x0, y0, x1, y1, text, height, scale) for x0, y0, x1, y1, text in line]


def _level(x0: int, y0: int, x1: int, y1: int, text: str, height: float, scale: float) -> Word:
    """A word's own foot (without descenders) is not told; its middle is, within the half of a line."""
    middle = (y0 + y1) / 2
    return Word(text, x0 / scale, (middle - height / 2) / scale, x1 / scale, (middle + height / 2) / scale)
