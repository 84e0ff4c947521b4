"""What stands beside a failure: the training window most alike, and where the machine's lines lie in its spectrum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from trainyard_lib import SignalSet
from trainyard_lib.orders import marks_at, shaft_hz

from .groups import Recipe
from .stages import Fitted, Rows
from .windows import Table

Shown = Callable[[int], dict[str, Any] | None]


def marks_of(data: SignalSet, recipe: Recipe, recording: str, rate_hz: float) -> list[dict[str, Any]]:
    """At the speed of the column that the run names."""
    sample = next(one for one in data.samples if one.id == recording)
    speed = shaft_hz(sample.columns.get(recipe.speed_column, ""), recipe.speed_unit)
    return marks_at(speed, recipe.bearing, below_hz=rate_hz / 2)


def nearest(fitted: Fitted, table: Table, train: Rows, row: int) -> int | None:
    """In the features that the model sees, each by its scatter over the training part."""
    if len(train) == 0:
        return None
    x = table.x[train][:, fitted.columns].astype(np.float64)
    scale = np.maximum(x.std(axis=0), 1e-12)
    away = (((x - table.x[row][fitted.columns].astype(np.float64)) / scale) ** 2).sum(axis=1)
    return int(train[away.argmin()])


def add_to(
    section: dict[str, Any],
    rows: list[int],
    shown: Shown,
    *,
    data: SignalSet,
    recipe: Recipe,
    fitted: Fitted,
    table: Table,
    train: Rows,
) -> dict[str, Any]:
    """`rows` are the table rows of the cases, in their order; `shown` writes a row's signal to a file."""
    for case, row in zip(section["data"]["cases"], rows, strict=True):
        marks = marks_of(data, recipe, str(table.recording[row]), table.rate_hz)
        if marks:
            case["marks"] = marks
        alike = nearest(fitted, table, train, row)
        if alike is not None:
            case["nearest"] = {"sample_id": table.ids[alike], "label": table.classes[int(table.y[alike])]}
            signal = shown(alike)
            if signal is not None:
                case["nearest"]["signal"] = signal
    return section
