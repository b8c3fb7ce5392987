"""The owner of LangChain's chat models: one call to an OpenAI-compatible endpoint, stopped when the person says so, checked against its schema.

Nothing is traced: LangSmith would send prompts away as soon as a variable of the environment says so, so tracing is shut off around each call,
and address and key are always given, which keeps LangChain's gateway setting out.
"""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import urlsplit

from assistant.model import Reply, Usage
from indexing.errors import Cancelled, LLMFault, PriorArtError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from assistant.model import Message
    from indexing.control import Control

_T = TypeVar("_T")
SchemaMode = Literal["json_schema", "json_object", "plain"]
MODES: tuple[SchemaMode, ...] = ("json_schema", "json_object", "plain")
OPENAI = "https://api.openai.com/v1"
_SEED = 7


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint: `base_url` with its `/v1`, the key (or a placeholder), the model's name there.

    `hint` says what to do when nobody answers.
    """

    base_url: str
    api_key: str
    model: str
    timeout_seconds: float
    hint: str = ""

    @property
    def loopback(self) -> bool:
        """Whether no byte leaves the machine."""
        host = urlsplit(self.base_url).hostname or ""
        return host in {"localhost", "::1"} or host.startswith("127.")


class SchemaRefused(LLMFault):
    """The endpoint does not take this way of asking for a schema."""


def chat(
    endpoint: Endpoint,
    messages: Sequence[Message],
    *,
    schema: dict[str, Any] | None,
    max_tokens: int,
    control: Control,
    mode: SchemaMode,
    identity: str,
) -> Reply:
    """One reply at temperature 0. Raises `LLMFault`, `Cancelled`, and `SchemaRefused` where `mode` is not to be had there."""
    control.check()
    began = time.monotonic()
    text, tokens_in, tokens_out, finish = _in_thread(lambda: _stream(endpoint, messages, schema, max_tokens, control, mode))
    usage = Usage(1, tokens_in, tokens_out, time.monotonic() - began)
    if schema is not None:
        check_reply(text, schema, finish)
    return Reply(text, identity, usage)


def check_reply(text: str, schema: dict[str, Any], finish: str) -> None:
    """Raise `LLMFault` (to be retried) where `text` is no JSON that keeps to `schema`. Nothing is repaired."""
    import jsonschema

    try:
        jsonschema.validate(json.loads(text), schema)
    except ValueError as error:
        if finish == "length":
            raise LLMFault("the language model ran out of tokens before its answer was whole", "allow more tokens, or ask for less") from error
        raise LLMFault("the language model's answer is no JSON", "ask once more, or take another model", retry=True) from error
    except jsonschema.ValidationError as error:
        raise LLMFault(f"the language model's answer does not keep to the schema: {error.message[:200]}", "ask once more", retry=True) from error


def estimate_tokens(text: str) -> int:
    """About how many tokens `text` has, rather more than fewer: a token of today's models is 3 to 4 bytes of UTF-8 in patents."""
    return len(text.encode()) // 3 + 1


def _in_thread(work: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
    """Run a coroutine to its end in a thread of its own, since the caller's may have an event loop already."""
    box: list[_T | BaseException] = []

    def run() -> None:
        from langsmith.run_helpers import tracing_context

        try:
            with tracing_context(enabled=False):
                box.append(asyncio.run(work()))
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread
            box.append(error)

    for name in ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER"):  # LangChain refuses to work at all where these are set
        os.environ.pop(name, None)
    thread = threading.Thread(target=run, name="chat", daemon=True)
    thread.start()
    thread.join()
    if isinstance(box[0], BaseException):
        raise box[0]
    return box[0]


async def _stream(
    endpoint: Endpoint, messages: Sequence[Message], schema: dict[str, Any] | None, max_tokens: int, control: Control, mode: SchemaMode
) -> tuple[str, int, int, str]:
    """The whole text, tokens in and out, and why it ended; the request is dropped, and the server stops, as soon as the person stops it."""
    task = asyncio.create_task(_receive(endpoint, messages, schema, max_tokens, mode))
    deadline = time.monotonic() + endpoint.timeout_seconds
    while not task.done():
        await asyncio.wait([task], timeout=0.2)
        late = time.monotonic() > deadline
        if (control.stop.is_set() or late) and not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=2.0)
            if control.stop.is_set():
                raise Cancelled
            raise LLMFault(
                f"the language model did not answer within {endpoint.timeout_seconds:.0f} seconds",
                "ask for less, or raise timeout_seconds",
                retry=True,
            )
    return task.result()


async def _receive(
    endpoint: Endpoint, messages: Sequence[Message], schema: dict[str, Any] | None, max_tokens: int, mode: SchemaMode
) -> tuple[str, int, int, str]:
    import httpx
    from langchain_openai import ChatOpenAI

    # OpenAI itself wants the limit under its newer name, which LangChain gives it; others know the older one. The format goes in the body as it
    # is: given by its name, LangChain would have the openai client parse the reply and raise its own errors.
    limit: dict[str, Any] = {"max_tokens": max_tokens} if endpoint.base_url == OPENAI else {}
    body = _format(schema, mode) | ({} if limit else {"max_tokens": max_tokens})
    text, tokens_in, tokens_out, finish = "", 0, 0, ""
    # A client of this call's own: it is closed with the call, whatever happens, and takes no proxy on loopback.
    async with httpx.AsyncClient(timeout=endpoint.timeout_seconds, trust_env=not endpoint.loopback) as client:
        try:
            model = ChatOpenAI(
                base_url=endpoint.base_url, api_key=endpoint.api_key, model=endpoint.model, temperature=0, seed=_SEED,  # type: ignore[arg-type]
                max_retries=0, http_async_client=client, stream_usage=True, stream_chunk_timeout=None, use_responses_api=False,
                extra_body=body, **limit,
            )  # fmt: skip
            asked = [(m.role, m.content) for m in _with_schema(messages, schema, mode)]
            async for chunk in model.astream(asked):
                text += str(chunk.content)
                usage = chunk.usage_metadata
                if usage:
                    tokens_in, tokens_out = max(tokens_in, usage["input_tokens"]), max(tokens_out, usage["output_tokens"])
                finish = str(chunk.response_metadata.get("finish_reason") or finish)
        except PriorArtError:
            raise
        except Exception as error:
            raise _mapped(error, endpoint, schema is not None and mode != "plain") from error
    return text, tokens_in, tokens_out, finish


def _format(schema: dict[str, Any] | None, mode: SchemaMode) -> dict[str, Any]:
    if schema is None or mode == "plain":
        return {}
    if mode == "json_object":
        return {"response_format": {"type": "json_object"}}
    return {"response_format": {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema}}}


def _with_schema(messages: Sequence[Message], schema: dict[str, Any] | None, mode: SchemaMode) -> Sequence[Message]:
    """Where the endpoint does not enforce the schema, the last message says it."""
    if schema is None or mode == "json_schema":
        return messages
    last = messages[-1]
    text = f"{last.content}\n\nAnswer with one JSON object and nothing else. It keeps to this JSON Schema:\n{json.dumps(schema, sort_keys=True)}"
    return [*messages[:-1], replace(last, content=text)]


def _mapped(error: Exception, endpoint: Endpoint, with_format: bool) -> LLMFault:
    """The fault that a person can act on, for what the openai client, httpx or LangChain raised."""
    import httpx
    import openai

    where, hint = endpoint.base_url, endpoint.hint
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return LLMFault(f"the language model at {where} did not answer in time", "raise timeout_seconds, or try again", retry=True)
    if isinstance(error, openai.APIConnectionError | httpx.TransportError):
        return LLMFault(f"no language model answers at {where}", hint or "is it running, and is base_url right?", retry=True)
    if isinstance(error, openai.APIStatusError):
        return _mapped_status(error, endpoint, with_format)
    if type(error).__name__ == "ContextOverflowError":
        return LLMFault(f"the question is too long for the language model: {_said(error)}", "fewer or shorter passages")
    return LLMFault(f"the language model at {where} answered in a way that cannot be read: {type(error).__name__}: {_said(error)}", hint, retry=True)


def _mapped_status(error: Any, endpoint: Endpoint, with_format: bool) -> LLMFault:  # noqa: ANN401 - openai.APIStatusError, imported late
    status, where, said = int(error.status_code), endpoint.base_url, _said(error)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return LLMFault(f"the language model at {where} refuses the key", "set the variable that api_key_env names to a valid key")
    if "context" in said and any(word in said for word in ("exceed", "length", "too long", "maximum")):
        return LLMFault(f"the question is too long for the language model: {said}", "fewer or shorter passages")
    if (
        with_format
        and status in {400, 404, 415, 422, 500, 501}
        and any(w in said.casefold() for w in ("response_format", "schema", "grammar", "json", "format"))
    ):
        return SchemaRefused(f"the language model at {where} does not take a schema: {said}")
    if status == HTTPStatus.NOT_FOUND:
        return LLMFault(f"{where} has no model '{endpoint.model}'", endpoint.hint or "look up the model's name there")
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return LLMFault(f"the language model at {where} is busy or failing ({status}): {said}", "try again", retry=True)
    return LLMFault(f"the language model at {where} refuses the question ({status}): {said}", endpoint.hint)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
