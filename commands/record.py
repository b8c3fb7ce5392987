"""`priorart record …`: the records of searches. `priorart why`: why a document is, or is not, in a recorded list."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.shared import control, emit, open_index, settings, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.records.why import Why
    from commands.shared import Args, Group
    from indexing.index import Index


def record_show(args: Args) -> None:
    from assistant.records.record import show as show_record

    data = show_record(Path(args.file))
    emit(args, data, json.dumps(data, ensure_ascii=False, indent=1))


def record_verify(args: Args) -> int:
    from assistant.records.record import read_anchor, verify
    from indexing.canonical import plain

    kept = args.anchor or settings(args).anchor
    report = plain(verify(Path(args.file), read_anchor(kept) if kept else None))
    said = "ok: sealed, unchanged, in its chain, and no record of the chain is missing"
    emit(args, report, report["faults"] or (said if kept else f"{said} (whether the chain's end was cut only an anchor kept elsewhere can tell)"))
    return 0 if report["ok"] else 3


def record_replay(args: Args) -> int:
    from assistant.links import Links
    from assistant.records.record import show
    from assistant.records.replay import replay
    from indexing.canonical import plain

    watch, links = control(args), Links(settings(args).viewer)
    rows = []
    with ExitStack() as opened:
        generations: dict[int | None, Index] = {}
        for file in args.files:
            content = show(Path(file))
            rows.append({"record": file} | plain(replay(content, _own_generation(args, content, generations, opened), watch, links)))
    text = [f"{'identical' if row['identical'] else 'NOT identical'}  {row['record']}" for row in rows]
    text += [f"  {line}" for row in rows for line in (*row["differences"], *row["notes"])]
    emit(args, rows[0] if len(rows) == 1 else rows, text)
    return 0 if all(row["identical"] for row in rows) else 3


def _own_generation(args: Args, content: Mapping[str, Any], opened: dict[int | None, Index], stack: ExitStack) -> Index:
    """The generation of --generation, else the record's own where it is still there, else the live one."""
    from indexing.errors import PriorArtError

    live = _opened(args, args.generation, opened, stack)
    if args.generation or live.manifest_sha256 == content["manifest_sha256"]:
        return live
    try:
        own = _opened(args, content["generation"], opened, stack)
    except PriorArtError:
        return live
    return own if own.manifest_sha256 == content["manifest_sha256"] else live


def _opened(args: Args, generation: int | None, opened: dict[int | None, Index], stack: ExitStack) -> Index:
    if generation not in opened:
        opened[generation] = stack.enter_context(open_index(args, generation))
    return opened[generation]


def record_diff(args: Args) -> None:
    from assistant.records.comparison import difference, lines
    from assistant.records.record import show
    from indexing.canonical import plain

    before = show(Path(args.file))
    found = difference(before, show(Path(args.other))) if args.other else _against_now(args, before)
    emit(args, plain(found), lines(found))


def _against_now(args: Args, before: dict[str, Any]) -> Any:  # noqa: ANN401 - a Difference; its module is imported when a command runs
    """The record beside the same search run again on the serving generation."""
    from assistant.links import Links
    from assistant.records.comparison import difference
    from assistant.records.replay import run_again
    from indexing.errors import PriorArtError

    with open_index(args) as now:
        after = run_again(before, now, control(args), Links(settings(args).viewer))
        try:
            then = open_index(args, before["generation"])
        except PriorArtError:
            return difference(before, after, None, lambda document: now.resolve(document) == document)
        with then:
            same = then.manifest_sha256 == before["manifest_sha256"]
            was = (lambda document: then.resolve(document) == document) if same else None
            return difference(before, after, was, lambda document: now.resolve(document) == document)


def record_anchor(args: Args) -> None:
    from assistant.records.chain import Chain
    from assistant.records.record import write_anchor
    from indexing.canonical import plain

    anchor = Chain(settings(args).records).anchor()
    if args.out:
        write_anchor(anchor, args.out)
    emit(args, plain(anchor), f"{anchor.entries} entries, the last of {anchor.time}, hash {anchor.hash}")


def record_erase(args: Args) -> None:
    from assistant.records.record import erase

    for file in args.files:
        erase(Path(file), settings(args).anchor)
    emit(args, {"erased": args.files}, [f"erased: {file}; its tombstone stands in the chain" for file in args.files])


def why(args: Args) -> int:
    from assistant.records.record import show
    from assistant.records.why import why as account
    from indexing.canonical import plain

    content = show(Path(args.record))
    with ExitStack() as stack:
        found = account(content, args.number, _index_of(args, content, stack))
    emit(args, plain(found), _account(found))
    return 0


def _index_of(args: Args, content: Mapping[str, Any], stack: ExitStack) -> Index | None:
    """The index to ask; where none was named, the setting's, but only if it is the record's own."""
    from indexing.errors import PriorArtError

    if args.index or args.generation:
        return _own_generation(args, content, {}, stack)
    try:
        found = _own_generation(args, content, {}, stack)
    except PriorArtError:
        return None
    return found if found.manifest_sha256 == content["manifest_sha256"] else None


def _account(found: Why) -> list[str]:
    rows = [("list", "step", "rank", "score", "last score", "query")]
    for p in found.places:
        score = "" if p.score is None else f"{p.score:.5g}"
        score = score or ("" if p.estimate is None else f"({p.estimate:.5g})")
        last = "" if p.last is None else f"{p.last:.5g}"
        rows.append((p.name, p.step, f"{p.rank} of {p.size}" if p.rank else f"- of {p.size}", score, last, p.query[:60].replace("\n", " ")))
    return [f"{found.id}: {found.verdict}", *(f"  {reason}" for reason in found.reasons), table(rows)]


def add(top: Group) -> None:
    """The commands of this file."""
    group = top.group("record", "the records of searches")
    group.command("show", record_show, "what a record holds").add_argument("file", metavar="FILE")
    verify = group.command("verify", record_verify, "is it unchanged, in its chain, and is the chain whole?")
    verify.add_argument("file", metavar="FILE")
    verify.add_argument("--anchor", type=Path, metavar="ANCHOR", help="an anchor kept elsewhere (default: setting `anchor`)")
    again = group.command(
        "replay", record_replay, "run it again on the same generation: is the ranking identical? exit code 3 where not", "index", "generation"
    )
    again.add_argument("files", nargs="+", metavar="FILE")
    compare = group.command("diff", record_diff, "what came, went and moved since, and why", "index", "generation")
    compare.add_argument("file", metavar="FILE")
    compare.add_argument("other", nargs="?", metavar="OTHER", help="a later record (default: the same search run again on the index)")
    group.command("anchor", record_anchor, "where the chain ends now, to be kept elsewhere").add_argument(
        "--out", type=Path, metavar="ANCHOR", help="write it to this file"
    )
    group.command("erase", record_erase, "remove a record's content; a tombstone stays").add_argument("files", nargs="+", metavar="FILE")
    asked = top.command("why", why, "why a document is, or is not, in a recorded list", "index", "generation")
    asked.add_argument("number", metavar="NUMBER", help="a publication number in any form")
    asked.add_argument("--record", required=True, metavar="FILE", help="the record of the search")
