"""The envelope's spectrum over orders of the shaft, a window of each class, with the bearing's lines named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from trainyard_lib.envelope import envelope_spectrum, to_orders
from trainyard_lib.orders import BearingOrders, named_lines

from .groups import Recipe
from .stages import Rows
from .windows import Table

#: Points of a curve that a page draws without thinning.
POINTS = 800


def envelope_over_orders(
    recipe: Recipe,
    bearing: BearingOrders,
    table: Table,
    test: Rows,
    window_of: Callable[[int], tuple[NDArray[np.float64], float]],
) -> dict[str, Any] | None:
    """`window_of` gives a row's first channel and the turns a second of its shaft."""
    highest = bearing.inner * 2 + 1.2
    band = (0.0, table.rate_hz / 2) if recipe.band == "full" else recipe.band
    lines: list[dict[str, Any]] = []
    for k, label in enumerate(table.classes):
        rows = test[table.y[test] == k]
        if len(rows) == 0:
            continue
        x, speed = window_of(int(rows[0]))
        low = envelope_spectrum(
            x[None], table.rate_hz, whitening=recipe.whitening, band=cast("Any", band), up_to_hz=(highest + 1) * speed
        )
        found = to_orders(low, np.asarray([speed]), highest=highest, step=highest / POINTS)
        inside = (found.orders > 0.15) & ~np.isnan(found.amplitude[0])  # below that the window's own length shows
        middle = float(np.median(found.amplitude[0][inside])) if inside.any() else 1.0
        level = found.amplitude[0][inside] / max(middle, 1e-30)
        lines.append(
            {
                "name": f"{label} ({table.ids[int(rows[0])]})",
                "x": [round(float(v), 4) for v in found.orders[inside]],
                "y": [round(max(float(v), 0.01), 3) for v in level],
                "dashed": False,
            }
        )
    if not lines:
        return None
    return {
        "type": "curves",
        "title": "Envelope spectrum over orders of the shaft",
        "data": {
            "x": {"label": "order", "unit": "X", "log": False},
            "y": {"label": "amplitude over the median", "unit": "", "log": True},
            "lines": lines,
            "marks": [{"x": round(line.order, 4), "label": line.name} for line in named_lines(1.0, bearing)],
        },
        "notes": [
            "The first test window of each class, first channel, whitened and in the band that the features use."
        ],
    }
