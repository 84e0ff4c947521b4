"""How strong a window is at the orders of the shaft that faults are known by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from trainyard_lib.orders import WHIRL, WHIRL_BAND

Array = NDArray[np.float64]

#: Orders by name: where they are expected, and the band in which they are looked for.
ORDERS = {"0.43X": (WHIRL, WHIRL_BAND), "1X": (1.0, (0.97, 1.03)), "2X": (2.0, (1.96, 2.04)), "3X": (3.0, (2.95, 3.05))}
#: All bands: the orders, the first critical speed, and everything high.
BANDS = (*ORDERS, "critical", "high")
#: A spectrum's grid is so many times finer than the window's own resolution.
_FINER = 4
_CHUNK = 128
#: Where the strongest line is looked for, in orders.
_SEARCHED = (0.3, 3.2)


@dataclass(frozen=True)
class Measured:
    #: (n, bands) log10 of a band's share of the power of all bands: of its strongest line, or of all lines where the
    #: band is "high". A share, since rigs and sensors differ in level by more than faults do.
    bands: Array
    #: (n) frequency of the strongest line between 0.3 and 3.2 orders.
    strongest_hz: Array


def resolution_hz(samples: int, rate_hz: float) -> float:
    """From the middle of a line to the first zero beside it, with a Hann window."""
    return 2 * rate_hz / samples


def measure_bands(
    x: NDArray[np.float32], rate_hz: float, speed_hz: Array, critical_hz: tuple[float, float], high_hz: float
) -> Measured:
    """`x`: (n, channels, samples) in physical units; power is summed over the channels."""
    samples = x.shape[-1]
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(samples) / samples)).astype(np.float32)
    # Scaled so that the peak of a sine is the square of its amplitude over four.
    hann /= hann.sum()
    step = rate_hz / (_FINER * samples)
    bins = _FINER * samples // 2 + 1
    bands, strongest = np.empty((len(x), len(BANDS))), np.empty(len(x))
    for start in range(0, len(x), _CHUNK):
        piece = x[start : start + _CHUNK]
        centred = (piece - piece.mean(axis=-1, keepdims=True)) * hann
        power = np.zeros((len(piece), bins), dtype=np.float32)
        for channel in range(centred.shape[1]):
            power += np.abs(np.fft.rfft(centred[:, channel], _FINER * samples)) ** 2
        floor = 1e-12 * power.sum(axis=1, dtype=np.float64) + 1e-300
        for i, row in enumerate(power):
            speed = speed_hz[start + i]
            ends = [(low * speed, high * speed) for _, (low, high) in ORDERS.values()]
            found = [_peak(row, step, *band) for band in (*ends, critical_hz)]
            found.append(row[min(bins - 1, round(high_hz / step)) :].sum())
            level = np.asarray(found) + floor[i]
            bands[start + i] = np.log10(level / level.sum())
            strongest[start + i] = _where(row, step, _SEARCHED[0] * speed, _SEARCHED[1] * speed)
    return Measured(bands, strongest)


def _places(bins: int, step: float, low: float, high: float) -> tuple[int, int]:
    first = min(bins - 1, round(low / step))
    return first, max(first + 1, min(bins, round(high / step) + 1))


def _peak(power: Array, step: float, low: float, high: float) -> float:
    first, last = _places(len(power), step, low, high)
    return float(power[first:last].max())


def _where(power: Array, step: float, low: float, high: float) -> float:
    first, last = _places(len(power), step, low, high)
    return (first + int(power[first:last].argmax())) * step
