"""The assistant as LangChain sees it: a retriever that runs a recipe, and a tool that an agent may call. The owner of that part of langchain-core.

Whoever imports this module has LangChain's chains at hand; nothing else in the house imports it.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads the fields' types
import functools
import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.case import make_case
from assistant.exporters.contract import hit_to_json
from indexing.canonical import plain
from indexing.dates import required_date
from indexing.errors import PriorArtError
from indexing.model import Filter

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.tools import StructuredTool

    from assistant.model import DocumentHit, Outcome

_DESCRIPTION = (
    "Search patent prior art in the office's own index. Give the technical features in plain words, or claims. Returns documents with passages, "
    "each with an id and a link; what is not returned may still exist."
)


@functools.cache
def retriever_class() -> Any:  # noqa: ANN401 - LangChain is loaded when first needed, so its types are not known here
    """`PriorArtRetriever`, made once."""
    from langchain_core.retrievers import BaseRetriever

    class PriorArtRetriever(BaseRetriever):
        """Runs a recipe over the open index; each passage found is one LangChain document.

        `assistant` is an `assistant.assistant.Assistant` (see `assistant.opening.open_assistant`), `recipe` an id or a file, `k` the number of
        documents, `passages` how many of each; the rest are `indexing.model.Filter`'s hard conditions. Metadata: `id` (passage), `document`, `title`,
        `rank` and `score` of its document, dates, `link`, `record` (the file of the search's record, where records are kept). Raises the house's
        errors.
        """

        model_config = ConfigDict(arbitrary_types_allowed=True)

        assistant: Any
        recipe: str = "hybrid"
        k: int = 10
        passages: int = 1
        own: tuple[str, ...] = ()
        before: dt.date | None = None
        classes: tuple[str, ...] = ()
        countries: tuple[str, ...] = ()
        kinds: tuple[str, ...] = ()
        languages: tuple[str, ...] = ()

        def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002 - LangChain's face
            filters = Filter(self.before, self.classes, self.countries, self.kinds, self.languages)
            outcome = _searched(self.assistant, query, self.recipe, self.own, filters, self.k, max(1, self.passages))
            return [_document(hit, number, outcome) for hit in outcome.result.hits for number in range(max(1, len(hit.passages)))]

    return PriorArtRetriever


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """`from assistant.faces.langchain import PriorArtRetriever` as with any class, without LangChain for those who only look at this module."""
    if name == "PriorArtRetriever":
        return retriever_class()
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def _searched(assistant: Any, query: str, recipe: str, own: tuple[str, ...], filters: Filter, k: int, passages: int) -> Outcome:  # noqa: ANN401 - pydantic field
    found: Outcome = assistant.search(assistant.plan(make_case(query, own=own), recipe), filters=filters, k=k, passages=passages)
    return found


def _document(hit: DocumentHit, number: int, outcome: Outcome) -> Document:
    """The passage `number` of a hit; a document without any text stands with its title."""
    from langchain_core.documents import Document

    passage = hit.passages[number] if hit.passages else None
    metadata = {
        "id": passage.id if passage else hit.id,
        "document": hit.id,
        "title": hit.title,
        "rank": hit.rank,
        "score": hit.score,
        "published": plain(hit.published),
        "filed": plain(hit.filed),
        "priority": plain(hit.priority),
        "link": passage.link if passage else hit.link,
        "public_page": hit.link,
        "found_by": list(hit.found_by),
        "record": plain(outcome.record),
    }
    return Document(page_content=passage.text if passage else hit.title, metadata=metadata, id=metadata["id"])


class PriorArtQuery(BaseModel):
    """What an agent may ask."""

    text: str = Field(description="a question, technical features in plain words, or claims")
    before: str | None = Field(default=None, description="only documents from before this day, as 2020-12-31")
    classes: list[str] = Field(default=[], description="only these CPC or IPC symbols and all below them, such as A45D20/12")
    countries: list[str] = Field(default=[], description="only these offices, ST.3 codes such as US, EP")
    own: list[str] = Field(default=[], description="the case's own publications, which are never its prior art")
    k: int = Field(default=10, ge=1, le=100, description="how many documents")


def prior_art_tool(assistant: Any, recipe: str = "hybrid", name: str = "search_prior_art") -> StructuredTool:  # noqa: ANN401 - see PriorArtRetriever
    """A tool that searches; its content is JSON as `priorart search --json` prints hits, its artifact the `Outcome` itself.

    A fault of the house becomes a `ToolException` that says what to do, so that an agent can go on.
    """
    from langchain_core.tools import StructuredTool, ToolException

    def search(text: str, before: str | None, classes: list[str], countries: list[str], own: list[str], k: int) -> tuple[str, Outcome]:
        try:
            day = required_date(before) if before else None
            filters = Filter(day, tuple(classes), tuple(country.upper() for country in countries))
            outcome = _searched(assistant, text, recipe, tuple(own), filters, k, 2)
        except PriorArtError as fault:
            raise ToolException(str(fault)) from fault
        found = {"hits": [hit_to_json(hit) for hit in outcome.result.hits], "notes": list(outcome.result.notes), "record": plain(outcome.record)}
        return json.dumps(found, ensure_ascii=False), outcome

    return StructuredTool.from_function(
        search, name=name, description=_DESCRIPTION, args_schema=PriorArtQuery, response_format="content_and_artifact", handle_tool_error=True
    )
