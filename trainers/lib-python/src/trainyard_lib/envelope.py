"""The spectrum of the envelope: how often something strikes, whatever the structure rings at when struck.

Steps, after Randall & Antoni (2011): whiten, so that no resonance drowns the others; choose a band; take the squared
envelope of the analytic signal; look at its spectrum, where a fault of a bearing is a line at its order of the shaft.

* Cepstral pre-whitening: Borghesani, Pennacchi, Randall, Sawalhi & Ricci, "Application of cepstrum pre-whitening for
  the diagnosis of bearing faults under variable speed conditions", MSSP 36 (2013).
* Autoregressive pre-whitening: Sawalhi, Randall & Endo, "The enhancement of fault detection and diagnosis in rolling
  element bearings using minimum entropy deconvolution combined with spectral kurtosis", MSSP 21 (2007).
* Kurtogram: Antoni, "Fast computation of the kurtogram for the detection of transient faults", MSSP 21 (2007).

All functions work along the last axis on (windows, samples).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Band = tuple[float, float]
Whitening = Literal["cepstrum", "ar", "none"]

AR_ORDER = 100
#: The kurtogram halves and thirds the band so often: down to a 16th of it, still wide enough for an impact's envelope.
KURTOGRAM_SPLITS = (1, 2, 3, 4, 6, 8, 12, 16)
#: Zeros behind the envelope: so many times its own length, so that a line between two bins keeps its height.
PADDING = 4
_TINY = 1e-30


def whiten(x: NDArray[np.floating], method: Whitening, order: int = AR_ORDER) -> Array:
    """cepstrum: every frequency gets the same size and keeps its phase. ar: what is left of a linear prediction."""
    v = np.asarray(x, dtype=np.float64)
    v = v - v.mean(axis=-1, keepdims=True)
    if method == "none":
        return v
    if method == "cepstrum":
        spectrum = np.fft.rfft(v, axis=-1)
        size = np.abs(spectrum)
        flat = np.divide(
            spectrum, size, out=np.zeros_like(spectrum), where=size > 1e-9 * size.max(axis=-1, keepdims=True)
        )
        return np.fft.irfft(flat, v.shape[-1], axis=-1)
    if method == "ar":
        flattened = v.reshape(-1, v.shape[-1])
        return np.stack([_prediction_error(row, min(order, len(row) // 4)) for row in flattened]).reshape(v.shape)
    raise ValueError(f"whitening is cepstrum, ar or none, got {method!r}")


def _prediction_error(v: Array, order: int) -> Array:
    """Yule-Walker; the first samples, which cannot be predicted, are 0."""
    from scipy.linalg import solve_toeplitz
    from scipy.signal import lfilter

    n = len(v)
    power = np.abs(np.fft.rfft(v, 2 * n)) ** 2
    r = np.fft.irfft(power)[: order + 1]
    if order < 1 or r[0] <= _TINY:
        return np.zeros(n)
    r[0] *= 1 + 1e-9  # a pure tone would leave the equations without an answer
    ahead = solve_toeplitz((r[:order], r[:order]), r[1 : order + 1])
    error = np.asarray(lfilter(np.concatenate([[1.0], -ahead]), [1.0], v))
    error[:order] = 0
    return error


def analytic_band(x: Array, rate_hz: float, band: Band) -> NDArray[np.complex128]:
    """The analytic signal of what lies between the two frequencies."""
    n = x.shape[-1]
    spectrum = np.fft.rfft(x, axis=-1)
    hz = np.fft.rfftfreq(n, 1 / rate_hz)
    whole = np.zeros((*x.shape[:-1], n), dtype=np.complex128)
    inside = (hz >= band[0]) & (hz <= band[1])
    # The constant and, of an even length, the highest frequency have no twin below zero.
    twice = np.where((hz == 0) | (np.isclose(hz, rate_hz / 2)), 1.0, 2.0)
    whole[..., : spectrum.shape[-1]] = spectrum * inside * twice
    return np.fft.ifft(whole, axis=-1)


def kurtogram_band(x: Array, rate_hz: float) -> Band:
    """Of one window: the band whose envelope is the most impulsive. The whole band where none stands out from noise."""
    best, chosen = 0.0, (0.0, rate_hz / 2)
    n = x.shape[-1]
    spectrum = np.fft.rfft(x)
    for parts in KURTOGRAM_SPLITS:
        edges = np.linspace(0, len(spectrum), parts + 1).round().astype(int)
        for low, high in pairwise(edges):
            # Only the band's own bins go back: its envelope, sampled just often enough.
            envelope = np.abs(np.fft.ifft(spectrum[low:high])) ** 2
            mean = envelope.mean()
            if mean <= _TINY or len(envelope) < 16:
                continue
            # 2 is what the envelope of noise has.
            kurtosis = float((envelope**2).mean() / mean**2 - 2)
            if kurtosis > best:
                best, chosen = kurtosis, (low * rate_hz / n, (high - 1) * rate_hz / n)
    return chosen


@dataclass(frozen=True)
class Spectrum:
    """Amplitudes of (windows, bins), bin k at k times the step."""

    amplitude: Array
    step_hz: float
    #: What the window itself can tell apart; the bins are closer together.
    resolution_hz: float


def spectrum(x: Array, rate_hz: float, *, up_to_hz: float | None = None) -> Spectrum:
    """Under a Hann window, padded. Where only low frequencies are asked for, the signal is thinned out first: no bin
    below the limit changes by more than what the window lets through, and most of the work falls away."""
    v = x - x.mean(axis=-1, keepdims=True)
    if up_to_hz is not None:
        v, rate_hz = _thinned(v, rate_hz, up_to_hz)
    n = v.shape[-1]
    amplitude = np.abs(np.fft.rfft(v * np.hanning(n), PADDING * n, axis=-1)) * (4 / n)
    return Spectrum(amplitude, rate_hz / (PADDING * n), rate_hz / n)


def _thinned(v: Array, rate_hz: float, up_to_hz: float) -> tuple[Array, float]:
    n = v.shape[-1]
    kept = int(np.ceil(1.25 * up_to_hz * n / rate_hz)) + 8
    if 2 * kept >= n:
        return v, rate_hz
    few = np.fft.irfft(np.fft.rfft(v, axis=-1)[..., : kept + 1], 2 * kept, axis=-1) * (2 * kept / n)
    return few, rate_hz * 2 * kept / n


def envelope(
    x: NDArray[np.floating], rate_hz: float, *, whitening: Whitening, band: Band | Literal["kurtogram"]
) -> Array:
    """The squared envelope of the whitened windows."""
    white = whiten(x, whitening)
    if band == "kurtogram":
        # Searched before cepstral whitening: that levels the bands in which impacts would show.
        searched = whiten(x, "none") if whitening == "cepstrum" else white
        bands = [kurtogram_band(row, rate_hz) for row in searched]
        signals = np.stack([analytic_band(row, rate_hz, one) for row, one in zip(white, bands, strict=True)])
    else:
        signals = analytic_band(white, rate_hz, band)
    return signals.real**2 + signals.imag**2


def envelope_spectrum(
    x: NDArray[np.floating],
    rate_hz: float,
    *,
    whitening: Whitening = "cepstrum",
    band: Band | Literal["kurtogram"],
    up_to_hz: float | None = None,
) -> Spectrum:
    return spectrum(envelope(x, rate_hz, whitening=whitening, band=band), rate_hz, up_to_hz=up_to_hz)


@dataclass(frozen=True)
class OrderSpectrum:
    """Amplitudes over orders of the shaft; every window on the same grid, whatever its speed. NaN above its end."""

    amplitude: Array
    orders: Array
    #: By window, in orders: a window of 30 turns tells lines apart that lie a 30th of an order from each other.
    resolution: Array


def to_orders(of: Spectrum, shaft_hz: NDArray[np.floating], *, highest: float, step: float = 0.005) -> OrderSpectrum:
    """Resampled by each window's speed, which is taken as steady within the window."""
    orders = np.arange(0, highest + step / 2, step)
    bins = np.arange(of.amplitude.shape[-1]) * of.step_hz
    rows = [
        np.interp(orders * speed, bins, row, right=np.nan) for row, speed in zip(of.amplitude, shaft_hz, strict=True)
    ]
    return OrderSpectrum(np.stack(rows), orders, of.resolution_hz / np.asarray(shaft_hz, dtype=np.float64))


def prominence(of: OrderSpectrum, order: float, *, slip: float = 0.01, surroundings: float = 0.5) -> Array:
    """By window: log of the highest amplitude within the slip of an order over the median of its surroundings.

    A ratio of neighbours, so neither the sensor's gain nor the floor's slope counts. 0 where the spectrum ends below.
    """
    return band_prominence(of, order - slip * order, order + slip * order, surroundings=surroundings)


def band_prominence(of: OrderSpectrum, low: float, high: float, *, surroundings: float = 0.5) -> Array:
    """As `prominence`, for a line that lies somewhere between two orders."""
    step = float(of.orders[1] - of.orders[0])
    found = np.zeros(len(of.amplitude))
    for i, (row, resolution) in enumerate(zip(of.amplitude, of.resolution, strict=True)):
        middle, half = (low + high) / 2, max((high - low) / 2, float(resolution))
        reach = max(surroundings, 4 * half)
        ends = [round(order / step) for order in (middle - reach, middle - 2 * half, middle - half)]
        ends += [round(order / step) + 1 for order in (middle + half, middle + 2 * half, middle + reach)]
        a, b, c, d, e, f = (max(0, end) for end in ends)
        line, around = row[c:d], np.concatenate([row[a:b], row[e:f]])
        line, around = line[~np.isnan(line)], around[~np.isnan(around)]
        if len(line) and len(around):
            found[i] = np.log((line.max() + _TINY) / (np.median(around) + _TINY))
    return found
