"""`priorart recipes …`: the query recipes, alone, side by side, and on their way between offices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.shared import emit, settings, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commands.shared import Args, Group
    from prompts.model import Recipe


def _recipe(args: Args, name: str) -> Recipe:
    from prompts.recipes import load_recipe

    return load_recipe(name, settings(args).recipes)


def _head(recipe: Recipe) -> dict[str, Any]:
    return {"id": recipe.id, "version": recipe.version, "title": recipe.title, "sha256": recipe.sha256}


def recipes_list(args: Args) -> None:
    from prompts.recipes import list_recipes

    rows = [_head(recipe) for recipe in list_recipes(settings(args).recipes)]
    emit(args, rows, table([(r["id"], r["version"], r["title"]) for r in rows]))


def recipes_show(args: Args) -> None:
    recipe = _recipe(args, args.recipe_id)
    emit(args, _head(recipe) | {"text": recipe.text}, recipe.text)


def recipes_check(args: Args) -> int:
    recipe = _recipe(args, args.recipe_id)
    account = _account(args, recipe)
    said = "well made, but it cannot run here" if account["missing"] else "ok"
    emit(args, {"ok": not account["missing"]} | _head(recipe) | account, [f"{said}: {recipe.id} {recipe.version}", *_lines(account)])
    return 5 if account["missing"] else 0


def _account(args: Args, recipe: Recipe) -> dict[str, Any]:
    """What a recipe does and needs, and what of that is not here."""
    from indexing.canonical import plain
    from prompts.account import needs, steps_in_words

    wanted = needs(recipe)
    missing = [f"line {_line_of_embedder(recipe)}: {fault}" for fault in (_missing(args, wanted.embedder) if wanted.embedder else [])]
    return {"steps": steps_in_words(recipe), "needs": plain(wanted), "missing": missing}


def _line_of_embedder(recipe: Recipe) -> int:
    from prompts.yaml_text import parse

    return parse(recipe.text, recipe.source).line(("index", "embedder"))


def _missing(args: Args, embedder: str) -> list[str]:
    """What to do where the embedder is not among the models here."""
    from commands.shared import registry
    from indexing.errors import PriorArtError

    try:
        registry(args).path(embedder)
    except PriorArtError as fault:
        return [str(fault)]
    return []


def _lines(account: Mapping[str, Any]) -> list[str]:
    wanted = account["needs"]
    lines = [f"  takes: {', '.join(wanted['inputs'])}", *(f"  {line}" for line in account["steps"])]
    lines.append(f"  index: {'made with ' + wanted['embedder'] if wanted['embedder'] else 'with any embedder'}")
    asks = ", ".join(f"{step} (prompt {template})" for step, template in wanted["asks_model"])
    lines.append(f"  language model: {'asked by ' + asks + '; without one the plan says what it does instead' if asks else 'asked by no step'}")
    return lines + [f"  missing: {line}" for line in account["missing"]]


def recipes_diff(args: Args) -> None:
    from prompts.account import recipe_difference

    a, b = _recipe(args, args.a), _recipe(args, args.b)
    lines = recipe_difference(a, b)
    emit(args, {"a": _head(a), "b": _head(b), "changes": lines}, lines or "no difference")


def recipes_release(args: Args) -> None:
    from indexing.errors import UsageError
    from prompts.release import release_folder

    folder = settings(args).recipes
    if folder is None:
        raise UsageError("no folder of own recipes is set", "set `recipes` in priorart.toml or PRIORART_RECIPES")
    names = release_folder(folder)
    emit(args, {"released": names}, [f"locked: {name}" for name in names] or "nothing new to lock")


def recipes_export(args: Args) -> None:
    import datetime as dt

    from assistant.records.content import software
    from commands.shared import text_of
    from eval.files import replacing
    from eval.scorecard import scorecard
    from prompts.exchange import pack

    recipe = _recipe(args, args.recipe_id)
    cards = [scorecard(folder) for folder in args.run]
    notes = text_of(Path(args.notes)) if args.notes else ""
    data = pack(recipe, notes=notes, scorecards=cards, made={"time": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")} | software())
    out = args.out or Path(f"{recipe.id}@{recipe.version}.recipe.json")
    with replacing(out) as stream:
        stream.write(data.decode())
    report = {"file": str(out), "recipe": _head(recipe), "templates": [t.name for t in recipe.templates], "scorecards": cards}
    emit(args, report, f"{out}: {recipe.name}, {len(recipe.templates)} prompts, {len(cards)} scorecards; no document and no query")


def recipes_import(args: Args) -> None:
    from indexing.canonical import plain
    from indexing.errors import UsageError
    from prompts.exchange import install, unpack

    package = unpack(_bytes(Path(args.file)), args.file)
    account = _account(args, package.recipe)
    folder, files = settings(args).recipes, []
    if not args.dry_run:
        if folder is None:
            raise UsageError("no folder of own recipes is set", "set `recipes` in priorart.toml or PRIORART_RECIPES, or look only: --dry-run")
        files = install(package, folder)
    report = {"recipe": _head(package.recipe), "templates": [t.name for t in package.templates], "notes": package.notes, "made": plain(package.made)}
    report |= account | {"scorecards": plain(package.scorecards), "installed": [str(file) for file in files]}
    emit(args, report, _imported(package.recipe, report, dry=args.dry_run))


def _imported(recipe: Recipe, report: Mapping[str, Any], *, dry: bool) -> list[str]:
    lines = [f"{recipe.name}: {recipe.title} ({recipe.author}, {recipe.licence})", *_lines(report)]
    lines += [f"  notes of the sender: {report['notes'].strip()}"] if report["notes"].strip() else []
    lines += _cards(report["scorecards"])
    if dry:
        return [*lines, "nothing was written (--dry-run)"]
    return lines + ([f"written: {file}" for file in report["installed"]] or ["it was here already"])


def _cards(cards: list[Mapping[str, Any]]) -> list[str]:
    rows: list[tuple[object, ...]] = []
    for card in cards:
        for name, value in card["measures"].items():
            low, high = value["interval"]
            where = f"{card['dataset']['name']}/{card['dataset']['split']}"
            rows.append(("  ", where, f"{card['topics']} topics", name, f"{value['mean']:.3f}", f"[{low:.3f}, {high:.3f}]"))
    return table(rows).splitlines()


def _bytes(path: Path) -> bytes:
    from indexing.errors import InputError
    from prompts.exchange import MAX_BYTES

    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", "give the path of an exchange file", source=str(path), code="bad-package") from error


def add(top: Group) -> None:
    """The commands of this file."""
    group = top.group("recipes", "the query recipes")
    group.command("list", recipes_list, "the recipes that are here")
    group.command("show", recipes_show, "a recipe's text").add_argument("recipe_id", metavar="ID|FILE")
    group.command("check", recipes_check, "check a recipe; names line and fault, or what it does and needs").add_argument(
        "recipe_id", metavar="ID|FILE"
    )
    both = group.command("diff", recipes_diff, "what changed from one recipe to another, in words")
    both.add_argument("a", metavar="A", help="a recipe: ID, ID@VERSION or FILE")
    both.add_argument("b", metavar="B", help="the other")
    group.command("release", recipes_release, "lock the recipes of the office's folder: a released version never changes")
    out = group.command("export", recipes_export, "write one file for another office: recipe, prompts, notes, scorecards")
    out.add_argument("recipe_id", metavar="ID|FILE")
    out.add_argument("--run", type=Path, action="append", default=[], metavar="DIR", help="an evaluation run of this recipe (repeatable)")
    out.add_argument("--notes", metavar="FILE", help="what to tell the other office")
    out.add_argument("--out", type=Path, metavar="FILE", help="the file to write (default: ID@VERSION.recipe.json)")
    read = group.command("import", recipes_import, "check another office's file, say what it does and needs, and take it into the own folder")
    read.add_argument("file", metavar="FILE", help="what `priorart recipes export` wrote")
    read.add_argument("--dry-run", action="store_true", help="look only")
