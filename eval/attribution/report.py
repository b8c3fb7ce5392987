"""The report of judges as HTML that stands alone, and its folder: `attribution.json`, `attribution.html`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.attribution.told import interval, share
from eval.files import replacing
from eval.reports.templates import page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TITLE = "How well judges tell supported statements from others"


def write_report(result: Mapping[str, Any], out: Path) -> None:
    """Both files into the folder `out`. Raises `InputError` where they cannot be written."""
    with replacing(out / "attribution.json") as stream:
        json.dump(result, stream, ensure_ascii=False, indent=1)
    with replacing(out / "attribution.html") as stream:
        stream.write(as_html(result))


def as_html(result: Mapping[str, Any]) -> str:
    """The page; nothing in it is fetched, and every text of the data is escaped."""
    return page("attribution.html", title=TITLE, result=result, share=share, interval=interval)
