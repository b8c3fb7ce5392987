"""`priorart eval completeness`: what did we miss?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.shared import emit, positive

if TYPE_CHECKING:
    from commands.shared import Args, Group
    from eval.model import Qrels, Ranked


def completeness(args: Args) -> None:
    from eval.completeness.collection import collection_of
    from eval.completeness.estimate import completeness as estimated
    from eval.completeness.learnt import read_dependence
    from eval.completeness.told import as_text

    runs, recorded = _lists(args)
    qrels, known = _judgments(args, recorded)
    strata, notes = _strata(args)
    dependence, learnt_on = read_dependence(Path(args.calibration), args.depth) if args.calibration else (None, None)
    data = estimated(
        runs,
        qrels,
        args.depth,
        known=known,
        dependence=dependence,
        collection=collection_of([Path(r) for r in args.run or ()], [Path(r) for r in args.record or ()]),
        learnt_on=learnt_on,
        strata=strata,
        notes=notes,
        sample=args.sample or 0,
        draws=args.draws,
    )
    emit(args, data, as_text(data))


def _lists(args: Args) -> tuple[dict[str, Ranked], dict[str, dict[str, int]]]:
    """The lists, and the judgments that came with them."""
    from eval.completeness.recorded import from_records
    from eval.judging.runs import named_runs
    from indexing.errors import UsageError

    if bool(args.run) == bool(args.record):
        raise UsageError("lists come from runs or from records", "give --run A --run B, or --record FILE")
    if args.run:
        return named_runs([Path(r) for r in args.run]), {}
    return from_records([Path(r) for r in args.record], args.topic)


def _judgments(args: Args, recorded: dict[str, dict[str, int]]) -> tuple[Qrels, bool]:
    """The judgments, and whether they tell all that is relevant."""
    from eval.datasets import DATASETS
    from eval.judging.consensus import consensus
    from eval.judging.store import JudgingStore
    from eval.trec import read_qrels
    from indexing.errors import UsageError

    given = [name for name in ("qrels", "dataset", "judgments") if getattr(args, name)]
    if len(given) > 1:
        raise UsageError(f"--{given[0]} and --{given[1]} both name judgments", "give one of them")
    if args.qrels:
        return read_qrels(Path(args.qrels)), True
    if args.dataset:
        loaded: Any = DATASETS.load("beir")(Path(args.dataset), args.split)
        return loaded.qrels, True
    if args.judgments:
        with JudgingStore(Path(args.judgments)) as store:
            return consensus(store.judgments(), args.rule), False
    if not recorded:
        raise UsageError("nothing says which documents are relevant", "give --qrels FILE, --dataset DIR or --judgments FILE")
    return recorded, False


def _strata(args: Args) -> tuple[list[Any], list[str]]:
    """The samples of unread ranks in the judging store's pool, where one is named, and what must be said of them."""
    from eval.judging.consensus import consensus
    from eval.judging.store import JudgingStore
    from eval.judging.strata import judged_strata
    from indexing.errors import UsageError

    if not args.pool:
        return [], []
    if not args.judgments:
        raise UsageError("--pool names a pool of a judging store", "give the store with --judgments FILE")
    with JudgingStore(Path(args.judgments)) as store:
        return judged_strata(store.pool(args.pool), consensus(store.judgments(), args.rule))


def add_to(group: Group) -> None:
    """The command of this file, put into the group `eval`."""
    made = group.command("completeness", completeness, "estimate the relevant documents that a search missed")
    add = made.add_argument
    add("--run", action="append", metavar="RUN", help="a folder that `eval run` wrote, or a TREC run file (repeatable; two or more)")
    add("--record", action="append", metavar="FILE", help="a search record: its queries are the lists; several records: their results (repeatable)")
    add("--topic", default="case", metavar="ID", help="the topic that the records' case is called in the judgments (default case)")
    add("--qrels", metavar="FILE", help="TREC judgments that tell all that is relevant: the estimates are held against them")
    add("--dataset", metavar="DIR", help="the same, of a data set in BEIR layout")
    add("--split", default="test", help="which qrels of the data set (default test)")
    add("--judgments", metavar="FILE", help="a judging store (`eval judge`): judgments of what was found")
    add("--rule", default="majority", choices=("majority", "mean", "max"), help="what several judges of one document come to (default majority)")
    add("--pool", metavar="NAME", help="the store's pool whose samples of unread ranks are estimated from")
    add("--depth", type=positive, default=100, metavar="N", help="how many documents of each list were read (default 100)")
    add("--calibration", metavar="FILE", help="what this command printed with --json for the same lists on known judgments")
    add("--sample", type=positive, metavar="N", help="also try out samples of N unread documents a band of ranks (known judgments only)")
    add("--draws", type=positive, default=200, metavar="N", help="groups of topics drawn for the calibration (default 200)")
