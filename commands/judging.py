"""`priorart eval judge …`: relevance judgments by people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.shared import emit, positive, table

if TYPE_CHECKING:
    from commands.shared import Args, Group
    from eval.judging.model import Judgment
    from eval.judging.store import JudgingStore


def judge_pool(args: Args) -> None:
    from eval.judging.pools import SEED, make_pool
    from eval.judging.runs import named_runs
    from eval.judging.store import JudgingStore

    runs = named_runs([Path(r) for r in args.run])
    seed = SEED if args.seed is None else args.seed
    pool = make_pool(args.name, runs, args.depth, topics=args.topic, sample=args.sample or 0, seed=seed)
    with JudgingStore(Path(args.store), create=True) as store:
        store.add_pool(pool)
    strata = [{"name": s.name, "size": s.size, "drawn": s.drawn} for s in pool.strata]
    data = {"pool": pool.name, "items": len(pool.items), "topics": len({i.topic for i in pool.items}), "strata": strata, **pool.facts}
    emit(args, data, f"{pool.name}: {len(pool.items)} documents of {data['topics']} topics to judge")


def judge_add(args: Args) -> None:
    from eval.judging.incoming import read_judgments
    from eval.judging.model import Judgment
    from eval.judging.store import JudgingStore
    from indexing.errors import UsageError

    one = [args.topic, args.document]
    if bool(args.file) == any(one) or (not args.file and not (all(one) and args.judge and (args.grade is None) == args.withdraw)):
        raise UsageError("nothing to add", "give --judge, --topic, --document and --grade (or --withdraw), or --from FILE")
    if args.file:
        judgments = read_judgments(Path(args.file), args.judge)
    else:
        judgments = [Judgment(args.topic, args.document, args.judge, args.grade, args.passage, args.note)]
    with JudgingStore(Path(args.store), create=True) as store:
        added = store.add(judgments)
    emit(args, {"added": added}, f"{added} judgment{'' if added == 1 else 's'} added")


def judge_list(args: Args) -> None:
    from eval.judging.store import JudgingStore
    from indexing.errors import UsageError

    if args.open and not (args.pool and args.judge):
        raise UsageError("--open asks what a judge has still to do", "give --pool NAME and --judge NAME")
    with JudgingStore(Path(args.store)) as store:
        if args.open:
            items = [{"topic": i.topic, "document": i.document} for i in store.open_items(args.pool, args.judge)]
            return emit(args, items, table([tuple(i.values()) for i in items]) or "all judged")
        found = store.judgments(judge=args.judge, pool=args.pool, history=args.history)
        if args.pool or args.judge or args.history:
            return emit(args, [_row(j) for j in found], table([_cells(j) for j in found]) or "no judgments")
        pools = [_pool(store, name) for name in store.pools()]
    judges = {j.judge: sum(other.judge == j.judge for other in found) for j in found}
    data = {"pools": pools, "judges": judges, "judgments": len(found)}
    return emit(args, data, [*(_line(p) for p in pools), f"{len(found)} judgment{'' if len(found) == 1 else 's'}"])


def _pool(store: JudgingStore, name: str) -> dict[str, Any]:
    """A pool and how far each judge has come with it."""
    return {"pool": name, "items": len(store.pool(name).items), "judges": {p.judge: p.judged for p in store.progress(name)}}


def _line(pool: dict[str, Any]) -> str:
    judged = ", ".join(f"{judge} {count}" for judge, count in pool["judges"].items())
    return f"{pool['pool']}: {pool['items']} documents; judged: {judged or 'none yet'}"


def _row(j: Judgment) -> dict[str, object]:
    return {"topic": j.topic, "document": j.document, "judge": j.judge, "grade": j.grade, "passage": j.passage, "note": j.note, "time": j.time}


def _cells(j: Judgment) -> tuple[str, ...]:
    return (j.topic, j.document, j.judge, "withdrawn" if j.grade is None else str(j.grade), j.passage or "", j.note, j.time)


def judge_export(args: Args) -> None:
    from eval.files import replacing
    from eval.judging.consensus import consensus, write_beir, write_trec
    from eval.judging.store import JudgingStore

    with JudgingStore(Path(args.store)) as store:
        qrels = consensus(store.judgments(judge=args.judge, pool=args.pool), args.rule)
    out = Path(args.out)
    with replacing(out) as stream:
        (write_beir if out.suffix == ".tsv" else write_trec)(stream, qrels)
    count = sum(map(len, qrels.values()))
    data = {"out": str(out), "topics": len(qrels), "judgments": count, "rule": args.rule}
    emit(args, data, f"{count} judgments of {len(qrels)} topics written to {out}")


def judge_agreement(args: Args) -> None:
    from eval.judging.compare_judges import agreement
    from eval.judging.store import JudgingStore
    from eval.judging.told import as_text

    with JudgingStore(Path(args.store)) as store:
        data = agreement(store.judgments(pool=args.pool))
    emit(args, data, as_text(data))


def add_to(group: Group) -> None:
    """The commands of this file, put into the group `eval`."""
    judge = group.group("judge", "relevance judgments by people")
    pool = judge.command("pool", judge_pool, "put the top of several runs into one pool, in an order that hides where each document came from")
    pool.add_argument("--run", action="append", required=True, metavar="RUN", help="a folder that `eval run` wrote, or a TREC run file (repeatable)")
    pool.add_argument("--depth", type=positive, default=10, metavar="K", help="documents of each run and topic (default 10)")
    pool.add_argument("--name", default="pool", help="the pool's name (default pool)")
    pool.add_argument("--topic", action="append", default=[], metavar="ID", help="only this topic (repeatable; default all)")
    pool.add_argument("--sample", type=positive, metavar="N", help="also N documents at random of each band of ranks below, for `eval completeness`")
    pool.add_argument("--seed", type=int, metavar="N", help="of the shuffle and the sample (default 1975)")
    add = judge.command("add", judge_add, "add a judgment, or a file of them; an earlier one of the same judge stays as history")
    add.add_argument("--judge", metavar="NAME", help="who judges; with --from: who judged, where the file does not say")
    add.add_argument("--topic", metavar="ID")
    add.add_argument("--document", metavar="ID")
    add.add_argument("--grade", type=int, metavar="N", help="0 not relevant; 1 to 9 relevant, higher is more so")
    add.add_argument("--withdraw", action="store_true", help="take the judge's earlier judgment back")
    add.add_argument("--passage", metavar="ID", help="the passage that decided")
    add.add_argument("--note", default="", metavar="TEXT")
    add.add_argument("--from", dest="file", metavar="FILE", help="CSV with a header, JSON lines, or TREC qrels")
    show = judge.command("list", judge_list, "pools and how far each judge has come; judgments of a pool or a judge; what is still to judge")
    show.add_argument("--open", action="store_true", help="the pool's documents that --judge has not judged, in blinded order")
    show.add_argument("--history", action="store_true", help="all that was ever judged, in order")
    out = judge.command("export", judge_export, "write the judgments as qrels")
    out.add_argument("--out", required=True, metavar="FILE", help="BEIR's layout where it ends in .tsv, else TREC's")
    out.add_argument("--rule", default="majority", choices=("majority", "mean", "max"), help="what several judges come to (default majority)")
    agree = judge.command("agreement", judge_agreement, "how far the judges agree beyond chance")
    for made in (pool, add, show, out, agree):
        made.add_argument("--store", required=True, metavar="FILE", help="the judging store, one SQLite file")
    for made in (show, out, agree):
        made.add_argument("--pool", metavar="NAME", help="only the documents of this pool")
    for made in (show, out):
        made.add_argument("--judge", metavar="NAME", help="only the judgments of this person")
