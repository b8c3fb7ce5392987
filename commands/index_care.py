"""`priorart index withdraw|merge|reembed|prune|backup|restore`: what is done to an index without its sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.shared import control, emit, facts, positive, registry, settings

if TYPE_CHECKING:
    from commands.shared import Args, Group


def report(args: Args, record: object) -> None:
    """Print a report as JSON or as lines."""
    from indexing.canonical import plain

    data: dict[str, Any] = plain(record)
    shown = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in data.items()}
    emit(args, data, facts(shown))


def index_withdraw(args: Args) -> None:
    from indexing.increments import withdraw

    report(args, withdraw(args.numbers, settings(args).index, control(args)))


def index_merge(args: Args) -> None:
    from indexing.increments import merge

    report(args, merge(settings(args).index, control(args)))


def index_reembed(args: Args) -> None:
    from indexing.embedding import open_embedder
    from indexing.increments import reembed

    chosen = settings(args)
    embedder = open_embedder(chosen.embedder, registry(args), threads=args.workers or chosen.threads)
    report(args, reembed(chosen.index, embedder, exact=True if args.exact else None, control=control(args)))


def index_prune(args: Args) -> None:
    from indexing.storage.prune import prune

    report(args, prune(settings(args).index, args.keep))


def index_backup(args: Args) -> None:
    from indexing.storage.backup import backup

    report(args, backup(Path(args.file), settings(args).index, number=args.generation, control=control(args)))


def index_restore(args: Args) -> None:
    from indexing.storage.backup import restore

    report(args, restore(Path(args.file), settings(args).index, control=control(args)))


def add(index: Group) -> None:
    """The commands of this file."""
    withdraw = index.command("withdraw", index_withdraw, "publish a generation without these documents", "index")
    withdraw.add_argument("numbers", nargs="+", metavar="NUMBER", help="publication number in any form")
    index.command("merge", index_merge, "publish a generation of one shard without withdrawn and replaced documents", "index")
    reembed = index.command("reembed", index_reembed, "publish a generation with another model's vectors, from the stored documents", "index")
    reembed.add_argument("--embedder", metavar="NAME", required=True, help="model of data/models.toml, folder or hub name")
    reembed.add_argument("--workers", type=positive, metavar="N", help="processor threads for encoding")
    reembed.add_argument("--exact", action="store_true", help="keep vectors to the last bit: exact search, a larger index")
    prune = index.command("prune", index_prune, "remove earlier generations", "index")
    prune.add_argument("--keep", type=positive, default=1, metavar="N", help="how many of the newest to keep (default 1: the live one)")
    backup = index.command("backup", index_backup, "write a generation to one file with checksums", "index", "generation")
    backup.add_argument("file", metavar="FILE", help="the new file")
    restore = index.command("restore", index_restore, "put a backup into a folder that holds no index; all is checked first", "index")
    restore.add_argument("file", metavar="FILE", help="what `index backup` wrote")
