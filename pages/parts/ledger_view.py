"""The exclusion ledger as HTML: how many documents each rule of each step dropped, and the documents, bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.strategy.ledger import counts
from pages.parts.markup import Html, tag
from pages.parts.result_view import OPENS
from pages.parts.target import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Exclusion

MOST_RULES = 40
MOST_EACH = 50
"""Documents that are named of each rule; the record has more, and its counts have all."""
MOST_LISTED = 400


def ledger_html(excluded: Sequence[Exclusion]) -> Html:
    """The counts by step and rule, then the documents with their own reason, at most `MOST_EACH` a rule and `MOST_LISTED` in all."""
    if not excluded:
        return tag("p", "No candidate was dropped.")
    by = counts(excluded)
    rows = [tag("tr", tag("td", c.step), tag("td", c.rule), tag("td", f"{c.count:,}", class_="number")) for c in by[:MOST_RULES]]
    if len(by) > MOST_RULES:
        rest = sum(c.count for c in by[MOST_RULES:])
        rows.append(tag("tr", tag("td", f"{len(by) - MOST_RULES} more rules", colspan="2"), tag("td", f"{rest:,}", class_="number")))
    rules = tag("table", _head("Step", "Rule", "Documents"), tag("tbody", *rows), class_="ledger rules")
    listed = _bounded(excluded)
    documents = tag("table", _head("Document", "Step", "Reason"), tag("tbody", *(_row(e) for e in listed)), class_="ledger")
    whole = "all of them" if len(listed) == len(excluded) else f"{len(listed):,} of {len(excluded):,}, the first of each rule"
    told = tag("p", f"The documents ({whole}); the box above tells of any other one why it is not in the list.", class_="quiet")
    return tag("div", rules, told, tag("div", documents, class_="bounded", tabindex="0", role="region", aria_label="Documents dropped"))


def _bounded(excluded: Sequence[Exclusion]) -> list[Exclusion]:
    seen: dict[tuple[str, str], int] = {}
    listed: list[Exclusion] = []
    for entry in excluded:
        rule = (entry.step, entry.rule or entry.reason)
        seen[rule] = seen.get(rule, 0) + 1
        if seen[rule] <= MOST_EACH and len(listed) < MOST_LISTED:
            listed.append(entry)
    return listed


def _head(*names: str) -> Html:
    return tag("thead", tag("tr", *(tag("th", name, scope="col") for name in names)))


def _row(entry: Exclusion) -> Html:
    document = entry.id.partition("#")[0]
    link = tag("a", entry.id, href=Target(document).href, class_=OPENS, target="_blank")
    return tag("tr", tag("td", link), tag("td", entry.step), tag("td", entry.reason))
