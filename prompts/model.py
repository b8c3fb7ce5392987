"""The records of this room: a template, a recipe, its steps and how it asks for the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A prompt as data. `reply` is the JSON Schema of the reply where one is asked for. `text` is the file as it stands, `sha256` its hash."""

    id: str
    version: int
    title: str
    system: str
    user: str
    placeholders: tuple[str, ...]
    reply: Mapping[str, Any] | None
    notes: str
    sha256: str
    text: str = ""

    @property
    def name(self) -> str:
        """`id@version`: how recipes and records name it."""
        return f"{self.id}@{self.version}"

    def render(self, **values: str) -> tuple[str, str]:
        """The system and the user message with every placeholder filled.

        Values go in as they are: braces in a patent's text are never read as placeholders. Raises ValueError for a missing or an unknown value.
        """
        missing, unknown = set(self.placeholders) - set(values), set(values) - set(self.placeholders)
        if missing or unknown:
            msg = f"template {self.name}: missing values {sorted(missing)}, unknown values {sorted(unknown)}"
            raise ValueError(msg)
        return _fill(self.system, values), _fill(self.user, values)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: values[match.group(1)], text)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a recipe or one of its steps may cost: seconds by the clock, tokens of a language model (in and out). None: no limit."""

    seconds: float | None = None
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class RecipeStep:
    """One step of a recipe. `name` is its `as`, `inputs` its `from`; `parameters` are complete (defaults filled in)."""

    name: str
    step: str
    inputs: tuple[str, ...]
    parameters: Mapping[str, Any]
    budget: Budget = Budget()


@dataclass(frozen=True, slots=True)
class RecipeAnswer:
    """How the answer is asked for.

    `template` is `id@version`; evidence comes from the first `documents` hits, at most `passages` of each, within `evidence_tokens` tokens in all;
    the model writes at most `statements` statements in at most `reply_tokens` tokens and `seconds` seconds; what it did not reach is answered by
    the documents' own sentences. A sentence's relevance is `meaning` parts cosine and the rest words; one under `cut` times the best is left out, and
    an answer whose best is under `loose` says so.
    Of a statement's words its evidence must hold the share `support`, the quote itself `quoted` (see `assistant.answering.support`).
    """

    template: str
    documents: int
    passages: int
    evidence_tokens: int
    statements: int
    reply_tokens: int
    seconds: int = 150
    meaning: float = 0.5
    cut: float = 0.75
    loose: float = 0.4
    support: float = 0.8
    quoted: float = 0.7


@dataclass(frozen=True, slots=True)
class Recipe:
    """A search strategy that another office can read, run and improve. `text` is the file as it stands, `sha256` that of its UTF-8 bytes.

    `embedder` names the embedder that the index must have been built with; None where any will do. `templates` are the prompts it uses, by name.
    """

    id: str
    version: int
    title: str
    author: str
    licence: str
    notes: str
    inputs: tuple[str, ...]
    steps: tuple[RecipeStep, ...]
    answer: RecipeAnswer
    text: str
    sha256: str
    source: str
    embedder: str | None = None
    budget: Budget = Budget()
    templates: tuple[Template, ...] = ()

    @property
    def name(self) -> str:
        """`id@version`."""
        return f"{self.id}@{self.version}"

    def template(self, name: str) -> Template:
        """The prompt that the recipe names so (`id@version`, or `id` for the newest). Raises KeyError for one that it does not name."""
        for template in sorted(self.templates, key=lambda t: -t.version):
            if name in (template.name, template.id):
                return template
        raise KeyError(name)
