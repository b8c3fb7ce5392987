"""The house's own notation (`indexing.expressions.notation`): what a plan shows, and the only one that says everything the tree can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialect_text.canonical import simplified
from assistant.dialect_text.model import Parsed, Written
from indexing.expressions.notation import parse, write

if TYPE_CHECKING:
    from indexing.expressions.tree import Node


class Own:
    """The house's own notation."""

    title = "the house's own notation"
    source = "docs/how-to/dialects.md"

    def parse(self, text: str) -> Parsed:
        return Parsed(simplified(parse(text)))

    def write(self, node: Node) -> Written:
        return Written(write(node))
