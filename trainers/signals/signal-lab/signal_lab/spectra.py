"""Lines at known orders, floors, orbits: what the tests read off a spectrum to hold every class to its signature."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .population import RATE_HZ

Array = NDArray[np.float64]


def line(signal: Array, hz: float) -> complex:
    """Complex amplitude at one frequency, under a Hann window."""
    n = signal.shape[-1]
    window = np.hanning(n)
    return complex((signal * window * np.exp(-2j * np.pi * hz * np.arange(n) / RATE_HZ)).sum() * 2 / window.sum())


def order(signal: Array, speed_hz: float, k: float) -> float:
    return abs(line(signal, k * speed_hz))


def averaged(signal: Array, parts: int = 4) -> tuple[Array, Array]:
    """Frequencies and amplitude spectrum, averaged in power over overlapping pieces."""
    length = 2 * signal.shape[-1] // (parts + 1)
    window = np.hanning(length)
    starts = np.linspace(0, signal.shape[-1] - length, parts).astype(int)
    power = np.mean([np.abs(np.fft.rfft(signal[s : s + length] * window)) ** 2 for s in starts], axis=0)
    return np.asarray(np.fft.rfftfreq(length, 1 / RATE_HZ), dtype=np.float64), np.sqrt(power) * 2 / window.sum()


def floor_above(signal: Array, hz: float) -> float:
    """RMS of what lies above a frequency."""
    spectrum = np.fft.rfft(signal - signal.mean())
    spectrum[np.fft.rfftfreq(signal.shape[-1], 1 / RATE_HZ) < hz] = 0
    return float(np.fft.irfft(spectrum, signal.shape[-1]).std())


def kurtosis(signal: Array) -> float:
    centred = signal - signal.mean()
    return float((centred**4).mean() / (centred**2).mean() ** 2)


def strongest(both: Array, low_hz: float, high_hz: float) -> tuple[float, float, float]:
    """Frequency, forward and backward amplitude of the strongest forward line of the orbit x + iy in a band."""
    n = both.shape[-1]
    window = np.hanning(n)
    padded = 8 * n
    orbit = np.fft.fft((both[0] + 1j * both[1]) * window, padded) / window.sum()
    hz = np.fft.fftfreq(padded, 1 / RATE_HZ)
    band = np.flatnonzero((hz >= low_hz) & (hz <= high_hz))
    best = band[np.argmax(np.abs(orbit[band]))]
    return float(hz[best]), float(abs(orbit[best])), float(abs(orbit[-best]))


def swing(signal: Array, hz: float, pieces: int = 8) -> float:
    """How much a line's amplitude varies over the recording: standard deviation over mean."""
    amplitudes = np.array([abs(line(piece, hz)) for piece in np.array_split(signal, pieces)])
    return float(amplitudes.std() / amplitudes.mean())
