"""`priorart index quality`: what an index's documents lack, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.shared import emit, settings, table

if TYPE_CHECKING:
    from commands.shared import Args, Group

_EXAMPLES = 3
_LISTS = {"refused": "refusals", "noted in the ledger": "remarks"}
"""What is said of the ledger's entries, and where the report has them."""


def index_quality(args: Args) -> None:
    from indexing.quality.report import quality

    found = quality(settings(args).index)
    if args.html:
        _write(args.html, found)
    emit(args, found, _lines(found) + ([f"written to {args.html}"] if args.html else []))


def _write(path: Path, found: dict[str, Any]) -> None:
    """Raises `UsageError` where the file cannot be written."""
    from indexing.errors import UsageError
    from indexing.quality.page import quality_html

    try:
        path.write_text(quality_html(found), "utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})", "name a file in a folder that you may write to") from error


def _lines(found: dict[str, Any]) -> list[str]:
    """The report in short for a terminal: what to mend, with the first examples."""
    total = found["total"]
    outcomes = ", ".join(f"{count:,} {name}" for name, count in total["outcomes"].items())
    lines = [f"generation {found['generation']}: {total['documents']:,} documents, {total['without_findings']:,} without findings ({outcomes})", ""]
    shares = [(name, f"{f['documents']:,}", f"{100 * f['share']:.1f} %") for name, f in total["fields"].items()]
    lines += [table([("field", "documents", "share"), *shares]), ""]
    languages = ", ".join(f"{count:,} {language}" for language, count in total["languages"].items())
    lines += [f"languages: {languages or 'none known'}", ""]
    entries = [{**entry, "meaning": meaning} for meaning in ("refused", "noted in the ledger") for entry in total[_LISTS[meaning]]]
    for problem in [*total["problems"], *entries]:
        count, meaning = problem.get("documents", problem["count"]), problem["meaning"]
        lines.append(f"{count:>8,}  {problem['code']}: {meaning}")
        for e in problem["examples"][:_EXAMPLES]:
            where, said = e.get("where") or e.get("source"), e.get("detail") or e.get("reason") or ""
            lines.append(f"          {e.get('id') or e.get('number') or ''} {where} {said}".rstrip())
    return lines


def add(index: Group) -> None:
    """The command of this file, within the group `index`."""
    command = index.command("quality", index_quality, "how much is there of each field, what is wrong, and where to mend it", "index")
    command.add_argument("--html", type=Path, metavar="FILE", help="write the whole report as one HTML file")
