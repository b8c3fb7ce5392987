"""`priorart eval compare`: runs topic by topic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared import emit

if TYPE_CHECKING:
    from commands.shared import Args, Group


def eval_compare(args: Args) -> None:
    from eval.runs import compare_runs
    from eval.tables import as_table

    data = compare_runs([Path(r) for r in args.runs], Path(args.dataset) if args.dataset else None, Path(args.out) if args.out else None)
    emit(args, data, as_table(data))


def add_to(group: Group) -> None:
    """The commands of this file."""
    compare = group.command("compare", eval_compare, "compare runs topic by topic")
    compare.add_argument("runs", nargs="+", metavar="RUN", help="folders that `eval run` wrote, or TREC run files")
    compare.add_argument("--dataset", metavar="DIR", help="the judgments, where a RUN is a TREC file")
    compare.add_argument("--out", metavar="FILE", help="write an HTML report")
