"""The judges that ship, by the kit; and a language model as judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.model import Reply, Usage
from eval.answers.judge import MODEL, open_judge
from eval.attribution.judges import JUDGES
from indexing.errors import LLMFault
from tests.conftest import SMALL_LLM
from tests.kits.judges import SAME, SOURCE, JudgeKit

if TYPE_CHECKING:
    from eval.protocols import Judge


@pytest.fixture(params=sorted(set(JUDGES) - {MODEL}))
def judge(request) -> Judge:
    return open_judge(request.param)


class TestListed(JudgeKit):
    """Every judge of the table."""


class FaultyModel:
    """A language model that replies as told, and counts how often it was asked."""

    name, identity, local, context_tokens = "faulty", "faulty@0", True, 2048

    def __init__(self, text: str) -> None:
        self.text, self.asked = text, 0

    def complete(self, messages, *, schema, max_tokens, control) -> Reply:
        self.asked += 1
        return Reply(self.text, self.identity, Usage(calls=1))

    def close(self) -> None: ...


@pytest.mark.parametrize("reply", ["yes", "{}", '{"supported": "maybe"}'])
def test_a_model_that_does_not_reply_as_asked_is_a_fault(reply):
    """No verdict is made up."""
    with pytest.raises(LLMFault, match="gave no verdict"):
        open_judge(MODEL, FaultyModel(reply)).supports(SAME, SOURCE)


def test_a_pair_is_asked_once():
    """Measures ask for the same pair again."""
    model = FaultyModel('{"difference": "none of it", "supported": false}')
    asked = open_judge(MODEL, model)
    assert [asked.supports(SAME, SOURCE), asked.supports(SAME, SOURCE), asked.supports(SAME, "")] == [False] * 3
    assert model.asked == 1


@pytest.mark.slow
def test_a_real_model_judges(models_folder):
    """The smallest one proves the path, its verdicts are worth little: name, facts, the same answer twice."""
    from assistant.opening import open_registry
    from assistant.serving.language_models import open_llm

    llm = open_llm(SMALL_LLM, open_registry(models_folder), {}, None)
    assert llm is not None
    try:
        made = open_judge(MODEL, llm)
        verdict = made.supports(SAME, SOURCE)
        assert open_judge(MODEL, llm).supports(SAME, SOURCE) is verdict
        assert llm.identity in made.facts["judge"]
    finally:
        llm.close()
