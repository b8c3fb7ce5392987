"""The faces of the assistant's plugin families; each has a conformance kit in `tests/kits`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Message, Reply
    from indexing.control import Control


class LLM(Protocol):
    """A chat model. Listed in `assistant.llms.LLMS`. One object serves many calls and, in the app, many people.

    `identity` says who answers: `qwen2.5-coder-1.5b-instruct@sha256:cc32…` or `openai:gpt-x@https://host/v1`.
    `local` is True where no byte leaves the machine.
    """

    @property
    def name(self) -> str: ...
    @property
    def identity(self) -> str: ...
    @property
    def local(self) -> bool: ...
    @property
    def context_tokens(self) -> int: ...
    def complete(self, messages: Sequence[Message], *, schema: dict[str, Any] | None, max_tokens: int, control: Control) -> Reply:
        """One reply at temperature 0. With `schema` (JSON Schema) the text is JSON that keeps to it.

        Raises `LLMFault` (with `retry`) where the model does not answer as asked or in time, `Cancelled` when the person stops it.
        """
        ...

    def close(self) -> None:
        """Free what the model holds (process, memory); calling it twice is harmless."""
        ...
