"""HTML that text can never become: the only way from a string to the page.

Patents, questions and models' replies are data. A `str` given to `tag` is escaped, always; only another `tag` is taken as it is. Tags and attributes
are those of a short list, links lead to the viewer or to the few public pages by https, and nothing that loads by itself (images, styles,
scripts, frames) is on the list.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TAGS = """a article aside b bdi blockquote dd details div dl dt em h2 h3 h4 li mark ol p section small span strong summary
table tbody td th thead tr ul"""
_ATTRIBUTES = "aria-expanded aria-hidden aria-label aria-pressed class colspan href id lang open rel role scope tabindex target title"
TAGS = frozenset(_TAGS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
ROOMS = ("document?", "https://worldwide.espacenet.com/", "https://patents.google.com/", "#")
"""What a link may begin with: our own viewer, the public pages of publications, and a place on the same page."""

# Characters that reorder what stands after them (Unicode Standard Annex 9): a patent or a model could hide words with them.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Html(str):
    """Markup that this module made. Nothing else may make one."""

    __slots__ = ()


def text(value: str) -> Html:
    """`value` as it stands: escaped, line ends kept, and each bidirectional control shut into an element of its own, where it reorders nothing.

    Taking the tags away and unescaping gives `value` back (a lone surrogate, which no page can carry, becomes U+FFFD).
    """
    escaped = html.escape(_SURROGATE.sub("\ufffd", value), quote=True).replace("\r", "&#13;").replace("\n", "&#10;")
    return Html(_BIDI.sub(lambda m: f'<bdi class="control" title="U+{ord(m.group()):04X}">{m.group()}</bdi>', escaped))


def join(parts: Iterable[str]) -> Html:
    """The parts one after the other: markup as it is, strings escaped."""
    return Html("".join(part if isinstance(part, Html) else text(part) for part in parts))


def tag(name: str, *children: str, **attributes: str | None) -> Html:
    """An element of the list with its children. `class_` stands for `class`, `aria_label` for `aria-label`; an attribute that is None is left out.

    Raises ValueError for a tag, an attribute or a link that is not on the list.
    """
    if name not in TAGS:
        raise ValueError(f"the tag '{name}' is not on the list")
    written = "".join(_attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def _attribute(name: str, value: str) -> str:
    if name not in ATTRIBUTES:
        raise ValueError(f"the attribute '{name}' is not on the list")
    if name == "href" and not value.startswith(ROOMS):
        raise ValueError(f"a link may not lead to {value[:40]}")
    return f' {name}="{html.escape(_SURROGATE.sub(chr(0xFFFD), value), quote=True)}"'


def outside(label: str, href: str) -> Html:
    """A link to a publication's public page: opened by a person's click alone, in a tab of its own, without saying where the click came from.

    An address that is not one of the known public pages is shown as text.
    """
    if not href.startswith("https://") or not href.startswith(ROOMS):
        return tag("span", href, class_="quiet")
    return tag("a", label, href=href, target="_blank", rel="noopener noreferrer")


def marked(value: str, ranges: Iterable[tuple[int, int]], *, first_id: str | None = None) -> Html:
    """`value` with the code points of each `(start, end)` in a `<mark>`; ranges are cut to the text and joined where they overlap.

    The first mark carries `first_id`, so that the page can scroll to it.
    """
    parts: list[Html] = []
    at = 0
    for start, end in _merged(ranges, len(value)):
        parts.append(text(value[at:start]))
        parts.append(tag("mark", value[start:end], id=first_id))
        first_id = None
        at = end
    parts.append(text(value[at:]))
    return join(parts)


def _merged(ranges: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, s), min(e, length)) for s, e in ranges):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
