"""Bringing recordings of different rates to one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray


def resample(signal: NDArray[np.floating], from_hz: float, to_hz: float) -> NDArray[np.floating]:
    """Polyphase, along the last axis, with the anti-aliasing filter that goes with it."""
    if from_hz == to_hz:
        return signal
    from scipy.signal import resample_poly

    ratio = Fraction(to_hz / from_hz).limit_denominator(10_000)
    return resample_poly(signal, ratio.numerator, ratio.denominator, axis=-1)


def resampling_note(rates_hz: set[float], to_hz: float) -> str | None:
    others = sorted(rates_hz - {to_hz})
    if not others:
        return None
    named = ", ".join(f"{rate:g} Hz" for rate in others)
    return f"Recordings at {named} were resampled to the lowest rate of the data set, {to_hz:g} Hz."
