"""A document or one of its passages, as `priorart show` prints it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from indexing.canonical import plain
from indexing.numbers import public_page

if TYPE_CHECKING:
    from indexing.protocols import SearchIndex


def document_to_json(index: SearchIndex, name: str) -> dict[str, Any]:
    """`{"id", …, "sections":{"abstract":"…","claim.1":"…","desc.42":"…"}}` of a document named in any form, or of the passage `ID#…`.

    Raises `UsageError` where the generation does not hold it.
    """
    document, _, part = name.partition("#")
    patent = index.document(index.resolve(document) or document)
    units = patent.units()
    head = {
        "id": patent.id,
        "title": patent.title,
        "published": plain(patent.publication_date),
        "filed": plain(patent.filing_date),
        "priority": plain(patent.priority_date),
        "family": patent.family,
        "cpc": list(patent.cpc),
        "ipc": list(patent.ipc),
        "applicants": list(patent.applicants),
        "link": public_page(patent.id),
        "source": patent.source,
    }
    if not part:
        return head | {"sections": units}
    if part in units:
        return head | {"id": f"{patent.id}#{part}", "sections": {part: units[part]}}
    passage = index.passage(f"{patent.id}#{part}")
    return head | {"id": passage.id, "sections": {part: passage.text}}


def document_text(data: dict[str, Any]) -> str:
    """The same for a terminal."""
    head = [f"{data['id']}  {data['title']}"]
    head += [f"{name}: {data[name]}" for name in ("published", "filed", "priority", "family") if data[name]]
    head += [f"{name}: {', '.join(data[name])}" for name in ("applicants", "cpc", "ipc") if data[name]]
    body = [f"\n#{unit}\n{textwrap.fill(' '.join(text.split()), 110)}" for unit, text in data["sections"].items()]
    return "\n".join([*head, data["link"], *body])
