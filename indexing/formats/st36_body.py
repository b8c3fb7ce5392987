"""Claims, description, abstract and drawings of ST.36 and its relatives, as units of our own, with the images that stand in them.

Paragraphs bear their printed number, claims their own; what several languages share is kept apart by language. Elements bear local names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from indexing.claims import dependencies, split_claims, without_number
from indexing.formats.markup import local, text_of
from indexing.formats.st36_bibliography import language_code
from indexing.model import Claim, Drawing, Finding, Paragraph
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from indexing.formats.markup import Element

_PRINTED = re.compile(r"\A[\[【［]\s*(\d{1,5})\s*[\]】］]\s*")
_NEXT = re.compile(r"(?<=[.;:!?。；：])\s+[\[【［](\d{4,5})[\]】］]\s*")
_KINDS = {
    "chem": "chemistry", "chemistry": "chemistry", "math": "formula", "maths": "formula", "table": "table", "tables": "table", "drawing": "drawing",
}  # fmt: skip
_BESIDE = frozenset({"invention-title", "claim-number", "claim-category", "doc-page", "abstract-figure", "bio-deposit"})
_TEXT_BLOCKS = frozenset({"p", "heading", "tables", "table", "maths", "chemistry", "ul", "ol", "dl", "sequence-list", "claim-text", "pre"})
_ENDS = (".", ",", ";", ":", "。", "，", "；", "：", "、", "．", "?", "!")
_LONGEST_HEADING = 100


@dataclass(slots=True)
class Body:
    """The parts of a document's text as they are gathered."""

    claims: list[Claim] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Block:
    """A paragraph on its way: its printed number (0: none), its text, its heading, the images in it."""

    number: int
    text: str
    heading: str | None
    images: list[Element]


def read_body(root: Element, language: str | None, where: str, headings: Mapping[str, str] | None = None) -> Body:
    """The claims, descriptions and drawings among the children of `root`. `headings` are printed where a section of that name begins."""
    body = Body()
    for element in root.iterfind("description"):
        _description(body, element, language_code(element.get("lang")) or language, headings or {})
    sets = list(root.iterfind("claims"))
    several = len({language_code(e.get("lang")) or language for e in sets}) > 1
    for element in sets:
        _claims(body, element, language_code(element.get("lang")) or language, where, several=several)
    for element in root.iterfind("drawings"):
        body.drawings += drawings(element)
    return body


# ---------------------------------------------------------------- claims


def _claims(body: Body, element: Element, language: str | None, where: str, *, several: bool) -> None:
    """One set of claims. A second set in the same language (for other contracting states) is numbered on."""
    before = max((c.number for c in body.claims if c.language == language), default=0)
    if before:
        body.findings.append(Finding("second-claim-set", where, "claims", f"claims {before + 1} on are a further set in the same language"))
    entries = _entries(element)
    if entries is None:
        found = split_claims(text_of(element, _BESIDE), language)
        body.claims += [Claim(c.number + before, c.text, tuple(n + before for n in c.depends_on), language) for c in found]
        return
    numbers = _numbers(entries)
    by_id = {e.get("id"): n for (e, _), n in zip(entries, numbers, strict=True) if e.get("id")}
    for (claim, printed), number in zip(entries, numbers, strict=True):
        text = without_number(printed, number)[1]
        referred = {by_id[r] for e in claim.iter("claim-ref") for r in (e.get("idref") or "").split() if r in by_id}
        back = sorted({n for n in referred if n < number}.union(dependencies(text, number)))
        if text:
            unit = f"claim.{number + before}" + (f"@{language}" if several and language else "")
            body.claims.append(Claim(number + before, text, tuple(n + before for n in back), language))
            body.drawings += [image(i, unit) for i in claim.iter("img")]


def _entries(element: Element) -> list[tuple[Element, str]] | None:
    """Each claim with its text; None where they stand in running text."""
    claims = element.findall("claim") or element.findall(".//claim")
    if not claims:
        return None
    if len(claims) > 1:
        return [(c, text_of(c, _BESIDE)) for c in claims]
    parts = [text_of(p) for p in claims[0].iterfind("claim-text")]  # OPS puts all claims into one element, a line or several each
    found: list[tuple[Element, str]] = []
    for part in parts:
        number = without_number(part)[0]
        if found and number != len(found) + 1:
            found[-1] = (claims[0], f"{found[-1][1]}\n{part}")
        else:
            found.append((claims[0], part))
    if len(found) == 1:
        split = split_claims(text_of(claims[0], _BESIDE))
        return [(claims[0], f"{c.number}. {c.text}") for c in split] if len(split) > 1 else [(claims[0], text_of(claims[0], _BESIDE))]
    return found or [(claims[0], text_of(claims[0], _BESIDE))]


def _numbers(entries: list[tuple[Element, str]]) -> list[int]:
    """The claims' numbers: as attributes say, else as printed, else as their ids end, else by order; each once."""
    alone = len({id(e) for e, _ in entries}) == len(entries)
    ways = (
        [_digits(e.get("num") or _own(e, "claim-number")) for e, _ in entries] if alone else [],
        [without_number(text)[0] or 0 for _, text in entries],
        [_digits((re.findall(r"\d+\Z", e.get("id") or "") or [""])[0]) for e, _ in entries] if alone else [],
    )
    for numbers in ways:
        if numbers and all(numbers) and len(set(numbers)) == len(numbers):
            return numbers
    return list(range(1, len(entries) + 1))


def _own(element: Element, name: str) -> str:
    return text_of(element.find(name))


def _digits(text: str) -> int:
    found = re.search(r"\d{1,6}", text)
    return int(found[0]) if found else 0


# ---------------------------------------------------------------- description


def _description(body: Body, element: Element, language: str | None, headings: Mapping[str, str]) -> None:
    """Paragraphs by their printed numbers, or by their order where most have none or two have the same."""
    blocks = list(_blocks(element, headings))
    numbers = [b.number for b in blocks if b.number]
    printed = 2 * len(numbers) > len(blocks) and len(set(numbers)) == len(numbers)
    if printed:
        blocks = _by_number(blocks)
    used = [_digits(p.unit) for p in body.paragraphs if p.language == language]
    order = max(used, default=0)
    waiting: list[Element] = []
    unit: str | None = None
    for block in blocks:
        if not block.text:
            waiting += block.images
            continue
        order += 1
        unit = f"desc.{block.number if printed and not used else order}"
        body.paragraphs.append(Paragraph(unit, block.text, block.heading, language))
        body.drawings += [image(i, unit) for i in (*waiting, *block.images)]
        waiting = []
    body.drawings += [image(i, unit) for i in waiting]


def _by_number(blocks: list[_Block]) -> list[_Block]:
    """Where paragraphs are numbered, a short block without number is a heading, and a longer one goes on with the paragraph above it."""
    found: list[_Block] = []
    before = _Block(0, "", None, [])
    heading = tagged = None
    for block in blocks:
        if block.heading != tagged:
            heading = tagged = block.heading
        if block.number:
            text = "\n".join(filter(None, (before.text, block.text)))
            found.append(_Block(block.number, text, heading, [*before.images, *block.images]))
            before = _Block(0, "", None, [])
        elif _is_heading(block):
            heading = block.text
        else:
            above = found[-1] if found else before
            above.text = "\n".join(filter(None, (above.text, block.text)))
            above.images.extend(block.images)
    return found


def _is_heading(block: _Block) -> bool:
    short = 0 < len(block.text) <= _LONGEST_HEADING
    return short and not block.images and "\n" not in block.text and not block.text.endswith(_ENDS)


def _blocks(element: Element, headings: Mapping[str, str]) -> Iterator[_Block]:
    """Paragraphs and whatever else holds text directly, in order, under the nearest heading above; sections are looked into."""
    heading: str | None = None
    stack = list(reversed(element))
    if not len(element) and (element.text or "").strip():
        yield from (_Block(*_number("", line), None, []) for line in text_of(element).split("\n"))
        return
    while stack:
        item = stack.pop()
        name = local(item)
        if not name or name in _BESIDE:
            continue
        if name == "heading":
            heading = one_line(text_of(item)) or heading
            if images := list(item.iter("img")):
                yield _Block(0, "", heading, images)
        elif name == "img":
            yield _Block(0, "", heading, [item])
        elif name in _TEXT_BLOCKS or (item.text or "").strip() or not len(item):
            heading = headings.get(name, heading)  # a section may hold its text directly
            printed = text_of(item)
            number, text = _number(item.get("num") or "", printed)
            images = list(item.iter("img"))
            if name == "p" and not images and _PRINTED.match(printed):
                yield from (_Block(*part, heading, []) for part in _parted(number, text))
            else:
                yield _Block(number if name == "p" else 0, text, heading, images)
        else:
            heading = headings.get(name, heading)
            stack.extend(reversed(item))


def _parted(number: int, text: str) -> Iterator[tuple[int, str]]:
    """A paragraph, and the one of the next number that ran into it when the page was recognised: `… is high. [0005] In the …`."""
    begin = 0
    for match in _NEXT.finditer(text):
        if int(match[1]) == number + 1:
            yield number, text[begin : match.start()]
            number, begin = number + 1, match.end()
    yield number, text[begin:]


def _number(attribute: str, text: str) -> tuple[int, str]:
    """A paragraph's number, as printed before it or as its attribute says (0: none), and its text without it."""
    printed = _PRINTED.match(text)
    if printed:
        return int(printed[1]), text[printed.end() :]
    return _digits(attribute), text


# ---------------------------------------------------------------- abstracts, drawings


def abstracts(elements: Iterable[Element]) -> Iterator[tuple[str | None, str]]:
    """(language as written, text) of each abstract."""
    for element in elements:
        yield element.get("lang"), text_of(element, _BESIDE)


def drawings(element: Element, *, sheets: bool = False) -> Iterator[Drawing]:
    """The images under `drawings`; with `sheets` each figure is a page of the drawings, counted from 1."""
    for order, item in enumerate((e for e in element if local(e) in {"figure", "img", "doc-page"}), 1):
        page = order if sheets or local(item) != "figure" else None
        images = [item] if local(item) != "figure" else list(item.iter("img"))
        figure = _figure(item) if local(item) == "figure" else None
        for found in images or [item]:
            yield Drawing("drawing", _file(found), page, figure or _figure(found))


def image(item: Element, unit: str | None) -> Drawing:
    """An image in the text."""
    around = next((_KINDS[n] for e in item.iterancestors() if (n := local(e)) in _KINDS), None)
    kind = _KINDS.get((item.get("img-content") or "").lower())
    kind = around if around and kind in {None, "drawing"} else kind
    return Drawing(kind or "other", _file(item), unit=unit)


def _figure(item: Element) -> str | None:
    """The printed figure number: `figure-labels` (`图1`), else `num`."""
    label = re.sub(r"\A(?:figs?(?:ures?)?\.?|图|圖|図)\s*", "", one_line(item.get("figure-labels") or ""), flags=re.IGNORECASE)
    number = one_line(item.get("num") or "") or one_line(text_of(item.find("figure-number")))
    return label or (number.lstrip("0") or None)


def _file(item: Element) -> str | None:
    name = item.get("file") or text_of(item.find("file-name"))
    return PurePosixPath(name.replace("\\", "/")).name or None if name else None
