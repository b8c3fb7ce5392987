"""Records of BigQuery's `patents-public-data.patents.publications` as JSON: an array, or an object a line (`bq extract`).

Localised texts (`title_localized` … with `text` and `language`), class codes, priority claims and citations are arrays of objects; dates are
integers YYYYMMDD, 0 where there is none. Queries often flatten them (`title`, `abstract_text`, `ipc_classes`, `references`): such records are
read as well. A citation's `category` says who cited (SEA, EXA, APP, OPP …), its `type` the category of ST.14; both are judged by what they hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from indexing.findings import read_as, refused
from indexing.formats.google_markup import claims_in, description_in, parse_fragment
from indexing.formats.json_fields import Fields, load_record, symbols
from indexing.formats.json_kinds import BIGQUERY, kind_of, kind_of_head
from indexing.formats.json_pieces import json_pieces
from indexing.formats.patent_text import application_id, claim_list, claims_of, describe
from indexing.model import CitedDocument, Patent, PriorityClaim, Text
from indexing.numbers import document_id, parse
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    from indexing.model import Claim, Finding, Paragraph, Piece, Reading
    from indexing.protocols import Source

    Part = TypeVar("Part", Claim, Paragraph)

_WHO = {
    "SEA": "search", "ISR": "search", "SUP": "search", "PRS": "search", "ISA": "search", "PCT": "search", "FOP": "opposition", "OPP": "opposition",
    "APP": "applicant", "EXA": "examiner", "CH2": "examiner", "115": "third-party", "TPO": "third-party", "APL": "appeal",
}  # fmt: skip
_ST14 = re.compile(r"[XYADEOPTLRI&]{1,3}(?:[,;/ ]+[XYADEOPTLRI&]{1,3})*")


class BigQueryReader:
    """One record a piece."""

    def recognises(self, head: bytes) -> bool:
        return kind_of_head(head) == BIGQUERY

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from json_pieces(source, lambda keys: kind_of(keys) == BIGQUERY)

    def read(self, piece: Piece) -> Iterator[Reading]:
        findings: list[Finding] = []
        record = load_record(piece, findings)
        if not isinstance(record, dict):
            yield record
            return
        fields = Fields(record, piece.where, findings)
        name = one_line(fields.text("publication_number", "publicationNumber"))
        if not name:
            yield refused(piece.where, "no-number", "the record has no 'publication_number'; give the document a number")
            return
        yield read_as(_patent(fields, name, piece.source), piece.where, findings)


def _patent(fields: Fields, name: str, label: str) -> Patent:
    identity = document_id(name)
    number = parse(identity)
    titles, abstracts = _localised(fields, "title"), _localised(fields, "abstract")
    claims = _parts(fields, "claims", claims_of, claims_in)
    description = _parts(fields, "description", describe, description_in)
    office = number.office if number else fields.text("country_code") or None
    published = fields.day("publication_date", "pub_date")
    return Patent(
        id=identity,
        source_id=name,
        source=label,
        office=office,
        number=number.number if number else None,
        kind=number.kind if number else fields.text("kind_code") or None,
        application_number=application_id(fields.text("application_number_formatted", "application_number"), office),
        language=_language(claims, description, abstracts, titles),
        titles=titles,
        abstracts=abstracts,
        claims=claims,
        description=description,
        filing_date=fields.day("filing_date"),
        publication_date=published or fields.day("grant_date"),
        priorities=_priorities(fields),
        cpc=symbols(fields.texts("cpc", "code") or fields.texts("cpc_codes") or fields.texts("cpc_classes")),
        ipc=symbols(fields.texts("ipc", "code") or fields.texts("ipc_codes") or fields.texts("ipc_classes")),
        family=_family(fields.text("family_id")),
        applicants=_people(fields, "assignee") or fields.texts("raw_assignees") or fields.texts("assignees"),
        inventors=_people(fields, "inventor") or fields.texts("inventors"),
        citations=_citations(fields),
    )


def _family(text: str) -> str | None:
    """The simple family's id; -1 stands for none."""
    return one_line(text) or None if text.strip() != "-1" else None


def _localised(fields: Fields, part: str) -> tuple[Text, ...]:
    """Titles or abstracts, one a language."""
    found: dict[str | None, Text] = {}
    for text, language in _texts(fields, part):
        line = one_line(text)
        if line:
            found.setdefault(language, Text(line, language))
    return tuple(found.values())


def _texts(fields: Fields, part: str, form: str = "_localized") -> list[tuple[str, str | None]]:
    """The texts of a part with their languages; a flattened record's one text has the language that it names, if any."""
    localised = fields.record.get(part + form)
    if isinstance(localised, str):
        return [(localised, None)]
    if localised:
        return _spoken(fields.objects(part + form))
    return _flat(fields, part) if form == "_localized" else []


def _spoken(objects: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    inner = [Fields(o, "", []) for o in objects]
    return [(o.text("text"), o.text("language").lower() or None) for o in inner]


def _flat(fields: Fields, part: str) -> list[tuple[str, str | None]]:
    language = fields.text(f"{part}_language", "language").lower() or None
    for name in (f"{part}_text", part, f"{part}_en"):
        value = fields.record.get(name)
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return [("\n\n".join(value), language)] if value else []
        if isinstance(value, list) and all(isinstance(v, dict) for v in value):
            return _spoken(value)
        if value:
            return [(fields.text(name), "en" if name.endswith("_en") else language)]
    return []


def _parts(
    fields: Fields, part: str, of_text: Callable[[str, str | None], tuple[Part, ...]], of_markup: Callable[[Any, str | None], tuple[Part, ...]]
) -> tuple[Part, ...]:
    """Claims or description paragraphs of every language once; from the markup where that is given, since it has their numbers."""
    by_language: dict[str | None, tuple[Part, ...]] = {}
    for text, language in _texts(fields, part, "_localized_html"):
        root = parse_fragment(text)
        if root is not None and (found := of_markup(root, language)):
            by_language.setdefault(language, found)
    listed = fields.record.get(part)
    if part == "claims" and not by_language and isinstance(listed, list) and listed and all(isinstance(v, str) for v in listed):
        return claim_list([(None, v) for v in listed])  # type: ignore[return-value]
    for text, language in _texts(fields, part):
        if language not in by_language and (found := of_text(text, language)):
            by_language[language] = found
    return tuple(p for found in by_language.values() for p in found)


def _language(*parts: tuple[Claim | Paragraph | Text, ...]) -> str | None:
    """The language of the first part that is in one language alone."""
    for part in parts:
        languages = {p.language for p in part}
        if len(languages) == 1 and None not in languages:
            return languages.pop()
    return None


def _people(fields: Fields, role: str) -> tuple[str, ...]:
    """The names as printed, else the harmonised ones."""
    return fields.texts(role, "name") or fields.texts(f"{role}_harmonized", "name")


def _priorities(fields: Fields) -> tuple[PriorityClaim, ...]:
    found = []
    for item in fields.objects("priority_claim"):
        claim = Fields(item, "", [])
        number = application_id(claim.text("application_number", "publication_number"))
        found.append(PriorityClaim(number, number[:2] if number and number[:2].isalpha() else None, claim.day("filing_date")))
    day = fields.day("priority_date")
    if day and all(p.date is None or p.date > day for p in found):
        found.append(PriorityClaim(date=day))
    return tuple(dict.fromkeys(p for p in found if p.number or p.date))


def _citations(fields: Fields) -> tuple[CitedDocument, ...]:
    """Cited documents, patents and literature, each with its category and who cited it."""
    found = [_cited(Fields(item, "", [])) for item in fields.objects("citation")] if fields.record.get("citation") else []
    found += [CitedDocument(_number(name)) for name in fields.texts("references", "publication_number")]
    return tuple(dict.fromkeys(c for c in found if c.number or c.text))


def _cited(item: Fields) -> CitedDocument:
    given = [one_line(item.text(name)).upper() for name in ("type", "category")]
    name, text = item.text("publication_number") or item.text("application_number"), one_line(item.text("npl_text"))
    return CitedDocument(
        number=_number(name) if name else None,
        category=next((g for g in given if g not in _WHO and _ST14.fullmatch(g)), None),
        cited_by=next((_WHO[g] for g in given if g in _WHO), None),
        text=text or None,
    )


def _number(name: str) -> str:
    number = parse(name)
    return str(number) if number else one_line(name)
