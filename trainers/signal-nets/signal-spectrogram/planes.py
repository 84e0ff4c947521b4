"""Time-frequency pictures made inside the network by fixed convolutions, so that the exported model takes the signal.

Every plane takes (n, channels, samples) and gives power ≥ 0 as (n, channels, rows, columns); rows rise in frequency.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from wigner import WignerVille

Tensor = torch.Tensor

#: A Morlet wavelet holds about so many cycles (omega0 of Torrence and Compo, 1998).
OMEGA0 = 6.0
#: Where a wavelet is cut off, in standard deviations of its Gaussian.
_SPREAD = 3.5
#: Lowest band edge of an octave, and the highest frequency of the first one, as shares of the rate.
_OCTAVE, HIGHEST_SHARE = 0.125, 0.4


class Stft(nn.Module):
    """Squared magnitude of the short-time Fourier transform (periodic Hann window); a sine of amplitude 1 → 1/4."""

    def __init__(self, rate_hz: float, window: int, hop: int, low_hz: float, high_hz: float) -> None:
        super().__init__()
        self.window, self.hop, self.rate_hz = window, hop, rate_hz
        frequencies = np.arange(window // 2 + 1) * rate_hz / window
        # A row reaches half a step to both sides.
        self.hz = frequencies[(frequencies + rate_hz / window / 2 >= low_hz) & (frequencies <= high_hz)]
        hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
        angles = 2 * np.pi * self.hz[:, None] / rate_hz * np.arange(window)
        kernels = np.stack([np.cos(angles), -np.sin(angles)], axis=1).reshape(-1, window) * hann / hann.sum()
        self.register_buffer("kernels", torch.tensor(kernels, dtype=torch.float32).unsqueeze(1), persistent=False)

    def forward(self, signal: Tensor) -> Tensor:
        channels, samples = signal.shape[1:]
        both = functional.conv1d(signal.reshape(-1, 1, samples), self.kernels, stride=self.hop)
        both = both.reshape(-1, channels, len(self.hz), 2, both.shape[-1])
        return both.square().sum(dim=3)

    def seconds(self, columns: int) -> list[float]:
        return [(self.window / 2 + i * self.hop) / self.rate_hz for i in range(columns)]


class Cwt(nn.Module):
    """Squared magnitude of the continuous wavelet transform (Morlet, log-spaced scales); a sine of amplitude 1 → 1/4.

    Each octave is read from the signal at half the rate of the octave above it, behind a low pass, so that no wavelet
    is longer than about 54 samples there. Beyond the ends the signal is taken as zero.
    """

    def __init__(self, rate_hz: float, scales: int, hop: int, low_hz: float, high_hz: float) -> None:
        super().__init__()
        if hop & (hop - 1):
            raise ValueError(f"the hop of the CWT must be a power of two, got {hop}")
        self.hop, self.rate_hz = hop, rate_hz
        self.hz = np.geomspace(low_hz, min(high_hz, HIGHEST_SHARE * rate_hz), scales)
        taps = np.arange(-31, 32)
        halfband = np.sinc(taps / 2) / 2 * np.kaiser(len(taps), 6.0)
        self.register_buffer(
            "halfband", torch.tensor(halfband / halfband.sum(), dtype=torch.float32).view(1, 1, -1), persistent=False
        )
        self._octaves = [self._octave_of(hz) for hz in self.hz]
        for octave in sorted(set(self._octaves)):
            rows = [
                _morlet(hz, rate_hz / 2**octave) for hz, of in zip(self.hz, self._octaves, strict=True) if of == octave
            ]
            longest = max(row.shape[1] for row in rows)
            padded = [np.pad(row, ((0, 0), ((longest - row.shape[1]) // 2,) * 2)) for row in rows]
            kernels = torch.tensor(np.concatenate(padded), dtype=torch.float32).unsqueeze(1)
            self.register_buffer(f"octave_{octave}", kernels, persistent=False)

    def _octave_of(self, hz: float) -> int:
        """How often the rate is halved for this frequency; never further than to one sample a column."""
        halvings = math.floor(math.log2(_OCTAVE * 2 * self.rate_hz / hz))
        return max(0, min(halvings, int(math.log2(self.hop))))

    def forward(self, signal: Tensor) -> Tensor:
        channels, samples = signal.shape[1:]
        at_rate = signal.reshape(-1, 1, samples)
        found: list[Tensor] = []
        for octave in range(max(self._octaves) + 1):
            if octave > 0:
                at_rate = functional.conv1d(at_rate, self.halfband, stride=2, padding=self.halfband.shape[-1] // 2)
            if octave not in self._octaves:
                continue
            kernels = getattr(self, f"octave_{octave}")
            both = functional.conv1d(at_rate, kernels, stride=self.hop >> octave, padding=kernels.shape[-1] // 2)
            found.append(both.reshape(-1, channels, kernels.shape[0] // 2, 2, both.shape[-1]).square().sum(dim=3))
        # The lowest octave was read last.
        return torch.cat(found[::-1], dim=2)

    def seconds(self, columns: int) -> list[float]:
        return [i * self.hop / self.rate_hz for i in range(columns)]


def _morlet(hz: float, rate_hz: float) -> np.ndarray:
    """(2, odd length): real and imaginary part, scaled so that a sine of amplitude 1 gives 1/2."""
    deviation = OMEGA0 / (2 * np.pi * hz) * rate_hz
    half = math.ceil(_SPREAD * deviation)
    at = np.arange(-half, half + 1)
    envelope = np.exp(-0.5 * (at / deviation) ** 2)
    angles = 2 * np.pi * hz / rate_hz * at
    return np.stack([np.cos(angles), -np.sin(angles)]) * envelope / envelope.sum()


class Normalised(nn.Module):
    """Log of a plane's power, each row brought to mean 0 and deviation 1 by running figures of the training windows."""

    #: Power that is drowned, as a share of that of the scaled signal (1).
    floor = 1e-8

    def __init__(self, channels: int, rows: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(channels * rows, affine=False)

    def forward(self, power: Tensor) -> Tensor:
        # Not log10(power + floor): the ONNX exporter takes so small a summand for nothing and drops it.
        log = (power / self.floor + 1).log10()
        return self.norm(log.flatten(1, 2)).reshape(log.shape)


def make_plane(method: str, rate_hz: float, samples: int, config: dict[str, Any]) -> Stft | Cwt | WignerVille:
    """`config`: the trainer's settings. Raises ValueError where the window cannot hold the picture."""
    low, high = config["frequencies"]["lowest"], config["frequencies"]["highest"]
    high = high if high > 0 else rate_hz / 2
    if low >= min(high, rate_hz / 2):
        raise ValueError(
            f"the lowest frequency ({low:g} Hz) must lie below the highest ({min(high, rate_hz / 2):g} Hz)"
        )
    if method == "stft":
        window = config["stft_window"]
        if window > samples:
            raise ValueError(
                f"the STFT window ({window} samples) is longer than a window of the data ({samples} samples)"
            )
        return Stft(rate_hz, window, config["hop"], low, high)
    if method == "cwt":
        return Cwt(rate_hz, config["scales"], config["hop"], low, high)
    return WignerVille(rate_hz, samples, config["wigner"]["lags"], config["wigner"]["smoothing"], config["hop"], high)
