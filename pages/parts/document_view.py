"""A document as it is read: its facts, then title, abstract, claims and description by unit, with the quoted passage marked in place."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from pages.parts.markup import Html, join, marked, outside, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexing.model import CitedDocument, Drawing, Patent
    from pages.parts.target import Target

QUOTE_ID = "quoted"
"""The id of the first marked piece: what the page scrolls to."""
SECTIONS = {"title": "Title", "abstract": "Abstract", "claim": "Claims", "desc": "Description"}
_PAGE_LINE = re.compile(r"p(\d+)\.l(\d+)")


def unit_name(unit: str) -> str:
    """How a unit is spoken of: `claim 1`, `paragraph 42`, `page 3, line 12`, `abstract (de)`."""
    name, _, language = unit.partition("@")
    if found := _PAGE_LINE.fullmatch(name):
        spoken = f"page {found[1]}, line {found[2]}"
    else:
        kind, _, number = name.partition(".")
        kind = {"desc": "paragraph"}.get(kind, kind)
        spoken = f"{kind} {number.replace('-', ' to ')}".strip()
    return f"{spoken} ({language})" if language else spoken


def section_of(unit: str) -> str:
    """The section a unit belongs to: a key of `SECTIONS`."""
    kind = unit.partition("@")[0].partition(".")[0]
    return kind if kind in SECTIONS else "desc"


def document_html(patent: Patent, target: Target) -> Html:
    """The whole text of `patent` in the order an examiner reads it, the target's passage marked. Each unit's text is exactly the stored one."""
    units = patent.units()
    ranges = target.ranges(tuple(units), {name: len(value) for name, value in units.items()})
    headings = {p.unit: p.heading for p in patent.description}
    first = next(iter(ranges), None)
    sections = []
    for section, title in SECTIONS.items():
        names = [name for name in units if section_of(name) == section]
        if names and section != "title":
            body = _units(names, units, ranges, headings, first)
            sections.append(tag("section", tag("h3", title), *body, class_="doc-section", aria_label=title))
    titles = _units([n for n in units if section_of(n) == "title"], units, ranges, headings, first)
    return tag("article", *titles, *sections, class_="doc", tabindex="0", aria_label=f"Document {patent.id}")


def _units(
    names: Iterable[str], units: dict[str, str], ranges: dict[str, tuple[int, int]], headings: dict[str, str | None], first: str | None
) -> Iterator[Html]:
    for heading, group in groupby(names, key=lambda n: headings.get(n.partition("@")[0])):
        if heading:
            yield tag("h4", heading, class_="doc-heading")
        for name in group:
            ids = QUOTE_ID if name == first else None
            body = marked(units[name], [ranges[name]] if name in ranges else [], first_id=ids)
            number = tag("span", _gutter(name), class_="doc-number", aria_label=unit_name(name))
            classes = f"doc-unit doc-{section_of(name)}" + (" doc-quoted" if name in ranges else "")
            text = tag("div", body, class_="doc-text", lang=name.partition("@")[2] or None)
            yield tag("div", number, text, class_=classes, id=f"unit-{name}")


def _gutter(unit: str) -> str:
    name, _, language = unit.partition("@")
    if found := _PAGE_LINE.fullmatch(name):
        return f"{found[1]}:{found[2]}"
    kind, _, number = name.partition(".")
    printed = f"[{int(number):04d}]" if kind == "desc" and number.isdigit() else number
    return f"{printed} {language}".strip()


def facts_html(patent: Patent, public_page: str) -> Html:
    """What an examiner looks at first. What the source lacks is left out or said to be lacking, never invented."""
    rows: list[tuple[str, str | Html]] = [("Published", _date(patent.publication_date)), ("Filed", _date(patent.filing_date))]
    if patent.priorities:
        claimed = (" ".join(str(part) for part in (p.country, p.number, p.date) if part) for p in patent.priorities)
        rows.append(("Priority", "; ".join(claimed)))
    for label, values in (("Applicants", patent.applicants), ("Inventors", patent.inventors), ("CPC", patent.cpc), ("IPC", patent.ipc)):
        if values:
            rows.append((label, ", ".join(values)))
    if patent.family:
        rows.append(("Family", patent.family))
    if patent.application_number:
        rows.append(("Application", patent.application_number))
    if patent.citations:
        rows.append(("Cites", folded(len(patent.citations), [_citation(c) for c in patent.citations])))
    if patent.drawings:
        rows.append(("Drawings", folded(len(patent.drawings), [_drawing(d) for d in patent.drawings])))
    if patent.source_id != patent.id:
        rows.append(("In its source", patent.source_id))
    rows.append(("Public page", outside("Espacenet", public_page)))
    return tag("dl", *(join((tag("dt", label), tag("dd", value))) for label, value in rows), class_="facts")


def folded(count: int, items: list[str]) -> Html:
    """A list that opens on a click: its length, then its items."""
    return tag("details", tag("summary", str(count)), tag("ul", *(tag("li", item) for item in items)))


def _citation(cited: CitedDocument) -> str:
    """As a search report says it: category, document, passage, claims concerned, who cited it."""
    name = " ".join(filter(None, [cited.category, cited.number or cited.text]))
    claims = f"claims {cited.claims}" if cited.claims else None
    by = f"cited by {cited.cited_by}" if cited.cited_by else None
    return "; ".join(filter(None, [name, cited.passage, claims, by]))


def _drawing(drawing: Drawing) -> str:
    """What is known of an image: kind, figure, where it stands."""
    figure = f"FIG. {drawing.figure}" if drawing.figure else drawing.kind
    page = f"page {drawing.page}" if drawing.page else None
    return ", ".join(filter(None, [figure, drawing.file, page, drawing.unit]))


def _date(value: object) -> str:
    return str(value) if value else "not in the source"


def quote_note(patent: Patent, target: Target) -> str:
    """What must be said where the passage asked for cannot be shown; empty where it can."""
    if not target.unit:
        return ""
    units = patent.units()
    if target.ranges(tuple(units), {name: len(value) for name, value in units.items()}):
        return ""
    return f"The document has no passage at {target.unit}" + (f", {target.start} to {target.end}" if target.start is not None else "")
