"""Intervals and comparisons, equal to the TypeScript side to the last digits (protocol/golden-statistics)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .random_stream import RandomStream

DRAWS = 2000
CONFIDENCE = 0.95
#: Fewer units than this cannot be resampled sensibly; their windows are resampled instead, and a note says so.
MIN_UNITS = 5
_Z_95 = 1.959963984540054
_BLOCK = 4_000_000


@dataclass(frozen=True)
class Interval:
    value: float
    low: float | None
    high: float | None

    def as_json(self) -> dict[str, float | None]:
        return {"value": self.value, "low": self.low, "high": self.high}


def wilson(successes: int, trials: int) -> Interval:
    """A proportion with its 95 % interval; of nothing at all nothing is known: NaN within 0..1."""
    if trials == 0:
        return Interval(math.nan, 0.0, 1.0)
    p, z2 = successes / trials, _Z_95 * _Z_95
    centre = (p + z2 / (2 * trials)) / (1 + z2 / trials)
    half = _Z_95 / (1 + z2 / trials) * math.sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == trials else min(1.0, centre + half)
    return Interval(p, low, high)


def resamples(n: int, draws: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Blocks of rows, a row of n indices a draw: `draws` rows in all, in the stream's order."""
    stream = RandomStream(seed)
    rows = max(1, _BLOCK // max(1, n))
    for begin in range(0, draws, rows):
        count = min(rows, draws - begin)
        yield stream.below(n, count * n).reshape(count, n)


def _percentiles(values: NDArray[np.float64], confidence: float) -> tuple[float, float]:
    ordered = np.sort(values)
    ends: list[float] = []
    for q in ((1 - confidence) / 2, (1 + confidence) / 2):
        at = (len(ordered) - 1) * q
        i = math.floor(at)
        j = min(i + 1, len(ordered) - 1)
        ends.append(float(ordered[i] + (ordered[j] - ordered[i]) * (at - i)))
    return ends[0], ends[1]


def _drawn_means(values: NDArray[np.float64], draws: int, seed: int) -> NDArray[np.float64]:
    # cumsum adds in drawing order, as the definition says; numpy's sum would add in pairs.
    parts = [np.cumsum(values[rows], axis=1)[:, -1] / len(values) for rows in resamples(len(values), draws, seed)]
    return np.concatenate(parts)


def bootstrap_mean(values: ArrayLike, seed: int = 0, draws: int = DRAWS, confidence: float = CONFIDENCE) -> Interval:
    data = np.asarray(values, dtype=np.float64)
    if len(data) == 0:
        return Interval(math.nan, None, None)
    low, high = _percentiles(_drawn_means(data, draws, seed), confidence)
    return Interval(float(np.cumsum(data)[-1] / len(data)), low, high)


def bootstrap(
    statistic: Callable[[NDArray[np.float64]], Sequence[float] | NDArray[np.float64]],
    n: int,
    *,
    seed: int = 0,
    units: Sequence[object] | None = None,
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> list[Interval]:
    """Intervals of several figures in one pass: `statistic` gets how often each sample was drawn.

    With units (at least five) whole units are drawn, not their windows. Draws for which a figure is not defined (NaN:
    a class that was not drawn) are left out for it; where they are the half or more, it has no interval.
    """
    values = [float(v) for v in statistic(np.ones(n))]
    if n == 0:
        return [Interval(v, None, None) for v in values]
    drawn = np.asarray([statistic(weights) for weights in _weights(n, draws, seed, units)], dtype=np.float64)
    return [_interval(value, drawn[:, k], confidence) for k, value in enumerate(values)]


def _interval(value: float, drawn: NDArray[np.float64], confidence: float) -> Interval:
    defined = drawn[~np.isnan(drawn)]
    if math.isnan(value) or len(defined) < len(drawn) / 2:
        return Interval(value, None, None)
    low, high = _percentiles(defined, confidence)
    return Interval(value, low, high)


def _weights(n: int, draws: int, seed: int, units: Sequence[object] | None) -> Iterator[NDArray[np.float64]]:
    by_unit = units is not None and resampled_by_unit(units)
    member = np.unique(np.asarray([str(u) for u in units or ()]), return_inverse=True)[1] if by_unit else None
    count = n if member is None else int(member.max()) + 1
    for rows in resamples(count, draws, seed):
        for row in rows:
            weights = np.bincount(row, minlength=count).astype(np.float64)
            yield weights if member is None else weights[member]


def resampled_by_unit(units: Sequence[object] | None) -> bool:
    return units is not None and len(set(units)) >= MIN_UNITS and len(set(units)) < len(units)


@dataclass(frozen=True)
class Difference:
    difference: float
    low: float
    high: float
    p: float


def paired_bootstrap(
    a: ArrayLike, b: ArrayLike, seed: int = 0, draws: int = DRAWS, confidence: float = CONFIDENCE
) -> Difference:
    """The mean of a - b over the same samples."""
    differences = np.asarray(a, dtype=np.float64) - np.asarray(b, dtype=np.float64)
    means = _drawn_means(differences, draws, seed)
    low, high = _percentiles(means, confidence)
    smaller = min(int((means <= 0).sum()), int((means >= 0).sum()))
    p = min(1.0, 2 * (smaller + 1) / (draws + 1))
    return Difference(float(np.cumsum(differences)[-1] / len(differences)), low, high, p)


def cluster_bootstrap(
    a: ArrayLike,
    b: ArrayLike,
    clusters: Sequence[object],
    seed: int = 0,
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> Difference:
    """As `paired_bootstrap`, but whole clusters are drawn: windows of one recording resemble each other."""
    differences = np.asarray(a, dtype=np.float64) - np.asarray(b, dtype=np.float64)
    place: dict[object, int] = {}
    member = np.asarray([place.setdefault(cluster, len(place)) for cluster in clusters], dtype=np.int64)
    sums = np.bincount(member, weights=differences, minlength=len(place))
    sizes = np.bincount(member, minlength=len(place)).astype(np.float64)
    parts = [
        np.cumsum(sums[rows], axis=1)[:, -1] / np.cumsum(sizes[rows], axis=1)[:, -1]
        for rows in resamples(len(place), draws, seed)
    ]
    means = np.concatenate(parts)
    low, high = _percentiles(means, confidence)
    smaller = min(int((means <= 0).sum()), int((means >= 0).sum()))
    p = min(1.0, 2 * (smaller + 1) / (draws + 1))
    return Difference(float(np.cumsum(differences)[-1] / len(differences)), low, high, p)


def mcnemar(b: int, c: int) -> float:
    """Exact p of b against c discordant pairs."""
    n = b + c
    if n == 0:
        return 1.0
    # Whole numbers throughout: no float underflows however many pairs there are.
    tail, term = 0, 1
    for i in range(min(b, c) + 1):
        tail += term
        term = term * (n - i) // (i + 1)
    return min(1.0, 2 * tail / 2**n)


def holm(p: Sequence[float]) -> list[float]:
    order = sorted(range(len(p)), key=lambda i: p[i])
    corrected, highest = [0.0] * len(p), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, p[i] * (len(p) - rank)))
        corrected[i] = highest
    return corrected
