"""`priorart eval gate`: runs held against their baseline."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared import emit, open_index

if TYPE_CHECKING:
    from commands.shared import Args, Group
    from eval.gating.model import Candidate, Collection

BELOW = 11
"""The exit code where a recipe fell below its baseline."""
BASELINES = Path(__file__).parent.parent / "eval" / "baselines"


def eval_gate(args: Args) -> int:
    from eval.gating.accepting import accept
    from eval.gating.candidates import candidates
    from eval.gating.falls import Rule
    from eval.gating.gate import gate
    from eval.gating.told import accept_text, gate_markdown, gate_text
    from eval.opening import open_dataset

    _check_options(args)
    dataset = open_dataset(Path(args.dataset), args.split)
    found = candidates([Path(run) for run in args.runs], dataset)
    searched = _searched(args, found)
    folder = Path(args.baselines)
    if args.accept:
        told = accept(found, dataset, folder, searched, args.reason, only=args.only, measures=args.measure, retire=args.retire)
        emit(args, told, accept_text(told))
        return 0
    result = gate(found, dataset, folder, searched, only=args.only, rule=Rule(args.level, args.tolerance, args.floor))
    line = _accepting(args)
    if args.markdown:
        from eval.files import replacing

        with replacing(Path(args.markdown)) as stream:
            stream.write(gate_markdown(result, line))
    emit(args, {**result, "accept": line}, gate_text(result, line))
    return 0 if result["passed"] else BELOW


def _check_options(args: Args) -> None:
    from indexing.errors import UsageError

    if args.accept and not args.reason:
        raise UsageError("a baseline is accepted for a reason", "say it with --reason")
    if not args.accept and (args.measure or args.retire or args.reason):
        raise UsageError("--reason, --measure and --retire change a baseline", "give --accept with them")


def _searched(args: Args, found: dict[str, Candidate]) -> Collection | None:
    """The documents of the index that the runs say they were made on; None where no index is named."""
    if args.index is None:
        return None
    from eval.gating.candidates import check_index
    from eval.gating.model import collection

    with open_index(args) as index:
        check_index(found, index.manifest_sha256)
        return collection(row["id"] for row in index.documents())


def _accepting(args: Args) -> str:
    """The command that would accept these runs."""
    words = ["priorart", "eval", "gate", *args.runs, "--dataset", args.dataset]
    words += ["--split", args.split] if args.split != "test" else []
    words += ["--index", str(args.index)] if args.index else []
    words += ["--baselines", args.baselines] if Path(args.baselines) != BASELINES else []
    return shlex.join(words) + ' --accept --reason "…"'


def share(text: str) -> float:
    """An argparse type: a number from 0 to 1."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 1.0:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 1, and '{text}' is not")
    return number


def add_to(group: Group) -> None:
    """The command of this file, put into the group `eval`."""
    made = group.command("gate", eval_gate, "fail where a recipe finds less than its baseline")
    add = made.add_argument
    add("runs", nargs="+", metavar="RUN", help="folders that `eval run` wrote, folders of these, or TREC run files called after their recipe")
    add("--dataset", required=True, metavar="DIR", help="the data set that they were run on")
    add("--split", default="test", help="which qrels (default test)")
    add("--index", type=Path, metavar="DIR", help="the index that was searched: runs on other documents are not compared (left out: not known)")
    add("--baselines", default=str(BASELINES), metavar="DIR", help="the folder of baselines (default: those of the program)")
    add("--only", action="append", default=[], metavar="RECIPE", help="only this recipe (repeatable; default: all that have a baseline)")
    add("--level", type=share, default=0.05, metavar="P", help="of the test, over all recipes and measures together (default 0.05)")
    add("--tolerance", type=share, default=0.005, metavar="X", help="a smaller mean fall never fails (default 0.005)")
    add(
        "--floor", type=share, default=0.1, metavar="X", help="a mean fall of this much, or of a third, is far, and asks for less proof (default 0.1)"
    )
    add("--markdown", metavar="FILE", help="also write the result as Markdown")
    add("--accept", action="store_true", help="make these runs the baseline of their recipes; needs --reason")
    add("--reason", default="", metavar="TEXT", help="why they are accepted; kept in the baseline")
    add("--measure", action="append", default=[], metavar="M", help="with --accept: what to guard (repeatable; default as before)")
    add("--retire", action="append", default=[], metavar="RECIPE", help="with --accept: guard this recipe no longer (repeatable)")
