"""`priorart index …` and `priorart show`: build an index and look into it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands import index_care, index_quality
from commands.shared import control, emit, facts, open_index, positive, registry, settings, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commands.shared import Args, Group

_REASON = 120
"""How much of a refusal's reason the end of a build says; the ledger says all."""


def index_build(args: Args) -> int:
    from indexing.build import build
    from indexing.canonical import plain
    from indexing.embedding import open_embedder

    chosen = settings(args)
    embedder = open_embedder(chosen.embedder, registry(args), threads=args.workers or chosen.threads)
    report = build(
        [Path(s) for s in args.sources],
        chosen.index,
        embedder,
        control=control(args),
        limit=args.limit,
        workers=args.workers or 1,
        exact=True if args.exact else None,
    )
    data = plain(report)
    outcomes = ", ".join(f"{count:,} {outcome}" for outcome, count in report.outcomes.items())
    emit(args, data, facts({**data, "outcomes": outcomes or "nothing was read"}))
    refused = report.outcomes.get("refused", 0)
    if refused:
        first = "; ".join(f"{e.source}: {e.code}: {shortened(e.reason or '')}" for e in report.refusals)
        print(f"priorart: {refused} refused, all others indexed: {first}: `priorart index ledger --index {chosen.index}` names each", file=sys.stderr)
    return 3 if refused else 0


def shortened(reason: str) -> str:
    """A reason as one of several in a line."""
    return reason if len(reason) <= _REASON else f"{reason[:_REASON]}…"


def index_info(args: Args) -> None:
    data = open_index(args).info()
    columns = ("generation", "created", "change", "documents")
    listed = table([columns, *([past[c] for c in columns] for past in data["generations"])])
    emit(args, data, f"{facts(data)}\n\n{listed}")


def index_verify(args: Args) -> int:
    from indexing.canonical import plain
    from indexing.storage.generation import verify

    found = verify(settings(args).index, args.generation)
    emit(args, plain(found), [f"{f.file}: {f.fault}" for f in found.faults] or f"ok, {found.files} files")
    return 0 if found.ok else 4


def index_documents(args: Args) -> None:
    json_lines(open_index(args).documents())


def index_ledger(args: Args) -> None:
    from indexing.canonical import plain

    json_lines(plain(entry) for entry in open_index(args).ledger())


def json_lines(rows: Iterable[dict[str, Any]]) -> None:
    """One JSON document a line."""
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def show(args: Args) -> None:
    from assistant.document_view import document_text, document_to_json

    opened = open_index(args)
    data = document_to_json(opened, args.id)
    emit(args, data, document_text(data))


def add(top: Group) -> None:
    """The commands of this file."""
    index = top.group("index", "build and look after an index")
    build = index.command("build", index_build, "read documents and publish a new generation; goes on where it was interrupted", "index")
    build.add_argument("sources", nargs="+", metavar="SOURCE", help="files and folders; zip, tar and gz of them")
    build.add_argument("--workers", type=positive, metavar="N", help="processes for reading, and processor threads for encoding")
    build.add_argument("--embedder", metavar="NAME", help="model of data/models.toml, folder or hub name (default: setting `embedder`)")
    build.add_argument("--limit", type=positive, metavar="N", help="only the first N documents")
    build.add_argument("--exact", action="store_true", help="keep vectors to the last bit: exact search, a larger index")
    index.command("info", index_info, "what a generation holds, and which generations there are", "index", "generation")
    index.command("verify", index_verify, "hash every file of a generation", "index", "generation")
    index.command("documents", index_documents, "one JSON line a document", "index", "generation")
    index.command("ledger", index_ledger, "one JSON line a source document: indexed, warned or refused, and why", "index", "generation")
    index_care.add(index)
    index_quality.add(index)
    top.command("show", show, "a document or passage with its text by unit", "index").add_argument("id", metavar="ID")
