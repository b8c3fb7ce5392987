"""A language model that says what a test tells it to say; for faults that a real one cannot be asked to have."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.model import Message, Reply, Usage
from indexing.errors import PriorArtError


@dataclass
class ScriptedLLM:
    replies: list[str | PriorArtError]
    asked: list[tuple[Message, ...]] = field(default_factory=list)
    schemas: list[dict] = field(default_factory=list)

    name = "scripted"
    identity = "scripted@test"
    local = True
    context_tokens = 4096

    def complete(self, messages, *, schema, max_tokens, control) -> Reply:
        self.asked.append(tuple(messages))
        self.schemas.append(schema)
        reply = self.replies.pop(0)
        if isinstance(reply, PriorArtError):
            raise reply
        return Reply(reply, self.identity, Usage(1, 10, 10, 0.0))

    def close(self) -> None:
        return
