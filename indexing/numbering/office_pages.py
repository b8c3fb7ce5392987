"""Public pages of publications at the offices themselves, and at Google Patents.

Only addresses that other public projects use are here: US at Patent Public Search (the PDF), WO at PATENTSCOPE, DE at DEPATISnet (numbers of
twelve digits), EP at the European Patent Register and KR at KIPRIS (by DOI), both by the application's number. J-PlatPat (its addresses
carry a hash) and CNIPA have none that could be made of a number; Espacenet shows their documents (`numbers.public_page`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from indexing.numbering.application_numbers import parse_application
from indexing.numbers import docdb_number, parse

if TYPE_CHECKING:
    from indexing.numbers import PublicationNumber

_PPUBS = "https://image-ppubs.uspto.gov/dirsearch-public/print/downloadPdf/"
_PATENTSCOPE = "https://patentscope.wipo.int/search/en/detail.jsf?docId="
_DEPATIS = "https://depatisnet.dpma.de/DepatisNet/depatisnet?action=bibdat&docid="
_REGISTER = "https://register.epo.org/application?number="
_KIPRIS = "https://doi.org/10.8080/"
_GOOGLE = "https://patents.google.com/patent/"


def office_page(document_id: str, application_number: str | None = None) -> str:
    """The publication's page at the office that published it; empty where the office has no address for it, or the id is no number.

    `application_number` is needed for EP and KR, whose pages are named by it.
    """
    number = parse(document_id)
    if not number:
        return ""
    if number.office == "US":
        return f"{_PPUBS}{name}" if (name := _american(number.number)) else ""
    if number.office == "WO":
        return f"{_PATENTSCOPE}WO{number.number}"
    if number.office == "DE" and number.number.isdigit() and number.kind:
        return f"{_DEPATIS}DE{number.number.zfill(12)}{number.kind}"
    return _by_application(number.office, application_number)


def _by_application(office: str, application_number: str | None) -> str:
    application = parse_application(application_number, office) if application_number else None
    if not application or application.office != office:
        return ""
    if office == "EP":
        return f"{_REGISTER}EP{application.number}"
    if office == "KR":
        digits = application.number
        return f"{_KIPRIS}20{digits[:-1]}" if digits.endswith("U") else f"{_KIPRIS}10{digits}"
    return ""


def _american(number: str) -> str:
    """`9245980`, `20130085669`, `D879390`, `RE47882`; empty for shorter ones and other letters, whose addresses nobody documents."""
    return number if re.fullmatch(r"\d{7,8}|\d{11}|D\d{6,7}|RE\d{5}", number) else ""


def google_page(document_id: str) -> str:
    """The publication's page at Google Patents, `https://patents.google.com/patent/US10123456B2/en`; empty where the id is no number."""
    number = parse(document_id)
    return f"{_GOOGLE}{quote(_google(number))}/en" if number else ""


def _google(number: PublicationNumber) -> str:
    """Google has DOCDB's numbers, but US applications and WO publications in full length."""
    digits = number.number if number.office in {"US", "WO"} else docdb_number(number)
    return f"{number.office}{digits}{number.kind or ''}"
