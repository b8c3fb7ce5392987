"""What was left out and why: counted, with the first few named."""

from __future__ import annotations

from dataclasses import dataclass, field

_SHOWN = 5


@dataclass(slots=True)
class LeftOut:
    """Counts by reason, in the order in which the reasons came up."""

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, what: str) -> None:
        """One thing left out for this reason."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
        shown = self.examples.setdefault(reason, [])
        if len(shown) < _SHOWN:
            shown.append(what)

    def rows(self) -> list[dict[str, object]]:
        """One row a reason: `reason`, `count`, `examples`."""
        return [{"reason": reason, "count": count, "examples": self.examples[reason]} for reason, count in self.counts.items()]
