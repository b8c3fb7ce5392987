"""The faces that evaluation looks at: a measure that we write ourselves, and whoever searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from indexing.protocols import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from assistant.model import Plan
    from eval.model import Found, Topic
    from indexing.control import Control
    from indexing.model import Case, Filter


class Metric(Protocol):
    """One measure of one topic's ranking, only for what `ir_measures` lacks; its kit is `tests/kits/metrics.py`.

    `eval.metrics.METRICS` lists scores from 0 to 1 where more is better, `eval.metrics.COUNTS` documents read where fewer are.
    """

    def __call__(self, ranking: Sequence[str], judged: Mapping[str, int], cutoff: int, rel: int = 1) -> float:
        """The score of `ranking` (document ids, best first) at `cutoff`; grades of at least `rel` are relevant.

        Where nothing is relevant a score is 0 and a count `cutoff` + 1.
        """
        ...


class Searcher(Protocol):
    """What a run needs of `assistant.assistant.Assistant`: the index it searches, the plan of a case, the search of a plan."""

    @property
    def index(self) -> SearchIndex: ...
    def plan(self, case: Case, recipe: str | Path, control: Control | None = None) -> Plan: ...
    def search(
        self,
        plan: Plan,
        *,
        filters: Filter | None = None,
        k: int = 10,
        passages: int = 3,
        law: Sequence[str] | None = None,
        control: Control | None = None,
    ) -> Any:  # noqa: ANN401
        """An outcome whose `.result` is a `SearchResult`; `law` are the systems under which the hits' legal status is told (none of them: ())."""
        ...


class System(Protocol):
    """Whatever ranks documents for a topic: a recipe on an index, bm25s, a LangChain retriever, a run brought from elsewhere.

    `eval.systems` lists those that are measured beside recipes; the kit is `tests/kits/systems.py`.
    """

    @property
    def name(self) -> str:
        """A short name, fit for a folder and a column."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """All that its results follow from (recipe, generation, models, parameters, hash of a file): JSON values, the same in each process."""
        ...

    def find(self, topic: Topic, depth: int, control: Control) -> Found:
        """At most `depth` documents for `topic`, itself and its own publications never among them.

        Two calls return the same, and several threads may call it at once. Raises a `PriorArtError` where this topic fails; the others go on.
        """
        ...


class WholeIndex(SearchIndex, Protocol):
    """An index whose documents can be read one after the other, for systems that make their own of the same documents."""

    def documents(self) -> Iterator[dict[str, Any]]:
        """One dictionary a document, its id under `id`, in the order of indexing."""
        ...

    def info(self) -> dict[str, Any]:
        """What it is; the embedder's name stands under `embedder`."""
        ...


class Judge(Protocol):
    """Whoever says whether a text supports a statement. `eval.answers.judge` makes one of each judge of attribution. Kit: `tests/kits/judges.py`.

    A judge is a measuring instrument with errors of its own: its balanced accuracy on labelled pairs belongs beside every figure it makes.
    """

    @property
    def name(self) -> str:
        """A short name, fit for a column."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """All that its verdicts follow from (version, thresholds, model): JSON values, the same in each process."""
        ...

    def supports(self, statement: str, evidence: str) -> bool:
        """Whether `evidence` alone, read as the source, says what `statement` says. Empty evidence supports nothing.

        Two calls return the same. Raises a `PriorArtError` where it cannot tell.
        """
        ...
