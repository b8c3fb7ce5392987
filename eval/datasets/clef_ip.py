"""CLEF-IP and TREC-CHEM prior-art tasks: topics that name patent documents, those documents as XML, and judgments.

    PAC_topics.txt       <topic><num>PAC-1001</num><narr>…</narr><file>PAC-1001_EP-1234567-A1.xml</file></topic> …      (2010, 2011)
                         <tid>PSG-1</tid><tfile>EP-1234567-A1.xml</tfile><tfam-docs>…</tfam-docs><tclaims>…</tclaims> …  (2012, 2013)
    **/*.xml             the topics' documents (MAREC's `patent-document`, or any other XML that is read here)
    PAC_qrels*.txt       PAC-1001 0 EP-0971326-B1 1          of three columns: topic document grade; 2 is more relevant than 1

A topic's text is the title, abstract and claims of its document (of a claims-to-passage topic the claims that it names). Its narrative names its
own number and nothing else, and its description names what it cites: neither is ever searched with. The document's number and those of
`tfam-docs` are the topic's own publications. A topic whose document is not there is left out, and said.

Sources: CLEF-IP 2010 to 2013, task pages (IRF, TU Wien); parsers of its qrels in public repositories.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from assistant.case_text import application_text
from eval.judgments import Judgments, choose_split
from eval.model import Dataset, Topic
from eval.topic_files import blocks, files_of, head, of_split, qrels_files, read_qrels, topic_files
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from eval.topic_files import Block
    from indexing.model import Patent

_COLUMNS = (3, 4)
_NAMES_A_DOCUMENT = re.compile(r"<t?file>", re.IGNORECASE)
_CLAIM = re.compile(r"claim\[(\d{1,4})\]")
_NUMBER = re.compile(r"([A-Z]{2}-?[A-Z]*\d+(?:-?[A-Z]\d?)?)(?:\.xml)?", re.IGNORECASE)


def recognises(path: Path) -> bool:
    """Whether `path` is a folder with topics that name documents, and judgments."""
    files = files_of(path)
    topics = _topic_files(files)
    return bool(topics) and bool(qrels_files([f for f in files if f not in topics], _COLUMNS))


def load(folder: Path, split: str = "test") -> Dataset:
    """The collection in `folder`. Raises `InputError` (with file and line) for a file that is not as above, `UsageError` for an unknown split."""
    files = files_of(folder)
    marked = _topic_files(files)
    if not marked:
        raise InputError("has no topics that name documents", "<topic><num>…</num><file>…</file></topic>", source=str(folder), code="no-queries")
    qrels = qrels_files([f for f in files if f not in marked], _COLUMNS)
    split = choose_split(qrels, split, folder)
    chosen = of_split(marked, split)
    judgments = Judgments()
    read_qrels(qrels[split], judgments, _COLUMNS)
    found = {block.fields["num"]: block for file in chosen for block in blocks(file)}
    wanted = {key: block for key, block in found.items() if key in judgments.grades and "file" in block.fields}
    judgments.note([key for key in found if key in judgments.grades and key not in wanted], "naming no document left out", "topic")
    documents = _documents(folder, wanted)
    judgments.note([key for key in wanted if key not in documents], "whose document is not there or cannot be read left out", "topic")
    topics = {key: made for key in found if key in documents and (made := _topic(key, wanted[key], documents[key][1]))}
    judgments.note([key for key in documents if key not in topics], "whose document has neither title, abstract nor claims left out", "topic")
    for key in [key for key in judgments.grades if key not in topics and key in found]:
        judgments.grades.pop(key)  # said above
    unjudged = {key: Topic(key, "") for key in found if key not in judgments.grades and key not in wanted}
    read = {*chosen, qrels[split], *(documents[key][0] for key in topics)}
    return judgments.dataset(folder, split, "clef-ip", {**topics, **unjudged}, sorted(read))


def _topic_files(files: Iterable[Path]) -> list[Path]:
    return [file for file in topic_files(list(files)) if _NAMES_A_DOCUMENT.search(head(file))]


def _documents(folder: Path, wanted: Mapping[str, Block]) -> dict[str, tuple[Path, Patent]]:
    """For each topic the file that it names and the document in it. They are read as all sources are: in a process that can be killed."""
    from indexing.reading.pool import FileDone, read_files

    there = {file.name.casefold(): file for file in sorted(folder.rglob("*")) if file.suffix.casefold() in {".xml", ".gz"}}
    named = {key: there.get(block.fields["file"].rpartition("/")[2].casefold()) for key, block in wanted.items()}
    patents: dict[Path, Patent] = {}
    files = sorted({file for file in named.values() if file})
    at = iter(files)
    file = next(at, None)
    for item in read_files(files) if files else ():
        if isinstance(item, FileDone):
            file = next(at, None)
        elif item.patent and file:
            patents.setdefault(file, item.patent)
    return {key: (file, patents[file]) for key, file in named.items() if file and file in patents}


def _topic(key: str, block: Block, patent: Patent) -> Topic | None:
    claims = {int(number) for number in _CLAIM.findall(block.fields.get("claims", ""))}
    shown = dataclasses.replace(patent, claims=tuple(c for c in patent.claims if not claims or c.number in claims))
    text = application_text(shown, ("claims",) if claims else ("title", "abstract", "claims"))
    if not text.strip():
        return None
    family = [match[1] for name in block.fields.get("family", "").split() if (match := _NUMBER.fullmatch(name))]
    day, used = (patent.priority_date, "priority") if patent.priority_date else (patent.filing_date, "filed")
    facts: dict[str, object] = {"date": day.isoformat() if day else None, "date_used": used if day else None, "language": patent.language}
    facts |= {"classes": list(dict.fromkeys((*patent.cpc, *patent.ipc))) or None, "owner": list(patent.applicants) or None}
    return Topic(key, text, tuple(dict.fromkeys((patent.id, *family))), {name: value for name, value in facts.items() if value})
