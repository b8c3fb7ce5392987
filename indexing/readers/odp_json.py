"""Responses of the United States patent office's open data portal (`patentFileWrapperDataBag`): the file wrapper of an application.

Bibliographic data without text: title, dates, classes, parties, continuity and foreign priorities. A wrapper that was granted is read as its
grant, else as its publication; the grant's kind code is not given, and so not known here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.findings import read_as, refused
from indexing.formats.json_fields import Fields, load_record, symbols
from indexing.formats.json_kinds import ODP, ODP_BAG, kind_of, kind_of_head
from indexing.formats.json_pieces import head_keys, json_pieces
from indexing.formats.patent_text import application_id, one_text
from indexing.model import Finding, Patent, PriorityClaim
from indexing.numbers import document_id, parse
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.model import Piece, Reading
    from indexing.protocols import Source

_BENEFIT = frozenset({"CON", "CIP", "DIV", "PRO", "NST", "REI", "SER", "REX"})
_COUNTRIES = {"FRANCE": "FR", "GERMANY": "DE", "JAPAN": "JP", "CHINA": "CN", "REPUBLIC OF KOREA": "KR", "UNITED KINGDOM": "GB", "TAIWAN": "TW",
              "EUROPEAN PATENT OFFICE (EPO)": "EP", "EUROPEAN PATENT OFFICE": "EP", "ITALY": "IT", "SWEDEN": "SE", "CANADA": "CA", "AUSTRALIA": "AU",
              "SWITZERLAND": "CH", "INDIA": "IN", "NETHERLANDS": "NL", "ISRAEL": "IL", "SPAIN": "ES", "AUSTRIA": "AT", "FINLAND": "FI",
              "DENMARK": "DK", "BELGIUM": "BE", "NORWAY": "NO", "BRAZIL": "BR", "RUSSIAN FEDERATION": "RU", "SINGAPORE": "SG"}  # fmt: skip


class OdpReader:
    """A response with its wrappers, responses one after the other, or wrappers alone (a bulk file's own array)."""

    def recognises(self, head: bytes) -> bool:
        return kind_of_head(head) == ODP

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        with source.open() as stream:
            enveloped = any(ODP_BAG in keys for keys in head_keys(stream.read(1 << 16)))
        yield from json_pieces(source, lambda keys: kind_of(keys) == ODP, ODP_BAG.encode() if enveloped else None)

    def read(self, piece: Piece) -> Iterator[Reading]:
        findings: list[Finding] = []
        record = load_record(piece, findings)
        if not isinstance(record, dict):
            yield record
            return
        wrapper = Fields(record, piece.where, findings)
        given = record.get("applicationMetaData")
        meta = Fields(given if isinstance(given, dict) else record, piece.where, findings)  # older answers have no inner object
        filed = application_id(wrapper.text("applicationNumberText") or meta.text("applicationNumberText"), "US")
        granted, published = meta.text("patentNumber"), meta.text("earliestPublicationNumber")
        if not (filed or granted or published):
            yield refused(piece.where, "no-number", "the wrapper names no application and no publication")
            return
        if not granted and not published:
            findings.append(Finding("unpublished", piece.where, "applicationNumberText"))
        yield read_as(_patent(wrapper, meta, filed, piece.source), piece.where, findings)


def _patent(wrapper: Fields, meta: Fields, filed: str | None, label: str) -> Patent:
    granted, published = one_line(meta.text("patentNumber")), one_line(meta.text("earliestPublicationNumber"))
    printed = f"US{granted}" if granted else published
    identity = document_id(printed or f"application-{filed}")  # an application's number alone is some grant's number as well
    number = parse(identity)
    inventors = _names(meta, "inventorBag", "inventorNameText")
    return Patent(
        id=identity,
        source_id=printed or filed or identity,
        source=label,
        office=number.office if number else "US",
        number=number.number if number else None,
        kind=number.kind if number else None,
        application_number=filed,
        language="en",
        titles=one_text(meta.text("inventionTitle"), "en"),
        filing_date=meta.day("filingDate"),
        publication_date=meta.day("grantDate") if granted else meta.day("earliestPublicationDate", "pctPublicationDate"),
        priorities=_priorities(wrapper, filed),
        cpc=symbols(re.sub(r"\s+", "", code) for code in meta.texts("cpcClassificationBag")),
        applicants=_names(meta, "applicantBag", "applicantNameText") or inventors,
        inventors=inventors,
    )


def _names(meta: Fields, bag: str, name: str) -> tuple[str, ...]:
    found = []
    for item in meta.objects(bag):
        person = Fields(item, "", [])
        parts = (person.text("firstName"), person.text("middleName"), person.text("lastName"))
        found.append(one_line(person.text(name) or " ".join(filter(None, parts))))
    return tuple(dict.fromkeys(filter(None, found)))


def _priorities(wrapper: Fields, filed: str | None) -> tuple[PriorityClaim, ...]:
    """Foreign priorities, then the earlier applications whose benefit is claimed, those of parents included."""
    found = []
    for item in wrapper.objects("foreignPriorityBag"):
        claim = Fields(item, "", [])
        country = _COUNTRIES.get(claim.text("ipOfficeName").strip().upper())
        found.append(PriorityClaim(one_line(claim.text("applicationNumberText")) or None, country, claim.day("filingDate")))
    for item in wrapper.objects("parentContinuityBag"):
        parent = Fields(item, "", [])
        number = application_id(parent.text("parentApplicationNumberText"), "US")
        if parent.text("claimParentageTypeCode").upper() in _BENEFIT | {""} and number != filed:
            found.append(PriorityClaim(number, "US" if number and number.startswith("US") else "WO", parent.day("parentApplicationFilingDate")))
    return tuple(dict.fromkeys(p for p in found if p.number or p.date))
