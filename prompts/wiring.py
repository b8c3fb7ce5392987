"""How a recipe's steps hang together: names, inputs, parameters. What flows into what is read from the schema (`x-takes`, `x-gives`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indexing.plugins import nearest
from prompts.model import Budget, RecipeStep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prompts.yaml_text import Document

_OWN = ("step", "as", "from", "budget")
_WORDS = {"case": "the case", "queries": "queries", "hits": "lists of hits"}


def wire(document: Document, schema: Mapping[str, Any]) -> tuple[RecipeStep, ...]:
    """The steps with names, inputs and complete parameters.

    Without `as` a step bears its own name; without `from` it takes the last step above that gives what it needs. Inputs stand above (so there is
    no cycle) and fit, and every step leads to the last one, which gives hits. Raises `InputError` with the line otherwise.
    """
    steps: list[RecipeStep] = []
    gives: dict[str, str] = {}
    entries = document.value["steps"]
    names = [entry.get("as", entry["step"]) for entry in entries]
    for n, entry in enumerate(entries):
        rules = schema["$defs"][entry["step"]]
        path = ("steps", n)
        if names[n] in gives:
            raise document.fault(f"two steps are named '{names[n]}'", "name one of them with 'as'", (*path, "as" if "as" in entry else "step"))
        inputs = _inputs(document, n, names, gives, rules)
        gives[names[n]] = rules["x-gives"]
        parameters = {p: rule.get("default") for p, rule in rules["properties"].items() if p not in _OWN}
        parameters |= {p: v for p, v in entry.items() if p not in _OWN}
        _check_parameters(document, n, parameters, inputs)
        steps.append(RecipeStep(names[n], entry["step"], inputs, parameters, Budget(**entry.get("budget", {}))))
        _check_times(document, n, steps, schema["$defs"])
    _check_ends(document, steps, gives)
    return tuple(steps)


def _inputs(document: Document, n: int, names: list[str], gives: Mapping[str, str], rules: Mapping[str, Any]) -> tuple[str, ...]:
    entry, path, takes = document.value["steps"][n], ("steps", n), rules["x-takes"]
    if takes == "case":
        return ()
    fit = [name for name, kind in gives.items() if kind == takes]
    if "from" not in entry:
        if rules["x-many"] or not fit:
            hint = f"name the steps it takes, such as {', '.join(fit)}" if fit else f"put a step that gives {_WORDS[takes]} above it"
            raise document.fault(f"the step '{names[n]}' needs 'from'", hint, path)
        return (fit[-1],)
    inputs = [entry["from"]] if isinstance(entry["from"], str) else entry["from"]
    for name in inputs:
        if name in names[n:] and name not in gives:
            raise document.fault(
                f"'{names[n]}' takes '{name}', which stands below or is itself: a cycle", "a step takes steps above it", (*path, "from")
            )
        if name not in gives:
            raise document.fault(f"'{names[n]}' takes '{name}', which is no step above it", nearest(name, list(gives)), (*path, "from"))
        if gives[name] != takes:
            fault = f"'{names[n]}' takes {_WORDS[takes]}, but '{name}' gives {_WORDS[gives[name]]}"
            raise document.fault(fault, nearest(name, fit), (*path, "from"))
    if len(set(inputs)) < len(inputs):
        raise document.fault(f"'{names[n]}' takes a step twice", "name it once; weights make it count more", (*path, "from"))
    return tuple(inputs)


def _check_parameters(document: Document, n: int, parameters: Mapping[str, Any], inputs: tuple[str, ...]) -> None:
    weights = parameters.get("weights")
    if isinstance(weights, list) and weights and len(weights) != len(inputs):  # those of parts of a document are named
        raise document.fault(f"{len(weights)} weights for {len(inputs)} lists", "give one weight for each name in 'from'", ("steps", n, "weights"))


def _check_times(document: Document, n: int, steps: list[RecipeStep], rules: Mapping[str, Any]) -> None:
    """Queries of the case stand in the plan, those of feedback are made during the search: no step takes both, and only searches take the latter."""
    step, path = steps[-1], ("steps", n, "from")
    if rules[step.step]["x-takes"] != "queries":
        return
    late = [s.name for s in steps if s.name in step.inputs and rules[s.step]["x-takes"] == "hits"]
    if late and rules[step.step]["x-gives"] == "queries":
        raise document.fault(f"'{step.name}' takes '{late[0]}', whose queries are made during the search", "expand the queries of the case", path)
    if late and len(late) < len(step.inputs):
        raise document.fault(
            f"'{step.name}' takes '{late[0]}', made during the search, and queries of the case",
            "give each its own search, and fuse them",
            path,
        )


def _check_ends(document: Document, steps: list[RecipeStep], gives: Mapping[str, str]) -> None:
    last = len(steps) - 1
    if gives[steps[last].name] != "hits":
        raise document.fault(f"the last step '{steps[last].name}' gives no hits", "end with a search, a fusion or a filter", ("steps", last))
    used = {name for step in steps for name in step.inputs}
    for n, step in enumerate(steps[:last]):
        if step.name not in used:
            raise document.fault(f"the step '{step.name}' leads nowhere", "name it in the 'from' of a later step, or take it out", ("steps", n))
