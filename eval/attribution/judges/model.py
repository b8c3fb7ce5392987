"""A language model as the judge, through the house's interface: asked by a schema, once more where that may help."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.model import Message
from eval.attribution.model import Verdict
from indexing.control import Control
from indexing.errors import LLMFault, ModelFault, UsageError
from prompts.templates import read_template

if TYPE_CHECKING:
    from assistant.protocols import LLM
    from eval.attribution.model import Item

TEMPLATE = Path(__file__).parents[1] / "templates" / "support.yaml"
_TOKENS = 120
_SOURCE_CHARS = 6000
"""A longer source is cut around nothing: its beginning is shown, and the verdict is given as failed, since the rest was not read."""
_OUR_TAGS = re.compile(r"<(?=/?\s*(?:source|statement)\b)", re.IGNORECASE)


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    difference: str
    supported: bool


class ModelJudge:
    """Asks `llm` whether the source supports the statement."""

    name = "llm"

    def __init__(self, llm: LLM | None = None) -> None:
        """Raises `UsageError` without a language model."""
        if llm is None:
            raise UsageError("the judge 'llm' needs a language model", "name one with --llm, and see priorart models list")
        self._llm = llm
        self._template = read_template(TEMPLATE)

    @property
    def identity(self) -> str:
        """The model and the prompt."""
        return f"{self._llm.identity}, {self._template.name}"

    def judge(self, item: Item) -> Verdict:
        """The model's verdict; without an answer where it failed, twice wrote something else, or the source is too long for it."""
        if len(item.source) > _SOURCE_CHARS:
            return Verdict(None, f"the source has {len(item.source)} characters")
        system, user = self._template.render(source=_as_data(item.source), statement=_as_data(item.statement))
        messages, reason = [Message("system", system), Message("user", user)], ""
        for _ in range(2):
            try:
                reply = self._llm.complete(messages, schema=dict(self._template.reply or {}), max_tokens=_TOKENS, control=Control())
                read = _Reply.model_validate_json(reply.text)
            except ValidationError:
                reason = "not the JSON asked for"
                continue
            except (ModelFault, OSError) as fault:
                reason = str(fault)
                if isinstance(fault, LLMFault) and fault.retry:
                    continue
                break
            return Verdict(read.supported, "" if read.supported else read.difference)
        return Verdict(None, reason)


def _as_data(text: str) -> str:
    return _OUR_TAGS.sub("< ", text)
