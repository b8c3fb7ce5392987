"""Measures of a run: a fold over the judged topics.

`ir_measures` computes what it has (any name of its grammar: `R@100`, `nDCG@10`, `P(rel=2)@5`), `eval.metrics` the rest (`PRES@100`).
The order of a run's results is its ranking; scores are not looked at, so that nothing depends on how a program breaks ties.
A topic without results scores zero, as does a judged topic that the run does not name; both count in the mean.
"""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.metrics import METRICS
from eval.model import Scores
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eval.model import Qrels, Ranked
    from eval.protocols import Metric

DEFAULT_MEASURES = ("R@10", "R@100", "R@1000", "nDCG@10", "MRR", "MAP", "PRES@100", "P@10", "Rprec", "Success@10")
"""What a run is measured by where nothing else is asked for."""

_OWN = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:\(rel=(?P<rel>\d{1,9})\))?@(?P<cutoff>\d{1,9})")
_GRAMMAR = re.compile(r"(?P<name>\w+)(?:\([^()@;]*\))?(?:@[\d.]+)?")
_EXAMPLES = "examples: R@100, nDCG@10, P(rel=2)@5, MAP, MRR, PRES@100"
_BATCH = 256
"""Topics handed to `ir_measures` at once: it copies results into objects of its own, about 0.2 MB a topic of 1,000 results."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A measure of ours with its parameters."""

    metric: Metric
    cutoff: int
    rel: int


def check_measures(names: Sequence[str]) -> None:
    """Raise `UsageError`, with the nearest known names, for a measure that is none or that cannot be computed here."""
    for name in names:
        _parse(name)


def measure(run: Ranked, qrels: Qrels, names: Sequence[str] = DEFAULT_MEASURES) -> Scores:
    """Scores of `run` against `qrels` for each of `names`, keyed by the names as given.

    Raises `UsageError` for an unknown measure and where there are no judgments at all.
    """
    if not qrels:
        raise UsageError("there are no judgments to measure against", "give a qrels file with at least one topic")
    parsed = {name: _parse(name) for name in names}
    theirs = {name: m for name, m in parsed.items() if not isinstance(m, _Own)}
    topics: dict[str, dict[str, float]] = {topic: {} for topic in qrels}
    for batch in _batches(list(qrels), _BATCH):
        for topic, name, value in _by_ir_measures(run, qrels, theirs, batch):
            topics[topic][name] = value
    for name, own in parsed.items():
        if isinstance(own, _Own):
            for topic, judged in qrels.items():
                topics[topic][name] = own.metric([doc for doc, _ in run.get(topic, ())], judged, own.cutoff, own.rel)
    topics = {topic: {name: values[name] for name in names} for topic, values in topics.items()}
    return Scores(
        mean={name: _aggregate(parsed[name], [values[name] for values in topics.values()]) for name in names},
        topics=topics,
        missing=tuple(t for t in qrels if t not in run),
        unjudged=tuple(t for t in run if t not in qrels),
    )


def _by_ir_measures(run: Ranked, qrels: Qrels, measures: dict[str, Any], batch: list[str]) -> Iterator[tuple[str, str, float]]:
    """(topic, name as asked, value) for one batch of topics; every topic of the batch gets every measure."""
    if not measures:
        return
    # Scores made of ranks: distinct whole numbers, exact in the 32-bit floats that trec_eval sorts by.
    results = {topic: {doc: float(-rank) for rank, (doc, _) in enumerate(run[topic], 1)} for topic in batch if run.get(topic)}
    names: dict[Any, list[str]] = {}
    for name, m in measures.items():
        names.setdefault(m, []).append(name)
    for metric in _engine().iter_calc(list(names), {topic: dict(qrels[topic]) for topic in batch}, results):
        for name in names[metric.measure]:
            yield metric.query_id, name, float(metric.value)


def _aggregate(parsed: Any, values: list[float]) -> float:  # noqa: ANN401 - a measure of ours or of ir_measures
    """The mean over topics, or the sum where the measure is a count (`NumRet`)."""
    if isinstance(parsed, _Own):
        return sum(values) / len(values)
    aggregator = parsed.aggregator()
    for value in values:
        aggregator.add(value)
    return float(aggregator.result())


@functools.cache
def _parse(name: str) -> Any:  # noqa: ANN401 - a measure of ours or of ir_measures
    """The measure called `name`. Raises `UsageError`."""
    own = _OWN.fullmatch(name.strip())
    if own and own["name"] in METRICS:
        cutoff, rel = int(own["cutoff"]), int(own["rel"] or 1)
        if cutoff < 1 or rel < 1:
            raise UsageError(f"'{name}' has a cutoff or a grade below 1", f"write {own['name']}@100")
        return _Own(METRICS.load(own["name"]), cutoff, rel)
    return _parse_theirs(name)


def _parse_theirs(name: str) -> Any:  # noqa: ANN401 - ir_measures' own type
    """`name` in the grammar of `ir_measures`, checked to be computable here."""
    import ir_measures

    match = _GRAMMAR.fullmatch(name.strip())
    base = match["name"] if match else name.partition("@")[0].partition("(")[0]
    names = {*ir_measures.measures.registry, *METRICS}
    if base not in names:
        known = {known.casefold(): known for known in sorted(names, reverse=True)}
        close = difflib.get_close_matches(base.casefold(), known, n=3, cutoff=0.5)
        raise UsageError(f"unknown measure '{name}'", f"did you mean {' or '.join(known[c] for c in close)}?" if close else _EXAMPLES)
    if base in METRICS:
        raise UsageError(f"measure '{name}' is not written as expected", f"write {base}@100")
    try:
        parsed = ir_measures.parse_measure(name.strip())
        parsed.validate_params()  # type: ignore[no-untyped-call]
        positive = parsed.params.get("cutoff", 1) >= 1 and parsed.params.get("rel", 1) >= 1
    except (ValueError, NameError, AssertionError, TypeError, KeyError) as fault:
        raise UsageError(f"measure '{name}' is not written as expected", _EXAMPLES) from fault
    if not match or not positive or not _engine().supports(parsed):
        raise UsageError(f"measure '{name}' cannot be computed here", _EXAMPLES)
    return parsed


@functools.cache
def _engine() -> Any:  # noqa: ANN401 - ir_measures' own type
    """Those providers of `ir_measures` that compute within this process: no Perl script, no temporary file, no further package."""
    import ir_measures

    within = [ir_measures.pytrec_eval, ir_measures.judged, ir_measures.msmarco, ir_measures.compat]
    return ir_measures.providers.FallbackProvider(within)  # type: ignore[no-untyped-call]


def _batches(items: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
