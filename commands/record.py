"""`priorart record …`: the records of searches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared import emit

if TYPE_CHECKING:
    from commands.shared import Args, Group


def record_show(args: Args) -> None:
    from assistant.records.record import show as show_record

    data = show_record(Path(args.file))
    emit(args, data, json.dumps(data, ensure_ascii=False, indent=1))


def record_verify(args: Args) -> int:
    from assistant.records.record import verify
    from indexing.canonical import plain

    report = plain(verify(Path(args.file)))
    emit(args, report, report["faults"] or "ok: sealed, unchanged, and in its chain")
    return 0 if report["ok"] else 3


def add(top: Group) -> None:
    """The commands of this file."""
    group = top.group("record", "the records of searches")
    group.command("show", record_show, "what a record holds").add_argument("file", metavar="FILE")
    group.command("verify", record_verify, "is it unchanged, and in its chain?").add_argument("file", metavar="FILE")
