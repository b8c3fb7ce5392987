"""`priorart search --dialect` runs an examiner's own query as it is; `priorart dialect` shows queries in other languages."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

import pytest

from assistant.assistant import Assistant
from assistant.case import make_case
from assistant.dialects import DIALECTS
from cli import main
from indexing.build import build
from indexing.control import Control
from indexing.errors import UsageError
from indexing.expressions.matching import Reading
from indexing.index import Index
from tests.assistant.small_index import sample
from tests.house import ROOT
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUERY = "(hair ADJ3 (dryer OR drier)).clm. NOT brush AND 704/2??.ccls."


@pytest.fixture(scope="module")
def helper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The hair dryers of the sample, no language model, no records."""
    folder = tmp_path_factory.mktemp("own-query")
    build([ROOT / "data" / "sample" / "hairdryer" / "corpus.jsonl.gz"], folder / "index", HashEmbedder(), limit=60)
    with Index.open(folder / "index", lambda _: HashEmbedder()) as opened:
        yield Assistant(opened)


def test_an_own_query_is_run_as_it_is_and_its_losses_stand_in_the_notes(helper: Assistant) -> None:
    plan = helper.plan_expression(make_case(QUERY), "pps")
    assert [query.engine for query in plan.queries] == ["boolean"]
    outcome = helper.search(plan, k=60, passages=0)
    node = DIALECTS.load("pps")().parse(QUERY).node
    assert {hit.id for hit in outcome.result.hits} == {patent.id for patent in sample(60) if Reading(patent).holds(node)}
    assert outcome.result.hits
    assert any("US classes (USPC)" in note for note in outcome.result.notes)


def test_a_query_that_cannot_be_read_is_refused_with_its_column(helper: Assistant) -> None:
    with pytest.raises(UsageError, match="column 6"):
        helper.plan_expression(make_case("hair )"), "cql")


def test_an_unknown_language_names_the_nearest(helper: Assistant) -> None:
    with pytest.raises(UsageError, match="did you mean pps"):
        helper.plan_expression(make_case("hair"), "ppd")


def test_the_command_translates_and_says_what_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dialect", "translate", "hair WITH dryer", "--from", "pps", "--to", "patentscope", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["text"] == "EN_ALLTXT:(hair AND dryer)"
    assert {"proximity-to-and", "stemming"} <= {note["code"] for note in told["notes"]}


def test_a_date_of_patent_public_search_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dialect", "translate", "@pd>=20010101 AND hair", "--from", "pps", "--to", "cql"]) == 0
    assert capsys.readouterr().out.startswith("pd>=20010101 and hair\n")


def test_the_command_lists_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dialect", "list", "--json"]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == list(DIALECTS)


def test_a_plan_is_shown_in_a_language(tmp_path: Path, helper: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    from assistant.strategy.plan_file import plan_to_json

    (tmp_path / "plan.json").write_text(plan_to_json(helper.plan_expression(make_case("ti=hair prox/distance<3 ti=dryer"), "cql")), "utf-8")
    assert main(["dialect", "plan", str(tmp_path / "plan.json"), "--to", "pps", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["queries"][0]["text"] == "(hair NEAR3 dryer).ti."


def test_a_fault_in_a_query_ends_with_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dialect", "translate", "(hair", "--from", "pps", "--to", "cql"]) == 2
    assert "column 1" in capsys.readouterr().err


def test_a_plan_and_an_own_query_at_once_are_refused(helper: Assistant) -> None:
    from commands.search import planned

    with pytest.raises(UsageError, match="name two searches"):
        planned(argparse.Namespace(text="hair", dialect="pps", plan="plan.json"), helper, Control())
