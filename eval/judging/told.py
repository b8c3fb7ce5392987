"""The agreement of judges as plain text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.tables import columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def as_text(data: Mapping[str, Any]) -> str:
    """A text for people, of what `eval.judging.compare_judges.agreement` returned."""
    judges = ", ".join(f"{name} {count}" for name, count in data["judges"].items()) or "none"
    lines = [f"{data['items']} documents judged ({judges}), {data['shared']} by more than one judge"]
    if data["pairs"]:
        rows = [("judges", "documents", "same", "kappa", "95% interval", "linear", "quadratic", "relevant or not")]
        for p in data["pairs"]:
            figures = (_figure(p["linear"]), _figure(p["quadratic"]), _figure(p["relevant_same"]))
            rows.append((" + ".join(p["judges"]), str(p["items"]), _figure(p["same"]), _figure(p["kappa"]), _limits(p["interval"]), *figures))
        lines += ["", columns(rows)]
    alpha, fleiss = data["alpha"], data["fleiss"]
    lines += ["", "Krippendorff's alpha: " + ", ".join(f"{level} {_figure(alpha[level])}" for level in ("nominal", "ordinal", "interval"))]
    lines.append(f"  95% interval of the ordinal one {_limits(alpha['limits'])}")
    lines.append(f"Fleiss' kappa over {fleiss['items']} documents that all judged: {_figure(fleiss['kappa'])}")
    if data["differences"]:
        grades = [(d["topic"], d["document"], ", ".join(f"{name} {grade}" for name, grade in d["grades"].items())) for d in data["differences"]]
        lines += ["", "Where they differ most", "", columns([("topic", "document", "grades"), *grades])]
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"


def _limits(limits: Sequence[float] | None) -> str:
    return "too few" if limits is None else f"{limits[0]:.2f} to {limits[1]:.2f}"
