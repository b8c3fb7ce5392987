"""A saved page of Google Patents: microdata (`itemprop`) as the server sends it.

What is said of the page's own document stands outside nested scopes; lists (citations, family, classes, images) are scopes of their own. Dates,
family and priorities are Google's, as the page itself says. Machine translations: see `indexing.formats.google_markup`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.dates import parse_date
from indexing.findings import read_as, refused
from indexing.formats.google_markup import claims_in, description_in, images_in, make_ready
from indexing.formats.json_fields import symbols
from indexing.formats.markup import local, parse_html, text_of
from indexing.formats.patent_text import application_id
from indexing.formats.utf8 import Utf8Stream, utf8_head
from indexing.model import CitedDocument, Drawing, Finding, Patent, Piece, PriorityClaim, Text
from indexing.numbers import document_id, parse
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.formats.markup import Element
    from indexing.model import Reading
    from indexing.protocols import Source

MAX_PAGE = 256 * 2**20
_PAGE = re.compile(rb"""itemprop=["']?publicationNumber|name=["']?citation_patent_|<title>[^<]{4,400}- Google Patents\s*</title>""", re.IGNORECASE)
_SIGN = re.compile(rb"""google\s*patents|itemtype=["']?https?://schema\.org/ScholarlyArticle""", re.IGNORECASE)
_TITLE = re.compile(r"\s*([A-Z]{2}[A-Z0-9]+)\s+-\s+(.*?)\s+-\s+Google Patents\s*", re.DOTALL)
_FAMILY = re.compile(r"ID=\s*(\d+)")
_LANGUAGES = {
    "chinese": "zh", "japanese": "ja", "korean": "ko", "german": "de", "french": "fr", "russian": "ru", "spanish": "es", "portuguese": "pt",
    "italian": "it", "dutch": "nl", "swedish": "sv", "danish": "da", "finnish": "fi", "norwegian": "no", "polish": "pl", "czech": "cs",
}  # fmt: skip
_OFFICES = {"CN": "zh", "TW": "zh", "JP": "ja", "KR": "ko", "DE": "de", "AT": "de", "FR": "fr", "RU": "ru", "SU": "ru", "ES": "es", "BR": "pt"}


class GoogleReader:
    """One page a file."""

    def recognises(self, head: bytes) -> bool:
        plain = utf8_head(head)
        return b"<" in plain and _PAGE.search(plain) is not None and _SIGN.search(plain) is not None

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        held: list[bytes] = []
        size = 0
        with source.open() as raw:
            stream = Utf8Stream(raw)
            while (data := stream.read(1 << 20)) and size <= MAX_PAGE:
                held.append(data)
                size += len(data)
        if size > MAX_PAGE:
            yield refused(source.label, "document-too-large", f"larger than {MAX_PAGE:,} bytes; this is no page of one document")
        else:
            yield Piece(b"".join(held), source.label, source.label)

    def read(self, piece: Piece) -> Iterator[Reading]:
        findings: list[Finding] = []
        try:
            piece.data.decode()
            encoding = "utf-8"
        except UnicodeDecodeError as error:
            encoding = "cp1252"
            findings.append(Finding("encoding-repaired", piece.where, None, f"not UTF-8 at byte {error.start}; read as Windows-1252"))
        root = parse_html(piece.data, encoding)
        page = _Page(root) if root is not None else None
        if page is None or not page.number:
            yield refused(piece.where, "no-number", "the page names no publication number; save the page of one document whole")
            return
        patent = _patent(page, piece, findings)
        yield read_as(patent, piece.where, findings)


class _Page:
    """A page's own properties, and its nested scopes by name."""

    def __init__(self, root: Element) -> None:
        self.root = root
        article = next((e for e in root.iter("article") if e.get("itemscope") is not None), root)
        self._own: dict[str, list[Element]] = {}
        self._scopes: dict[str, list[Element]] = {}
        stack = list(reversed(article))
        while stack:
            item = stack.pop()
            name = item.get("itemprop")
            scope = name is not None and item.get("itemscope") is not None
            if name:
                (self._scopes if scope else self._own).setdefault(name, []).append(item)
            if not scope:
                stack.extend(reversed(item))
        heads = (e.text or "" for e in root.iter("title", "h1"))
        self._head = next((m for m in map(_TITLE.fullmatch, heads) if m), None)
        self.number = one_line(self.first("publicationNumber")) or (self._head[1] if self._head else "")

    def first(self, name: str) -> str:
        return next((v for v in self.all(name) if v), "")

    def all(self, name: str) -> list[str]:
        return [value_of(e) for e in self._own.get(name, [])]

    def scope(self, name: str) -> Element | None:
        return next(iter(self._scopes.get(name, [])), None)

    def everywhere(self, name: str) -> list[Element]:
        """All elements of a property, in whatever scope."""
        return [e for e in self.root.iter() if e.get("itemprop") == name]

    @property
    def title(self) -> str:
        return one_line(self.first("title")) or (one_line(self._head[2]) if self._head else "")


def value_of(element: Element) -> str:
    """A property's value: `content`, `datetime`, or its text on one line."""
    return one_line(element.get("content") or element.get("datetime") or "".join(map(str, element.itertext())).replace("&", "&amp;"))


def _within(scope: Element, name: str) -> str:
    return next((value_of(e) for e in scope.iter() if e.get("itemprop") == name), "")


def _patent(page: _Page, piece: Piece, findings: list[Finding]) -> Patent:
    identity = document_id(page.number)
    number = parse(identity)
    office = number.office if number else page.first("countryCode") or None
    parts = {name: _section(page, name, office, findings, piece.where) for name in ("abstract", "claims", "description")}
    (abstract, spoken), (claimed, in_claims), (described, in_description) = (parts[n] for n in ("abstract", "claims", "description"))
    summary = one_line(text_of(abstract, {"h2"})) if abstract is not None else ""
    description = description_in(described, in_description) if described is not None else ()
    return Patent(
        id=identity,
        source_id=page.number,
        source=piece.source,
        office=office,
        number=number.number if number else None,
        kind=(number.kind if number else None) or page.first("kindCode") or None,
        application_number=application_id(page.first("applicationNumber"), office),
        language=in_description or in_claims or spoken,
        titles=_titles(page.title, spoken or in_claims or in_description),
        abstracts=(Text(summary, spoken),) if summary else (),
        claims=claims_in(claimed, in_claims) if claimed is not None else (),
        description=description,
        filing_date=parse_date(page.first("filingDate")),
        publication_date=parse_date(page.first("publicationDate")),
        priorities=_priorities(page),
        cpc=_classes(page, cpc=True),
        ipc=_classes(page, cpc=False),
        family=_family(page),
        applicants=tuple(dict.fromkeys(filter(None, page.all("assigneeOriginal") or page.all("assigneeCurrent")))),
        inventors=tuple(dict.fromkeys(filter(None, page.all("inventor")))),
        citations=_citations(page),
        drawings=_drawings(page) + (images_in(described, description) if described is not None else ()),
    )


def _section(page: _Page, name: str, office: str | None, findings: list[Finding], where: str) -> tuple[Element | None, str | None]:
    """The content of the page's section `name`, made ready, and its language."""
    section = page.scope(name)
    if section is None:
        section = next((e for e in page.root.iter("div", "section", "abstract") if name in (e.get("class") or "").split()), None)
    if section is None:
        return None, None
    content = next((e for e in section.iter() if e.get("itemprop") == "content"), section)
    spoken = next(((e.get("lang") or "")[:2].lower() for e in content.iter() if e.get("lang")), "") or None
    named = next((value_of(e).casefold() for e in section.iter() if e.get("itemprop") == "translatedLanguage"), "")
    by_google = any("google" in (e.get("load-source") or "") for e in content.iter())
    if make_ready(content):
        return content, _LANGUAGES.get(named) or _OFFICES.get(office or "")
    if named or by_google:
        findings.append(Finding("machine-translation", where, name))
    return content, spoken


def _titles(title: str, language: str | None) -> tuple[Text, ...]:
    """The title; in its document's language where its letters may be of it (the page shows translated titles in English)."""
    if not title:
        return ()
    foreign = language in {"zh", "ja", "ko", "ru"} and title.isascii()
    return (Text(title, "en" if foreign else language),)


def _priorities(page: _Page) -> tuple[PriorityClaim, ...]:
    """The applications whose priority or benefit is claimed, and the priority date that the page gives where it is earlier than theirs."""
    own = application_id(page.first("applicationNumber"))
    found = []
    for row in [*page.everywhere("appsClaimingPriority"), *page.everywhere("parentApps")]:
        number = application_id(_within(row, "applicationNumber"))
        if number and number != own:
            country = "WO" if number.startswith("PCT") else number[:2] if number[:2].isalpha() else None
            found.append(PriorityClaim(number, country, parse_date(_within(row, "filingDate"))))
    day = parse_date(page.first("priorityDate"))
    if day and all(p.date is None or p.date > day for p in found):
        found.append(PriorityClaim(date=day))
    return tuple(dict.fromkeys(found))


def _classes(page: _Page, *, cpc: bool) -> tuple[str, ...]:
    """The classes at the end of each chain that the page shows, main ones first as it lists them."""
    found = []
    for item in [*page.everywhere("classifications"), *page.everywhere("cpcs")]:
        own = {e.get("itemprop"): value_of(e) for e in item if e.get("itemprop")}
        is_cpc = item.get("itemprop") == "cpcs" or own.get("IsCPC") == "true"
        if own.get("Leaf") == "true" and is_cpc == cpc and own.get("Code"):
            found.append(own["Code"])
    return symbols(found)


def _family(page: _Page) -> str | None:
    section = page.scope("family")
    headings = [text_of(e) for e in section.iter("h2")] if section is not None else []
    return next((m[1] for m in map(_FAMILY.search, headings) if m), None)


def _citations(page: _Page) -> tuple[CitedDocument, ...]:
    """The documents that this one cites (not those that its family cites), then the literature."""
    found: dict[str, CitedDocument] = {}
    for row in [*page.everywhere("backwardReferencesOrig"), *page.everywhere("backwardReferences")]:
        name = _within(row, "publicationNumber")
        number = parse(name)
        if name:
            found.setdefault(str(number) if number else name, CitedDocument(str(number) if number else name, cited_by=_who(row)))
    for row in page.everywhere("detailedNonPatentLiterature"):
        if text := _within(row, "title"):
            found.setdefault(f"\n{text}", CitedDocument(None, cited_by=_who(row), text=text))
    return tuple(found.values())


def _who(row: Element) -> str | None:
    """Who cited, by the mark behind the number (`*` examiner, `†` third party)."""
    marks = {e.get("itemprop") for e in row.iter()}
    return "examiner" if "examinerCited" in marks else "third-party" if "thirdPartyCited" in marks else None


def _drawings(page: _Page) -> tuple[Drawing, ...]:
    """The sheets of drawings, in order."""
    files = []
    for item in page.everywhere("images"):
        name = _within(item, "full") or next((e.get("src") or "" for e in item.iter() if local(e) == "img"), "")
        files.append(name.rpartition("/")[2])
    return tuple(Drawing("drawing", name, page=n) for n, name in enumerate(filter(None, files), 1))
