"""Packs what computes the features beside the ONNX file that takes them: whoever has both needs a signal, no more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import trainyard
from numpy.typing import NDArray
from trainyard_lib import envelope, orders, window_program
from trainyard_lib.window_program import Unanswered, ask, pack

from . import envelope_features, feature, features, groups, measure_windows, order_features
from .groups import Recipe
from .stages import Fitted
from .windows import Table

#: As in trainer.yaml: the program needs its libraries.
ENVIRONMENT = "scientific"
#: Sorts behind the model itself, by whose file a version is known.
FILE = "window-features.pyz"
SETTINGS = ("groups", "envelope", "bearing", "harmonics", "speed")
OWN = (envelope_features, feature, features, groups, measure_windows, order_features)
LIBRARY = (envelope, orders, window_program)
#: Scores of windows in float32 and in float64 differ; a class only where two are this near to a tie.
NEAR_TIE = 0.05


def write(path: Path, config: dict[str, Any]) -> None:
    modules = {f"signal_features/{Path(str(m.__file__)).name}": Path(str(m.__file__)).read_text() for m in OWN}
    modules |= {f"trainyard_lib/{Path(str(m.__file__)).name}": Path(str(m.__file__)).read_text() for m in LIBRARY}
    settings = json.dumps({name: config[name] for name in SETTINGS}, sort_keys=True)
    main = f"import json\nfrom signal_features.measure_windows import main\nmain(json.loads({settings!r}))\n"
    pack(path, modules, main)


def offer(
    run: trainyard.Run,
    table: Table,
    fitted: Fitted,
    rows: NDArray[np.int64],
    windows: Sequence[NDArray[np.float64]],
    shaft_hz: Sequence[float],
) -> dict[str, Any]:
    """`input` of the ONNX file: windows of signal, by way of the program; nothing where that does not say the same."""
    recipe, path = Recipe.of(run.config), run.output / FILE
    write(path, run.config)
    asked = np.stack([w if w.ndim == 2 else w[None] for w in windows]).astype(np.float32)
    try:
        said = ask(path, asked, table.rate_hz, len(table.names), shaft_hz if recipe.needs_speed else None)
    except Unanswered as reason:
        run.log("warning", f"Signals cannot be classified by this model: {reason}.")
        path.unlink()
        return {}
    ours = fitted.scores(table, rows)
    theirs = fitted.model.scores(np.ascontiguousarray(said[:, fitted.columns]))
    place, chosen = np.arange(len(rows)), ours.argmax(axis=1)
    other = int((ours[place, chosen] - ours[place, theirs.argmax(axis=1)] > NEAR_TIE).sum())
    if other:
        run.log("warning", f"Signals cannot be classified by this model: {other} of {len(rows)} windows differ.")
        path.unlink()
        return {}
    run.artifact(path, "model", format="window-program", environment=ENVIRONMENT)
    through: dict[str, Any] = {"file": FILE, "environment": ENVIRONMENT, "columns": len(table.names)}
    if recipe.needs_speed:
        through["speed"] = {"column": recipe.speed_column, "unit": recipe.speed_unit}
    return {
        "kind": "signal",
        "rate_hz": table.rate_hz,
        "window_samples": asked.shape[2],
        "channels": table.channels if len(table.channels) > 1 else 1,
        "through": through,
    }
