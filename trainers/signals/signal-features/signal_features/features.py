"""The 36 features of a window: 18 of its shape in time, 18 of its spectrum. README.md's table is made from this file.

All windows of a batch are measured at once; x is (windows, samples), v its deviation from its mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.fft import rfft

Array = NDArray[np.float64]
TINY = 1e-30
OCTAVES = 7


@dataclass
class Batch:
    """What several features share, worked out once."""

    x: Array
    rate_hz: float

    @cached_property
    def mean(self) -> Array:
        return self.x.mean(axis=1)

    @cached_property
    def v(self) -> Array:
        return self.x - self.mean[:, None]

    @cached_property
    def magnitude(self) -> Array:
        return np.abs(self.v)

    @cached_property
    def variance(self) -> Array:
        return np.einsum("ij,ij->i", self.v, self.v) / self.x.shape[1] + TINY

    @cached_property
    def std(self) -> Array:
        return np.sqrt(self.variance)

    @cached_property
    def peak(self) -> Array:
        return self.magnitude.max(axis=1)

    @cached_property
    def mean_magnitude(self) -> Array:
        return self.magnitude.mean(axis=1) + TINY

    @cached_property
    def root_magnitude(self) -> Array:
        return np.asarray(np.sqrt(self.magnitude).mean(axis=1) ** 2 + TINY)

    @cached_property
    def step(self) -> Array:
        return np.diff(self.v, axis=1)

    @cached_property
    def step_variance(self) -> Array:
        return np.einsum("ij,ij->i", self.step, self.step) / self.step.shape[1] + TINY

    @cached_property
    def bend_variance(self) -> Array:
        bend = np.diff(self.step, axis=1)
        return np.einsum("ij,ij->i", bend, bend) / bend.shape[1] + TINY

    @cached_property
    def hz(self) -> Array:
        return np.asarray(np.fft.rfftfreq(self.x.shape[1], 1 / self.rate_hz), dtype=np.float64)

    @cached_property
    def power(self) -> Array:
        """Spectrum under a Hann window, without its constant."""
        n = self.x.shape[1]
        spectrum: NDArray[np.complex128] = np.asarray(rfft(self.v * np.hanning(n), axis=1), dtype=np.complex128)  # type: ignore[arg-type]
        power = spectrum.real**2 + spectrum.imag**2
        power[:, 0] = 0
        return power

    @cached_property
    def share(self) -> Array:
        """Power as a share of the window's whole."""
        return self.power / (self.power.sum(axis=1, keepdims=True) + TINY)

    @cached_property
    def running_share(self) -> Array:
        return np.cumsum(self.share, axis=1)

    @cached_property
    def log_share(self) -> Array:
        return np.log(self.share + TINY)

    @cached_property
    def moments(self) -> Array:
        """Raw moments 1 to 4 of the spectrum, frequency in units of the Nyquist frequency."""
        f = self.hz / (self.rate_hz / 2)
        return self.share @ np.stack([f, f**2, f**3, f**4], axis=1)

    @cached_property
    def centroid(self) -> Array:
        return self.moments[:, 0] * (self.rate_hz / 2)

    @cached_property
    def relative_spread(self) -> Array:
        return np.sqrt(np.maximum(self.moments[:, 1] - self.moments[:, 0] ** 2, 1e-12))

    def central_moment(self, k: int) -> Array:
        m1, m2, m3, m4 = self.moments.T
        third = m3 - 3 * m1 * m2 + 2 * m1**3
        fourth = m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4
        return (third if k == 3 else fourth) / self.relative_spread**k

    @cached_property
    def peak_bin(self) -> NDArray[np.intp]:
        return self.power.argmax(axis=1)

    def around(self, power: Array, place: NDArray[np.intp], reach: int = 2) -> Array:
        """Power of a line: its bin and `reach` on either side."""
        columns = np.clip(place[:, None] + np.arange(-reach, reach + 1), 0, power.shape[1] - 1)
        return np.take_along_axis(power, columns, axis=1).sum(axis=1)

    @cached_property
    def second_bin(self) -> NDArray[np.intp]:
        """Strongest line that is no neighbour of the strongest."""
        rest = self.power.copy()
        columns = np.clip(self.peak_bin[:, None] + np.arange(-4, 5), 0, rest.shape[1] - 1)
        np.put_along_axis(rest, columns, 0, axis=1)
        return rest.argmax(axis=1)

    @cached_property
    def lines(self) -> tuple[Array, Array]:
        return self.around(self.share, self.peak_bin), self.around(self.share, self.second_bin)

    def up_to(self, hz: Array | float) -> Array:
        """Share of the power below a frequency."""
        bins = np.searchsorted(self.hz, np.broadcast_to(hz, (len(self.x),)), side="left")
        before = np.maximum(bins - 1, 0)
        return np.take_along_axis(self.running_share, before[:, None], axis=1)[:, 0] * (bins > 0)

    def octave(self, k: int) -> Array:
        """Share of the power in the k-th octave below the Nyquist frequency; the last one reaches down to zero."""
        nyquist = self.rate_hz / 2
        top = self.up_to(nyquist / 2**k) if k else np.ones(len(self.x))
        return top - (self.up_to(nyquist / 2 ** (k + 1)) if k < OCTAVES - 1 else 0)


@dataclass(frozen=True)
class Feature:
    name: str
    domain: str
    unit: str
    formula: str
    says: str
    measure: Callable[[Batch], Array]


def _time() -> list[Feature]:
    def add(name: str, unit: str, formula: str, says: str, measure: Callable[[Batch], Array]) -> Feature:
        return Feature(name, "time", unit, formula, says, measure)

    return [
        add("mean", "signal", "mean(x)", "offset of the sensor", lambda b: b.mean),
        add("std", "signal", "sqrt(mean(v^2))", "strength of the vibration", lambda b: b.std),
        add("rms", "signal", "sqrt(mean(x^2))", "strength with its offset", lambda b: np.sqrt(b.variance + b.mean**2)),
        add("peak", "signal", "max(|v|)", "largest deflection", lambda b: b.peak),
        add("peak_to_peak", "signal", "max(x) - min(x)", "whole range", lambda b: b.x.max(axis=1) - b.x.min(axis=1)),
        add("mean_magnitude", "signal", "mean(|v|)", "mean deflection", lambda b: b.mean_magnitude),
        add(
            "root_magnitude",
            "signal",
            "mean(sqrt(|v|))^2",
            "deflection that peaks hardly raise",
            lambda b: b.root_magnitude,
        ),
        add(
            "skewness",
            "1",
            "mean(v^3) / std^3",
            "lopsidedness",
            lambda b: np.einsum("ij,ij,ij->i", b.v, b.v, b.v) / b.x.shape[1] / b.std**3,
        ),
        add(
            "kurtosis",
            "1",
            "mean(v^4) / std^4",
            "blows among calm (3 for noise, 1.5 for a sine)",
            lambda b: np.square(np.square(b.v)).mean(axis=1) / b.variance**2,
        ),
        add("crest_factor", "1", "peak / std", "largest blow against strength", lambda b: b.peak / b.std),
        add("shape_factor", "1", "std / mean_magnitude", "shape of the wave", lambda b: b.std / b.mean_magnitude),
        add(
            "impulse_factor",
            "1",
            "peak / mean_magnitude",
            "largest blow against mean deflection",
            lambda b: b.peak / b.mean_magnitude,
        ),
        add(
            "clearance_factor",
            "1",
            "peak / root_magnitude",
            "largest blow against calm",
            lambda b: b.peak / b.root_magnitude,
        ),
        add(
            "zero_crossing_rate",
            "1/s",
            "sign changes of v / duration",
            "how fast it swings",
            lambda b: (np.signbit(b.v[:, 1:]) != np.signbit(b.v[:, :-1])).mean(axis=1) * b.rate_hz,
        ),
        add(
            "mobility",
            "1/s",
            "std(dv) / std(v) * rate",
            "mean frequency, weighted to the high end",
            lambda b: np.sqrt(b.step_variance / b.variance) * b.rate_hz,
        ),
        add(
            "complexity",
            "1",
            "(std(ddv) / std(dv)) / (std(dv) / std(v))",
            "how far from a pure sine",
            lambda b: np.sqrt(b.bend_variance / b.step_variance) / np.sqrt(b.step_variance / b.variance),
        ),
        add(
            "step_kurtosis",
            "1",
            "mean(dv^4) / mean(dv^2)^2",
            "blows at high frequency",
            lambda b: np.square(np.square(b.step)).mean(axis=1) / b.step_variance**2,
        ),
        add("unevenness", "1", "std of log(std) over 8 equal pieces", "strength that comes and goes", unevenness),
    ]


def unevenness(b: Batch) -> Array:
    length = b.x.shape[1] // 8 * 8
    pieces = b.v[:, :length].reshape(len(b.x), 8, -1)
    return np.log(pieces.std(axis=2) + TINY).std(axis=1)


def _frequency() -> list[Feature]:
    def add(name: str, unit: str, formula: str, says: str, measure: Callable[[Batch], Array]) -> Feature:
        return Feature(name, "frequency", unit, formula, says, measure)

    def band(k: int) -> str:
        top = f"rate/{2 ** (k + 1)}"
        return f"sum of p between {f'rate/{2 ** (k + 2)}' if k < OCTAVES - 1 else '0'} and {top}"

    octaves = [
        add(
            f"octave_{k + 1}",
            "1",
            band(k),
            "share of the power in this band",
            lambda b, k=k: b.octave(k),
        )
        for k in range(OCTAVES)
    ]
    return [
        add("centroid", "Hz", "sum(f p)", "middle of the spectrum", lambda b: b.centroid),
        add(
            "spread",
            "Hz",
            "sqrt(sum((f - centroid)^2 p))",
            "width of the spectrum",
            lambda b: b.relative_spread * (b.rate_hz / 2),
        ),
        add(
            "spectral_skewness",
            "1",
            "sum(((f - centroid) / spread)^3 p)",
            "tail to high or low",
            lambda b: b.central_moment(3),
        ),
        add(
            "spectral_kurtosis",
            "1",
            "sum(((f - centroid) / spread)^4 p)",
            "few far lines or an even band",
            lambda b: b.central_moment(4),
        ),
        add(
            "entropy",
            "1",
            "-sum(p log p) / log(bins)",
            "0 for one line, 1 for white noise",
            lambda b: -np.einsum("ij,ij->i", b.share, b.log_share) / np.log(b.share.shape[1]),
        ),
        add(
            "flatness",
            "1",
            "geometric mean of p / mean of p",
            "noise against lines",
            lambda b: np.exp(b.log_share[:, 1:].mean(axis=1)) / (b.share[:, 1:].mean(axis=1) + TINY),
        ),
        add(
            "rolloff",
            "Hz",
            "f below which 85 % of the power lies",
            "upper end of the spectrum",
            lambda b: b.hz[np.minimum((b.running_share < 0.85).sum(axis=1), len(b.hz) - 1)],
        ),
        add("peak_frequency", "Hz", "f of the largest p", "strongest line", lambda b: b.hz[b.peak_bin]),
        add("peak_share", "1", "p of the strongest line, 5 bins", "how much one line holds", lambda b: b.lines[0]),
        add(
            "second_ratio",
            "1",
            "f of the second line / f of the strongest",
            "order between the two strongest lines",
            lambda b: b.hz[b.second_bin] / np.maximum(b.hz[b.peak_bin], b.hz[1]),
        ),
        add(
            "second_level",
            "1",
            "sqrt(p second line / p strongest line)",
            "their amplitudes",
            lambda b: np.sqrt(b.lines[1] / (b.lines[0] + TINY)),
        ),
        *octaves,
    ]


FEATURES: tuple[Feature, ...] = (*_time(), *_frequency())


BATCH = 48


def measure(windows: NDArray[np.floating], rate_hz: float) -> Array:
    """(windows, samples) or (windows, channels, samples) to (windows, 36 x channels). Nothing in it is NaN."""
    if windows.ndim == 2:
        windows = windows[:, None, :]
    parts = [measure_batch(windows[i : i + BATCH], rate_hz) for i in range(0, len(windows), BATCH)]
    return np.concatenate(parts)


def measure_batch(windows: NDArray[np.floating], rate_hz: float) -> Array:
    blocks: list[Array] = []
    for channel in range(windows.shape[1]):
        batch = Batch(np.ascontiguousarray(windows[:, channel], dtype=np.float64), rate_hz)
        blocks.append(np.stack([feature.measure(batch) for feature in FEATURES], axis=1))
    return np.nan_to_num(np.concatenate(blocks, axis=1), nan=0.0, posinf=0.0, neginf=0.0)


def table() -> str:
    """README.md's table."""
    rows = ["| # | name | domain | unit | formula | what it says |", "| --- | --- | --- | --- | --- | --- |"]
    for number, f in enumerate(FEATURES, 1):
        formula = f.formula.replace("|", "\\|")
        rows.append(f"| {number} | `{f.name}` | {f.domain} | {f.unit} | `{formula}` | {f.says} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
