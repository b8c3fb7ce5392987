"""The conformance kit of judges (`eval.protocols.Judge`): what whoever says "supported" keeps to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.protocols import Judge

SOURCE = "Hair dryer. A hair dryer with a fan that turns at 3000 rpm and a heater of 800 W."
SAME = "A hair dryer with a fan that turns at 3000 rpm and a heater of 800 W."


class JudgeKit:
    """A judge has a name and facts, is the same twice, and finds nothing in nothing."""

    def test_has_a_name_and_facts_that_are_json(self, judge: Judge):
        assert judge.name.strip()
        assert json.loads(json.dumps(dict(judge.facts))) == dict(judge.facts)
        assert judge.facts

    def test_nothing_supports_nothing(self, judge: Judge):
        """Empty evidence supports no statement."""
        assert not judge.supports(SAME, "")
        assert not judge.supports(SAME, " \n")

    def test_says_the_same_again(self, judge: Judge):
        pairs = [(SAME, SOURCE), ("The fan is made of wood.", SOURCE), (SOURCE, SAME)]
        assert [judge.supports(*pair) for pair in pairs] == [judge.supports(*pair) for pair in pairs]

    def test_a_text_supports_its_own_sentence(self, judge: Judge):
        assert judge.supports(SAME, SOURCE)
