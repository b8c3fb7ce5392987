"""Two searches side by side: what came, what went, what moved, and why. The later may be the same one run again on a newer generation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Content = Mapping[str, Any]
    Knows = Callable[[str], bool]

_NAMED = 3
_NOWHERE = (0, 0.0)


@dataclass(frozen=True, slots=True)
class Change:
    """One document whose place changed. Ranks are from 1; None: not shown. `why` is a sentence."""

    id: str
    title: str
    before: int | None
    after: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two searches; `context` says what was different about the searches themselves."""

    context: tuple[str, ...]
    came: tuple[Change, ...]
    went: tuple[Change, ...]
    moved: tuple[Change, ...]
    same: int


def difference(before: Content, after: Content, was_there: Knows | None = None, is_there: Knows | None = None) -> Difference:
    """The lists of two records' contents compared.

    `was_there` and `is_there` say whether a document is in the generation of the one and the other; None: that generation is not at hand, and only
    the record's own lists are asked.
    """
    old = {hit["id"]: hit for hit in before["hits"]}
    new = {hit["id"]: hit for hit in after["hits"]}
    came = [Change(d, hit["title"], None, hit["rank"], _why_came(before, after, hit, was_there)) for d, hit in new.items() if d not in old]
    went = [Change(d, hit["title"], hit["rank"], None, _why_went(before, after, hit, is_there)) for d, hit in old.items() if d not in new]
    moved = [
        Change(d, hit["title"], old[d]["rank"], hit["rank"], _why_moved(before, after, old[d], hit))
        for d, hit in new.items()
        if d in old and old[d]["rank"] != hit["rank"]
    ]
    return Difference(_context(before, after), tuple(came), tuple(went), tuple(moved), len(set(old) & set(new)) - len(moved))


def _context(before: Content, after: Content) -> tuple[str, ...]:
    lines = []
    if before["manifest_sha256"] != after["manifest_sha256"]:
        other = "" if before["generation"] != after["generation"] else ", of another index"
        lines.append(f"generation {before['generation']} then, {after['generation']} now{other}; scores by words follow the whole collection")
    if before["recipe_sha256"] != after["recipe_sha256"]:
        names = [f"{c['recipe']}@{c['recipe_version']} ({c['recipe_sha256'][:12]}…)" for c in (before, after)]
        lines.append(f"the recipe was {names[0]}, it is {names[1]}")
    if before["embedder"] != after["embedder"]:
        lines.append(f"the embedder was {before['embedder']}, it is {after['embedder']}")
    if before["filters"] != after["filters"]:
        lines.append(f"the filters were {_set(before['filters'])}, they are {_set(after['filters'])}")
    if before["asked"] != after["asked"]:
        lines.append(f"{before['asked']} documents were asked for then, {after['asked']} now")
    learnt = {query["id"] for content in (before, after) for query in content.get("added", ())}
    changed = _changed_queries(before, after)
    if others := [name for name in changed if name not in learnt]:
        lines.append(f"other queries: {', '.join(others)}")
    if others := [name for name in changed if name in learnt]:
        lines.append(f"feedback learnt from other documents, or weighs their words otherwise: {', '.join(others)}")
    return tuple(lines)


def _set(filters: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in filters.items() if value) or "none"


def _changed_queries(before: Content, after: Content) -> list[str]:
    def texts(content: Content) -> dict[str, tuple[str, Any]]:
        return {q["id"]: (q["text"], q["terms"]) for q in (*content["queries"], *content.get("added", ()))}

    one, two = texts(before), texts(after)
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def places(content: Content, document: str) -> dict[str, tuple[int, float]]:
    """In which step's or query's list the document stood: best rank (from 1) and score there."""
    found: dict[str, tuple[int, float]] = {}
    for step in content["steps"]:
        for rank, row in enumerate(step["hits"], 1):
            if row[0] == document:
                found[step["name"]] = (rank, row[2])
                break
    return found


def dropped(content: Content, document: str) -> Mapping[str, Any] | None:
    """The document's entry in the exclusion ledger."""
    return next((entry for entry in content["excluded"] if entry["id"] == document), None)


def _why_came(before: Content, after: Content, hit: Mapping[str, Any], was_there: Knows | None) -> str:
    document = hit["id"]
    if was_there is not None and not was_there(document):
        return "new in the collection since then"
    if entry := dropped(before, document):
        return f"then {_left_out(entry)}{_also(_moves(before, after, document))}"
    if places(before, document):
        return f"then a candidate that was not listed{_also(_moves(before, after, document))}"
    unsure = "" if was_there else " (or not in the collection: that generation is not at hand)"
    return f"then no query found it{unsure}; now {_list(places(after, document))}"


def _why_went(before: Content, after: Content, hit: Mapping[str, Any], is_there: Knows | None) -> str:
    document = hit["id"]
    if is_there is not None and not is_there(document):
        return "withdrawn from the collection, or replaced, since then"
    if entry := dropped(after, document):
        return f"now {_left_out(entry)}{_also(_moves(before, after, document))}"
    return f"now no query finds it; then {_list(places(before, document))}"


def _left_out(entry: Mapping[str, Any]) -> str:
    """Why the ledger says it is not shown; what only stood too low was left out by no step."""
    return f"at {entry['reason']}" if entry["step"] == "shown" else f"left out by '{entry['step']}': {entry['reason']}"


def _why_moved(before: Content, after: Content, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    above_then = [h["id"] for h in before["hits"][: old["rank"] - 1]]
    above_now = [h["id"] for h in after["hits"][: new["rank"] - 1]]
    parts = [
        (f"now before it: {_named(came)}" if (came := [d for d in above_now if d not in above_then]) else ""),
        (f"no longer before it: {_named(gone)}" if (gone := [d for d in above_then if d not in above_now]) else ""),
    ]
    return "; ".join(part for part in parts if part) + _also(_moves(before, after, new["id"]))


def _named(documents: Sequence[str]) -> str:
    return ", ".join(documents[:_NAMED]) + (f" and {len(documents) - _NAMED} more" if len(documents) > _NAMED else "")


def _moves(before: Content, after: Content, document: str) -> str:
    """How the document's rank changed in the lists of the queries, else its score; empty where neither did."""
    then, now = places(before, document), places(after, document)
    queries = [q["id"] for q in (*after["queries"], *after.get("added", ()))]
    changed = [name for name in queries if then.get(name) != now.get(name)]
    ranks = [name for name in changed if then.get(name, _NOWHERE)[0] != now.get(name, _NOWHERE)[0]]
    return "; ".join(f"{name}: {_step(then.get(name), now.get(name))}" for name in ranks or changed)


def _step(then: tuple[int, float] | None, now: tuple[int, float] | None) -> str:
    """From one place in a list to another, in words."""
    if then is None or now is None:
        return f"{_place(then)} then, {_place(now)} now"
    ranks = f"rank {then[0]} still" if then[0] == now[0] else f"from rank {then[0]} to {now[0]}"
    return f"{ranks} ({f'score {now[1]:.4g} as then' if then[1] == now[1] else f'score {then[1]:.4g} then, {now[1]:.4g} now'})"


def _also(words: str) -> str:
    return f"; {words}" if words else ""


def _place(place: tuple[int, float] | None) -> str:
    return "not found" if place is None else f"rank {place[0]} (score {place[1]:.4g})"


def _list(found: Mapping[str, tuple[int, float]]) -> str:
    return "; ".join(f"{name}: {_place(place)}" for name, place in found.items()) or "in no list"


def lines(found: Difference) -> Sequence[str]:
    """The difference for a person."""
    text = [*found.context]
    for words, changes in (("came", found.came), ("went", found.went), ("moved", found.moved)):
        text.append(f"{words}: {len(changes)}")
        text += [f"  {c.id}  {c.before or '-'} -> {c.after or '-'}  {c.title[:60]}\n      {c.why}" for c in changes]
    return [*text, f"unchanged: {found.same}"]
