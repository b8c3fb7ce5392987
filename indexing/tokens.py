"""The owner of tokenizers: a model's own tokens, how many a text has, and where to cut a text that has too many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from indexing.errors import ModelFault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

# A sentence ends at its mark with closing quotes or brackets after it, before space or, in scripts that use none, anywhere; or at a line's end.
# A full stop before a small letter or a digit is none ("FIG. 3", "approx. two").
_SENTENCE_END = re.compile(r"\.[\"'”’)\]]*(?=\s+[^\s\da-z])|[!?;:][\"'”’)\]]*(?=\s)|[。！？；][”’」』）]*|\n")
_SPACE = re.compile(r"\s+")


class Tokens:
    """The tokenizer of one model, cut at `max_tokens`; its own padding and truncation are put off."""

    def __init__(self, definition: str, max_tokens: int) -> None:
        """From the JSON text of a `tokenizer.json`."""
        from tokenizers import Tokenizer

        self.max_tokens = max_tokens
        try:
            self._whole, self._cut = Tokenizer.from_str(definition), Tokenizer.from_str(definition)
        except Exception as error:  # tokenizers raises plain Exception
            raise ModelFault("the tokenizer of the model cannot be read", str(error)) from error
        for tokenizer in (self._whole, self._cut):
            tokenizer.no_padding()
        self._whole.no_truncation()
        self._taken: dict[str, int] = {}
        self._cut.enable_truncation(max_tokens)

    @classmethod
    def in_folder(cls, folder: Path, max_tokens: int) -> Tokens:
        """The tokenizer of a model folder. Raises `ModelFault` where there is none."""
        try:
            return cls((folder / "tokenizer.json").read_text("utf-8"), max_tokens)
        except OSError as error:
            raise ModelFault(f"{folder} lacks tokenizer.json", error.strerror or "") from error

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special ones included, uncut."""
        return [len(e.ids) for e in self._whole.encode_batch_fast(list(texts))]

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, special ones included, cut at `max_tokens`."""
        return [e.ids for e in self._cut.encode_batch_fast(list(texts))]

    def windows(self, text: str, prefix: str = "") -> list[tuple[int, int]]:
        """Code-point ranges that cover all of `text`'s words, each of at most `max_tokens` tokens with `prefix` and the special tokens.

        Cut at the last sentence end in the window's second half, else at the last space, else between tokens (scripts without spaces, endless
        words). Depends on the text and the tokenizer alone.
        """
        encoding = self._whole.encode(text, add_special_tokens=False)
        if prefix not in self._taken:
            self._taken[prefix] = self.count([prefix])[0]
        room = self.max_tokens - self._taken[prefix]
        spans: list[tuple[int, int]] = [s for s in encoding.offsets if s[1] > s[0]]
        if not prefix and spans and len(encoding.ids) <= room and text == text.strip():
            return [(0, len(text))]  # most texts: these very tokens are those of the window
        begin, windows = 0, []
        while begin < len(spans):
            end = self._end(text, spans, begin, room, prefix)
            stop = len(text) if end == len(spans) else spans[end][0]
            start = 0 if begin == 0 else spans[begin][0]
            windows.append(_stripped(text, start, stop))
            begin = end
        return windows

    def _end(self, text: str, spans: list[tuple[int, int]], begin: int, room: int, prefix: str) -> int:
        """The index of the first token after the window that begins at token `begin`."""
        size = room
        while True:
            last = min(begin + size, len(spans))
            end = last if last == len(spans) else _boundary(text, spans, begin, last)
            start = 0 if begin == 0 else spans[begin][0]
            stop = len(text) if end == len(spans) else spans[end][0]
            first, final = _stripped(text, start, stop)
            # Tokens of a part may be more than those of the same text within the whole (a word cut in two): count, and shrink where they are.
            over = self.count([prefix + text[first:final]])[0] - self.max_tokens
            if over <= 0 or end - begin <= 1:
                return end
            size = max(1, end - begin - over)


def _boundary(text: str, spans: list[tuple[int, int]], begin: int, last: int) -> int:
    """The best token to cut before, in (begin, last]: after a sentence in the second half, after a space, else `last`."""
    half, stop = spans[begin + (last - begin) // 2][0], spans[last][0]
    ends = [m.end() for m in _SENTENCE_END.finditer(text, half, stop + 1) if m.end() <= stop]
    cut = ends[-1] if ends else None
    if cut is None:
        spaces = [m.end() for m in _SPACE.finditer(text, spans[begin][1], stop) if m.end() <= stop]
        cut = spaces[-1] if spaces else stop
    for index in range(last, begin, -1):
        if spans[index][0] < cut:
            return index + 1
    return last


def _stripped(text: str, start: int, stop: int) -> tuple[int, int]:
    part = text[start:stop]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def padded(ids: Sequence[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids and attention mask, both of shape (len(ids), longest); what is masked does not matter and is zero."""
    longest = max(len(i) for i in ids)
    tokens, mask = np.zeros((len(ids), longest), np.int64), np.zeros((len(ids), longest), np.int64)
    for row, one in enumerate(ids):
        tokens[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return tokens, mask


def batches(lengths: Sequence[int], budget: int, most: int) -> list[list[int]]:
    """Indices of texts in batches of about equal length, longest first: at most `most` texts and `budget` tokens (padding counted) each."""
    order = sorted(range(len(lengths)), key=lambda i: (-lengths[i], i))
    found: list[list[int]] = []
    for index in order:
        if found and len(found[-1]) < most and (len(found[-1]) + 1) * lengths[found[-1][0]] <= budget:
            found[-1].append(index)
        else:
            found.append([index])
    return found
