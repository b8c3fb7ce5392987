"""`priorart dialect list|translate|plan`: a query, or a plan's queries, in the languages that examiners use."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared import emit, text_of

if TYPE_CHECKING:
    from assistant.dialect_text.model import Note
    from commands.shared import Args, Group


def _plain(notes: tuple[Note, ...]) -> list[dict[str, str]]:
    return [dataclasses.asdict(note) for note in notes]


def _shown(text: str, notes: tuple[Note, ...]) -> str:
    return "\n".join([text, *(f"  {'lost' if note.weight == 'lost' else 'note'}: {note.text}" for note in notes)])


def listing(args: Args) -> None:
    from assistant.dialects import DIALECTS

    rows = [{"id": name, "title": DIALECTS.load(name).title, "source": DIALECTS.load(name).source} for name in DIALECTS]
    emit(args, rows, "\n".join(f"{row['id']:<12} {row['title']}  {row['source']}" for row in rows))


def query_text(given: str) -> str:
    """A query as given, or of @FILE where there is such a file; `@pd>=20010101` is a query of Patent Public Search."""
    named = Path(given[1:]) if given.startswith("@") else None
    return text_of(named) if named is not None and named.is_file() else given


def translate(args: Args) -> None:
    from assistant.dialect_text.translation import translate
    from assistant.dialects import DIALECTS

    written = translate(query_text(args.query), DIALECTS.load(getattr(args, "from"))(), DIALECTS.load(args.to)())
    emit(args, {"text": written.text, "notes": _plain(written.notes)}, _shown(written.text, written.notes))


def plan(args: Args) -> None:
    from assistant.dialect_text.translation import plan_in
    from assistant.dialects import DIALECTS
    from assistant.strategy.plan_file import plan_from_json

    queries = plan_from_json(text_of(Path(args.plan)), args.plan).queries
    rows = plan_in(queries, DIALECTS.load("own")(), DIALECTS.load(args.to)())
    plain = [{"id": row.id, "text": row.text, "notes": _plain(row.notes)} for row in rows]
    emit(args, {"queries": plain}, "\n".join(f"{row.id}: {_shown(row.text or '(nothing)', row.notes)}" for row in rows))


def add(top: Group) -> None:
    """The commands of this file."""
    group = top.group("dialect", "queries in the languages of patent offices")
    group.command("list", listing, "the languages and where they are described")
    command = group.command("translate", translate, "a query in another language, with what is lost")
    command.add_argument("query", metavar="QUERY", help="the query, or @FILE")
    command.add_argument("--from", metavar="D", required=True, help="its language: see `priorart dialect list`")
    command.add_argument("--to", metavar="D", required=True, help="the language wanted")
    command = group.command("plan", plan, "all queries of a plan in a language")
    command.add_argument("plan", metavar="PLAN", help="a plan made by `priorart plan --out`")
    command.add_argument("--to", metavar="D", required=True, help="the language wanted")
