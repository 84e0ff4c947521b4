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


def pick(
    x: torch.Tensor,
    targets: torch.Tensor,
    indices: NDArray[np.int64],
    scaling: Scaling,
    conditions: torch.Tensor | None = None,
) -> Windows:
    places = torch.from_numpy(indices)
    signals = (x[places] - scaling.mean.view(1, -1, 1)) / scaling.deviation.view(1, -1, 1)
    return Windows(signals.contiguous(), targets[places], None if conditions is None else conditions[places])


def check_windows(windows: WindowSet) -> list[str]:
    """What is odd about the signals, in words. Raises ValueError for one that no network can read (NaN, infinity)."""
    x = windows.x.reshape(len(windows), -1, windows.x.shape[-1])
    finite = np.isfinite(x).all(axis=(1, 2))
    if not finite.all():
        bad = [windows.ids[i] for i in np.flatnonzero(~finite)[:5]]
        raise ValueError(
            f"{int((~finite).sum())} windows hold NaN or infinite values ({', '.join(bad)}): mend or leave them out"
        )
    notes: list[str] = []
    deviation = x.std(axis=2)
    for channel in range(x.shape[1]):
        constant = deviation[:, channel] <= 1e-12 * np.maximum(1e-300, np.abs(x[:, channel]).max(axis=1))
        if constant.any():
            first = windows.ids[int(np.flatnonzero(constant)[0])]
            notes.append(
                f"Channel {channel + 1} is constant in {int(constant.sum())} of {len(windows)} windows, "
                f"first in {first}."
            )
        clipped = _clipped(x[:, channel]) & ~constant
        if clipped.any():
            first = windows.ids[int(np.flatnonzero(clipped)[0])]
            notes.append(
                f"Channel {channel + 1} looks clipped in {int(clipped.sum())} of {len(windows)} windows, "
                f"first in {first}."
            )
    if len(set(windows.labels.tolist())) < 2:
        raise ValueError(f"all windows are of one class ({windows.labels[0]}): there is nothing to tell apart")
    return notes


def _clipped(x: NDArray[np.float32]) -> NDArray[np.bool_]:
    """More than one sample in a hundred sits exactly on the largest or smallest value."""
    at_top = (x == x.max(axis=1, keepdims=True)).mean(axis=1)
    at_bottom = (x == x.min(axis=1, keepdims=True)).mean(axis=1)
    return np.maximum(at_top, at_bottom) > 0.01
