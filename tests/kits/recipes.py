"""Random recipes over every step of the table: what flows into what is read from the steps themselves, so that a new step joins in by being there."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from assistant.steps import STEPS
from assistant.strategy.step_model import Expand, Feedback, Join, Rewrite, Search, Step
from tests.kits.steps import EXTRA, KINDS

HEAD = "id: r\nversion: 1\ntitle: T\nauthor: A\nlicence: CC0-1.0\nnotes: N\ninputs: [question, claims, application]\nsteps:\n"
GIVES = {"rewrite.chosen": "documents", "feedback.documents": "documents", "rewrite.classes": "classes", "feedback.classes": "classes",
         "rewrite.boolean": "expression"}  # fmt: skip
"""What kind of draft a step gives where it is not text."""
_LEAST = 3  # queries of the case, so that most recipes find something


def of(kind: type[Step]) -> list[str]:
    return [name for name in STEPS if issubclass(STEPS.load(name), kind)]


class _Recipe:
    """The steps so far, and the outputs that nothing takes yet."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.lines = draw, list[str]()
        self.drafts: dict[str, str] = {}
        self.lists: list[str] = []

    def add(self, name: str, inputs: list[str] | None = None, **more: Any) -> str:
        """Write the step, with its defaults or as the kit varies it; gives the name it goes by."""
        extra = EXTRA.get(name, [])
        sets = [{}, *([extra] if isinstance(extra, dict) else extra)]
        parameters = dict(self.draw(st.sampled_from(sets))) | more
        if inputs is not None and isinstance(parameters.get("weights"), list):
            parameters["weights"] = [1.0 + n for n in range(len(inputs))]
        alias = f"s{len(self.lines)}"
        entry = {"step": name, "as": alias} | ({} if inputs is None else {"from": inputs}) | parameters
        self.lines.append(f"  - {json.dumps(entry)}")
        return alias

    def rewrite(self, name: str) -> None:
        self.drafts[self.add(name)] = GIVES.get(name, "text")

    def expand(self) -> None:
        given = self.draw(st.sampled_from(sorted(name for name, kind in self.drafts.items() if kind == "text")))
        del self.drafts[given]
        self.drafts[self.add(self.draw(st.sampled_from(of(Expand))), [given])] = "text"

    def search(self, given: str) -> None:
        """One search, or two, of what a rewrite, an expansion or feedback gave."""
        fit = [name for name in of(Search) if KINDS[STEPS.load(name).engine] == self.drafts[given]]
        for name in self.draw(st.lists(st.sampled_from(fit), min_size=1, max_size=2, unique=True)):
            more: dict[str, Any] = {"k": self.draw(st.integers(1, 40))}
            if name in ("search.words", "search.meaning"):
                more["level"] = self.draw(st.sampled_from(["document", "document", "passage"]))
            self.lists.append(self.add(name, [given], **more))
        del self.drafts[given]

    def join(self, name: str) -> None:
        """A join of some of the lists; what it took may be taken again, so that branches part and meet."""
        most = len(self.lists) if STEPS.load(name).many else 1
        taken = self.draw(st.lists(st.sampled_from(self.lists), min_size=1, max_size=most, unique=True))
        if not self.draw(st.booleans()):
            self.lists = [one for one in self.lists if one not in taken]
        more = {"k": self.draw(st.integers(1, 20))} if name == "filter.depth" else {}
        self.lists.append(self.add(name, taken, **more))

    def feedback(self) -> None:
        name = self.draw(st.sampled_from(of(Feedback)))
        alias = self.add(name, [self.draw(st.sampled_from(self.lists))])
        self.drafts[alias] = GIVES.get(name, "text")
        self.search(alias)

    def end(self) -> None:
        """One list of all that nothing takes yet, and a few joins behind it, each taking the last."""
        fusions = [name for name in of(Join) if STEPS.load(name).many]
        if len(self.lists) > 1:
            self.lists = [self.add(self.draw(st.sampled_from(fusions)), self.lists)]
        for name in self.draw(st.lists(st.sampled_from(of(Join)), max_size=3)):
            self.lists = [self.add(name, self.lists)]


@st.composite
def recipes(draw: st.DrawFn) -> str:
    """The text of a recipe of up to some twenty steps: rewrites, expansions, searches, then joins and feedback in any order, then one list."""
    made = _Recipe(draw)
    made.rewrite("rewrite.whole")
    for name in draw(st.lists(st.sampled_from(of(Rewrite)), max_size=_LEAST)):
        made.rewrite(name)
    for _ in range(draw(st.integers(0, 1))):
        made.expand()
    for given in list(made.drafts):
        made.search(given)
    for _ in range(draw(st.integers(0, 4))):
        if draw(st.integers(0, 2)):
            made.join(draw(st.sampled_from(of(Join))))
        else:
            made.feedback()
    made.end()
    return HEAD + "\n".join(made.lines) + "\n"
