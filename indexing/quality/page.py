"""The quality report as one HTML file: no scripts, nothing loaded from elsewhere, everything that comes from documents escaped."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_SHOWN = ("title", "abstract", "claims", "description", "publication_date", "filing_date", "priorities", "cpc", "ipc", "language")


def quality_html(report: dict[str, Any]) -> str:
    """The page for `quality.quality`'s report."""
    import jinja2

    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    templates = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return templates.get_template("quality.html").render(**report, shown=_SHOWN, prefix=_common_folder([s["source"] for s in report["sources"]]))


def _common_folder(paths: list[str]) -> str:
    """The folder that all paths lie in, with the stroke at its end; empty where there is none."""
    try:
        shared = os.path.commonpath([os.path.dirname(path.rstrip("/")) for path in paths]) if len(paths) > 1 else ""  # noqa: PTH120 - labels, no paths of ours
    except ValueError:  # some begin at the root, some do not
        return ""
    return f"{shared.rstrip('/')}/" if shared else ""
