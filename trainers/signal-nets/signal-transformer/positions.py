"""How a transformer is told where a patch lies: added vectors (sinusoidal or learned) or rotated queries and keys."""

from __future__ import annotations

import torch

Tensor = torch.Tensor

#: Wavelengths grow from 2π patches to 10,000 · 2π.
_BASE = 10_000.0


def angles(places: int, pairs: int) -> Tensor:
    """(places, pairs) in rad: place · 10000^(−pair/pairs), the frequencies of Vaswani et al. (2017)."""
    rates = _BASE ** (-torch.arange(pairs, dtype=torch.float64) / pairs)
    return (torch.arange(places, dtype=torch.float64).unsqueeze(1) * rates).float()


def sinusoidal(places: int, width: int) -> Tensor:
    """(places, width): sine and cosine of each angle side by side."""
    of = angles(places, (width + 1) // 2)
    return torch.stack([of.sin(), of.cos()], dim=2).flatten(1)[:, :width]


def rotate(heads: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """(…, places, width): turns each pair of values by its place's angle (Su et al., RoFormer, 2021).

    The product of a turned query and a turned key depends on the distance of their places alone. Pairs are value k and
    value k + width/2.
    """
    first, second = heads.chunk(2, dim=-1)
    return torch.cat([first * cosines - second * sines, second * cosines + first * sines], dim=-1)
