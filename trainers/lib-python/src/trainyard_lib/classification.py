"""What a set of class predictions is worth: every figure with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .statistics import Interval, bootstrap, resampled_by_unit, wilson

#: A class whose F1 is lower is flagged.
WEAK_F1 = 0.8
_CALIBRATION_BINS = 10


@dataclass(frozen=True)
class ClassScore:
    label: str
    precision: Interval
    recall: Interval
    f1: Interval
    support: int
    weak: bool
    scored: bool


@dataclass
class Predictions:
    """Truth and prediction as class numbers; scores (samples, classes), each row a probability distribution."""

    classes: list[str]
    ids: list[str]
    truth: NDArray[np.int64]
    predicted: NDArray[np.int64]
    scores: NDArray[np.float64]
    #: Physical unit of each sample, for resampling by unit.
    units: Sequence[str] | None = None
    #: Classes that the split could not score (all their units are in training).
    not_scored: Sequence[str] = ()
    seed: int = 0

    def __len__(self) -> int:
        return len(self.truth)

    @cached_property
    def confusion(self) -> NDArray[np.int64]:
        """Rows are the truth."""
        return _confusion(self.truth, self.predicted, len(self.classes))

    @cached_property
    def accuracy(self) -> Interval:
        return wilson(int((self.truth == self.predicted).sum()), len(self))

    @cached_property
    def accuracy_by_unit(self) -> Interval | None:
        """The accuracy's interval when whole units are drawn; None with fewer than five units."""
        return self._figures["accuracy"] if resampled_by_unit(self.units) else None

    @property
    def macro_f1(self) -> Interval:
        return self._figures["macro_f1"]

    @property
    def log_loss(self) -> Interval:
        return self._figures["log_loss"]

    def auc(self, k: int) -> Interval:
        """Class k against the rest; NaN where only one of both occurs."""
        return self._figures[f"auc {k}"]

    def average_precision(self, k: int) -> Interval:
        return self._figures[f"average_precision {k}"]

    @cached_property
    def rankings(self) -> list[Ranking]:
        return [Ranking(self.truth == k, self.scores[:, k]) for k in range(len(self.classes))]

    @cached_property
    def _figures(self) -> dict[str, Interval]:
        """Everything that needs the bootstrap, from the same draws."""
        count, cell = len(self.classes), self.truth * len(self.classes) + self.predicted
        hits = (self.truth == self.predicted).astype(np.float64)
        losses = -np.log(np.clip(self.scores[np.arange(len(self)), self.truth], 1e-15, 1))
        names = ["accuracy", "log_loss", "macro_f1", *(f"f1 {k}" for k in range(count))]
        names += [f"{what} {k}" for k in range(count) for what in ("auc", "average_precision")]

        def all_of(weights: NDArray[np.float64]) -> list[float]:
            total = float(weights.sum())
            if total == 0:
                return [math.nan] * len(names)
            f1 = _f1(np.bincount(cell, weights=weights, minlength=count * count).reshape(count, count))
            macro = math.nan if np.isnan(f1).all() else float(np.nanmean(f1))
            ranked = [figure for ranking in self.rankings for figure in ranking.figures(weights)]
            return [float(weights @ hits) / total, float(weights @ losses) / total, macro, *f1.tolist(), *ranked]

        return dict(zip(names, bootstrap(all_of, len(self), seed=self.seed, units=self.units), strict=True))

    @cached_property
    def per_class(self) -> list[ClassScore]:
        rows: list[ClassScore] = []
        for k, label in enumerate(self.classes):
            hit, true, said = int(self.confusion[k, k]), int(self.confusion[k].sum()), int(self.confusion[:, k].sum())
            f1 = self._figures[f"f1 {k}"]
            scored = true > 0 and label not in self.not_scored
            weak = scored and not math.isnan(f1.value) and f1.value < WEAK_F1
            rows.append(ClassScore(label, wilson(hit, said), wilson(hit, true), f1, true, weak, scored))
        return rows

    def worst(self, count: int = 10) -> list[int]:
        """Wrong ones, the surest mistakes first."""
        wrong = np.flatnonzero(self.truth != self.predicted)
        sure = self.scores[wrong, self.predicted[wrong]]
        return [int(i) for i in wrong[np.argsort(-sure, kind="stable")][:count]]


def _confusion(truth: NDArray[np.int64], predicted: NDArray[np.int64], classes: int) -> NDArray[np.int64]:
    return np.bincount(truth * classes + predicted, minlength=classes * classes).reshape(classes, classes)


def _f1(confusion: NDArray[np.float64]) -> NDArray[np.float64]:
    """By class; NaN for one that does not occur, which then counts in no mean."""
    true = confusion.sum(axis=1)
    f1 = 2 * np.diag(confusion) / np.maximum(true + confusion.sum(axis=0), 1)
    return np.where(true > 0, f1, np.nan)


class Ranking:
    """One class against the rest, sorted by score once; a resample is then a weight for each sample."""

    def __init__(self, positive: NDArray[np.bool_], scores: NDArray[np.float64]) -> None:
        self.n = len(scores)
        self._order = np.argsort(-scores, kind="stable")
        ordered = scores[self._order]
        self._positive = positive[self._order].astype(np.float64)
        #: Last place of each run of equal scores: a threshold lies only between different scores.
        self._ends = np.flatnonzero(np.append(np.diff(ordered) != 0, True)) if self.n else np.empty(0, np.int64)

    def _steps(self, weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        w = weights[self._order]
        hits = np.cumsum(w * self._positive)[self._ends]
        alarms = np.cumsum(w * (1 - self._positive))[self._ends]
        return np.concatenate([[0.0], hits]), np.concatenate([[0.0], alarms])

    def figures(self, weights: NDArray[np.float64]) -> tuple[float, float]:
        """Area under the ROC curve and average precision."""
        hits, alarms = self._steps(weights)
        if hits[-1] == 0:
            return math.nan, math.nan
        gained = np.diff(hits)
        precision = hits[1:] / np.maximum(hits[1:] + alarms[1:], 1e-300)
        average_precision = float(gained @ precision) / float(hits[-1])
        if alarms[-1] == 0:
            return math.nan, average_precision
        area = float(np.diff(alarms) @ (hits[1:] + hits[:-1])) / 2
        return area / float(hits[-1] * alarms[-1]), average_precision

    def roc(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """False and true positive rates."""
        hits, alarms = self._steps(np.ones(self.n))
        return alarms / max(alarms[-1], 1), hits / max(hits[-1], 1)

    def precision_recall(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        hits, alarms = self._steps(np.ones(self.n))
        return hits[1:] / max(hits[-1], 1), hits[1:] / np.maximum(hits[1:] + alarms[1:], 1)


@dataclass(frozen=True)
class Calibration:
    predicted: list[float]
    observed: list[float]
    counts: list[int]
    ece: float


def calibration(predictions: Predictions) -> Calibration:
    """The surest class's score against how often it was right, in ten bins; empty bins are left out."""
    sure = predictions.scores.max(axis=1) if len(predictions) else np.empty(0)
    right = (predictions.truth == predictions.predicted).astype(np.float64)
    place = np.clip((sure * _CALIBRATION_BINS).astype(int), 0, _CALIBRATION_BINS - 1)
    said: list[float] = []
    seen: list[float] = []
    counts: list[int] = []
    for k in range(_CALIBRATION_BINS):
        here = place == k
        if here.any():
            said.append(float(sure[here].mean()))
            seen.append(float(right[here].mean()))
            counts.append(int(here.sum()))
    gaps = [c * abs(p - o) for p, o, c in zip(said, seen, counts, strict=True)]
    return Calibration(said, seen, counts, sum(gaps) / max(1, len(predictions)))
