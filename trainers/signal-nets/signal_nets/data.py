"""From a data set version and its splits to tensors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from trainyard_lib.dataset import WindowSet
from trainyard_lib.split import read_split

from .fit import Windows

Indices = dict[str, NDArray[np.int64]]


@dataclass(frozen=True)
class Scaling:
    """Mean and deviation of each channel, measured on the training part alone."""

    mean: torch.Tensor
    deviation: torch.Tensor


def as_tensor(windows: WindowSet) -> torch.Tensor:
    """(windows, channels, samples), also where the data have one channel."""
    x = torch.from_numpy(np.ascontiguousarray(windows.x))
    return x.unsqueeze(1) if x.dim() == 2 else x


def parts_of(windows: WindowSet, split_file: Path) -> Indices:
    """Window numbers by part; an empty training or validation part cannot be trained on."""
    parts = windows.indices(read_split(split_file))
    for part in ("train", "validation"):
        if len(parts[part]) < 2:
            raise ValueError(f"the {part} part holds {len(parts[part])} windows; at least 2 are needed")
    return parts


def measure(x: torch.Tensor, train: NDArray[np.int64]) -> Scaling:
    seen = x[torch.from_numpy(train)]
    return Scaling(seen.mean(dim=(0, 2)), seen.std(dim=(0, 2)).clamp(min=1e-12))


def pick(x: torch.Tensor, targets: torch.Tensor, indices: NDArray[np.int64], scaling: Scaling) -> Windows:
    places = torch.from_numpy(indices)
    signals = (x[places] - scaling.mean.view(1, -1, 1)) / scaling.deviation.view(1, -1, 1)
    return Windows(signals.contiguous(), targets[places])
