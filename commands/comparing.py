"""`priorart eval compare`: runs topic by topic, over one data set or several."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.shared import emit

if TYPE_CHECKING:
    from commands.shared import Args, Group


def eval_compare(args: Args) -> None:
    from eval.reports.writing import check_targets, write_reports
    from eval.tables import as_table

    targets = [Path(out) for out in args.out or ()]
    check_targets(targets)
    data = _compared(args)
    write_reports(data, targets)
    emit(args, data, as_table(data))


def _compared(args: Args) -> dict[str, Any]:
    """The comparison; the joint one where there are several data sets."""
    from eval.compare import MAIN
    from eval.matching import match, stated_groups
    from eval.runs import compare_over, compare_runs

    runs, folders = [Path(r) for r in args.runs], [Path(d) for d in args.dataset or ()]
    measures = [name.strip() for name in (args.measures or "").split(",") if name.strip()]
    chosen: dict[str, Any] = {"split": args.split, "measures": measures, "main": args.main or (measures[0] if measures else MAIN)}
    if len(folders) > 1:
        return compare_over(match(runs, folders, args.split), **chosen)
    groups = stated_groups(runs) if not folders else [runs]
    if len(groups) > 1:
        return compare_over([(None, group) for group in groups], **chosen)
    return compare_runs(runs, folders[0] if folders else None, **chosen)


def add_to(group: Group) -> None:
    """The commands of this file."""
    compare = group.command("compare", eval_compare, "compare runs topic by topic")
    compare.add_argument("runs", nargs="+", metavar="RUN", help="folders that `eval run` wrote, or TREC run files; the first is the baseline")
    several = "the judgments; again for each further data set, whose runs are then told by what they say of theirs, or by folder: <data set>/<run>"
    compare.add_argument("--dataset", action="append", metavar="DIR", help=several)
    compare.add_argument("--split", default="test", help="which judgments (default test)")
    compare.add_argument("--main", metavar="MEASURE", help="the measure looked at topic by topic (default R@100, else the first of --measures)")
    compare.add_argument("--measures", metavar="A,B", help="measure anew by these: R@100,nDCG@10,PRES@100,FirstRank@100 …")
    compare.add_argument("--out", action="append", metavar="FILE", help="write a report: .html, .md, .json, .tex or .csv; may be repeated")
