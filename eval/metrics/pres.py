"""PRES, the patent retrieval evaluation score.

    PRES = 1 - (sum(r_i) / n - (n + 1) / 2) / Nmax

n is the number of relevant documents, r_i the rank of the i-th one found, Nmax the number of results a searcher is ready to read. The i-th
relevant document that is not found within Nmax is taken to stand at rank Nmax + i, so that the worst case is all n right behind Nmax.
With recall R within Nmax, n R² / Nmax <= PRES <= R.

Source: W. Magdy and G. J. F. Jones, PRES: a score metric for evaluating recall-oriented information retrieval applications, SIGIR 2010.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def pres(ranking: Sequence[str], judged: Mapping[str, int], cutoff: int, rel: int = 1) -> float:
    """PRES of one topic with Nmax = `cutoff`, from 0 to 1; grades of at least `rel` are relevant. 0 where nothing is relevant."""
    n = sum(grade >= rel for grade in judged.values())
    if n == 0:
        return 0.0
    ranks = [rank for rank, document in enumerate(ranking[:cutoff], 1) if judged.get(document, rel - 1) >= rel]
    ranks += [cutoff + i for i in range(len(ranks) + 1, n + 1)]
    return 1.0 - (sum(ranks) / n - (n + 1) / 2) / cutoff
