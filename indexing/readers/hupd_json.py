"""Harvard's USPTO dataset (Suzgun et al. 2022): one JSON object an application, with the text as filed and published.

`publication_number` bears its date (`US20130296823A1-20131107`). Class labels have lost their stroke (`A61M51723`), so that group and subgroup
cannot be told apart: of such a label the subclass is kept, of one with a stroke all. `background` and `summary` repeat parts of
`full_description` and are read only where that is missing. `decision` tells what the office did and is no part of the document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.dates import parse_date
from indexing.findings import read_as, refused
from indexing.formats.json_fields import Fields, load_record, symbols
from indexing.formats.json_kinds import HUPD, kind_of, kind_of_head
from indexing.formats.json_pieces import json_pieces
from indexing.formats.patent_text import application_id, claim_list, claims_of, describe, one_text
from indexing.model import Finding, Paragraph, Patent
from indexing.numbers import document_id, parse
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.model import Claim, Piece, Reading
    from indexing.protocols import Source

_NUMBER = re.compile(r"(?P<number>.+?[A-Z]\d?)-(?P<day>\d{8})")

_MARKED = re.compile(r"<SOH>\s{0,8}([^<]{0,300}?)\s{0,8}<EOH>")
"""A heading, by the marks that the set puts around it."""


class HupdReader:
    """One object a file, an array, or an object a line."""

    def recognises(self, head: bytes) -> bool:
        return kind_of_head(head) == HUPD

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from json_pieces(source, lambda keys: kind_of(keys) == HUPD)

    def read(self, piece: Piece) -> Iterator[Reading]:
        findings: list[Finding] = []
        record = load_record(piece, findings)
        if not isinstance(record, dict):
            yield record
            return
        fields = Fields(record, piece.where, findings)
        published, filed = one_line(fields.text("publication_number")), application_id(fields.text("application_number"), "US")
        if not published and not filed:
            yield refused(piece.where, "no-number", "the record has no 'publication_number' and no 'application_number'")
            return
        if not published:
            findings.append(Finding("unpublished", piece.where, "publication_number"))
        yield read_as(_patent(fields, published, filed, piece.source), piece.where, findings)


def _patent(fields: Fields, published: str, filed: str | None, label: str) -> Patent:
    dated = _NUMBER.fullmatch(published)
    printed = dated["number"] if dated else published
    identity = document_id(printed or f"application-{filed}")  # an application's number alone is some grant's number as well
    number = parse(identity)
    return Patent(
        id=identity,
        source_id=published or filed or identity,
        source=label,
        office=number.office if number else "US",
        number=number.number if number else None,
        kind=number.kind if number else None,
        application_number=filed,
        language="en",
        titles=one_text(fields.text("title"), "en"),
        abstracts=one_text(_MARKED.sub(r"\1 ", fields.text("abstract")), "en"),
        claims=_claims(fields),
        description=_description(fields),
        filing_date=fields.day("filing_date"),
        publication_date=fields.day("date_published") or (parse_date(dated["day"]) if dated else None),
        cpc=_labels(fields, "main_cpc_label", "cpc_labels"),
        ipc=_labels(fields, "main_ipcr_label", "ipcr_labels"),
        inventors=tuple(dict.fromkeys(filter(None, (_inventor(Fields(i, "", [])) for i in fields.objects("inventor_list"))))),
    )


def _claims(fields: Fields) -> tuple[Claim, ...]:
    if isinstance(fields.record.get("claims"), list):
        return claim_list([(None, text) for text in fields.texts("claims")], "en")
    return claims_of(fields.text("claims"), "en")


def _description(fields: Fields) -> tuple[Paragraph, ...]:
    full = fields.text("full_description")
    given = [(full, None)] if full.strip() else [(fields.text(part), part.upper()) for part in ("background", "summary")]
    if full and not _MARKED.search(full):
        return describe(full, "en")
    found: list[Paragraph] = []
    for text, heading in given:
        parts = [heading, *_MARKED.split(text)]
        for title, body in zip(parts[::2], parts[1::2], strict=True):
            for paragraph in describe(body or "", "en"):
                above = paragraph.heading or one_line(title or "") or heading
                found.append(Paragraph(f"desc.{len(found) + 1}", paragraph.text, above, "en"))
    return tuple(found)


def _labels(fields: Fields, *names: str) -> tuple[str, ...]:
    """Class symbols; of a label that has lost its stroke the subclass."""
    given = [label for name in names for label in fields.texts(name)]
    return symbols(label if "/" in label else re.sub(r"\s+", "", label)[:4] for label in given)


def _inventor(name: Fields) -> str:
    parts = (name.text("inventor_name_first", "first_name"), name.text("inventor_name_last", "last_name"))
    return one_line(" ".join(filter(None, parts)))
