"""The account of one document as HTML: the verdict, the reasons, and its place in every list of the search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pages.parts.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.records.why import Place
    from pages.parts.accounts import Account

_ID = re.compile(r"(?<![\w.-])[\w-]+(?:\.\d+)?(?![\w-])")
MOST_TEXT = 80
"""Code points of a query that the table shows."""


def account_html(account: Account, queries: Mapping[str, str]) -> Html:
    """`queries` are the numbers by which the page speaks of them. A fault stands in place of the account."""
    if account.error is not None or account.why is None:
        said = account.error.message if account.error else "no account"
        hint = tag("div", account.error.hint) if account.error else Html()
        return tag("div", tag("strong", said[:1].upper() + said[1:]), hint, class_="message message-fault", role="alert")
    found = account.why
    verdict = tag("p", tag("strong", found.id), ": ", _numbered(found.verdict, queries))
    reasons = tag("ul", *(tag("li", _numbered(reason, queries)) for reason in found.reasons)) if found.reasons else Html()
    body = [verdict, reasons]
    places = _telling(found.places, queries)
    if any(place.rank or place.estimate is not None for place in places):
        head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in ("List", "Rank", "Score", "Last score in it"))))
        rows = tag("tbody", *(_place(place, queries) for place in places))
        table = tag("table", head, rows, class_="ledger")
        body.append(tag("div", table, class_="wide", tabindex="0", role="region", aria_label=f"The places of {found.id} in every list"))
    return tag("div", *body, class_="account", role="status", aria_label=f"Why {found.id}")


def _numbered(text: str, queries: Mapping[str, str]) -> str:
    """`text` with the queries called by their numbers on the page instead of their ids."""
    return _ID.sub(lambda m: f"query {queries[m.group()]}" if m.group() in queries else m.group(), text)


def _telling(places: Sequence[Place], queries: Mapping[str, str]) -> list[Place]:
    """The places without those that say nothing of their own: feedback has no list, and a search of one query has that query's."""
    own = {(p.step, p.rank, p.size, p.score, p.last) for p in places if p.name in queries}
    return [p for p in places if not p.step.startswith("feedback.") and (p.name in queries or (p.step, p.rank, p.size, p.score, p.last) not in own)]


def _place(place: Place, queries: Mapping[str, str]) -> Html:
    number = queries.get(place.name)
    name = f"query {number}" if number else place.name
    text = place.query if len(place.query) <= MOST_TEXT else place.query[:MOST_TEXT].rstrip() + " …"
    about = tag("div", text or place.step, class_="quiet")
    rank = f"{place.rank:,} of {place.size:,}" if place.rank else f"not among the {place.size:,}"
    score = f"{place.score:.5g}" if place.score is not None else f"its own: {place.estimate:.5g}" if place.estimate is not None else ""
    last = f"{place.last:.5g}" if place.last is not None else ""
    return tag("tr", tag("td", name, about), tag("td", rank), tag("td", score), tag("td", last))
