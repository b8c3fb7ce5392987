"""Measures of a run: a fold over the judged topics.

`ir_measures` computes what it has (any name of its grammar: `R@100`, `nDCG@10`, `P(rel=2)@5`), `eval.metrics` the rest (`PRES@100`,
`FirstRank@100`, `ReadTo(recall=0.8)@1000`).
The order of a run's results is its ranking; scores are not looked at, so that nothing depends on how a program breaks ties.
A topic without results scores zero, as does a judged topic that the run does not name; both count in the mean. Where a count of documents read
is asked for (`eval.metrics.COUNTS`) such a topic counts its cutoff and one more: all was read in vain.
"""

from __future__ import annotations

import difflib
import functools
import inspect
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.metrics import COUNTS, METRICS
from eval.model import Scores
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from eval.model import Qrels, Ranked

DEFAULT_MEASURES = ("R@10", "R@100", "R@1000", "nDCG@10", "MRR", "MAP", "PRES@100", "P@10", "Rprec", "Success@10", "Bpref", "Judged@10")
"""What a run is measured by where nothing else is asked for."""

_OWN = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:\((?P<parameters>[^()@;]*)\))?@(?P<cutoff>\d{1,9})")
_GRAMMAR = re.compile(r"(?P<name>\w+)(?:\([^()@;]*\))?(?:@[\d.]+)?")
_EXAMPLES = "examples: R@100, nDCG@10, P(rel=2)@5, MAP, MRR, PRES@100, FirstRank@100, ReadTo(recall=0.8)@1000"
_BATCH = 256
"""Topics handed to `ir_measures` at once: it copies results into objects of its own, about 0.2 MB a topic of 1,000 results."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A measure of ours with its parameters."""

    metric: Callable[..., float]
    cutoff: int
    parameters: tuple[tuple[str, float], ...]

    def __call__(self, ranking: Sequence[str], judged: Mapping[str, int]) -> float:
        return self.metric(ranking, judged, self.cutoff, **dict(self.parameters))


def lower_is_better(name: str) -> bool:
    """Whether the measure called `name` counts what a searcher must read (`FirstRank@100`), so that less of it is better."""
    return name.strip().partition("@")[0].partition("(")[0] in COUNTS


def check_measures(names: Sequence[str]) -> None:
    """Raise `UsageError`, with the nearest known names, for a measure that is none or that cannot be computed here."""
    for name in names:
        _parse(name)


def measure(run: Ranked, qrels: Qrels, names: Sequence[str] = DEFAULT_MEASURES) -> Scores:
    """Scores of `run` against `qrels` for each of `names`, keyed by the names as given.

    Raises `UsageError` for an unknown measure, where there are no judgments at all, and for a document that is twice in a topic's results.
    """
    if not qrels:
        raise UsageError("there are no judgments to measure against", "give a qrels file with at least one topic")
    parsed = {name: _parse(name) for name in names}
    ours = {name: own for name, own in parsed.items() if isinstance(own, _Own)}
    theirs = {name: m for name, m in parsed.items() if name not in ours}
    topics: dict[str, dict[str, float]] = {}
    for batch in _batches(list(qrels), _BATCH):
        rankings = {topic: [document for document, _ in run.get(topic, ())] for topic in batch}
        values: dict[str, dict[str, float]] = {topic: dict.fromkeys(names, 0.0) for topic in batch}
        for topic, name, value in _by_ir_measures(rankings, qrels, theirs):
            values[topic][name] = value
        for name, own in ours.items():
            for topic, ranking in rankings.items():
                values[topic][name] = own(ranking, qrels[topic])
        topics |= values
    return Scores(
        mean={name: _aggregate(parsed[name], [values[name] for values in topics.values()]) for name in names},
        topics=topics,
        missing=tuple(t for t in qrels if t not in run),
        unjudged=tuple(t for t in run if t not in qrels),
    )


def _by_ir_measures(rankings: Mapping[str, list[str]], qrels: Qrels, measures: dict[str, Any]) -> Iterator[tuple[str, str, float]]:
    """(topic, name as asked, value) for the topics of `rankings`; every topic gets every measure. Raises `UsageError` for a document twice."""
    # Scores made of ranks: distinct whole numbers, exact in the 32-bit floats that trec_eval sorts by.
    falling = [float(-rank) for rank in range(max((len(ranking) for ranking in rankings.values()), default=0))]
    results = {topic: dict(zip(ranking, falling, strict=False)) for topic, ranking in rankings.items() if ranking}
    for topic, found in results.items():
        if len(found) < len(rankings[topic]):
            twice = next(document for n, document in enumerate(rankings[topic]) if document in rankings[topic][:n])
            raise UsageError(f"document '{twice}' is twice in the results of topic '{topic}'", "keep the better one")
    names: dict[Any, list[str]] = {}
    for name, m in measures.items():
        names.setdefault(m, []).append(name)
    judgments = {topic: dict(qrels[topic]) for topic in rankings}
    # `ir_measures` sorts whole lists for Judged@k, the one measure it does not leave to trec_eval: it is given the first k.
    shallow = [m for m in names if m.NAME == "Judged" and "cutoff" in m.params]
    deepest = max((m.params["cutoff"] for m in shallow), default=0)
    firsts = {topic: dict(itertools.islice(found.items(), deepest)) for topic, found in results.items()} if shallow else {}
    for measured, found_of in ((shallow, firsts), ([m for m in names if m not in shallow], results)):
        if measured:
            for metric in _engine().iter_calc(measured, judgments, found_of):
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
    table = next((table for table in (METRICS, COUNTS) if own and own["name"] in table), None)
    if own and table is not None:
        cutoff = int(own["cutoff"])
        if cutoff < 1:
            raise UsageError(f"'{name}' has a cutoff below 1", f"write {own['name']}@100")
        metric = table.load(own["name"])
        return _Own(metric, cutoff, _parameters(name, own["parameters"], metric))
    return _parse_theirs(name)


def _parameters(name: str, written: str | None, metric: Callable[..., float]) -> tuple[tuple[str, float], ...]:
    """The parameters in the brackets of `name`: `rel` is a grade, `recall` a share, each where `metric` takes it. Raises `UsageError`."""
    found: dict[str, float] = {}
    for part in (written or "").split(",") if written is not None else ():
        key, _, value = (cell.strip() for cell in part.partition("="))
        if key == "rel" and re.fullmatch(r"[1-9]\d{0,8}", value):
            found[key] = int(value)
        elif key == "recall" and key in inspect.signature(metric).parameters and re.fullmatch(r"0?\.\d{1,6}|1(\.0*)?", value) and float(value) > 0:
            found[key] = float(value)
        else:
            raise UsageError(f"measure '{name}' is not written as expected", "brackets hold rel=1, 2 … or, for ReadTo, recall=0.8")
    return tuple(found.items())


def _parse_theirs(name: str) -> Any:  # noqa: ANN401 - ir_measures' own type
    """`name` in the grammar of `ir_measures`, checked to be computable here."""
    import ir_measures

    match = _GRAMMAR.fullmatch(name.strip())
    base = match["name"] if match else name.partition("@")[0].partition("(")[0]
    names = {*ir_measures.measures.registry, *METRICS, *COUNTS}
    if base not in names:
        known = {known.casefold(): known for known in sorted(names, reverse=True)}
        close = difflib.get_close_matches(base.casefold(), known, n=3, cutoff=0.5)
        raise UsageError(f"unknown measure '{name}'", f"did you mean {' or '.join(known[c] for c in close)}?" if close else _EXAMPLES)
    if base in METRICS or base in COUNTS:
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
