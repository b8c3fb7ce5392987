"""One test over several data sets. Sets that share their topics and judgments are one experiment, however many corpora it was run over.

A topic's difference is its mean over the sets of its experiment, so that it counts once; the figure tested is the mean over experiments of the mean
over topics, so that a large set does not drown a small one. Signs are flipped, and topics drawn within each experiment, as in
`eval.significance`.

Source: S. Robertson, E. Kanoulas, On per-topic variance in IR evaluation, SIGIR 2012, for topics as the unit; stratified resampling as in
B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 8.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.pairs import differences
from eval.significance import ROUNDS, SEED, bootstrap_means, holm, quantiles, randomisation_ps
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from eval.pairs import Judged


@dataclass(frozen=True, slots=True)
class Experiment:
    """Runs over one data set; `judgments` is what sets that share their topics and judgments have in common (`Dataset.judgments_sha256`)."""

    dataset: str
    judgments: str
    runs: Sequence[Judged]


def joint(experiments: Sequence[Experiment], *, rounds: int = ROUNDS) -> dict[str, Any]:
    """Test each two runs, matched by name, over all `experiments` at once, in the measures that all have.

    Returns {"datasets": [{"name", "topics", "experiment"}] (sets of the same number count once), "experiments": how many, "topics": how many count,
    "measures", "runs", "pairs": [{"a", "b", "measure", "difference", "p", "p_holm", "interval"}], "notes"}.
    Raises `UsageError` for no experiments, or ones that do not share two runs and a measure, or share no topic within one experiment.
    """
    names = _shared((run.name for run in e.runs) for e in experiments)
    if len(names) < 2:  # noqa: PLR2004
        raise UsageError("the data sets do not share two runs of the same name", "name the folders of the same recipe alike in each")
    measures = _shared(next(iter(run.topics.values())) for e in experiments for run in e.runs if run.name in names)
    if not measures:
        raise UsageError("the runs share no measure", "measure them the same way")
    groups: dict[str, list[Experiment]] = {}
    for experiment in experiments:
        groups.setdefault(experiment.judgments, []).append(experiment)
    cells = [(a, b, m) for a, b in itertools.combinations(names, 2) for m in measures]
    topics = [_topics(group, names) for group in groups.values()]
    tables = [_table(group, cells, kept) for group, kept in zip(groups.values(), topics, strict=True)]
    return {
        "datasets": [{"name": e.dataset, "topics": len(topics[n]), "experiment": n + 1} for n, group in enumerate(groups.values()) for e in group],
        "experiments": len(groups),
        "topics": sum(map(len, topics)),
        "measures": measures,
        "runs": names,
        "pairs": _tested(cells, tables, rounds),
        "notes": _notes(list(groups.values()), topics),
    }


def _shared(names: Iterable[Iterable[str]]) -> list[str]:
    """What all of `names` hold, in the first one's order."""
    each = [list(found) for found in names]
    return [name for name in each[0] if all(name in others for others in each)] if each else []


def _topics(group: Sequence[Experiment], names: Sequence[str]) -> list[str]:
    """The topics that every named run has in every set of one experiment."""
    topics = _shared(run.topics for e in group for run in e.runs if run.name in names)
    if not topics:
        raise UsageError(f"the runs over {' and '.join(e.dataset for e in group)} share no topic", "compare runs over the same split")
    return topics


def _table(group: Sequence[Experiment], cells: Sequence[tuple[str, str, str]], topics: Sequence[str]) -> NDArray[np.float64]:
    """Topics × cells: each topic's difference, as the mean over the sets of the group."""
    import numpy as np

    each = []
    for experiment in group:
        runs: Mapping[str, Judged] = {run.name: run for run in experiment.runs}
        each.append(np.array([differences(runs[a], runs[b], m, topics) for a, b, m in cells]).T)
    return np.mean(each, axis=0)  # type: ignore[no-any-return]


def _tested(cells: Sequence[tuple[str, str, str]], tables: Sequence[NDArray[np.float64]], rounds: int) -> list[dict[str, Any]]:
    """The rows: each topic weighs one part in (experiments × topics of its own)."""
    import numpy as np

    ps = randomisation_ps(np.concatenate([table / len(table) / len(tables) for table in tables]), rounds)
    means = np.mean([table.mean(axis=0) for table in tables], axis=0)
    # Every experiment draws from a stream of its own: two of the same size must not draw alike.
    drawn = np.mean([bootstrap_means(table, rounds, SEED + n) for n, table in enumerate(tables)], axis=0)
    return [
        {"a": a, "b": b, "measure": m, "difference": float(mean), "p": p, "p_holm": adjusted, "interval": list(interval)}
        for (a, b, m), mean, p, adjusted, interval in zip(cells, means, ps, holm(ps), quantiles(drawn), strict=True)
    ]


def _notes(groups: Sequence[Sequence[Experiment]], topics: Sequence[Sequence[str]]) -> list[str]:
    """What must be said: sets that count once, and sets that are told apart yet share topics."""
    notes = [f"{' and '.join(e.dataset for e in group)} share topics and judgments: they count once" for group in groups if len(group) > 1]
    for (first, a), (second, b) in itertools.combinations(list(zip(groups, topics, strict=True)), 2):
        if common := len(set(a) & set(b)):
            names = f"{first[0].dataset} and {second[0].dataset}"
            notes.append(f"{names} have {common} topic ids in common under other judgments: they count twice, and p may be too small")
    return notes
