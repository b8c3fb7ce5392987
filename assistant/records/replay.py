"""Replay: the search of a record run again on the same generation, and the proof that it gives the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.decoding import DecodeError, decode
from assistant.model import Exchange, Outcome, Plan
from assistant.records.content import make_record, software
from assistant.strategy.run import run_plan
from indexing.canonical import canonical_json, plain, sha256
from indexing.errors import InputError, UsageError
from indexing.model import Case, Filter, Subquery
from prompts.recipes import recipe_with_templates
from prompts.templates import template_from_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.links import Links
    from indexing.control import Control
    from indexing.protocols import SearchIndex

    Content = Mapping[str, Any]

_COMPARED = {"hits": "the hits", "steps": "the steps' lists", "excluded": "the exclusion ledger", "added": "the queries made by feedback"}
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether a record's search gave the same again. `differences` says where not; `notes` what else is to be known (other versions of software).

    `ranking` is the SHA-256 over the ids and scores of the hits, in order, then and now.
    """

    identical: bool
    differences: tuple[str, ...]
    notes: tuple[str, ...]
    ranking_then: str
    ranking_now: str


def replay(content: Content, index: SearchIndex, control: Control, links: Links) -> Replay:
    """Run the record's recipe again with its queries, vectors and model replies, and compare every list it holds, bit for bit.

    Raises `UsageError` where `index` is another generation than the record's, `InputError` where the record does not hold what a replay needs.
    """
    if content["manifest_sha256"] != index.manifest_sha256:
        raise UsageError(
            f"the record is of generation {content['generation']} (manifest {content['manifest_sha256'][:12]}…), "
            f"the index at hand is generation {index.generation} (manifest {index.manifest_sha256[:12]}…)",
            f"name that generation with --generation {content['generation']}, or compare with this one: priorart record diff",
        )
    now = run_again(content, index, control, links, incomplete=dict(content.get("incomplete", ())))
    differences = [
        f"{words} are not the same: {_where(content.get(name), now[name])}" for name, words in _COMPARED.items() if not _same(content, now, name)
    ]
    then, again = ranking_hash(content["hits"]), ranking_hash(now["hits"])
    return Replay(not differences, tuple(differences), _versions(content), then, again)


def run_again(content: Content, index: SearchIndex, control: Control, links: Links, incomplete: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a record of the same search would hold on `index`: the record's queries as they were, the recipe's other steps anew.

    `incomplete`, where given, is left out as it was then, and no clock is looked at.
    """
    try:
        templates = [template_from_text(text, name) for name, text in content.get("templates", ())]
        recipe = recipe_with_templates(content["recipe_text"], f"the record's recipe {content['recipe']}@{content['recipe_version']}", templates)
        queries = tuple(decode(Subquery, query) for query in content["queries"])
        made = tuple(decode(Subquery, query) for query in content["queries_made"])
        exchanges = tuple(decode(Exchange, exchange) for exchange in content["exchanges"])
        case, filters = decode(Case, content["case"]), decode(Filter, content["filters"])
    except (DecodeError, KeyError, TypeError) as error:
        raise InputError(f"the record does not hold what a replay needs: {error}", "a record of a later version needs a later priorart") from error
    if any(query.vector for query in queries) and content["embedder"].partition("@")[0] != index.embedder_identity.partition("@")[0]:
        raise UsageError(
            f"the record's vectors are of {content['embedder']}, the index's of {index.embedder_identity}",
            "take an index made with the same embedder",
        )
    plan = Plan(recipe.id, recipe.sha256, case, queries, (), exchanges, bool(content["edited"]), made)
    result = run_plan(
        plan, recipe, index, filters, content["asked"], control, links, content["passages"], skip=incomplete, law=content.get("law", ())
    )
    return dict(plain(make_record(Outcome(result), recipe, index, None)))


def ranking_hash(hits: list[dict[str, Any]]) -> str:
    """SHA-256 over ids and scores of the hits, in order."""
    return sha256(canonical_json([[hit["id"], hit["score"]] for hit in hits]))


def _bare(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Without what may differ between two runs of one search: the time it took, and links."""
    if isinstance(value, list):
        return [_bare(part) for part in value]
    if isinstance(value, dict):
        return {name: _bare(part) for name, part in value.items() if name not in ("seconds", "cpu", "link")}
    return value


def _same(then: Content, now: Content, name: str) -> bool:
    return name not in then or canonical_json(_bare(then[name])) == canonical_json(_bare(now[name]))


def _where(then: Any, now: Any) -> str:  # noqa: ANN401 - JSON
    """The first places where two lists differ, in words."""
    if len(then) != len(now):
        return f"{len(then)} entries then, {len(now)} now"
    places = [n for n, (a, b) in enumerate(zip(_bare(then), _bare(now), strict=True), 1) if a != b]
    names = [str(then[n - 1].get("id") or then[n - 1].get("name")) for n in places[:_SHOWN]]
    return f"{len(places)} entries differ, first {', '.join(names)}"


def _versions(content: Content) -> tuple[str, ...]:
    now = software()
    changed = [f"{name} {was} then, {now.get(name, 'not installed')} now" for name, was in content["software"].items() if now.get(name) != was]
    return (f"other versions of software: {'; '.join(changed)}",) if changed else ()
