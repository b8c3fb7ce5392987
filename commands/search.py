"""`priorart plan|search|ask`: the queries, the hits, the answer."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared import assistant, clear, control, emit, settings

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.model import Outcome, Plan
    from commands.shared import Args, Group
    from indexing.control import Control
    from indexing.model import Case, Filter


def case(args: Args) -> Case:
    """The case that TEXT or @FILE names."""
    from assistant.case import case_from_file, make_case
    from indexing.dates import required_date

    day = required_date(args.effective_date) if args.effective_date else None
    if args.text.startswith("@"):
        made = case_from_file(Path(args.text[1:]), own=tuple(args.own), effective_date=day)
    else:
        made = make_case(args.text, own=tuple(args.own), effective_date=day)
    return dataclasses.replace(made, relevant=tuple(args.relevant), irrelevant=tuple(args.irrelevant))


def expression(args: Args) -> Case:
    """The case of a person's own query (--dialect), which may begin with @ as `@pd>=20010101` does."""
    from assistant.case import make_case
    from commands.dialect import query_text
    from indexing.dates import required_date

    day = required_date(args.effective_date) if args.effective_date else None
    return make_case(query_text(args.text), own=tuple(args.own), effective_date=day)


def filters(args: Args) -> Filter:
    """The hard conditions of --before, --cpc, --country, --kind and --language."""
    from indexing.dates import required_date
    from indexing.model import Filter

    return Filter(
        before=required_date(args.before) if args.before else None,
        classes=tuple(args.cpc),
        countries=tuple(c.upper() for c in args.country),
        kinds=tuple(k.upper() for k in args.kind),
        languages=tuple(code.lower() for code in args.language),
    )


def planned(args: Args, helper: Assistant, watch: Control) -> Plan:
    """The plan of --dialect or --plan, else a new one."""
    from assistant.strategy.plan_file import plan_from_json
    from commands.shared import text_of
    from indexing.errors import UsageError

    if args.dialect and args.plan:
        raise UsageError("--dialect and --plan name two searches", "give one of them")
    if args.dialect:
        return helper.plan_expression(expression(args), args.dialect)
    if args.plan:
        return plan_from_json(text_of(Path(args.plan)), args.plan)
    return helper.plan(case(args), settings(args).recipe, watch)


def printed(args: Args, outcome: Outcome) -> None:
    """An outcome in the form that was asked for."""
    from assistant.exporters import EXPORTERS

    clear(args)
    print(EXPORTERS.load("json" if args.json else "text")().export(outcome))


def plan(args: Args) -> None:
    from assistant.strategy.plan_file import plan_to_json

    args.plan = None
    helper = assistant(args, settings(args).llm)
    made = helper.plan(case(args), settings(args).recipe, control(args))
    text = plan_to_json(made)
    if args.out:
        Path(args.out).write_text(text, encoding="utf-8")
    emit(args, json.loads(text), f"{len(made.queries)} queries written to {args.out}" if args.out else text)


def search(args: Args) -> None:
    watch, helper = control(args), assistant(args, settings(args).llm)
    printed(args, helper.search(planned(args, helper, watch), filters=filters(args), k=args.k, law=args.law, control=watch))


def ask(args: Args) -> int:
    watch, helper = control(args), assistant(args, settings(args).llm)
    outcome = helper.ask(planned(args, helper, watch), filters=filters(args), k=args.k, law=args.law, control=watch)
    printed(args, outcome)
    return _model_failed(outcome)


def _model_failed(outcome: Outcome) -> int:
    """5, and a line that says why, where a language model was asked and nothing of its was to be had; the extractive answer stands all the same."""
    answer = outcome.answer
    faults = [e.fault for e in answer.exchanges if e.reply is None and e.fault] if answer and answer.llm == "none" else []
    if not faults:
        return 0
    print(f"priorart: {faults[0]}: the answer is extractive, as with --llm none", file=sys.stderr)
    return 5


def add(top: Group) -> None:
    """The commands of this file."""
    top.command("plan", plan, "the queries that would run, for a person to edit", "case", "index", "recipe", "llm").add_argument(
        "--out", metavar="PLAN", help="write them to this file"
    )
    top.command("search", search, "search an index", "case", "search", "index", "recipe", "llm")
    top.command("ask", ask, "search, then answer with verified quotes", "case", "search", "index", "recipe", "llm")
