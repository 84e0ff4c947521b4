"""From the signal over its picture of time and frequency to the classes; a second branch may read the signal itself."""

from __future__ import annotations

from typing import Any

import torch
from networks import EfficientNet2D, ResNet2D
from planes import Normalised, make_plane
from torch import nn

Tensor = torch.Tensor

#: What the branch on the signal hands to the last layer.
_SIDE = 32


class SignalBranch(nn.Module):
    """(n, channels, samples) → (n, 32): four convolutions of stride 4, mean and maximum over the time."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        at = channels
        for kernel, wide in ((15, width), (9, width), (9, 2 * width), (9, 2 * width)):
            layers += [
                nn.Conv1d(at, wide, kernel, stride=4, padding=kernel // 2, bias=False),
                nn.BatchNorm1d(wide),
                nn.ReLU(),
            ]
            at = wide
        self.convs = nn.Sequential(*layers)
        self.last = nn.Linear(2 * at, _SIDE)

    def forward(self, signal: Tensor) -> Tensor:
        found = self.convs(signal)
        return torch.relu(self.last(torch.cat([found.mean(dim=2), found.amax(dim=2)], dim=1)))


class SpectrogramNet(nn.Module):
    """(n, channels, samples) → (n, classes) logits.

    A map that tells each row its place in frequency lies beside the picture (Liu et al., CoordConv, 2018): convolutions
    alone take a line for the same wherever it stands.
    """

    def __init__(self, channels: int, classes: int, samples: int, rate_hz: float, config: dict[str, Any]) -> None:
        super().__init__()
        self.channels = channels
        self.plane = make_plane(config["method"], rate_hz, samples, config)
        rows = len(self.plane.hz)
        self.normalised = Normalised(channels, rows)
        self.register_buffer("places", torch.linspace(-1, 1, rows).view(1, 1, rows, 1), persistent=False)
        of = EfficientNet2D if config["network"] == "efficientnet" else ResNet2D
        self.network = of(channels + 1, config["depth"], config["width"])
        self.side = SignalBranch(channels, config["width"]) if config["dual_stream"] else None
        self.dropout = nn.Dropout(config["dropout"])
        self.head = nn.Linear(self.network.outputs + (_SIDE if config["dual_stream"] else 0), classes)

    def picture(self, signal: Tensor) -> Tensor:
        """The log power that the network sees, (n, channels, rows, columns)."""
        # In full precision: half of it would drown weak lines beside strong ones.
        with torch.autocast(signal.device.type, enabled=False):
            return self.normalised(self.plane(signal.float()))

    def placed(self, picture: Tensor) -> Tensor:
        """The picture with the map of places behind it."""
        return torch.cat([picture, self.places.expand(picture.shape[0], 1, -1, picture.shape[-1])], dim=1)

    def judge(self, picture: Tensor, side: Tensor | None) -> Tensor:
        found = self.network(self.placed(picture)).mean(dim=(2, 3))
        if side is not None:
            found = torch.cat([found, side], dim=1)
        return self.head(self.dropout(found))

    def forward(self, signal: Tensor) -> Tensor:
        return self.judge(self.picture(signal), None if self.side is None else self.side(signal))
