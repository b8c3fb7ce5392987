"""Log-linear models of the histories: lists that depend on one another pair by pair.

The counts of the 2^t - 1 histories are Poisson; the logarithm of their mean is a sum of a constant, one term a list, and one for each pair of lists
taken to be dependent. The constant is the logarithm of the number found by no list. Sources: S. E. Fienberg, The multiple recapture census for
closed populations and incomplete 2^k contingency tables, Biometrika 59:591-603, 1972; R. M. Cormack, Log-linear models for capture-recapture,
Biometrics 45:395-413, 1989; M. A. Evans, D. G. Bonett, Bias reduction for multiple-recapture estimators of closed population size, Biometrics
50:388-395, 1994 (what is added to each count).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.completeness.intervals import LEVEL, above_found
from eval.completeness.model import Estimate, Histories

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LISTS = 6
"""With more lists most histories are empty and nothing can be fitted."""
_CLOSE = 2.0
"""Models whose AIC is within this of the best fit about as well (Burnham and Anderson 2002)."""
_STEPS = 200
_FAR = 25.0

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model: `unseen` documents, the variance of the logarithm of that number, deviance and AIC. `pairs` are the lists that depend."""

    pairs: Pairs
    unseen: float
    log_variance: float
    deviance: float
    aic: float


def fit(histories: Histories, pairs: Pairs = (), added: float = 0.0) -> Fit | None:
    """Fit the model with dependence between `pairs` by iterated weighted least squares; `added` to each count. None where no estimate exists."""
    import numpy as np

    lists = len(histories.lists)
    cells = [cell for cell in itertools.product((0, 1), repeat=lists) if any(cell)]
    counts = np.array([histories.counts.get(cell, 0) + added for cell in cells], dtype=np.float64)
    design = np.array([[1, *cell, *(cell[a] * cell[b] for a, b in pairs)] for cell in cells], dtype=np.float64)
    mean = counts + 0.1
    before = np.inf
    weighted = np.eye(design.shape[1])
    for _ in range(_STEPS):
        eta = np.log(mean)
        weighted = design.T @ (design * mean[:, None])
        try:
            beta = np.linalg.solve(weighted, design.T @ (mean * (eta + (counts - mean) / mean)))
        except np.linalg.LinAlgError:
            return None
        mean = np.exp(np.clip(design @ beta, -_FAR, _FAR))
        deviance = float(2 * np.sum(np.where(counts > 0, counts * np.log(np.where(counts > 0, counts, 1) / mean), 0) - (counts - mean)))
        if abs(deviance - before) < 1e-10 * (abs(deviance) + 1):
            break
        before = deviance
    else:
        return None
    if not np.all(np.isfinite(beta)) or abs(beta[0]) >= _FAR or np.linalg.cond(weighted) > 1e12:  # noqa: PLR2004
        return None
    variance = float(np.linalg.inv(design.T @ (design * mean[:, None]))[0, 0])
    return Fit(pairs, math.exp(float(beta[0])), variance, deviance, deviance + 2 * design.shape[1])


def candidates(histories: Histories, added: float) -> list[Fit]:
    """Models worth a look: up to three lists all sets of pairs, with more lists forward from independence by AIC."""
    every = tuple(itertools.combinations(range(len(histories.lists)), 2))
    if len(histories.lists) <= 3:  # noqa: PLR2004
        sets = [s for n in range(len(every) + 1) for s in itertools.combinations(every, n)] if len(histories.lists) > 2 else [()]  # noqa: PLR2004
        return [found for pairs in sets if (found := fit(histories, pairs, added))]
    best = fit(histories, (), added)
    seen = [best] if best else []
    while best and len(best.pairs) < len(every):
        here: Pairs = best.pairs
        wider = [found for pair in every if pair not in here and (found := fit(histories, (*here, pair), added))]
        seen += wider
        better = min(wider, key=lambda f: f.aic, default=best)
        if better.aic >= best.aic:
            break
        best = better
    return seen


def loglinear(histories: Histories, level: float = LEVEL) -> Estimate | None:
    """The model with the least AIC; its interval spans those of all models that fit about as well, since the data cannot tell them apart.

    (1/2)^(t-1) is added to each count (Evans and Bonett 1994). None where there are fewer than three or more than `MOST_LISTS` lists, or none fits.
    """
    lists = len(histories.lists)
    if not 3 <= lists <= MOST_LISTS or not histories.found:  # noqa: PLR2004
        return None
    models = candidates(histories, 0.5 ** (lists - 1))
    if not models:
        return None
    best = min(models, key=lambda m: (m.aic, len(m.pairs)))
    close = [m for m in models if m.aic <= best.aic + _CLOSE]
    ends = [above_found(histories.found, m.unseen, m.log_variance + 1 / max(m.unseen, 0.5), level) for m in close]
    low, high = min(e[0] for e in ends), max(e[1] for e in ends)
    detail = f"{_named(histories.lists, best.pairs)}; {len(close)} of {len(models)} models fit about as well"
    return Estimate("log-linear", histories.lists, histories.found, histories.found + best.unseen, low, high, detail=detail)


def _named(lists: Sequence[str], pairs: Pairs) -> str:
    return "dependent: " + ", ".join(f"{lists[a]} with {lists[b]}" for a, b in pairs) if pairs else "independent"
