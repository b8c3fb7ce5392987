"""The account of one document as HTML: the verdict, the reasons, and its place in every list of the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.parts.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.records.why import Place
    from pages.parts.accounts import Account

MOST_TEXT = 80
"""Code points of a query that the table shows."""


def account_html(account: Account, queries: Mapping[str, str]) -> Html:
    """`queries` are the numbers by which the page speaks of them. A fault stands in place of the account."""
    if account.error is not None or account.why is None:
        said = account.error.message if account.error else "no account"
        hint = tag("div", account.error.hint) if account.error else Html()
        return tag("div", tag("strong", said[:1].upper() + said[1:]), hint, class_="message message-fault", role="alert")
    found = account.why
    verdict = tag("p", tag("strong", found.id), ": ", found.verdict)
    reasons = tag("ul", *(tag("li", reason) for reason in found.reasons)) if found.reasons else Html()
    body = [verdict, reasons]
    places = [place for place in found.places if not place.step.startswith("feedback.")]  # feedback gives queries, no list
    if any(place.rank or place.estimate is not None for place in places):
        head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in ("List", "Rank", "Score", "Last score in it"))))
        rows = tag("tbody", *(_place(place, queries) for place in places))
        table = tag("table", head, rows, class_="ledger")
        body.append(tag("div", table, class_="wide", tabindex="0", role="region", aria_label=f"The places of {found.id} in every list"))
    return tag("div", *body, class_="account", role="status", aria_label=f"Why {found.id}")


def _place(place: Place, queries: Mapping[str, str]) -> Html:
    number = queries.get(place.name)
    name = f"query {number}" if number else place.name
    text = place.query if len(place.query) <= MOST_TEXT else place.query[:MOST_TEXT].rstrip() + " …"
    about = tag("div", text or place.step, class_="quiet")
    rank = f"{place.rank:,} of {place.size:,}" if place.rank else f"not among the {place.size:,}"
    score = f"{place.score:.5g}" if place.score is not None else f"its own: {place.estimate:.5g}" if place.estimate is not None else ""
    last = f"{place.last:.5g}" if place.last is not None else ""
    return tag("tr", tag("td", name, about), tag("td", rank), tag("td", score), tag("td", last))
