"""The report of judges as HTML that stands alone, and its folder: `attribution.json`, `attribution.html`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.attribution.told import interval, share
from eval.files import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEMPLATES = Path(__file__).parent / "templates"


def write_report(result: Mapping[str, Any], out: Path) -> None:
    """Both files into the folder `out`. Raises `InputError` where they cannot be written."""
    with replacing(out / "attribution.json") as stream:
        json.dump(result, stream, ensure_ascii=False, indent=1)
    with replacing(out / "attribution.html") as stream:
        stream.write(as_html(result))


def as_html(result: Mapping[str, Any]) -> str:
    """The page; nothing in it is fetched, and every text of the data is escaped."""
    import jinja2

    loader = jinja2.FileSystemLoader(_TEMPLATES)
    templates = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return templates.get_template("attribution.html").render(result=result, share=share, interval=interval)
