"""Files of topics and of judgments as TREC and CLEF publish them, found in a folder and read.

Topics are marked up in SGML's manner: `<top>` (or `<topic>`) to `</top>`, fields that need not be closed, labels that repeat their names:

    <top>                                  <topic number="7">                      <tid>PSG-3</tid>
    <num> Number: 401                        <query>…</query>                      <tfile>WO-2002055166-A1.xml</tfile>
    <title> foreign minorities, Germany      <question>…</question>                <tclaims>/patent-document/claims/claim[1]</tclaims>
    <desc> Description: What …               <narrative>…</narrative>
    </top>                                 </topic>

Sources: NIST, TREC's topic files (data sheets of the ad hoc, web, chemical tracks); CLEF-IP 2010 to 2013, task pages.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.trec import lines
from indexing.errors import InputError
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from eval.judgments import Judgments

_FIELDS = {
    "num": "num", "number": "num", "tid": "num", "tnum": "num", "id": "num", "topic-id": "num", "topic_id": "num",
    "title": "title", "query": "title", "desc": "desc", "description": "desc", "question": "desc", "narr": "narr", "narrative": "narr",
    "file": "file", "tfile": "file", "tclaims": "claims", "tfam-docs": "family",
}  # fmt: skip
_BLOCK = re.compile(r"<(top|topic)(?:\s([^>]*))?>(.*?)(?:</\1\s*>|(?=<\1[\s>])|\Z)", re.IGNORECASE | re.DOTALL)
_BARE = re.compile(r"<tid>.*?(?=<tid>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)(?:\s[^>]*)?>")
_NUMBER = re.compile(r"\b(?:number|id)\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_LABEL = re.compile(r"\A\s*(?:Number|Topic|Description|Narrative)\s*:\s*", re.IGNORECASE)
_HEAD = 4096
_NAMES = re.compile(r"(?i)topics?|qrels?|queries|query")
_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Block:
    """One topic as its file has it: the line it begins at, and its fields by their short names (`num`, `title`, `desc`, `narr`, `file` …)."""

    line: int
    fields: Mapping[str, str]


def whole_text(path: Path) -> str:
    """The text of `path` (plain or .gz), with its line ends where they were. Raises `InputError` for what is no UTF-8 text."""
    kept: list[str] = []
    for number, line in lines(path):
        kept += [""] * (number - 1 - len(kept))
        kept.append(line)
    return "\n".join(kept)


def blocks(path: Path) -> Iterator[Block]:
    """The topics in `path`. Raises `InputError` for a topic without a number, one that is not closed, and a number given twice."""
    text = re.sub(r"<!--.*?-->", lambda m: re.sub(r"[^\n]", " ", m[0]), whole_text(path), flags=re.DOTALL)
    found = list(_BLOCK.finditer(text)) or list(_BARE.finditer(text))
    seen: set[str] = set()
    for match in found:
        line = text.count("\n", 0, match.start()) + 1
        bare = match.re is _BARE
        if not bare and not re.search(r"</(?:top|topic)\s*>\Z", match[0], re.IGNORECASE):
            raise InputError("this topic is never closed", "is the file whole? each <top> ends with </top>", source=str(path), line=line)
        fields = _fields(match[0] if bare else match[3])
        if not bare and (said := _NUMBER.search(match[2] or "")):
            fields.setdefault("num", said[1].strip())
        key = fields.get("num", "")
        if not key or any(c.isspace() for c in key):
            raise InputError("this topic has no number", "write <num> and one word", source=str(path), line=line, code="malformed-line")
        if key in seen:
            raise InputError(f"topic '{key}' is given twice", "keep one of them", source=str(path), line=line, code="duplicate-id")
        seen.add(key)
        yield Block(line, fields)


def _fields(body: str) -> dict[str, str]:
    """The fields of a topic: each runs to its end tag, else to the next field. Other tags are taken out of the text."""
    found: dict[str, list[str]] = {}
    current, last = "", 0
    for tag in [*_TAG.finditer(body), None]:
        end = tag.start() if tag else len(body)
        found.setdefault(current, []).append(body[last:end])
        last = tag.end() if tag else end
        if tag and (name := _FIELDS.get(tag[2].casefold())):
            current = "" if tag[1] else name
    texts = {name: one_line(html.unescape(_LABEL.sub("", " ".join(parts)))) for name, parts in found.items()}
    outside = texts.pop("", "")
    kept = {name: text for name, text in texts.items() if text}
    return kept if kept or not outside else {"title": outside}


def sentences(parts: Sequence[str]) -> str:
    """Title and text as one text: each part but the last one ends as a sentence does."""
    ended = [part if part[-1] in ".?!。" else f"{part}." for part in parts[:-1] if part]
    return " ".join([*ended, *parts[-1:]])


def files_of(folder: Path) -> list[Path]:
    """The files in `folder` and in its direct subfolders, by name."""
    if not folder.is_dir():
        return []
    return sorted(file for pattern in ("*", "*/*") for file in folder.glob(pattern) if file.is_file() and not file.name.startswith("."))


def head(path: Path) -> str:
    """The beginning of a text file, as far as it can be read; empty for what is no text."""
    text = ""
    try:
        for _, line in lines(path):
            text += line + "\n"
            if len(text) > _HEAD:
                break
    except InputError:
        return ""
    return text


def topic_files(files: Sequence[Path]) -> list[Path]:
    """Those of `files` that begin as a file of topics does."""
    return [f for f in files if _looks(f) and re.search(r"<(?:top|topic|tid)\b", head(f), re.IGNORECASE)]


def _looks(file: Path) -> bool:
    """A file that may hold topics: one that is called so, or no document of the collection."""
    return bool(_NAMES.search(file.name)) or file.suffix.casefold() not in {".xml", ".gz", ".zip", ".7z"}


def qrels_files(files: Sequence[Path], columns: Sequence[int] = (_COLUMNS,)) -> dict[str, Path]:
    """The files of judgments by split: those called qrels, and those whose first line has that many columns and ends in a whole number."""
    found: dict[str, Path] = {}
    for file in files:
        cells = next((line.split() for line in head(file).splitlines() if line.strip()), [])
        shaped = len(cells) in columns and re.fullmatch(r"-?\d+", cells[-1]) is not None
        if "<" not in head(file)[:1] and (shaped or ("qrel" in file.name.casefold() and cells)):
            found[split_of(file)] = file
    return found


def split_of(file: Path) -> str:
    """The split that a file's name tells: `qrels.dev.txt` is `dev`, `PAC_qrels_21_EN.txt` is `PAC_21_EN`, `qrels.txt` is `test`."""
    stem = file.name.split(".gz")[0]
    stem = re.sub(r"\.(?:txt|tsv|xml|sgml?|trec)$", "", stem, flags=re.IGNORECASE)
    return re.sub(r"[._\- ]{2,}", "_", _NAMES.sub("", stem)).strip("._- ") or "test"


def of_split(files: Sequence[Path], split: str) -> list[Path]:
    """The files of that split, where some are called so; else all of them."""
    return [file for file in files if split_of(file) == split] or list(files)


def read_qrels(path: Path, into: Judgments, columns: Sequence[int] = (_COLUMNS,)) -> None:
    """The judgments of `path`: `topic iteration document grade`; of three columns `topic document grade`.

    Raises `InputError` with file and line for a line of another shape and for what `Judgments.add` refuses.
    """
    for number, line in lines(path):
        cells = line.split()
        if len(cells) not in columns:
            wanted = " or ".join(map(str, columns))
            hint = "write: topic 0 document grade"
            raise InputError(f"{len(cells)} columns where judgments have {wanted}", hint, source=str(path), line=number, code="malformed-line")
        into.add(path, number, cells[0], cells[-2], cells[-1])
