"""`priorart recipes …`: the query recipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.shared import emit, settings, table

if TYPE_CHECKING:
    from commands.shared import Args, Group


def recipes_list(args: Args) -> None:
    from prompts.recipes import list_recipes

    rows = [{"id": r.id, "version": r.version, "title": r.title, "sha256": r.sha256} for r in list_recipes(settings(args).recipes)]
    emit(args, rows, table([(r["id"], r["version"], r["title"]) for r in rows]))


def recipes_show(args: Args) -> None:
    from prompts.recipes import load_recipe

    recipe = load_recipe(args.recipe_id, settings(args).recipes)
    emit(args, {"id": recipe.id, "version": recipe.version, "sha256": recipe.sha256, "text": recipe.text}, recipe.text)


def recipes_check(args: Args) -> None:
    from prompts.recipes import load_recipe

    recipe = load_recipe(args.recipe_id, settings(args).recipes)
    emit(args, {"ok": True, "id": recipe.id, "version": recipe.version, "sha256": recipe.sha256}, f"ok: {recipe.id} {recipe.version}")


def add(top: Group) -> None:
    """The commands of this file."""
    group = top.group("recipes", "the query recipes")
    group.command("list", recipes_list, "the recipes that are here")
    group.command("show", recipes_show, "a recipe's text").add_argument("recipe_id", metavar="ID|FILE")
    group.command("check", recipes_check, "check a recipe; names line and fault").add_argument("recipe_id", metavar="ID|FILE")
