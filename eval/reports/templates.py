"""The templates of the pages; jinja2 is ours to load here. Everything that is put into a page is escaped."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import jinja2

from eval.reports import parts, words
from eval.reports.links import page_of


def page(template: str, **values: Any) -> str:  # noqa: ANN401 - what a template shows is its own affair
    """The page that `template` makes of `values`."""
    return _templates().get_template(template).render(**values)


@functools.cache
def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    filters = ("figure", "signed", "interval", "p_value", "count", "effect", "needed", "clipped", "rank")
    made.filters |= {name: getattr(words, name) for name in filters} | {"page_of": page_of, "flat": parts.flat, "listed": parts.listed}
    made.globals |= {"verdict": words.verdict, "outcome": words.outcome, "standing": parts.standing, "best": parts.best, "pairs_in": parts.pairs_in}
    return made
