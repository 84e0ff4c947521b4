"""Two models whose scores are softmax(x W + b): linear discriminants, and the rule of a bearing's lines."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

X = NDArray[np.float32]
Y = NDArray[np.int64]
#: A class owns a line only if at least this share of its windows stands out there.
LEAST_SHARE = 0.25


@dataclass
class Linear:
    config: dict[str, Any]
    classes: int
    seed: int
    threads: int
    finished: int = 0
    chunks: int = 1
    present_labels: list[int] = field(default_factory=list)
    weights: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))
    offset: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    @property
    def present(self) -> Y:
        return np.asarray(self.present_labels, dtype=np.int64)

    def fit_chunk(self, x: X, y: Y) -> None:
        self.present_labels = [int(k) for k in np.unique(y)]
        self.weights, self.offset = self.solve(np.asarray(x, dtype=np.float64), y)
        self.finished = 1

    def solve(self, x: NDArray[np.float64], y: Y) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        raise NotImplementedError

    def scores(self, x: X) -> NDArray[np.float64]:
        z = np.asarray(x, dtype=np.float64) @ self.weights + self.offset
        z -= z.max(axis=1, keepdims=True)
        e = np.exp(z)
        whole = np.zeros((len(x), self.classes))
        whole[:, self.present] = e / e.sum(axis=1, keepdims=True)
        return whole

    def save(self, path: Path) -> None:
        kept = {"present": self.present_labels, "weights": self.weights.tolist(), "offset": self.offset.tolist()}
        path.write_text(json.dumps({**kept, "scores": "softmax(x weights + offset)"}))


class Discriminants(Linear):
    """Linear discriminant analysis, its covariance shrunk after Ledoit and Wolf: few bearings, related features."""

    def solve(self, x: NDArray[np.float64], y: Y) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

        count = len(self.present_labels)
        priors = np.full(count, 1 / count) if self.config["class_weights"] else None
        mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-12)
        fitted = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto", priors=priors).fit((x - mean) / scale, y)
        weights, offset = fitted.coef_.T / scale[:, None], np.asarray(fitted.intercept_)
        if count == 2:  # scikit-learn gives one direction, from the first class to the second
            weights, offset = np.hstack([np.zeros_like(weights), weights]), np.concatenate([[0.0], offset])
        return weights, offset - mean @ weights


@dataclass
class LineOwner:
    label: int
    line: int
    threshold: float
    mean: float
    deviation: float
    share: float


@dataclass
class OrderRule(Linear):
    """Which line of the bearing stands out? That one's class; if none does, the class that has none: its own verdict.

    A line stands out where it is more than `sigmas` standard deviations above what the classes without a line show
    there. That depends on the calm windows alone, not on how strong the known faults are: the next may be weaker.
    """

    owners: list[LineOwner] = field(default_factory=list)
    #: Classes that own no line; the commonest of them is the verdict when nothing stands out.
    without_line: list[int] = field(default_factory=list)

    def solve(self, x: NDArray[np.float64], y: Y) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        lines = lines_of(x)
        outer_and_inner = (0, 1)
        owners: dict[int, int] = {}
        for line in outer_and_inner:
            free = [k for k in self.present_labels if k not in owners]
            if len(free) > 1 or not owners:
                owners[max(free, key=lambda k: lines[y == k, line].mean())] = line
        rest = [k for k in self.present_labels if k not in owners]
        if len(rest) > 1:  # the balls' own line, if it shows at all
            owners[max(rest, key=lambda k: lines[y == k, 2].mean())] = 2
        self.owners = []
        calm = np.isin(y, [k for k in self.present_labels if k not in owners])
        for label, line in list(owners.items()):
            quiet = lines[calm, line] if calm.any() else lines[y != label, line]
            mean, deviation = float(quiet.mean()), float(max(quiet.std(), 1e-3))
            threshold = mean + self.config["sigmas"] * deviation
            share = float((lines[y == label, line] > threshold).mean())
            if share >= LEAST_SHARE:
                self.owners.append(LineOwner(label, line, threshold, mean, deviation, share))
        owning = {owner.label for owner in self.owners}
        self.without_line = sorted((k for k in self.present_labels if k not in owning), key=lambda k: -(y == k).sum())
        return self._matrix(x.shape[1])

    def _matrix(self, width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How many deviations above the threshold, as a linear form; 0 for the verdict that no line stands out."""
        place = {label: i for i, label in enumerate(self.present_labels)}
        weights = np.zeros((width, len(place)))
        # What never is the verdict: classes that share "none" with a commoner one.
        offset = np.full(len(place), -50.0)
        for owner in self.owners:
            weights[owner.line :: 3, place[owner.label]] = 3 / width / owner.deviation
            offset[place[owner.label]] = -owner.threshold / owner.deviation
        if self.without_line:
            offset[place[self.without_line[0]]] = 0.0
        return weights, offset


def lines_of(x: NDArray[np.floating]) -> NDArray[np.float64]:
    """Mean over the channels of the three lines: (windows, 3)."""
    return np.asarray(x, dtype=np.float64).reshape(len(x), -1, 3).mean(axis=1)
