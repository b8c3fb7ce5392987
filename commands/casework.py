"""`priorart saved …` and `priorart batch`: searches that come back, and many cases in one command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.search import filters, planned
from commands.shared import assistant, control, emit, settings, table

if TYPE_CHECKING:
    from assistant.casework.saved import SavedSearches
    from commands.shared import Args, Group

NEW = 10
"""The exit code of `saved run` where something new was found, for a scheduler; 0 where nothing was."""


def _searches(args: Args) -> SavedSearches:
    from assistant.casework.saved import SavedSearches

    return SavedSearches(settings(args).saved)


def saved_add(args: Args) -> None:
    watch, helper = control(args), assistant(args, settings(args).llm)
    outcome = helper.search(planned(args, helper, watch), filters=filters(args), k=args.k, law=args.law, control=watch)
    saved = _searches(args).save(args.name, outcome, helper)
    data = {"name": saved.name, "shown": list(saved.shown), "generation": saved.generation, "record": str(outcome.record) if outcome.record else None}
    emit(args, data, f"{saved.name}: {len(saved.shown)} documents shown; `priorart saved run` tells what is new from now on")


def saved_list(args: Args) -> None:
    searches = _searches(args)
    rows = []
    for name in searches.names():
        saved = searches.load(name)
        rows.append({"name": name, "recipe": saved.plan.recipe, "generation": saved.generation, "ran": saved.ran, "case": saved.plan.case.text[:80]})
    emit(args, rows, table([tuple(row.values()) for row in rows]) or "no saved search")


def saved_run(args: Args) -> int:
    from assistant.exporters.contract import hit_to_json
    from indexing.canonical import plain

    searches, helper, watch = _searches(args), assistant(args), control(args)
    news = [searches.run(name, helper, watch, again=args.again) for name in args.names or searches.names()]
    data = [plain(one) | {"new": [hit_to_json(hit) for hit in one.new]} for one in news]
    lines = []
    for one in news:
        told = f"{len(one.new)} new" if one.ran else "not run: the generation is that of the last time"
        lines += [f"{one.name}: {told}", *(f"  {hit.rank:>3}  {hit.id}  {hit.title[:80]}" for hit in one.new)]
        lines += [f"  no longer in the collection: {document}" for document in one.gone]
    emit(args, data, lines or "no saved search")
    return NEW if any(one.new for one in news) else 0


def saved_remove(args: Args) -> None:
    _searches(args).remove(args.name)
    emit(args, {"removed": args.name}, f"removed: {args.name}")


def batch(args: Args) -> int:
    from assistant.casework.batch import Batch
    from assistant.casework.cases_file import read_cases
    from indexing.canonical import plain

    cases = Path(args.cases)
    entries = read_cases(cases)
    helper = assistant(args, settings(args).llm if args.answer else "none")
    work = Batch(helper, settings(args).recipe, filters(args), args.k, args.answer, cases.parent, args.out)
    results = work.run(entries, control(args))
    failed = [one for one in results if one.state == "failed"]
    rows = [(one.id, one.state, f"{one.seconds:.1f} s", f"{one.notes} notes", " ".join(one.hits[:3]) or one.fault) for one in results]
    emit(args, {"cases": plain(results), "failed": len(failed)}, [table(rows), f"{len(results) - len(failed)} of {len(results)} cases in {args.out}"])
    return 3 if failed else 0


def add(top: Group) -> None:
    """The commands of this file."""
    group = top.group("saved", "saved searches: what is new since the last time?")
    made = group.command("add", saved_add, "search, and save the search under a name", "case", "search", "index", "recipe", "llm")
    made.add_argument("--name", required=True, metavar="NAME", help="how it is called from now on")
    group.command("list", saved_list, "the saved searches")
    again = group.command("run", saved_run, f"run them again on the index as it is now; exit code {NEW} where something is new", "index")
    again.add_argument("names", nargs="*", metavar="NAME", help="which (default: all)")
    again.add_argument("--again", action="store_true", help="also on the generation of the last time")
    again.add_argument("--no-record", action="store_true", help="keep no record of these searches")
    group.command("remove", saved_remove, "forget a saved search").add_argument("name", metavar="NAME")
    many = top.command("batch", batch, "search many cases; a second run goes on where the first stopped", "filters", "index", "recipe", "llm")
    many.add_argument("cases", metavar="CASES", help="JSON lines or CSV: id, text or file, own, effective_date")
    many.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for ID.json of each case and summary.json")
    many.add_argument("--answer", action="store_true", help="answer as `priorart ask` does, too")
