"""The features of windows alone, as the program that is packed beside an ONNX file computes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from trainyard_lib.window_program import Windows, serve

from .groups import Recipe


def rows_of(recipe: Recipe, windows: Windows, rate_hz: float, shaft_hz: NDArray[np.float64]) -> NDArray[np.float32]:
    """A row a window, as in training; the recipe wants one speed at a time."""
    rows = np.zeros((len(windows), windows.shape[1] * len(recipe.names)), dtype=np.float32)
    speeds = np.where(np.isnan(shaft_hz), -1.0, shaft_hz)
    for speed in np.unique(speeds):
        mine = speeds == speed
        rows[mine] = recipe.measure(windows[mine], rate_hz, np.nan if speed < 0 else float(speed)).astype(np.float32)
    return np.nan_to_num(rows, posinf=0.0, neginf=0.0)


def main(config: Mapping[str, Any]) -> None:
    recipe = Recipe.of(config)
    serve(lambda windows, rate_hz, shaft_hz: rows_of(recipe, windows, rate_hz, shaft_hz))
