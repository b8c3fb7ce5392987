"""The card of a made test collection: what it holds, how it was made, what was left out and why, what it cannot tell."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import TYPE_CHECKING, Any

from eval.topics.choice import UNKNOWN
from eval.topics.grades import MEANING
from indexing.canonical import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eval.topics.candidates import Collection
    from eval.topics.choice import Choice
    from eval.topics.making import Made

FORMAT = 1
_CLASSES_SHOWN = 20
LIMITS = (
    "Judgments are citations: a document that is not cited is not proven irrelevant. Read differences between systems, not absolute values.",
    "A cited publication is judged, not the other publications of its family in the collection: measure by family as well.",
    "Applicants cite themselves and parties cite what they know: look at the judgments of other owners, and of each citing party, apart.",
)


def card(index: Collection, choice: Choice, made: Made) -> dict[str, Any]:
    """The card as JSON types. It names no machine and no moment: the same index and choice give the same card."""
    judgments = [(topic, one) for topic, judged in made.judged.items() for one in judged.values()]
    each = sorted(len(judged) for judged in made.judged.values())
    days = sorted(str(topic.metadata["date"]) for topic in made.topics)
    return {
        "format": FORMAT,
        "made_from": {"generation": index.generation, "manifest_sha256": index.manifest_sha256, "documents": made.documents},
        "choice": plain(choice),
        "counts": {
            "topics": {"test": len(made.topics) - len(made.dev), **({"dev": len(made.dev)} if made.dev else {})},
            "judgments": len(judgments),
            "documents judged": len({document for judged in made.judged.values() for document in judged}),
            "relevant a topic": {"least": each[0], "median": statistics.median(each), "most": each[-1], "mean": round(statistics.mean(each), 2)},
            "grades": {str(g): n for g, n in sorted(Counter(one.grade for _, one in judgments).items(), reverse=True)},
            "categories": _counted(one.categories or [UNKNOWN] for _, one in judgments),
            "cited by": _counted(one.cited_by or [UNKNOWN] for _, one in judgments),
        },
        "grades": {str(value): meaning for value, meaning in MEANING.items()},
        "dates": {"first": days[0], "last": days[-1], "years": _counted([[day[:4]] for day in days], by_name=True)},
        "date used": _counted([str(topic.metadata["date_used"])] for topic in made.topics),
        "classes": dict(list(_counted(_subclasses(topic.metadata.get("classes")) for topic in made.topics).items())[:_CLASSES_SHOWN]),
        "languages": _counted([str(topic.metadata.get("language", UNKNOWN))] for topic in made.topics),
        "left out": {"documents": made.topics_left.rows(), "citations": made.citations_left.rows()},
        "leaks": {
            "done with them": {"drop": "left out", "flag": "kept, only told here"}[choice.leaks],
            "found": [{"topic": k.topic, "document": k.document, "kind": k.kind, "shown": k.shown} for k in made.leaks],
        },
        "limits": list(LIMITS),
    }


def _subclasses(symbols: object) -> list[str]:
    return sorted({str(name)[:4] for name in symbols}) if isinstance(symbols, list) else [UNKNOWN]


def _counted(words: Iterable[Iterable[str]], *, by_name: bool = False) -> dict[str, int]:
    """How often each word stands in `words`, the most frequent first."""
    counts = Counter(word for each in words for word in each)
    return dict(sorted(counts.items(), key=lambda item: (item[0],) if by_name else (-item[1], item[0])))


def as_markdown(data: dict[str, Any], name: str) -> str:
    """The card for a person."""
    counts, made = data["counts"], data["made_from"]
    relevant = counts["relevant a topic"]
    lines = [
        f"# Topics from citations: {name}",
        "",
        f"Made from generation {made['generation']} of an index of {made['documents']} documents (manifest `{made['manifest_sha256'][:16]}…`).",
        "",
        "| | |",
        "|---|---|",
        *(f"| topics ({split}) | {count} |" for split, count in counts["topics"].items()),
        f"| judgments | {counts['judgments']} of {counts['documents judged']} documents |",
        f"| relevant a topic | {relevant['least']} to {relevant['most']}, median {relevant['median']}, mean {relevant['mean']} |",
        f"| dates of the topics | {data['dates']['first']} to {data['dates']['last']} ({_words(data['date used'])}) |",
        f"| cited by | {_words(counts['cited by'])} |",
        f"| categories | {_words(counts['categories'])} |",
        f"| languages | {_words(data['languages'])} |",
        f"| classes | {_words(data['classes'])} |",
        f"| years | {_words(data['dates']['years'])} |",
        "",
        "## Grades",
        "",
        *(f"- {value} ({counts['grades'].get(value, 0)}): {meaning}" for value, meaning in data["grades"].items()),
        "",
        "## What was asked for",
        "",
        *(f"- {key}: {value if not isinstance(value, list) else ', '.join(map(str, value))}" for key, value in data["choice"].items() if value),
    ]
    for what in ("documents", "citations"):
        lines += ["", f"## {what.capitalize()} left out", ""]
        lines += [f"- {row['count']} {row['reason']} ({'; '.join(row['examples'][:2])})" for row in data["left out"][what]] or ["- none"]
    lines += ["", f"## What gives answers away ({data['leaks']['done with them']})", ""]
    lines += [f"- {k['topic']}, {k['document']}: {k['kind']} ({k['shown']})" for k in data["leaks"]["found"]] or ["- nothing was found"]
    return "\n".join([*lines, "", "## What it cannot tell", "", *(f"- {limit}" for limit in data["limits"]), ""])


def _words(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
