"""Where a model of the same kind says what, over two axes alone, with the test windows before it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from trainyard_lib import Predictions
from trainyard_lib.sections import PointGroup, Regions, scatter

from .linear import OrderRule
from .models import Boosting, Fittable, Forest, SupportVectors, new_model
from .plane import Plane, plane_of
from .stages import Fitted, Rows
from .windows import Table

Array = NDArray[np.float64]
Section = dict[str, Any]
GRID = 60
#: More trees and more windows do not move a border that one could see move.
TREES = 100
FITTED = 3000
#: Points that can be told apart in one picture, shared out among the classes.
DRAWN = 500
IN_WORDS = {
    "random_forest": "a random forest",
    "lightgbm": "LightGBM",
    "svm": "a support vector machine",
    "lda": "linear discriminants",
}


def of(fitted: Fitted, table: Table, train: Rows, test: Rows, p: Predictions, seed: int) -> list[Section]:
    """The order rule has a plane of its own, in which it is drawn as it is (`linear_views`)."""
    if len(test) == 0 or isinstance(fitted.model, OrderRule):
        return []
    config = fitted.model.config
    plane = plane_of(fitted, table, train, config["boundary"])
    used = spread_over(train, table.y, FITTED)
    learnt = plane.places(used)
    small = fit(config, plane, learnt, table.y[used], len(table.classes), seed)

    def says(places: Array) -> NDArray[np.int64]:
        return small.scores(np.ascontiguousarray(places, dtype=np.float32)).argmax(axis=1)

    places, truth = plane.places(test), table.y[test]
    # Training windows too: a border that the test windows do not reach belongs into the picture.
    across, up = (edges_of(np.concatenate([places[:, i], learnt[:, i]])) for i in (0, 1))
    wrong = says(places) != truth
    groups, outside = drawn_points(table.classes, truth, places, wrong, across, up)
    full = float((p.predicted == p.truth).mean())
    features = len(fitted.columns)
    notes = [
        f"The ground is the answer of {IN_WORDS[config['model']]}{trees_of(small)}, fitted on these two axes alone "
        f"with {len(used)} of {len(train)} training windows. {points_in_words(len(table.classes), outside)}",
        f"It names {1 - wrong.mean():.1%} of the {len(test)} test windows rightly; the full model with "
        f"{'its one feature' if features == 1 else f'its {features} features'} {full:.1%}.",
        "It can tell which classes border on each other along these axes, and whether mistakes gather at a border or "
        "lie deep in another class. It cannot tell where the full model's border runs: windows on top of each other "
        "here may be far apart in the other features. Ground without points near it is a guess.",
        *plane.notes,
    ]
    (x_label, y_label), (x_unit, y_unit) = plane.labels, plane.units
    regions = Regions.of(says, across, up, table.classes)
    return [
        scatter(
            plane.title,
            groups,
            x_label=x_label,
            y_label=y_label,
            x_unit=x_unit,
            y_unit=y_unit,
            regions=regions,
            notes=notes,
        )
    ]


def fit(config: dict[str, Any], plane: Plane, x: Array, y: NDArray[np.int64], classes: int, seed: int) -> Fittable:
    small = new_model({**config, "n_estimators": min(TREES, config["n_estimators"])}, classes, seed, 1)
    if isinstance(small, SupportVectors):
        small.takes_logarithms = plane.measured
    given = np.ascontiguousarray(x, dtype=np.float32)
    while small.finished < small.chunks:
        small.fit_chunk(given, y)
    return small


def trees_of(model: Fittable) -> str:
    return (
        f" ({model.trees} {'trees' if isinstance(model, Forest) else 'rounds'})"
        if isinstance(model, (Forest, Boosting))
        else ""
    )


def spread_over(rows: Rows, y: NDArray[np.int64], most: int) -> Rows:
    """So many rows at most, of each class its share, evenly over the class; a rare class keeps ten."""
    if len(rows) <= most:
        return rows
    kept = []
    for k in np.unique(y[rows]):
        mine = rows[y[rows] == k]
        kept.append(evenly(mine, max(10, round(len(mine) * most / len(rows)))))
    return np.sort(np.concatenate(kept))


def evenly(rows: Rows, most: int) -> Rows:
    return rows if len(rows) <= most else rows[np.arange(most) * len(rows) // most]


def edges_of(values: Array) -> Array:
    """Over all values, or where a few lie far away over the middle 96 % of them."""
    low, high = (float(v) for v in np.percentile(values, [2, 98]))
    if float(np.ptp(values)) <= 1.4 * (high - low):
        low, high = float(values.min()), float(values.max())
    margin = 0.05 * (high - low) if high > low else 1.0
    # Far from zero, steps finer than this are none.
    margin = max(margin, 1e-6 * max(abs(low), abs(high)))
    return np.linspace(low - margin, high + margin, GRID + 1)


def drawn_points(
    classes: list[str], truth: NDArray[np.int64], places: Array, wrong: NDArray[np.bool_], across: Array, up: Array
) -> tuple[list[PointGroup], int]:
    """A group a class, and how many windows lie outside of the edges."""
    inside = (places >= [across[0], up[0]]).all(axis=1) & (places <= [across[-1], up[-1]]).all(axis=1)
    groups = []
    for k, label in enumerate(classes):
        mine = evenly(np.flatnonzero(inside & (truth == k)), drawn_a_class(len(classes)))
        if len(mine):
            groups.append(PointGroup(label, places[mine, 0], places[mine, 1], wrong[mine]))
    return groups, int((~inside).sum())


def drawn_a_class(classes: int) -> int:
    return max(20, DRAWN // max(1, classes))


def points_in_words(classes: int, outside: int) -> str:
    far = f" {outside} {'lies' if outside == 1 else 'lie'} outside of the picture." if outside else ""
    each = drawn_a_class(classes)
    return (
        f"Points are test windows, up to {each} a class: their colour is the truth, a ring marks the wrong ones.{far}"
    )
