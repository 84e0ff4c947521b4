"""The network: conv blocks (conv, batch norm, ReLU, pool), global mean and maximum, dense layers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn


def _of(values: list[int], layer: int) -> int:
    """The value for a layer; the last one is repeated for the layers that follow."""
    return values[min(layer, len(values) - 1)]


class SignalCNN(nn.Module):
    """(batch, channels, samples) → (batch, classes) logits. Any window length ≥ the product of strides and pools."""

    def __init__(self, channels: int, classes: int, config: dict[str, Any]) -> None:
        super().__init__()
        pool = nn.MaxPool1d if config["pooling"] == "max" else nn.AvgPool1d
        blocks: list[nn.Module] = []
        width = channels
        for layer in range(config["conv_layers"]):
            filters, kernel = _of(config["filters"], layer), _of(config["kernels"], layer)
            stride = config["stride"] if layer == 0 else 1
            blocks += [
                nn.Conv1d(width, filters, kernel, stride=stride, padding=kernel // 2, bias=False),
                nn.BatchNorm1d(filters),
                nn.ReLU(),
                pool(config["pool_size"], ceil_mode=True),
            ]
            width = filters
        self.blocks = nn.Sequential(*blocks)
        dense: list[nn.Module] = []
        width *= 2
        for size in config["dense"]:
            dense += [nn.Dropout(config["dropout"]), nn.Linear(width, size), nn.ReLU()]
            width = size
        dense += [nn.Dropout(config["dropout"]), nn.Linear(width, classes)]
        self.dense = nn.Sequential(*dense)

    def forward(self, signal: torch.Tensor) -> torch.Tensor:
        seen = self.blocks(signal)
        return self.dense(torch.cat([seen.mean(dim=2), seen.amax(dim=2)], dim=1))

    def blocks_in_turn(self) -> Iterator[nn.Sequential]:
        """Conv, norm, ReLU and pool together, from input to output."""
        layers = list(self.blocks)
        for start in range(0, len(layers), 4):
            yield nn.Sequential(*layers[start : start + 4])

    def first_filters(self) -> torch.Tensor:
        """(filters, kernel) of the first layer, first channel."""
        first = self.blocks[0]
        assert isinstance(first, nn.Conv1d)
        return first.weight.detach()[:, 0, :]
