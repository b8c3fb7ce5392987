"""What the commands share: printing, settings, opening the rooms, and the options that several of them take.

Nothing of the house is imported before a command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assistant.assistant import Assistant
    from indexing.control import Control
    from indexing.index import Index
    from indexing.models.registry import Registry
    from settings import Settings

Args = argparse.Namespace


def emit(args: Args, data: object, text: str | Iterable[str]) -> None:
    """Print `data` as one JSON document with --json, else `text`; the bars go first."""
    clear(args)
    if args.json:
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        print(text if isinstance(text, str) else "\n".join(text))


def clear(args: Args) -> None:
    """Take the bars away before results are printed."""
    if bars := getattr(args, "bars", None):
        bars.close()


def table(rows: Iterable[Iterable[object]]) -> str:
    """Rows in aligned columns."""
    cells = [[str(c) for c in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells)


def facts(data: dict[str, Any]) -> str:
    """A flat record, one line a field."""
    return table([(key, value) for key, value in data.items() if not isinstance(value, (dict, list, tuple))])


def control(args: Args) -> Control:
    """Progress bars on stderr, unless --quiet; one bar a stage."""
    from indexing.control import Control

    if args.quiet:
        return Control()
    from indexing.bars import Bars

    bars = Bars(sys.stderr)
    args.bars = bars
    return Control(report=bars.show)


def settings(args: Args) -> Settings:
    """Settings with this command's flags over them."""
    from pydantic import ValidationError

    from indexing.errors import UsageError
    from settings import Settings

    flags = {name: getattr(args, name) for name in ("index", "llm", "recipe", "embedder") if getattr(args, name, None) is not None}
    try:
        return Settings(**flags)
    except ValidationError as fault:
        first = fault.errors()[0]
        raise UsageError(f"setting {'.'.join(map(str, first['loc']))}: {first['msg']}", "see priorart.toml and PRIORART_… variables") from fault


def registry(args: Args) -> Registry:
    """The model registry that the settings name."""
    from assistant.opening import open_registry

    return open_registry(settings(args).models)


def assistant(args: Args, llm: str = "none") -> Assistant:
    """The assistant that the settings and flags name."""
    from assistant.opening import open_assistant

    chosen = settings(args)
    return open_assistant(
        index=chosen.index,
        models=chosen.models,
        llm=llm,
        endpoints={name: endpoint.model_dump() for name, endpoint in chosen.llms.items()},
        records=None if getattr(args, "no_record", False) else chosen.records,
        anchor=chosen.anchor,
        recipes=chosen.recipes,
        viewer=chosen.viewer,
        threads=chosen.threads,
    )


def open_index(args: Args, generation: int | None = None) -> Index:
    """This generation, else that of --generation, else the live one, of the index that the settings and flags name."""
    from assistant.opening import open_index as opening

    chosen = settings(args)
    return opening(chosen.index, registry(args), chosen.threads, generation or getattr(args, "generation", None))


def text_of(path: Path) -> str:
    """The text of a file that a person named. Raises `InputError`."""
    from indexing.errors import InputError

    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(getattr(fault, "strerror", None) or "not UTF-8 text", "name a file that can be read", source=str(path)) from fault


class Parser(argparse.ArgumentParser):
    """Wrong usage is one line and exit code 2."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}: see {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


class Group:
    """A place for commands: the top of the command line, or one of its groups."""

    def __init__(self, parser: argparse.ArgumentParser, dest: str) -> None:
        self._verbs = parser.add_subparsers(dest=dest, required=True, metavar=dest.upper(), parser_class=Parser)

    def group(self, name: str, about: str) -> Group:
        """A group of commands within this one."""
        return Group(self._verbs.add_parser(name, help=about, description=about), "verb")

    def command(self, name: str, body: Callable[[Args], int | None], about: str, *options: str) -> argparse.ArgumentParser:
        """A command that runs `body`, with the shared `options` by name; `body` returns an exit code or None for 0."""
        made = self._verbs.add_parser(name, help=about, description=about, parents=[_options("common", *options)])
        made.set_defaults(body=body)
        return made


def _options(*names: str) -> Parser:
    """A parent parser with the options `names`, so that each option is written once."""
    add = (parent := Parser(add_help=False)).add_argument
    offered: dict[str, Callable[[], object]] = {
        "common": lambda: (
            add("--json", action="store_true", help="print one JSON document on stdout"),
            add("--quiet", action="store_true", help="no progress on stderr"),
        ),
        "index": lambda: add("--index", type=Path, metavar="DIR", help="the index (default: setting `index`)"),
        "generation": lambda: add(
            "--generation",
            type=positive,
            metavar="N",
            help="an earlier generation (default: the live one; for a record its own, where that is still there)",
        ),
        "recipe": lambda: add("--recipe", metavar="ID|FILE", help="the recipe (default: setting `recipe`)"),
        "llm": lambda: add("--llm", metavar="NAME", help="the language model, or none (default: setting `llm`)"),
        "case": lambda: (
            add("text", metavar="TEXT|@FILE", help="a question or claims, or @ and a file with text or an application in any format we read"),
            add(
                "--own", action="append", default=[], metavar="NUMBER", help="the case's own publication; it and its family are left out (repeatable)"
            ),
            add("--effective-date", metavar="DATE", help="the case's effective date, as 2006-05-01; legal status is told against it"),
            add("--relevant", action="append", default=[], metavar="NUMBER", help="a document judged relevant: feedback learns from it (repeatable)"),
            add(
                "--irrelevant",
                action="append",
                default=[],
                metavar="NUMBER",
                help="a document judged not relevant: feedback learns from it, too (repeatable)",
            ),
            add(
                "--law",
                action="append",
                metavar="SYSTEM",
                help="tell each hit's status under epc, pct or us (repeatable; default: all, where the case has a date)",
            ),
        ),
        "search": lambda: (
            add("--plan", metavar="PLAN", help="run the queries of this file (see `priorart plan`)"),
            add("--dialect", metavar="D", help="TEXT is a query of this language and is run as it is (see `priorart dialect list`)"),
        ),
        "filters": lambda: (
            add("--before", metavar="DATE", help="only documents from before this day; holds inside the engines"),
            add("--cpc", action="append", default=[], metavar="SYMBOL", help="only this class (CPC or IPC) and all below it (repeatable)"),
            add("--country", action="append", default=[], metavar="CC", help="only this office, ST.3 code (repeatable)"),
            add("--kind", action="append", default=[], metavar="KIND", help="only this kind, ST.16 code: B1, or B for all of them (repeatable)"),
            add("--language", action="append", default=[], metavar="LL", help="only documents in this language, ISO 639-1 code (repeatable)"),
            add("-k", type=positive, default=10, metavar="N", help="documents to show (default 10)"),
            add("--no-record", action="store_true", help="keep no record of this search"),
        ),
    }
    for name in names:
        offered[name]()
        if name == "search":
            offered["filters"]()
    return parent


def positive(text: str) -> int:
    """An argparse type: a whole number from 1."""
    number = int(text) if text.strip().isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 1, and '{text}' is not")
    return number
