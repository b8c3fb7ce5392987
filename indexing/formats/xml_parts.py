"""Claims and paragraphs out of XML elements: numbering, dependencies, headings and the images in each; shared by the readers of US formats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.claims import dependencies
from indexing.formats.drawings import images
from indexing.formats.markup import local, text_of
from indexing.model import Claim, Paragraph
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from indexing.formats.markup import Element
    from indexing.model import Drawing

_CLAIM_NUMBER = re.compile(r"\A\s*(\d{1,4})\s?[.)]\s*")
_REFERENCES = {"claim-ref": "idref", "CLREF": "ID", "dependent-claim-reference": "depends_on"}
_DIGITS = re.compile(r"\d+")
_HEADINGS = frozenset({"heading", "H"})


def claims(elements: Sequence[Element], language: str | None, skip: Iterable[str] = ()) -> tuple[tuple[Claim, ...], tuple[Drawing, ...]]:
    """Claims by their printed number (by order where two share one or one has none), with what their references and their words refer back to.

    The number is the `num` attribute's, else the one the text begins with, else that of the identifier (`CLM-00036`).
    """
    texts = [text_of(e, skip) for e in elements]
    printed = [_number(e, t) for e, t in zip(elements, texts, strict=True)]
    numbers = printed if len(set(printed)) == len(printed) and all(printed) else list(range(1, len(printed) + 1))
    by_id = {name: n for e, n in zip(elements, numbers, strict=True) if (name := e.get("id") or e.get("ID"))}
    found: list[Claim] = []
    shown: list[Drawing] = []
    for element, number, whole in zip(elements, numbers, texts, strict=True):
        text = _CLAIM_NUMBER.sub("", whole)
        if not text:
            continue
        back = {n for n in _referred(element, by_id) if n < number}.union(dependencies(text, number))
        found.append(Claim(number, text, tuple(sorted(back)), language))
        shown += images(element, f"claim.{number}")
    return tuple(found), tuple(shown)


def _number(element: Element, text: str) -> int:
    """The printed number of a claim; 0 where there is none."""
    named = (element.get("num") or "").strip()
    if named.isdecimal():
        return int(named)
    if match := _CLAIM_NUMBER.match(text):
        return int(match[1])
    digits = _DIGITS.search(element.get("id") or element.get("ID") or "")
    return int(digits[0]) if digits else 0


def _referred(element: Element, by_id: dict[str, int]) -> Iterator[int]:
    """The numbers of the claims that the references within a claim point to."""
    for item in element.iter():
        if attribute := _REFERENCES.get(local(item)):
            yield from (by_id[name] for name in (item.get(attribute) or "").split() if name in by_id)


def description(
    blocks: Iterable[Element], language: str | None, number: Callable[[Element], int], skip: Iterable[str] = ()
) -> tuple[tuple[Paragraph, ...], tuple[Drawing, ...]]:
    """Paragraphs under the nearest heading above, and the images in them. `number` gives a block's printed number, 0 where it has none.

    Where paragraphs are numbered, one without a number (a formula on a line of its own) continues the one above. Where numbers are missing from
    the start or come twice, all are counted from 1 instead.
    """
    found: list[tuple[int, str, str | None, Element]] = []
    heading: str | None = None
    for block in blocks:
        text = text_of(block, skip)
        if _is_heading(block):
            heading = one_line(text) or None
        elif text or next(images(block, ""), None):
            found.append((number(block), text, heading, block))
    printed = [n for n, _, _, _ in found if n]
    ordered = not printed or not found[0][0] or len(set(printed)) != len(printed)
    parts: list[tuple[int, list[str], str | None, list[Element]]] = []
    for n, text, above, block in found:
        if (n or ordered) and (text or not parts):
            parts.append((len(parts) + 1 if ordered else n, [], above, []))
        parts[-1][1].append(text)
        parts[-1][3].append(block)
    paragraphs = tuple(Paragraph(f"desc.{n}", "\n".join(filter(None, texts)), above, language) for n, texts, above, _ in parts)
    shown = tuple(image for n, _, _, elements in parts for e in elements for image in images(e, f"desc.{n}"))
    return tuple(p for p in paragraphs if p.text), shown


def _is_heading(block: Element) -> bool:
    """Whether a block is a heading; the red book writes lesser ones as paragraphs (`id="h-0007" num="0000"`, `num="heading-0086"`)."""
    return local(block) in _HEADINGS or (block.get("id") or "").startswith("h-") or (block.get("num") or "").startswith("heading")


def blocks(element: Element | None, inside: frozenset[str]) -> Iterator[Element]:
    """Headings, paragraphs and whatever else holds text directly, in order; the sections named in `inside` are looked into."""
    stack = [] if element is None else list(reversed(element))
    while stack:
        item = stack.pop()
        name = local(item)
        if name in inside:
            stack.extend(reversed(item))
        elif name:
            yield item
