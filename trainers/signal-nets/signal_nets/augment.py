"""Augmentation of a batch of windows, each draw from one generator, so that a resumed run draws the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

Tensor = torch.Tensor


def _uniform(size: tuple[int, ...], low: float, high: float, generator: torch.Generator) -> Tensor:
    return low + (high - low) * torch.rand(size, generator=generator)


def augment(windows: Tensor, config: dict[str, Any], generator: torch.Generator) -> Tensor:
    """(batch, channels, samples): circular shift, scale, white noise at a random SNR in dB."""
    batch, _, samples = windows.shape
    if config["shift"] > 0:
        most = min(config["shift"], samples - 1)
        shifts = torch.randint(-most, most + 1, (batch, 1, 1), generator=generator)
        places = (torch.arange(samples).view(1, 1, -1) + shifts) % samples
        windows = windows.gather(2, places.expand_as(windows))
    if (config["scale_low"], config["scale_high"]) != (1, 1):
        windows = windows * _uniform((batch, 1, 1), config["scale_low"], config["scale_high"], generator)
    if config["snr_db"]:
        low, high = config["snr_db"]
        power = windows.square().mean(dim=2, keepdim=True)
        noise_power = power / 10 ** (_uniform((batch, 1, 1), low, high, generator) / 10)
        windows = windows + noise_power.sqrt() * torch.randn(windows.shape, generator=generator)
    return windows


@dataclass(frozen=True)
class Mixing:
    """MixUp (Zhang et al., 2018): row i becomes `share` of itself and the rest of row `order[i]`."""

    share: float
    order: Tensor


def mixing(batch: int, alpha: float, generator: torch.Generator) -> Mixing | None:
    """Drawn from Beta(alpha, alpha); None where alpha is 0."""
    if alpha <= 0:
        return None
    # Beta as a ratio of gammas: torch's own Beta draws from the global generator only.
    a, b = (torch._standard_gamma(torch.tensor(float(alpha)), generator=generator) for _ in range(2))
    share = float(a / (a + b)) if float(a + b) > 0 else 0.5
    return Mixing(share, torch.randperm(batch, generator=generator))


def blend(rows: Tensor, mixed: Mixing) -> Tensor:
    return mixed.share * rows + (1 - mixed.share) * rows[mixed.order]
