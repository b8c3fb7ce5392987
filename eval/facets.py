"""What is known of documents and topics beside their text, for slices: class, year, language, owner, family.

Read from the corpus and the topics of a folder in BEIR's layout, where a record's `metadata` (or the record itself) may hold: `ipc`, `cpc` or
`classes`; `priority_date`, `filing_date`, `date`, `publication_date` or `year`; `language`; `owner`, `assignee` or `applicant`; `family` or
`family_id`. Lists and values parted by `;` are taken. A topic that is itself a document of the corpus has what the corpus says of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.trec import lines

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from pathlib import Path

    from eval.model import Topic

_CLASSES = ("ipc", "cpc", "ipcr", "classes", "class", "classification")
_DATES = ("priority_date", "filing_date", "date", "publication_date", "published", "year")
_LANGUAGES = ("language", "lang")
_OWNERS = ("owner", "owners", "assignee", "assignees", "applicant", "applicants")
_FAMILIES = ("family", "family_id")
_SUBCLASS = re.compile(r"[A-HY]\d\d[A-Z]")
_PARTED = re.compile(r"[;|]")
_YEAR = re.compile(r"(1[6-9]|2[01])\d\d")


@dataclass(frozen=True, slots=True)
class Facets:
    """Of one document or topic: IPC or CPC subclasses as `A45D`, the first-listed first; the rest as the source has it, owners without case."""

    classes: tuple[str, ...] = ()
    year: int | None = None
    language: str | None = None
    owners: tuple[str, ...] = ()
    family: str | None = None


def read_facets(folder: Path, wanted: Container[str] | None = None) -> dict[str, Facets]:
    """The facets of the documents and topics in `folder`, by id; only those in `wanted` where it is given. Records without an id are passed over.

    Raises `InputError` for a file that cannot be read.
    """
    found: dict[str, dict[str, Any]] = {}
    files = [f for name in ("corpus", "queries", "*-queries") for f in sorted(folder.glob(f"{name}.jsonl*")) if f.suffix in {".jsonl", ".gz"}]
    for file in files:
        for record in _records(file):
            key = str(record.get("_id"))
            if "_id" in record and (wanted is None or key in wanted):
                metadata = record.get("metadata")
                # A topic's own words come last and go before those of the corpus.
                found.setdefault(key, {}).update({**_known(record), **_known(metadata if isinstance(metadata, dict) else {})})
    return {key: facets(record) for key, record in found.items()}


def with_topics(found: Mapping[str, Facets], topics: Sequence[Topic]) -> dict[str, Facets]:
    """`found`, and what the topics' own metadata say, which goes before it facet by facet."""
    joined = dict(found)
    for topic in topics:
        told, known = facets(topic.metadata), joined.get(topic.id, Facets())
        joined[topic.id] = Facets(
            classes=told.classes or known.classes,
            year=told.year or known.year,
            language=told.language or known.language,
            owners=told.owners or known.owners,
            family=told.family or known.family,
        )
    return joined


def facets(record: Mapping[str, Any]) -> Facets:
    """The facets that the fields of `record` state."""
    symbols = [symbol for value in _values(record, _CLASSES) for symbol in value.split(",")]
    subclasses = [match.group() for symbol in symbols if (match := _SUBCLASS.match(symbol.replace(" ", "").upper()))]
    years = [int(match.group()) for value in _values(record, _DATES) if (match := _YEAR.match(value))]
    return Facets(
        classes=tuple(dict.fromkeys(subclasses)),
        year=years[0] if years else None,
        language=next((value.lower() for value in _values(record, _LANGUAGES)), None),
        owners=tuple(dict.fromkeys(" ".join(owner.casefold().split()) for owner in _values(record, _OWNERS))),
        family=next(iter(_values(record, _FAMILIES)), None),
    )


def _known(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that facets are read from, those only: corpora are large."""
    names = (*_CLASSES, *_DATES, *_LANGUAGES, *_OWNERS, *_FAMILIES)
    return {name: record[name] for name in names if record.get(name) not in (None, "", [])}


def _values(record: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    """All values under `names`, in their order: those of a list, and those that exports part by `;` or `|` (a name may hold a comma)."""
    whole = [value for name in names if name in record for value in (record[name] if isinstance(record[name], list | tuple) else [record[name]])]
    return [part.strip() for value in whole if isinstance(value, str | int) for part in _PARTED.split(str(value)) if part.strip()]


def _records(file: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a JSONL file. What is none was refused, or will be, by the reader of the data set."""
    for _, line in lines(file):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            yield record
