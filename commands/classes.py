"""`priorart classes …`: classes suggested for a text, and what an index holds of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commands.shared import assistant, control, emit, open_index, positive, table

if TYPE_CHECKING:
    from commands.shared import Args, Group
    from indexing.index import Index

_BELOW = 20
_NAMED = 3


def suggest(args: Args) -> None:
    from commands.search import case
    from indexing.class_scheme import printed

    args.no_record = True  # nothing is decided by it: what is searched afterwards is recorded
    helper = assistant(args)
    found = helper.suggest_classes(case(args), recipe=args.recipe, neighbours=args.neighbours, count=args.count, control=control(args))
    facts = helper.index.facts_of(found.neighbours)
    suggestions = [
        {"symbol": printed(s.symbol), "level": s.level, "confidence": round(s.confidence, 4), "neighbours": list(s.neighbours)}
        for s in found.suggestions
    ]
    neighbours = [{"id": name, "title": facts[name].title, "classes": list(facts[name].classes)} for name in found.neighbours]
    data = {"suggestions": suggestions, "neighbours": neighbours, "notes": list(found.notes)}
    rows = [
        (f"{s.confidence:.0%}", s.level, printed(s.symbol), f"{len(s.neighbours)} of {len(found.neighbours)}:", ", ".join(s.neighbours[:_NAMED]))
        for s in found.suggestions
    ]
    lines = [table(rows)] if rows else []
    emit(args, data, [*lines, *found.notes])


def show(args: Args) -> None:
    with open_index(args) as index:
        data = _of_class(index, args.symbol)
    head = [(row["symbol"], row["level"], f"{row['documents']} documents", row["title"] or "") for row in data["above"]]
    this = (data["symbol"], data["level"], f"{data['documents']} documents", data["title"] or "")
    below = [(row["symbol"], row["level"], f"{row['documents']} documents", "") for row in data["below"]]
    emit(args, data, [table([*head, this, *below]), *data["notes"]])


def _of_class(index: Index, text: str) -> dict[str, Any]:
    """A class as an index knows it. Raises `UsageError` for what is no symbol."""
    from indexing.class_scheme import SECTIONS, level_of, printed
    from indexing.classes import above
    from indexing.engines.class_counts import known_symbol

    name = known_symbol(text)
    ladder = above(name)
    counts, total = index.class_frequency(ladder)
    rows = [
        {"symbol": printed(step), "level": level_of(step), "title": SECTIONS.get(step), "documents": count}
        for step, count in zip(ladder, counts, strict=True)
    ]
    below = index.classes_below(name, _BELOW)
    return {
        **rows[-1],
        "above": rows[:-1],
        "below": [{"symbol": printed(symbol), "level": level_of(symbol), "documents": count} for symbol, count in below],
        "total": total,
        "notes": ["below stands what the symbols' own form tells; the dots of the IPC's and CPC's schemes, and titles below sections, are not here"],
    }


def add(top: Group) -> None:
    """The commands of this file."""
    group = top.group("classes", "class symbols (CPC, IPC): suggested for a text, and in the index")
    of_text = group.command("suggest", suggest, "classes for a text or an application, by the documents nearest to it", "case", "index", "recipe")
    of_text.add_argument("--neighbours", type=positive, default=20, metavar="N", help="how many documents vote (default 20)")
    of_text.add_argument("--count", type=positive, default=5, metavar="N", help="at most so many classes a level (default 5)")
    of_symbol = group.command("show", show, "what stands above and below a class, and how many documents bear it", "index", "generation")
    of_symbol.add_argument("symbol", metavar="SYMBOL", help="a symbol: A45D, A45D20 or A45D20/12")
