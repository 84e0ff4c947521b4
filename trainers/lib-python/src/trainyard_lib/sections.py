"""Result sections, those of a classification first, ready for `run.section(**...)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .classification import Predictions, calibration
from .statistics import Interval, resampled_by_unit

#: Points of a curve; more are not seen.
_CURVE_POINTS = 200

SectionFields = dict[str, Any]


def _section(type: str, title: str, data: Any, notes: Sequence[str] = ()) -> SectionFields:
    return {"type": type, "title": title, "data": data, "notes": list(notes)}


def interval_notes(p: Predictions) -> list[str]:
    if resampled_by_unit(p.units):
        drawn = f"whole units ({len(set(p.units or ()))} of them) were drawn"
    elif p.units is not None:
        drawn = "too few units to draw whole ones, so single samples were drawn: intervals for new units are wider"
    else:
        drawn = "single samples were drawn"
    return [f"95 % intervals: proportions by Wilson; other figures by 2,000 bootstrap draws, seed {p.seed}; {drawn}."]


def metric_row(
    name: str, label: str, interval: Interval, *, better: str = "higher", unit: str = "", note: str | None = None
) -> dict[str, Any]:
    return {
        "name": name, "label": label, "value": interval.value, "low": interval.low, "high": interval.high,
        "unit": unit, "better": better, "note": note,
    }  # fmt: skip


def metric_table(
    p: Predictions,
    *,
    note: str | None = None,
    companion: Predictions | None = None,
    companion_by: str = "unit",
    title: str = "Scores on the test part",
) -> SectionFields:
    """`note` is the split's ("upper bound: …"); `companion` are the predictions for the split by unit beside it."""
    rows = _metric_rows(p, "", "", note)
    if companion is not None:
        rows += _metric_rows(companion, "_new_units", f", new units (split by {companion_by})", None)
    return _section("metric-table", title, {"rows": rows}, interval_notes(p))


def _metric_rows(p: Predictions, suffix: str, words: str, note: str | None) -> list[dict[str, Any]]:
    rows = [
        metric_row(f"accuracy{suffix}", f"Accuracy{words}", p.accuracy, note=note),
        metric_row(f"macro_f1{suffix}", f"Macro F1{words}", p.macro_f1, note=note),
        metric_row(f"log_loss{suffix}", f"Log loss{words}", p.log_loss, better="lower", note=note),
    ]
    if p.accuracy_by_unit is not None:
        label = f"Accuracy{words}, interval by unit"
        rows.insert(1, metric_row(f"accuracy_by_unit{suffix}", label, p.accuracy_by_unit, note=note))
    return rows


def per_class_table(p: Predictions, notes: Sequence[str] = ()) -> SectionFields:
    rows = [
        {
            "label": c.label, "precision": c.precision.as_json(), "recall": c.recall.as_json(), "f1": c.f1.as_json(),
            "support": c.support, "weak": c.weak, "scored": c.scored,
        }
        for c in p.per_class
    ]  # fmt: skip
    all_notes = [*notes, *interval_notes(p)]
    missing = [c.label for c in p.per_class if not c.scored]
    if missing:
        all_notes.append(f"Not scored, since no sample is in the test part: {', '.join(missing)}.")
    return _section("per-class-table", "Scores by class", {"rows": rows, "confidence": 0.95}, all_notes)


def confusion_matrix(p: Predictions, notes: Sequence[str] = ()) -> SectionFields:
    data = {"labels": p.classes, "counts": p.confusion.tolist(), "accuracy": p.accuracy.as_json()}
    return _section("confusion-matrix", "Confusion matrix", data, ["Rows are the truth.", *notes])


def _thin(*columns: NDArray[np.float64]) -> list[list[float]]:
    n = len(columns[0])
    keep = np.unique(np.linspace(0, n - 1, min(n, _CURVE_POINTS)).round().astype(int)) if n else np.empty(0, int)
    return [[float(v) for v in column[keep]] for column in columns]


def _ranked_classes(p: Predictions) -> list[int]:
    """Classes that occur and do not make up everything."""
    return [k for k in range(len(p.classes)) if 0 < int((p.truth == k).sum()) < len(p)]


def roc(p: Predictions) -> SectionFields:
    curves: list[dict[str, Any]] = []
    for k in _ranked_classes(p):
        fpr, tpr = _thin(*p.rankings[k].roc())
        curves.append({"label": p.classes[k], "fpr": fpr, "tpr": tpr, "auc": p.auc(k).as_json()})
    return _section("roc", "ROC, one class against the rest", {"curves": curves}, interval_notes(p))


def precision_recall(p: Predictions) -> SectionFields:
    curves: list[dict[str, Any]] = []
    for k in _ranked_classes(p):
        recall, precision = _thin(*p.rankings[k].precision_recall())
        ap = p.average_precision(k).as_json()
        curves.append({"label": p.classes[k], "recall": recall, "precision": precision, "average_precision": ap})
    return _section("precision-recall", "Precision and recall", {"curves": curves}, interval_notes(p))


def calibration_curve(p: Predictions) -> SectionFields:
    c = calibration(p)
    data = {"predicted": c.predicted, "observed": c.observed, "counts": c.counts, "ece": c.ece}
    return _section(
        "calibration", "Calibration", data, ["The score of the chosen class against how often it was right."]
    )


def failure_cases(
    p: Predictions,
    *,
    count: int = 10,
    explain: Callable[[int], str] | None = None,
    signal: Callable[[int], dict[str, Any] | None] | None = None,
) -> SectionFields:
    """`explain` and `signal` get the number of the prediction; `signal` names a file below the run's output."""
    cases: list[dict[str, Any]] = []
    for i in p.worst(count):
        case: dict[str, Any] = {
            "sample_id": p.ids[i],
            "truth": p.classes[p.truth[i]],
            "prediction": p.classes[p.predicted[i]],
            "confidence": float(p.scores[i, p.predicted[i]]),
            "error_type": f"{p.classes[p.truth[i]]} taken for {p.classes[p.predicted[i]]}",
            "scores": {label: float(p.scores[i, k]) for k, label in enumerate(p.classes)},
        }
        if explain is not None:
            case["explanation"] = explain(i)
        shown = signal(i) if signal is not None else None
        if shown is not None:
            case["signal"] = shown
        cases.append(case)
    wrong = int((p.truth != p.predicted).sum())
    notes = [f"{wrong} of {len(p)} test samples are wrong; shown are the {len(cases)} surest mistakes."]
    return _section("failure-cases", "Failure cases", {"cases": cases}, notes)


def curves(
    title: str,
    lines: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    *,
    x_label: str = "epoch",
    y_label: str = "value",
    x_unit: str = "",
    y_unit: str = "",
    log_y: bool = False,
    notes: Sequence[str] = (),
) -> SectionFields:
    data = {
        "x": {"label": x_label, "unit": x_unit, "log": False},
        "y": {"label": y_label, "unit": y_unit, "log": log_y},
        "lines": [{"name": n, "x": list(x), "y": list(y), "dashed": False} for n, (x, y) in lines.items()],
    }
    return _section("curves", title, data, notes)


@dataclass(frozen=True)
class PointGroup:
    """Points of one label; `wrong` says of each whether a model gets it wrong."""

    label: str
    x: ArrayLike
    y: ArrayLike
    wrong: ArrayLike | None = None

    def as_json(self) -> dict[str, Any]:
        group = {"label": self.label, "x": _seven_digits(self.x), "y": _seven_digits(self.y)}
        return group if self.wrong is None else {**group, "wrong": [bool(w) for w in np.asarray(self.wrong)]}


@dataclass(frozen=True)
class Regions:
    """What a model says on a grid: `cells[row, column]` is the number of a class, rows from the lowest y up."""

    x_edges: NDArray[np.float64]
    y_edges: NDArray[np.float64]
    classes: Sequence[str]
    cells: NDArray[np.int64]

    @staticmethod
    def of(
        says: Callable[[NDArray[np.float64]], NDArray[np.int64]],
        x_edges: ArrayLike,
        y_edges: ArrayLike,
        classes: Sequence[str],
    ) -> Regions:
        """`says` gets the middle of every cell, an (n, 2) array, and gives a class for each."""
        x, y = np.asarray(x_edges, dtype=np.float64), np.asarray(y_edges, dtype=np.float64)
        across, up = (x[1:] + x[:-1]) / 2, (y[1:] + y[:-1]) / 2
        middles = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
        return Regions(x, y, classes, np.asarray(says(middles), dtype=np.int64).reshape(len(up), len(across)))

    def as_json(self) -> dict[str, Any]:
        return {
            "x_edges": self.x_edges.tolist(),
            "y_edges": self.y_edges.tolist(),
            "classes": list(self.classes),
            "cells": self.cells.tolist(),
        }


def _seven_digits(values: ArrayLike) -> list[float]:
    return [float(f"{v:.7g}") for v in np.asarray(values, dtype=np.float64)]


def scatter(
    title: str,
    groups: Sequence[PointGroup],
    *,
    x_label: str,
    y_label: str,
    x_unit: str = "",
    y_unit: str = "",
    regions: Regions | None = None,
    notes: Sequence[str] = (),
) -> SectionFields:
    """Points, and behind them the regions of a model; a group named as one of its classes has that class's colour."""
    data: dict[str, Any] = {
        "x": {"label": x_label, "unit": x_unit, "log": False},
        "y": {"label": y_label, "unit": y_unit, "log": False},
        "groups": [group.as_json() for group in groups],
    }
    if regions is not None:
        data["regions"] = regions.as_json()
    return _section("scatter", title, data, notes)


def summary(rows: Mapping[str, object], title: str = "Summary", notes: Sequence[str] = ()) -> SectionFields:
    data = {"rows": [{"label": k, "value": str(v)} for k, v in rows.items()]}
    return _section("summary", title, data, notes)


def classification_sections(
    p: Predictions, *, note: str | None = None, companion: Predictions | None = None, companion_by: str = "unit"
) -> list[SectionFields]:
    """The usual set, in reading order; failure cases are the trainer's own, since it can explain them."""
    notes = [f"Split: {note}."] if note else []
    return [
        metric_table(p, note=note, companion=companion, companion_by=companion_by),
        per_class_table(p, notes),
        confusion_matrix(p, notes),
        roc(p),
        precision_recall(p),
        calibration_curve(p),
    ]
