"""A pool as far as it was judged: samples of unread ranks for an estimate of what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.completeness.sampling import Stratum
from eval.judging.pools import TOP

if TYPE_CHECKING:
    from eval.judging.model import Pool
    from eval.model import Qrels


def judged_strata(pool: Pool, qrels: Qrels, rel: int = 1) -> tuple[list[Stratum], list[str]]:
    """Each sampled stratum of `pool` with what was judged of it, and notes on what was not."""
    found, notes = [], []
    unjudged = sum(i.stratum == TOP and i.document not in qrels.get(i.topic, {}) for i in pool.items)
    if unjudged:
        notes.append(f"{unjudged} documents of the pool's top are not judged yet and count as not relevant")
    for stratum in pool.strata:
        if stratum.name == TOP:
            continue
        grades = [qrels[i.topic][i.document] for i in pool.items if i.stratum == stratum.name and i.document in qrels.get(i.topic, {})]
        found.append(Stratum(stratum.name, stratum.size, len(grades), sum(grade >= rel for grade in grades)))
        if len(grades) < stratum.drawn:
            notes.append(
                f"ranks {stratum.name}: {len(grades)} of {stratum.drawn} drawn are judged; the estimate holds where chance left the others out"
            )
    return found, notes
