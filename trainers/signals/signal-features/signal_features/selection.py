"""Which features a model gets: all, the k that tell classes apart best, or none that repeats a better one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def relevance(x: Array, y: NDArray[np.int64]) -> NDArray[np.float64]:
    """ANOVA F of each feature: how far the classes' means lie apart against the scatter within them."""
    x = np.asarray(x, dtype=np.float64)
    x = (x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-12)
    labels = np.unique(y)
    between = sum((y == k).sum() * x[y == k].mean(axis=0) ** 2 for k in labels) / max(1, len(labels) - 1)
    within = sum(((x[y == k] - x[y == k].mean(axis=0)) ** 2).sum(axis=0) for k in labels) / max(1, len(x) - len(labels))
    return np.asarray(between / np.maximum(within, 1e-12), dtype=np.float64)


def choose(x: Array, y: NDArray[np.int64], selection: dict[str, Any]) -> NDArray[np.int64]:
    """Columns, in their own order."""
    columns = np.arange(x.shape[1])
    if selection["method"] == "all":
        return columns
    best_first = np.argsort(-relevance(x, y), kind="stable")
    if selection["method"] == "top-k":
        return np.sort(best_first[: min(selection["k"], len(columns))])
    limit = selection["limit_percent"] / 100
    varied = np.asarray(x, dtype=np.float64).std(axis=0) > 0
    centred = np.asarray(x, dtype=np.float64) - np.asarray(x, dtype=np.float64).mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    together = np.abs(centred.T @ centred) / np.maximum(np.outer(length, length), 1e-300)
    kept: list[int] = []
    for column in best_first:
        if varied[column] and all(together[column, other] <= limit for other in kept):
            kept.append(int(column))
    return np.sort(np.asarray(kept or [int(best_first[0])], dtype=np.int64))
