"""Claims and descriptions in Google Patents' markup, as on its pages and in BigQuery's `…_localized_html`.

`div.claim` (with `num`) holds `div.claim-text`; `div.description-paragraph` or `p` (with `num`), `heading`, or `div.description-line` behind a
`para-num` make up the description. Where a machine translated it, each sentence is a `span.notranslate` that begins with the original as
`span.google-src-text`: the original is kept and the translation left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.claims import dependencies, split_claims
from indexing.formats.markup import local, parse_html, text_of
from indexing.formats.patent_text import is_heading, number_paragraphs
from indexing.model import Claim, Drawing
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.formats.markup import Element
    from indexing.model import Paragraph

_NUMBER = re.compile(r"\A\s*\d{1,4}\s?[.)、．]\s*")
_HIDDEN = re.compile(r"display:\s*none", re.IGNORECASE)
_HEADINGS = frozenset({"heading", "h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({"p", "ul", "ol", "li", "section", "dl", "table", "description-of-drawings", "abstract", "claim-text"}) | _HEADINGS
_PARAGRAPHS = frozenset({"description-paragraph", "description-line"})


def classes_of(element: Element) -> frozenset[str]:
    """The names in an element's `class`."""
    return frozenset((element.get("class") or "").split())


def parse_fragment(markup: str) -> Element | None:
    """The root of a fragment of such markup, made ready; None where it is blank."""
    root = parse_html(f"<html><body>{markup}</body></html>".encode("utf-8", "replace")) if markup.strip() else None
    if root is not None:
        make_ready(root)
    return root


def make_ready(root: Element) -> bool:
    """Turn `div` into what it stands for, so that text is read by lines, and keep originals only. True where there were translations of them."""
    hidden = [e for e in root.iter("span") if _HIDDEN.search(e.get("style") or "")]  # paragraph numbers once more, amid the text
    for element in [*root.iter("script", "style", "template"), *hidden]:
        _remove(element)
    for element in root.iter("div"):
        element.tag = "claim-text" if "claim-text" in classes_of(element) else "p"
    originals = [e for e in root.iter("span") if "google-src-text" in classes_of(e)]
    for original in originals:
        whole = original.getparent()
        if whole is None or whole.tag != "span":
            original.tail = None
            continue
        whole.text = original.tail = None
        for other in [e for e in whole if e is not original]:
            whole.remove(other)
            _keep_references(other, original)
    return bool(originals)


def _keep_references(translation: Element, original: Element) -> None:
    """The claims that a translation refers to are those that the original refers to: its references stay, without their words."""
    for reference in list(translation.iter("claim-ref")):
        target = reference.get("idref")
        reference.clear()
        if target:
            reference.set("idref", target)
            original.append(reference)


def _remove(element: Element) -> None:
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and previous is not None:
        previous.tail = (previous.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def claims_in(root: Element, language: str | None) -> tuple[Claim, ...]:
    """The claims below `root` by their printed number (by order where those clash), with what their references and their words refer back to."""
    elements = [e for e in root.iter() if _is_claim(e)]
    elements = [e for e in elements if not any(_is_claim(d) for d in e.iterdescendants())]
    if not elements:
        return split_claims(text_of(root, _HEADINGS), language)
    printed = [_digits(e.get("num") or e.get("id")) for e in elements]
    numbers = printed if all(printed) and len(set(printed)) == len(printed) else list(range(1, len(elements) + 1))
    by_id = {name: n for e, n in zip(elements, numbers, strict=True) for name in (e.get("id"), e.get("num")) if name}
    claims = []
    for element, number in zip(elements, numbers, strict=True):
        text = _NUMBER.sub("", text_of(element))
        referred = {by_id[r] for e in element.iter("claim-ref") for r in (e.get("idref") or "").split() if r in by_id}
        back = tuple(sorted({n for n in referred if n < number}.union(dependencies(text, number))))
        if text:
            claims.append(Claim(number, text, back, language))
    return tuple(claims)


def _is_claim(element: Element) -> bool:
    return local(element) == "claim" or bool(classes_of(element) & {"claim", "claim-dependent"})


def _digits(text: str | None) -> int:
    """The last number in `CLM-00012`; 0 where there is none."""
    found = re.findall(r"\d+", text or "")
    return int(found[-1]) if found else 0


def description_in(root: Element, language: str | None) -> tuple[Paragraph, ...]:
    """The paragraphs below `root` by their printed number (by order where those are missing or clash), under the nearest heading above."""
    return number_paragraphs([(number, text, heading) for number, text, heading, _ in _paragraphs(root)], language)


def images_in(root: Element, described: tuple[Paragraph, ...]) -> tuple[Drawing, ...]:
    """The images that stand in the description's text, with the unit where each stands where that can be told."""
    texts = {p.text: p.unit for p in described}
    found = []
    for _, text, _, element in _paragraphs(root):
        for image in element.iter("img"):
            name = (image.get("file") or image.get("src") or "").rpartition("/")[2].partition("?")[0]
            formula = any(local(a) in {"maths", "math"} for a in image.iterancestors())
            chemistry = any(local(a) in {"chemistry", "chem"} for a in image.iterancestors())
            kind = "formula" if formula else "chemistry" if chemistry else "other"
            if name:
                found.append(Drawing(kind, name, unit=texts.get(text)))
    return tuple(dict.fromkeys(found))


def _paragraphs(root: Element) -> list[tuple[int, str, str | None, Element]]:
    """(printed number or 0, text, heading, element) of each paragraph."""
    found: list[tuple[int, str, str | None, Element]] = []
    heading, number = None, 0
    for block in _blocks(root):
        if local(block) == "para-num":
            number = _digits(block.get("num") or text_of(block))
            continue
        text = text_of(block)
        if local(block) in _HEADINGS or (not block.get("num") and "\n" not in text and is_heading(text)):
            heading = one_line(text) or None
        elif text:
            found.append((number or _digits(block.get("num")), text, heading, block))
            number = 0
    return found


def _blocks(root: Element) -> Iterator[Element]:
    """Headings, paragraph numbers and paragraphs, in order; what holds only further blocks is looked into."""
    stack = list(reversed(root))
    while stack:
        item = stack.pop()
        name = local(item)
        if name in _HEADINGS or name == "para-num" or classes_of(item) & _PARAGRAPHS or (name == "p" and item.get("num")):
            yield item
        elif name and not (item.text or "").strip() and any(local(c) in _BLOCKS or local(c) == "para-num" for c in item):
            stack.extend(reversed(item))
        elif name:
            yield item
