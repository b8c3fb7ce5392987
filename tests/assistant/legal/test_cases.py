"""The engine against the hand-worked cases."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.legal.assess import assess
from assistant.legal.law import load_law
from tests.assistant.legal.hand_worked import CASES, dates, effective


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_hand_worked_case_comes_out_as_the_law_says(case):
    status = assess(effective(case), dates(case["hit"]), load_law().system(case["system"]))
    assert (status.code, status.category, status.prior_art) == (case["code"], case.get("category"), case["prior_art"]), status.reason
    assert all(words in status.reason for words in case.get("says", ())), status.reason


def test_the_table_is_large_enough_and_every_case_has_its_source():
    count = Counter(case["system"] for case in CASES)
    assert sum(count.values()) >= 60
    assert set(count) == {"epc", "pct", "us"}
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case["source"].strip() and case["why"].strip() for case in CASES)
