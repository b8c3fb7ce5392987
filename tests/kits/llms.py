"""What every language model keeps to, whoever provides it."""

import json
import threading
import time

import pytest

from assistant.model import Message
from indexing.control import Control
from indexing.errors import Cancelled, LLMFault

SCHEMA = {
    "type": "object",
    "properties": {"found": {"type": "boolean"}, "text": {"type": "string", "maxLength": 40}},
    "required": ["found", "text"],
    "additionalProperties": False,
}
ASK = (Message("system", "You answer briefly."), Message("user", "Does a hair dryer have a fan?"))


def check_plain_reply(llm) -> None:
    """A reply has text, says who wrote it and what it cost."""
    reply = llm.complete(ASK, schema=None, max_tokens=12, control=Control())
    assert reply.text.strip()
    assert reply.model == llm.identity
    assert reply.usage.calls == 1
    assert 0 < reply.usage.tokens_in < 100
    assert 0 < reply.usage.tokens_out <= 12
    assert reply.usage.seconds > 0


def check_schema_reply(llm) -> None:
    """With a schema the text is JSON that keeps to it."""
    value = json.loads(llm.complete(ASK, schema=SCHEMA, max_tokens=120, control=Control()).text)
    assert set(value) == {"found", "text"}
    assert isinstance(value["found"], bool)


def check_same_again(llm) -> None:
    """At temperature 0 the same question has the same answer."""
    texts = {llm.complete(ASK, schema=None, max_tokens=12, control=Control()).text for _ in range(2)}
    assert len(texts) == 1


def check_stop(llm) -> None:
    """Stopped, it lets go within two seconds, and answers the next question."""
    control = Control()
    threading.Timer(0.5, control.stop.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        llm.complete([Message("user", "Count from one to a million, in words.")], schema=None, max_tokens=1800, control=control)
    assert time.monotonic() - began < 2.5
    assert llm.complete(ASK, schema=None, max_tokens=4, control=Control()).text


def check_too_long(llm) -> None:
    """A question that is longer than the context is refused with the reason, not cut in silence."""
    with pytest.raises(LLMFault, match="too long") as caught:
        llm.complete([Message("user", "valve " * 5000)], schema=None, max_tokens=4, control=Control())
    assert not caught.value.retry


def check_cut_short(llm) -> None:
    """An answer that ran out of tokens before its JSON was whole is a fault."""
    with pytest.raises(LLMFault, match="ran out of tokens"):
        llm.complete(ASK, schema=SCHEMA, max_tokens=3, control=Control())
