"""Which language models a person may choose, and where the embedded one stands. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexing.models.registry import Registry
    from settings import Settings

AUTO = "auto"
NONE = "none"


@dataclass(frozen=True, slots=True)
class ModelNews:
    """Where the model that a choice means stands. `share` (0 to 1) is given while it is on its way; `arriving` says that it may come by itself."""

    text: str
    share: float | None = None
    arriving: bool = False
    local: bool = True


def names(settings: Settings, registry: Registry) -> dict[str, str]:
    """The choices, as settings name them, with the words a person reads."""
    listed = {e.name: f"{e.name} (on this machine)" for e in registry.entries() if e.kind == "llm"}
    remote = {name: f"{name} ({endpoint.provider})" for name, endpoint in settings.llms.items()}
    choices = {AUTO: "Automatic", **listed, **remote, NONE: "None: extractive answers"}
    if settings.llm not in choices:
        choices = {settings.llm: settings.llm, **choices}
    return choices


def news(choice: str, settings: Settings, registry: Registry) -> ModelNews:
    """Where the chosen model stands, cheaply enough to be asked every few seconds."""
    if choice == NONE:
        return ModelNews("Answers are sentences taken from the documents.")
    if choice in settings.llms:
        endpoint = settings.llms[choice]
        return ModelNews(f"Questions and passages are sent to {endpoint.base_url or endpoint.provider}.", local=False)
    name = registry.default("llm").name if choice == AUTO else choice
    state = registry.state(name)
    if state.status == "present":
        return ModelNews(f"{name} is at work on this machine.")
    until = "Until it is here, answers are extractive."
    if state.status == "partial":
        share = state.done / state.total if state.total else 0.0
        size = f"{state.done / 1e6:,.0f} of {state.total / 1e6:,.0f} MB" if state.total else f"{state.done / 1e6:,.0f} MB"
        how = "is being fetched" if state.running else "is fetched in part; run: priorart models pull"
        return ModelNews(f"{name} {how}: {size}. {until}", share=min(1.0, share), arriving=True)
    return ModelNews(f"{name} is not here ({registry.how_to_get(name)}). {until}", arriving=True)
