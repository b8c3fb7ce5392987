"""Reading the evidence with a language model, a few passages a call, and checking what it writes."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.answering.verification import Drafts, verify
from assistant.model import Exchange, Message, Rejected, Statement, Usage
from assistant.serving.deadline import Deadline
from indexing.control import Progress
from indexing.errors import Cancelled, LLMFault, ModelFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.links import Links
    from assistant.model import Evidence
    from assistant.protocols import LLM
    from indexing.control import Control
    from indexing.model import Case
    from prompts.model import RecipeAnswer, Template

_CASE_CHARS = 1200
"""Of a long case the model reads the beginning: the evidence was chosen by all of it."""
_TURN_CHARS = 200
_PATIENCE = 2
_STATEMENT_TOKENS = 110
"""What the schema's longest statement takes."""
_OUR_TAGS = re.compile(r"<(?=/?\s*(?:case|passage)\b)", re.IGNORECASE)
_BESIDE = re.compile(r"\s*(?:the|this) passage (?:does not|doesn't|says nothing|has nothing)", re.IGNORECASE)
"""How a small model says that a passage is beside the case, where an empty list was asked for."""


@dataclass(slots=True)
class Reading:
    """What came of reading the evidence with a model. `statements` go by the number of their evidence; `judged` holds the numbers that the model
    reported on with success or left out as beside the case.
    """

    statements: dict[int, list[Statement]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    judged: set[int] = field(default_factory=set)
    exchanges: list[Exchange] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Shows a model the evidence, a few passages a call, so that a person sees progress and can stop between calls."""

    case: Case
    evidence: Sequence[Evidence]
    stored: dict[str, str]
    llm: LLM
    template: Template
    budget: RecipeAnswer
    control: Control
    links: Links

    def read(self) -> Reading:
        """Read all evidence. A model that fails twice in a row, or is out of time, is not asked again."""
        reading = Reading()
        schema = dict(self.template.reply or {})
        size = int(schema.get("properties", {}).get("statements", {}).get("maxItems", 1))
        batches = [self.evidence[i : i + size] for i in range(0, len(self.evidence), size)]
        tokens = max(self.budget.reply_tokens // max(1, len(batches)), _STATEMENT_TOKENS * size)
        limit = Deadline(self.control, self.budget.seconds)
        faults, done = 0, 0
        for batch in batches:
            self.control.check()
            self.control.report(Progress("answer", done, len(self.evidence), "passages"))
            try:
                drafts = self._ask(batch, schema, tokens, reading, limit.control)
            except Cancelled:
                self.control.check()
                reading.fault = f"it was out of time, {done} of {len(self.evidence)} passages were read in {self.budget.seconds} seconds"
                break
            except (ModelFault, OSError) as fault:
                faults, reading.fault = faults + 1, str(fault)
                if faults == _PATIENCE:
                    break
                continue
            faults = 0
            if drafts is not None:
                self._judge(drafts, batch, reading)
            done += len(batch)
        self.control.report(Progress("answer", done, len(self.evidence), "passages"))
        return reading

    def _judge(self, drafts: Drafts, batch: Sequence[Evidence], reading: Reading) -> None:
        spoken_of = {d.evidence for d in drafts.statements}
        reading.judged |= {e.number for e in batch if e.number not in spoken_of}
        for draft in drafts.statements:
            if _BESIDE.match(draft.text):
                reading.judged.add(draft.evidence)
                continue
            verdict = verify(draft, batch, self.stored, self.case.text, self.links, (self.budget.support, self.budget.quoted))
            if isinstance(verdict, Rejected):
                reading.rejected.append(verdict)
                continue
            said = reading.statements.setdefault(draft.evidence, [])
            if all(verdict.text.casefold() != s.text.casefold() for other in reading.statements.values() for s in other):
                said.append(verdict)
            reading.judged.add(draft.evidence)

    def _ask(self, batch: Sequence[Evidence], schema: dict[str, Any], tokens: int, reading: Reading, control: Control) -> Drafts | None:
        """The model's reply about `batch`, asked for at most twice; None where it is no JSON of the schema both times."""
        system, user = self.template.render(case=_case_text(self.case), evidence="\n".join(map(_shown, batch)))
        messages = [Message("system", system), Message("user", user)]
        numbered = _numbered(schema, [e.number for e in batch])
        for attempt in (1, 2):
            try:
                reply = self.llm.complete(messages, schema=numbered, max_tokens=tokens, control=control)
            except (ModelFault, OSError) as fault:
                reading.exchanges.append(Exchange("answer", self.template.name, tuple(messages), None, str(fault)))
                if attempt == 1 and isinstance(fault, LLMFault) and fault.retry:
                    continue
                raise
            reading.usage += reply.usage
            try:
                drafts = Drafts.model_validate_json(reply.text)
            except ValidationError as fault:
                reading.exchanges.append(Exchange("answer", self.template.name, tuple(messages), reply, f"not the JSON asked for: {_first(fault)}"))
                messages = [
                    *messages,
                    Message("assistant", reply.text[:500]),
                    Message("user", "That is not the JSON asked for. Write the JSON only."),
                ]
                continue
            reading.exchanges.append(Exchange("answer", self.template.name, tuple(messages), reply))
            return drafts
        return None


def _case_text(case: Case) -> str:
    """The case as the model reads it: the two questions before it, in short, and its own text, cut between words where it is long."""
    earlier = [f"Earlier question: {_cut(turn.question, _TURN_CHARS)}" for turn in case.history[-2:]]
    return _as_data("\n".join([*earlier, _cut(case.text, _CASE_CHARS)]))


def _cut(text: str, longest: int) -> str:
    text = text.strip()
    return text if len(text) <= longest else text[: longest + 1].rpartition(" ")[0] + " …"


def _shown(piece: Evidence) -> str:
    """A passage as the model reads it, between marks that its own text cannot close."""
    title = _as_data(" ".join(piece.title.split())).replace('"', "'")
    return f'<passage number="{piece.number}" title="{title}">\n{_as_data(" ".join(piece.text.split()))}\n</passage>'


def _as_data(text: str) -> str:
    return _OUR_TAGS.sub("< ", text)


def _numbered(schema: dict[str, Any], numbers: Sequence[int]) -> dict[str, Any]:
    """The template's schema with the numbers of the passages that this call shows, and no more statements than those."""
    schema = copy.deepcopy(schema)
    statements = schema["properties"]["statements"]
    statements["maxItems"] = len(numbers)
    statements["items"]["properties"]["evidence"] = {"type": "integer", "enum": list(numbers)}
    return schema


def _first(fault: ValidationError) -> str:
    error = fault.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, error['loc'])) or 'reply'}: {error['msg']}"
