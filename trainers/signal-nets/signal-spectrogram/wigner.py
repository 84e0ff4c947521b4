"""The smoothed pseudo Wigner-Ville distribution, as convolution and matrix products with fixed numbers."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

Tensor = torch.Tensor


class WignerVille(nn.Module):
    """W(t, f) = sum over lags l of h(l) e^(-4 pi i f l / r) sum over u of g(u) z(t + u + l) z*(t + u - l), at rate r.

    h is the window over the lags ("pseudo": smooths along the frequency), g the one over the time (dampens the cross
    terms between components); Cohen, Time-Frequency Analysis, 1995, chapter 9. z is the analytic signal: one complex
    FIR filter passes positive frequencies up to half the reduced rate r = rate / d, the power of two that just holds
    `high_hz`. What smoothing leaves below zero is set to zero: (n, channels, samples) → (n, channels, lags, columns).
    """

    def __init__(self, rate_hz: float, samples: int, lags: int, smoothing: int, hop: int, high_hz: float) -> None:
        super().__init__()
        halvings = max(0, math.floor(math.log2(rate_hz / 2 / min(high_hz, rate_hz / 2))))
        self.step = min(2**halvings, hop)
        self.rate_hz, self.hop, self.lags = rate_hz, hop, lags
        reduced = rate_hz / self.step
        self.hz = np.arange(lags) * reduced / (2 * lags)

        # A low pass of a quarter of the reduced rate, moved up to the middle of the positive band.
        half = 32 * self.step
        at = np.arange(-half, half + 1)
        low_pass = np.sinc(at / (2 * self.step)) / (2 * self.step) * np.kaiser(len(at), 6.0)
        analytic = 2 * low_pass / low_pass.sum() * np.exp(2j * np.pi * at / (4 * self.step))
        # conv1d correlates: the kernel is turned round.
        kernels = np.stack([analytic.real, analytic.imag])[:, ::-1].copy()
        self._keep("analytic", kernels[:, None, :])

        places = (samples - 1) // self.step + 1
        columns = (samples - 1) // hop + 1
        self.centres = np.arange(columns) * hop / self.step
        distance = (np.arange(places)[None, :] - self.centres[:, None]) * self.step
        window = np.where(np.abs(distance) <= smoothing, 0.5 + 0.5 * np.cos(np.pi * distance / (smoothing + 1)), 0.0)
        self._keep("smooth", (window / window.sum(axis=1, keepdims=True)).T.copy())

        lag = np.arange(lags)
        # Half a Hann window; lags below zero are the conjugates of those above.
        weight = (0.5 + 0.5 * np.cos(np.pi * lag / lags)) * np.where(lag == 0, 1.0, 2.0)
        angles = 2 * np.pi * self.hz[:, None] * 2 * lag / reduced
        self._keep("cosines", np.cos(angles) * weight / weight.sum())
        self._keep("sines", np.sin(angles) * weight / weight.sum())

    def _keep(self, name: str, values: np.ndarray) -> None:
        self.register_buffer(name, torch.tensor(values, dtype=torch.float32), persistent=False)

    def forward(self, signal: Tensor) -> Tensor:
        channels, samples = signal.shape[1:]
        z = functional.conv1d(
            signal.reshape(-1, 1, samples), self.analytic, stride=self.step, padding=self.analytic.shape[-1] // 2
        )
        around = functional.pad(z, (self.lags - 1, self.lags - 1))
        places, middle = z.shape[-1], self.lags - 1
        real: list[Tensor] = []
        imaginary: list[Tensor] = []
        # Lag by lag, since all of them together would take as many times the memory of the signal.
        for lag in range(self.lags):
            ahead, behind = (around[..., at : at + places] for at in (middle + lag, middle - lag))
            real.append((ahead[:, 0] * behind[:, 0] + ahead[:, 1] * behind[:, 1]) @ self.smooth)
            imaginary.append((ahead[:, 1] * behind[:, 0] - ahead[:, 0] * behind[:, 1]) @ self.smooth)
        power = self.cosines @ torch.stack(real, dim=1) + self.sines @ torch.stack(imaginary, dim=1)
        return power.clamp(min=0).reshape(-1, channels, *power.shape[1:])

    def seconds(self, columns: int) -> list[float]:
        return [i * self.hop / self.rate_hz for i in range(columns)]
