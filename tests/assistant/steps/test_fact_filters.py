"""Filters by country, kind, language and classes: what they drop, what they say of it, and how far the engines are narrowed."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from pydantic import ValidationError

from assistant.steps import STEPS
from assistant.strategy.step_model import RunContext
from indexing.model import Case, Filter, Hit, Patent, Ranking
from tests.assistant.small_index import SmallIndex, sample

CASE = Case("question", "hair dryer")


def patent(number: str, **changes: object) -> Patent:
    return dataclasses.replace(sample()[0], id=number, source_id=number, family=None, **changes)  # type: ignore[arg-type]


INDEX = SmallIndex(
    (
        patent("EP1A1", office="EP", kind="A1", language="de", ipc=("A45D20/12",), cpc=()),
        patent("US2B2", office="US", kind="B2", language="en", ipc=("A45D20/122", "H05B1/02"), cpc=()),
        patent("DE3U1", office="DE", kind="U1", language="de", ipc=("A45D2/00",), cpc=()),
        patent("X4", office=None, kind=None, language=None, ipc=(), cpc=()),
    )
)


def applied(name: str, **parameters: object) -> Ranking:
    hits = tuple(Hit(p.id, None, 1.0 / n, n, "q", "words") for n, p in enumerate(INDEX.patents, 1))
    return STEPS.load(name)(**parameters).apply([Ranking(hits)], RunContext("f", CASE, INDEX, Filter(), 10))


@pytest.mark.parametrize(
    ("name", "parameters", "kept", "rule", "reasons"),
    [
        ("filter.country", {"countries": ["ep", "US"]}, ["EP1A1", "US2B2"], "country none of EP, US", ["country DE, none of EP, US"]),
        ("filter.kind", {"kinds": ["a", "B1"]}, ["EP1A1"], "kind none of A, B1", ["kind B2, none of A, B1", "kind U1, none of A, B1"]),
        ("filter.language", {"languages": ["EN"]}, ["US2B2"], "language none of en", ["language de, none of en", "language de, none of en"]),
        ("filter.classes", {"classes": ["a45d 20/12"]}, ["EP1A1", "US2B2"], "classes none of A45D20/12", ["classes A45D2, none of A45D20/12"]),
        ("filter.classes", {"classes": ["H05B", "A45D2"]}, ["US2B2", "DE3U1"], "classes none of H05B, A45D2", None),
    ],
)
def test_it_drops_what_does_not_fit_and_says_why(name, parameters, kept, rule, reasons):
    """Each one dropped with what it is; all by one rule; what is not known by another."""
    found = applied(name, **parameters)
    assert [(h.document, h.rank) for h in found.hits] == [(document, n) for n, document in enumerate(kept, 1)]
    dropped = {e.id: e for e in found.excluded}
    assert dropped.pop("X4").rule.endswith(" not known")
    assert {e.rule for e in dropped.values()} == {rule}
    assert reasons is None or [e.reason for e in dropped.values()] == reasons
    everything = applied(name, **parameters, unknown="keep")
    assert [h.document for h in everything.hits] == [*kept, "X4"]
    assert set(dropped) == {e.id for e in everything.excluded}


@pytest.mark.parametrize("name", ["filter.country", "filter.kind", "filter.language", "filter.classes"])
def test_without_a_condition_all_pass(name):
    assert len(applied(name).hits) == 4
    assert STEPS.load(name)().narrow(Filter(), CASE) == Filter()


@pytest.mark.parametrize(
    ("name", "parameters", "given", "narrowed"),
    [
        ("filter.country", {"countries": ["EP", "US"]}, Filter(), Filter(countries=("EP", "US"))),
        ("filter.country", {"countries": ["EP", "US"]}, Filter(countries=("us", "DE")), Filter(countries=("us",))),
        ("filter.country", {"countries": ["EP"]}, Filter(countries=("DE",)), Filter(countries=("DE",))),
        ("filter.country", {"countries": ["EP"], "unknown": "keep"}, Filter(), Filter()),
        ("filter.kind", {"kinds": ["B"]}, Filter(kinds=("B1", "A")), Filter(kinds=("B1",))),
        ("filter.kind", {"kinds": ["B1"]}, Filter(kinds=("B", "A")), Filter(kinds=("B1",))),
        ("filter.language", {"languages": ["en"]}, Filter(before=dt.date(2000, 1, 1)), Filter(before=dt.date(2000, 1, 1), languages=("en",))),
        ("filter.classes", {"classes": ["A45D20/12", "F26B"]}, Filter(classes=("A45D",)), Filter(classes=("A45D20/12",))),
        ("filter.classes", {"classes": ["A45D"]}, Filter(classes=("A45D 20/12", "F26B")), Filter(classes=("A45D 20/12",))),
    ],
)
def test_the_engines_look_for_nothing_else(name, parameters, given, narrowed):
    """The narrower of the person's and the recipe's conditions; what is kept though unknown narrows nothing."""
    assert STEPS.load(name)(**parameters).narrow(given, CASE) == narrowed


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("filter.country", {"countries": ["Germany"]}),
        ("filter.kind", {"kinds": ["1A"]}),
        ("filter.language", {"languages": ["english"]}),
        ("filter.classes", {"classes": ["hair dryers"]}),
        ("filter.classes", {"unknown": "perhaps"}),
    ],
)
def test_what_cannot_be_meant_is_refused(name, parameters):
    with pytest.raises(ValidationError):
        STEPS.load(name)(**parameters)
