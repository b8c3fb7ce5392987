"""The documents found as HTML: dates, legal status, the queries that found each, marks, passages, and why it is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.legal.model import CODES
from pages.parts.acts import Act
from pages.parts.document_view import unit_name
from pages.parts.markup import Html, outside, tag
from pages.parts.result_view import OPENS
from pages.parts.target import Target, from_link
from pages.parts.why_view import account_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.legal.model import LegalStatus
    from assistant.model import DocumentHit, PassageHit
    from pages.parts.accounts import Account

DATES = {"published": "publication date", "filed": "filing date", "priority": "priority date"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the hits of a round: the numbers of its queries, what was judged, which accounts are open."""

    number: int = 0
    queries: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, bool] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)


def hits_html(hits: Sequence[DocumentHit], beside: Beside) -> Html:
    """The documents found, in order."""
    if not hits:
        return tag("p", "No document was found under these conditions.")
    return tag("ol", *(_hit(hit, beside) for hit in hits), class_="hits")


def _hit(hit: DocumentHit, beside: Beside) -> Html:
    title = tag("a", hit.title or "(no title in the source)", href=Target(hit.id).href, class_=f"hit-title {OPENS}", target="_blank")
    head = tag("div", tag("span", f"{hit.rank}", class_="hit-rank"), title, class_="hit-head")
    facts = [hit.id, _dates(hit), f"score {hit.score:.4g}"]
    facts += [f"found by query {', '.join(beside.queries.get(q, q) for q in hit.found_by)}"] if hit.found_by else []
    meta = tag("div", " · ".join(facts), " · ", outside("Espacenet", hit.link), class_="quiet")
    parts = [head, meta]
    parts += [status_html(status) for status in hit.legal]
    if hit.passages:
        parts.append(tag("ul", *(_passage(p) for p in hit.passages), class_="passages"))
    parts.append(_acts(hit.id, beside))
    if account := beside.accounts.get(hit.id):
        parts.append(account_html(account, beside.queries))
    return tag("li", *parts, class_="hit")


def _acts(document: str, beside: Beside) -> Html:
    mark = beside.marks.get(document)
    return tag(
        "div",
        Act("relevant", beside.number, document).html(on=mark is True),
        Act("irrelevant", beside.number, document).html(on=mark is False),
        Act("why", beside.number, document).html(on=document in beside.accounts),
        class_="acts",
    )


def status_html(status: LegalStatus) -> Html:
    """The letter that the dates propose, the status in words, and the sentence with the dates used."""
    letter = tag("span", status.category, class_="category", title=f"category {status.category} (WIPO ST.14)") if status.category else Html()
    words = f"{status.system.upper()}: {CODES[status.code]}; prior art: {status.prior_art}"
    unsaid = [source for source in status.sources if source not in status.reason]
    sources = f" ({'; '.join(unsaid)})" if unsaid else ""
    return tag("div", letter, " ", tag("strong", words), ". ", f"{status.reason[:1].upper()}{status.reason[1:]}{sources}", class_="legal quiet")


def _dates(hit: DocumentHit) -> str:
    dates = (("published", hit.published), ("filed", hit.filed), ("priority", hit.priority))
    said = [f"{name} {day}" for name, day in dates if day]
    if hit.date_used and hit.date_used != "published":
        said.append(f"no publication date in the source: a cut-off compares its {DATES[hit.date_used]}")
    return ", ".join(said) or "no date in the source"


def _passage(passage: PassageHit) -> Html:
    target = from_link(passage.link) or Target(passage.id.partition("#")[0], passage.id.partition("#")[2])
    link = tag("a", unit_name(target.unit), href=target.href, class_=f"chip {OPENS}", target="_blank")
    return tag("li", link, " ", tag("span", passage.text, class_="snippet"))
