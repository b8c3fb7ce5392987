"""`priorart eval attribution …`: how well a judge tells a statement that its source supports from one that it does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared import control, emit, open_index, positive, registry, settings

if TYPE_CHECKING:
    from assistant.protocols import LLM
    from commands.shared import Args, Group


def attribution_make(args: Args) -> None:
    import json

    from eval.attribution.bench import SEED, make
    from eval.attribution.model import item_to_json
    from eval.files import replacing

    with open_index(args) as index:
        items, facts = make(index, SEED if args.seed is None else args.seed, args.items, control(args))
    with replacing(Path(args.out)) as stream:
        stream.writelines(json.dumps(item_to_json(item), ensure_ascii=False) + "\n" for item in items)
    data = {"out": args.out, "asked": args.items, **facts}
    lines = [f"{facts['items']} items, {facts['supported']} of them supported, of {facts['documents']} documents, written to {args.out}"]
    if facts["items"] < args.items:
        lines.append(f"the collection gives no more than {facts['items']} of the {args.items} asked for")
    emit(args, data, [*lines, *(f"  {count:5d}  {kind}" for kind, count in facts["kinds"].items())])


def attribution_measure(args: Args) -> None:
    from eval.attribution.judges import JUDGES
    from eval.attribution.loading import load
    from eval.attribution.measure import halves, measure
    from eval.attribution.report import write_report
    from eval.attribution.told import as_text

    sets = load([Path(d) for d in args.data], args.layout, Path(args.context) if args.context else None)
    names = list(dict.fromkeys(args.judge or ["rules"]))
    llm = _llm(args) if "llm" in names else None
    try:
        judges = [JUDGES.load(name)(llm) for name in names]
        data = measure(halves(sets) if args.halves else sets, judges, sample=args.sample, control=control(args), **_seed(args))
    finally:
        if llm:
            llm.close()
    if args.out:
        write_report(data, Path(args.out))
    emit(args, data, as_text(data))


def _seed(args: Args) -> dict[str, int]:
    return {} if args.seed is None else {"seed": args.seed}


def _llm(args: Args) -> LLM | None:
    """The language model that the settings and flags name."""
    from assistant.opening import choose_llm

    chosen = settings(args)
    llm, note = choose_llm(chosen.llm, registry(args), {name: endpoint.model_dump() for name, endpoint in chosen.llms.items()}, chosen.threads)
    if llm is None and note:
        from indexing.errors import ModelFault

        raise ModelFault("no language model is here to judge with", "priorart models pull qwen2.5-coder-1.5b-instruct, or --judge rules")
    return llm


def add_to(group: Group) -> None:
    """The commands of this file, put into the group `eval`."""
    attribution = group.group("attribution", "how well a judge tells supported statements from others")
    make = attribution.command(
        "make", attribution_make, "make a bench of an index's own paragraphs, changed so that labels hold by construction", "index"
    )
    make.add_argument("--items", type=positive, default=600, metavar="N", help="half of them supported (default 600)")
    make.add_argument("--seed", type=int, metavar="N", help="another seed, another bench (default 20221107)")
    make.add_argument("--out", required=True, metavar="FILE", help="JSON lines, one item a line")
    measure = attribution.command("measure", attribution_measure, "measure judges on labelled pairs", "llm")
    add = measure.add_argument
    add(
        "--data",
        action="append",
        required=True,
        metavar="FILE|DIR",
        help="our own bench, BEGIN, SummEdits or RefChecker; a folder with all below (repeatable)",
    )
    add("--judge", action="append", choices=("rules", "overlap", "llm"), help="who judges (repeatable; default rules)")
    add("--layout", metavar="NAME", help="bench, begin, summedits or refchecker, where a file's content does not tell")
    add("--context", metavar="FILE", help="RefChecker's contexts, where they are not beside the answers")
    add("--sample", type=positive, metavar="N", help="only N items of each data set, both labels alike (a language model takes seconds an item)")
    add("--seed", type=int, metavar="N", help="of samples (default 20221107)")
    add("--halves", action="store_true", help="each data set as two halves by source: one to look at while a judge is made, one held out")
    add("--out", metavar="DIR", help="folder for attribution.json and attribution.html")
