"""The figures of judges as plain text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.tables import columns

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_text(result: Mapping[str, Any]) -> str:
    """A text for people, of what `eval.attribution.measure.measure` returned."""
    head = ("data set", "judge", "items", "balanced accuracy", "95% interval", "supported kept", "unsupported stopped", "failed")
    rows = [_row(d, row["judge"]) for row in result["judges"] for d in row["datasets"]]
    lines = [columns([head, *rows]), ""]
    lines += [
        f"{row['judge']}: {row['mean_balanced_accuracy']:.3f} balanced accuracy on the mean of the data sets"
        for row in result["judges"]
        if row["mean_balanced_accuracy"] is not None and len(row["datasets"]) > 1
    ]
    for row in result["judges"]:
        for d in row["datasets"]:
            kinds = [(k["kind"], "yes" if k["supported"] else "no", str(k["items"]), share(k["right"]), interval(k["right"])) for k in d["kinds"]]
            lines += ["", f"{row['judge']} on {d['name']}, by kind", "", columns([("kind", "supported", "items", "right", "95% interval"), *kinds])]
    lines += ["", *(f"note: {note}" for note in result["notes"])] if result["notes"] else []
    return "\n".join(lines)


def share(figure: Mapping[str, Any]) -> str:
    """A figure with three decimals."""
    return "-" if figure["value"] is None else f"{figure['value']:.3f}"


def interval(figure: Mapping[str, Any]) -> str:
    """Its interval."""
    return "-" if figure["interval"] is None else f"{figure['interval'][0]:.3f} to {figure['interval'][1]:.3f}"


def _row(d: Mapping[str, Any], judge: str) -> tuple[str, ...]:
    accuracy = d["balanced_accuracy"]
    kept, stopped = share(d["supported_recall"]), share(d["unsupported_recall"])
    return (d["name"], judge, str(d["items"]), share(accuracy), interval(accuracy), kept, stopped, str(d["failed"]))
