"""A document out of a PDF's pages: which pages are front page, references, drawings and text, and what each of them says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from indexing.model import Claim, Drawing, Paragraph, Patent, Text
from indexing.numbers import aliases, document_id, parse
from indexing.pdf.blocks import Set, blocks
from indexing.pdf.front_page import old_heading, read_front_page
from indexing.pdf.parted_words import joiner
from indexing.pdf.sections import claims_of, sections
from indexing.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexing.pdf.front_page import FrontPage
    from indexing.pdf.page import Page

_FIGURE = re.compile(r"\bF[Iil1]G(?:URE|ure|S|s)?[.,]?\s?[-.]?\s?(\d{1,3})\s?(?:\(?([A-Za-z])\b\)?)?")
_SHEET = re.compile(r"\bSheet\s*\d+\s*[o0]f|\bSheet \d+ \d{3,4}\b|^\d{1,3}\s?/\s?\d{1,3}$|Sheets?.{0,3}Sheet", re.IGNORECASE)
_CITATION = re.compile(r"^(?:[A-Z]{2} )?[\d,/]{5,}\s*(?:[A-Z]\d?)?\s*\*?\s*\d{1,2}/\d{4}\b")
_PAGE_OF_FRONT = re.compile(r"^(?:US [\d,]+ [A-Z]\d )?Page \d+$", re.IGNORECASE)
_NAME = re.compile(r"([A-Za-z]{2})[-_ ]?((?:RE|PP|D|H)?\d[\d,]{2,})[-_ ]?([A-Za-z]\d?)?(?=[-_. ]|$)", re.IGNORECASE)
_PROSE = re.compile(r"[^\W\d_]{3,}")
_FEW = 40
"""A page with fewer words is no page of text where it is a picture or bears a figure's label."""
_SURE = 60.0
"""Few words recognised with less confidence than this are lines of a drawing taken for letters."""
_ROOM = 0.5
_LABEL = 24
"""A figure's label stands on a line no longer than this."""
_DESIGN_BEGIN = re.compile(r"57\s*[\])}]\s*CLAIM|^CLAIM$")
_DESIGN_END = re.compile(r"^\d+ Claims?,")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the pages are, by number from 1."""

    references: int
    sheets: tuple[int, ...]
    text: tuple[int, ...]


def document(pages: Sequence[Page], label: str) -> tuple[Patent, bool]:
    """The document, and whether its number stands on its front page (else it bears its file's name)."""
    join = joiner([line.text for page in pages for line in page.lines])
    lines = [_spaced(page) for page in pages]
    tops = [page.top for page in pages]
    first = read_front_page(lines, tops, 0, join)
    parts = _parts(pages, patent=first.number is not None, front=first.is_one)
    front = read_front_page(lines, tops, parts.references, join) if parts.references else first
    stem = PurePosixPath(label.rpartition("!")[2].replace("\\", "/")).name.removesuffix(".gz").removesuffix(".pdf").removesuffix(".PDF")
    named = number_in(stem)
    identity = str(front.number) if front.number else named or document_id(stem or label)
    number = parse(identity)
    # The file's name is kept as a name of the document, unless it is the number of another one.
    source_id = stem if stem and (named is None or identity in aliases(named, named) or named in aliases(identity, identity)) else identity
    text, claims, abstract = _texts(pages, parts, front, join)
    title = one_line(front.title or "")
    abstract = one_line(front.abstract or abstract)
    patent = Patent(
        id=identity,
        source_id=source_id,
        source=label,
        office=number.office if number else None,
        number=number.number if number else None,
        kind=number.kind if number else None,
        application_number=front.application,
        titles=(Text(title),) if title else (),
        abstracts=(Text(abstract),) if abstract else (),
        claims=claims,
        description=text,
        filing_date=front.filed,
        publication_date=front.published,
        priorities=front.priorities,
        cpc=front.cpc,
        ipc=front.ipc,
        applicants=front.applicants,
        inventors=front.inventors,
        citations=front.citations,
        drawings=_drawings(pages, parts.sheets),
    )
    return patent, front.number is not None


def _spaced(page: Page) -> list[str]:
    """A page's lines, with an empty one where there is room between two."""
    found: list[str] = []
    for line in page.lines:
        if line.gap > _ROOM:
            found.append("")
        found.append(clean(line.text))
    return found


def number_in(stem: str) -> str | None:
    """The publication number that a file's name is or begins with (`us-6331181-davinci`)."""
    number = parse(stem)
    if number is None and (match := _NAME.match(stem)):
        number = parse("".join(part or "" for part in match.groups()))
    return str(number) if number else None


def _parts(pages: Sequence[Page], *, patent: bool, front: bool) -> Parts:
    references = 0
    while front and references + 1 < len(pages) and _is_references(pages[references + 1]):
        references += 1
    begin = 1 + references if front else 0
    sheets = tuple(n for n, page in enumerate(pages[begin:], begin + 1) if _is_sheet(page, patent=patent))
    text = tuple(n for n, page in enumerate(pages[begin:], begin + 1) if page.lines and n not in sheets)
    return Parts(references, sheets, text)


def _is_references(page: Page) -> bool:
    """A page that goes on with the front page's citations."""
    if any(_PAGE_OF_FRONT.match(text) for text in page.header):
        return True
    return len(page.lines) > 3 and 2 * sum(bool(_CITATION.match(line.text)) for line in page.lines) > len(page.lines)  # noqa: PLR2004


def _is_sheet(page: Page, *, patent: bool) -> bool:
    """A sheet of drawings: it says so, or has next to no words beside a figure's label or a picture."""
    edges = (*page.header, *(line.text for line in page.lines[:2]))
    figures = bool(_figures(page))
    words = sum(len(_PROSE.findall(line.text)) for line in page.lines)
    if any(_SHEET.search(text) for text in edges) and (figures or words < 3 * _FEW) and patent:
        return True
    noise = page.confidence is not None and page.confidence < _SURE
    return words < _FEW and (figures or noise or (patent and page.image and bool(page.lines)))


def _figures(page: Page) -> list[str]:
    """The figure numbers on a page's labels."""
    texts = [line.text for line in page.lines if len(line.text) <= _LABEL] + [text for text in page.labels if len(text) <= _LABEL]
    found = [match[1].lstrip("0") + (match[2] or "").upper() for text in texts for match in _FIGURE.finditer(text)]
    return sorted(dict.fromkeys(f for f in found if f), key=lambda f: (int(re.sub(r"\D", "", f)), f))


def _drawings(pages: Sequence[Page], sheets: Sequence[int]) -> tuple[Drawing, ...]:
    found = []
    for n in sheets:
        found += [Drawing("drawing", page=n, figure=figure) for figure in _figures(pages[n - 1])] or [Drawing("drawing", page=n)]
    return tuple(found)


def _texts(
    pages: Sequence[Page], parts: Parts, front: FrontPage, join: Callable[[str, str], str]
) -> tuple[tuple[Paragraph, ...], tuple[Claim, ...], str]:
    """Description, claims and (where the front page has none) abstract."""
    lines = [Set(n, k, line) for n in parts.text for k, line in enumerate(pages[n - 1].lines, 1)]
    design: tuple[Claim, ...] = ()
    before: list[Set] = []
    if front.design:
        design, before = _design(pages[0], join)
    elif front.is_one and not front.abstract:
        before = [Set(1, k, line) for k, line in enumerate(pages[0].lines, 1)]
    if front.number and not front.is_one and parts.text:
        lines = lines[old_heading([here.line.text for here in lines]) :]
    elif front.title:
        lines = _without_title(lines, front.title)
    found = sections([*before, *lines], patent=front.number is not None)
    claims: dict[tuple[int, str | None], Claim] = {}
    several = len(found.claims) > 1
    for language, body in found.claims:
        for claim in claims_of(body, language if several or language != "en" else None, join):
            claims.setdefault((claim.number, claim.language), claim)
    kept = design or tuple(claims.values())
    description = tuple(
        Paragraph(b.unit, clean(b.text), b.heading, None, b.printed) for b in blocks(found.description, join) if any(c.isalnum() for c in b.text)
    )
    abstract = " ".join(b.text for b in blocks(found.abstract, join))
    return description, kept, abstract


def _without_title(lines: list[Set], title: str) -> list[Set]:
    """The text without the title that most patents print above it once more."""
    plain = "".join(c for c in title.lower() if c.isalnum())
    for n in range(1, min(6, len(lines))):
        above = "".join(c for here in lines[:n] for c in here.line.text.lower() if c.isalnum())
        if above == plain:
            return lines[n:]
        if not plain.startswith(above):
            break
    return lines


def _design(page: Page, join: Callable[[str, str], str]) -> tuple[tuple[Claim, ...], list[Set]]:
    """A design patent's one claim, and the lines of its description, from its front page."""
    lines = [Set(1, k, line) for k, line in enumerate(page.lines, 1)]
    begin = next((n for n, here in enumerate(lines) if _DESIGN_BEGIN.search(here.line.text)), None)
    if begin is None:
        return (), lines
    rest = lines[begin + 1 :]
    end = next((n for n, here in enumerate(rest) if _DESIGN_END.match(here.line.text)), len(rest))
    part = next((n for n, here in enumerate(rest[:end]) if here.line.text.strip(" .:").upper() == "DESCRIPTION"), end)
    text = ""
    for here in rest[:part]:
        text = join(text, here.line.text) if text else here.line.text
    return ((Claim(1, clean(text)),) if text else ()), rest[part + 1 : end]
