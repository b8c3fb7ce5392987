"""`priorart models …` and `priorart doctor`: is everything in place?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared import control, emit, registry, settings, table

if TYPE_CHECKING:
    from commands.shared import Args, Group


def models_list(args: Args) -> None:
    rows = registry(args).describe()
    emit(args, rows, table([(r["name"], r["kind"], r["licence"], r["state"]) for r in rows]))


def models_pull(args: Args) -> None:
    books, watch = registry(args), control(args)
    paths = {name: str(books.pull(name, watch, source=args.source)) for name in args.names}
    emit(args, paths, [f"{name}: {path}" for name, path in paths.items()])


def models_verify(args: Args) -> int:
    from indexing.canonical import plain

    books = registry(args)
    names = args.names or [e.name for e in books.entries() if books.state(e.name).status in {"present", "damaged"}]
    found = {name: books.verify(name) for name in names}
    data = [{"name": name, "ok": not faults, "faults": plain(faults)} for name, faults in found.items()]
    lines = [f"{name}: " + ("; ".join(f"{f.file} is {f.found}, not {f.expected}" for f in faults) or "ok") for name, faults in found.items()]
    emit(args, data, lines or "no model is here: priorart models pull NAME")
    return 5 if any(found.values()) else 0


def doctor(args: Args) -> int:
    from assistant.doctor import examine

    chosen = settings(args)
    findings = examine(index=chosen.index, models=chosen.models, records=chosen.records, llm=chosen.llm)
    data = {"ok": all(f["ok"] for f in findings), "checks": findings}
    emit(args, data, table([("ok " if f["ok"] else "BAD", f["check"], f["found"], f["hint"]) for f in findings]))
    return 0


def add(top: Group) -> None:
    """The commands of this file."""
    group = top.group("models", "the models")
    group.command("list", models_list, "the listed models and which are here")
    pull = group.command("pull", models_pull, "fetch models; goes on where it was interrupted, refuses a wrong hash")
    pull.add_argument("names", nargs="+", metavar="NAME")
    pull.add_argument("--from", dest="source", type=Path, metavar="FOLDER", help="a folder that holds the model's files")
    group.command("verify", models_verify, "hash the models that are here").add_argument("names", nargs="*", metavar="NAME")
    top.command("doctor", doctor, "is everything in place on this machine?", "index", "llm")
