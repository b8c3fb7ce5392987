"""`priorart eval answers|compare-answers`: how good answers are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared import assistant, control, emit, positive, registry, settings

if TYPE_CHECKING:
    from commands.shared import Args, Group
    from eval.protocols import Judge


def answers(args: Args) -> None:
    from eval.answers.evaluate import Asked, evaluate_answers
    from eval.answers.told import as_text

    args.no_record = True
    chosen = settings(args)
    asked = Asked(
        split=args.split,
        topics=args.topics,
        seed=args.seed,
        unanswerable=args.unanswerable,
        outside=Path(args.outside) if args.outside else None,
        documents=args.k,
    )
    judge = _judge(args)
    data = evaluate_answers(assistant(args, chosen.llm), Path(args.dataset), chosen.recipe, judge, Path(args.out), asked, control(args))
    emit(args, data, as_text(data))


def compare(args: Args) -> None:
    from eval.answers.compare import compare_answers
    from eval.answers.told import compared_as_text

    data = compare_answers([Path(run) for run in args.runs], Path(args.out) if args.out else None)
    emit(args, data, compared_as_text(data))


def _judge(args: Args) -> Judge:
    """The judge of the table, else the language model of that name."""
    from assistant.opening import choose_llm
    from eval.answers.judge import MODEL, open_judge
    from eval.attribution.judges import JUDGES
    from indexing.errors import UsageError

    if args.judge in JUDGES and args.judge != MODEL:
        return open_judge(args.judge)
    chosen = settings(args)
    known = f"name one of {', '.join(name for name in JUDGES if name != MODEL)} or a language model (`priorart models list`)"
    try:
        llm, why = choose_llm(args.judge, registry(args), {name: e.model_dump() for name, e in chosen.llms.items()}, chosen.threads)
    except UsageError as fault:
        raise UsageError(f"unknown judge '{args.judge}'", known) from fault
    if llm is None:
        raise UsageError(f"no judge '{args.judge}'{': ' if why else ''}{why}", known)
    return open_judge(MODEL, llm)


def add_to(group: Group) -> None:
    """The commands of this file."""
    made = group.command("answers", answers, "answer a data set's topics and measure the answers", "index", "recipe", "llm")
    made.add_argument("--dataset", required=True, metavar="DIR", help="data set in any layout that is read")
    made.add_argument("--split", default="test", help="which qrels (default test)")
    made.add_argument("--topics", type=positive, metavar="N", help="so many topics, drawn by --seed (default: all)")
    made.add_argument("--seed", type=int, default=5, metavar="S", help="of the sample and of the questions that nothing answers (default 5)")
    made.add_argument("--unanswerable", type=_from_none, metavar="N", help="of so many topics also questions that nothing answers (default: of all)")
    made.add_argument("--outside", metavar="DIR", help="a data set about something else: its questions should be refused")
    made.add_argument(
        "--judge", default="rules", metavar="NAME", help="who says what supports what: rules, overlap, or a language model (default rules)"
    )
    made.add_argument("-k", type=positive, default=10, metavar="N", help="documents to answer from (default 10)")
    made.add_argument("--out", required=True, metavar="DIR", help="folder for answers.jsonl, metrics.json and report.html")
    beside = group.command("compare-answers", compare, "compare runs of answers topic by topic")
    beside.add_argument("runs", nargs="+", metavar="RUN", help="folders that `eval answers` wrote, the baseline first")
    beside.add_argument("--out", metavar="FILE", help="write an HTML report")


def _from_none(text: str) -> int:
    """An argparse type: a whole number from 0."""
    return 0 if text == "0" else positive(text)
