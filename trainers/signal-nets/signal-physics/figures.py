"""What speed, load and temperature say about each window, beside the signal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from oil_film import STABLE_ECCENTRICITY, Bearing, eccentricity, is_laminar, reynolds, sommerfeld
from order_bands import BANDS, Measured, measure_bands, resolution_hz
from trainyard_lib.dataset import Sample, WindowSet

Array = NDArray[np.float64]

#: Columns of the conditions in front of the bands.
LOG_S, KNOWN, STABLE, RESOLVED, FIRST_BAND = range(5)
#: The nearest two orders that are told apart: whirl at 0.49 and the shaft's own.
_APART = 0.51


@dataclass(frozen=True)
class Film:
    """Of each sample."""

    speed_hz: Array
    #: ln S and e; NaN where speed, load or temperature make no film.
    log_s: Array
    eccentricity: Array
    reynolds: Array
    laminar: NDArray[np.bool_]
    #: ln S from the geometry alone, also where the data's own column is used.
    computed_log_s: Array
    from_columns: bool

    @property
    def known(self) -> NDArray[np.bool_]:
        return np.isfinite(self.log_s) & np.isfinite(self.eccentricity)

    @property
    def stable(self) -> NDArray[np.bool_]:
        return self.known & self.laminar & (np.nan_to_num(self.eccentricity) > STABLE_ECCENTRICITY)


def _column(samples: Sequence[Sample], name: str) -> Array:
    def number(cell: str) -> float:
        try:
            return float(cell)
        except ValueError:
            return math.nan

    return np.asarray([number(sample.columns.get(name, "")) for sample in samples])


def film_of(samples: Sequence[Sample], config: dict[str, Any]) -> Film:
    names, bearing = config["columns"], Bearing.of(config["bearing"])
    speed = _column(samples, names["speed"]) / (60 if names["speed_unit"] == "rpm" else 1)
    load, heat = _column(samples, names["load"]), _column(samples, names["temperature"])
    able = (speed > 0) & (load > 0) & (heat > -100) & (heat < 400)
    with np.errstate(all="ignore"):
        computed = np.where(able, sommerfeld(bearing, speed, load, heat), math.nan)
        e = np.where(able, eccentricity(bearing, computed), math.nan)
        re = np.where(able, reynolds(bearing, speed, heat), math.nan)
        log_computed = np.log(computed)
        log_s = log_computed
        own_s, own_e = (_column(samples, names[key]) for key in ("sommerfeld", "eccentricity"))
        recorded = bool(np.isfinite(own_s).all() and np.isfinite(own_e).all() and len(samples) > 0)
        columns = config["film_from"] == "columns" or (config["film_from"] == "auto" and recorded)
        if columns:
            log_s, e = np.where(own_s > 0, np.log(own_s), math.nan), own_e
    laminar = is_laminar(bearing, np.nan_to_num(re, nan=np.inf))
    return Film(speed, log_s, e, re, laminar, log_computed, columns)


def bands_of(windows: WindowSet, places: NDArray[np.int64], speed_hz: Array, config: dict[str, Any]) -> Measured:
    """Of some windows; `speed_hz` is theirs. Where no speed is known, that of one turn a window stands in."""
    x = windows.x[places].reshape(len(places), -1, windows.x.shape[-1])
    critical = config["knowledge"]["critical_hz"]
    turning = np.where(speed_hz > 0, speed_hz, windows.rate_hz / windows.x.shape[-1])
    return measure_bands(x, windows.rate_hz, turning, (critical[0], critical[1]), config["knowledge"]["high_hz"])


def conditions(windows: WindowSet, config: dict[str, Any]) -> torch.Tensor:
    """(windows, 4 + bands): ln S (0 where unknown), whether it is known, whether the film is stable there, whether the
    window is long enough to tell the orders apart, and the bands' log power."""
    film = film_of(windows.samples, config)
    measured = bands_of(windows, np.arange(len(windows)), film.speed_hz, config)
    far = np.nan_to_num(film.speed_hz) * _APART >= resolution_hz(windows.x.shape[-1], windows.rate_hz)
    front = [np.nan_to_num(np.where(film.known, film.log_s, 0.0)), film.known, film.stable, far]
    found = np.concatenate([np.stack(front, axis=1).astype(np.float64), measured.bands], axis=1)
    assert found.shape[1] == FIRST_BAND + len(BANDS)
    return torch.from_numpy(found.astype(np.float32))
