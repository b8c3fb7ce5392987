"""What a person may do with a hit by a link in the list: judge it, or ask why it is there. The link's id says which; checked on its way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pages.parts.markup import Html, tag

if TYPE_CHECKING:
    from pages.parts.conversation import Conversation, Round

ACTS = "act"
"""The class of links that do something instead of leading somewhere."""
Verb = Literal["relevant", "irrelevant", "why"]
VERBS: tuple[Verb, ...] = ("relevant", "irrelevant", "why")
SAID: dict[Verb, str] = {"relevant": "relevant", "irrelevant": "not relevant", "why": "why here?"}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do with the hit `document` of the round `number`."""

    verb: Verb
    number: int
    document: str

    @property
    def id(self) -> str:
        return f"{ACTS}-{self.verb}-{self.number}-{self.document}"

    def html(self, *, on: bool) -> Html:
        """The link, a switch that is `on` or off; it names its document to those who hear the page instead of seeing it."""
        state = {"aria_expanded": _word(on)} if self.verb == "why" else {"aria_pressed": _word(on)}
        label = f"{SAID[self.verb]}: {self.document}"
        return tag("a", SAID[self.verb], href="#" + self.id, id=self.id, class_=f"{ACTS} act-{self.verb}", role="button", aria_label=label, **state)


def find(identity: str | None, talk: Conversation) -> tuple[Act, Round] | None:
    """The act of a link's id and its round; None where nothing on the page has this id."""
    head, verb, number, document = (*(identity or "").split("-", 3), "", "", "")[:4]
    turn = next((r for r in talk.rounds if str(r.number) == number), None)
    known = next((v for v in VERBS if v == verb), None)
    if head != ACTS or known is None or turn is None or turn.outcome is None:
        return None
    if document not in {hit.id for hit in turn.outcome.result.hits}:
        return None
    return Act(known, turn.number, document), turn


def _word(on: bool) -> str:
    return "true" if on else "false"
