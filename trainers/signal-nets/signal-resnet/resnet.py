"""The network: the residual networks of He et al., "Deep residual learning for image recognition" (2016), in 1-D."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

#: Blocks in each of the four stages; from depth 50 on a block is a bottleneck.
_BLOCKS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3)}
_WIDTHS = (64, 128, 256, 512)
#: A bottleneck puts out that many times the filters of its middle.
_EXPANSION = 4


def _conv(width_in: int, width_out: int, kernel: int, stride: int = 1) -> nn.Conv1d:
    return nn.Conv1d(width_in, width_out, kernel, stride=stride, padding=kernel // 2, bias=False)


class Block(nn.Module):
    """relu(inner(x) + x); where size or width change, x passes a conv of one sample and a norm."""

    def __init__(self, width_in: int, middle: int, stride: int, bottleneck: bool) -> None:
        super().__init__()
        width = middle * _EXPANSION if bottleneck else middle
        if bottleneck:
            self.inner = nn.Sequential(
                _conv(width_in, middle, 1), nn.BatchNorm1d(middle), nn.ReLU(),
                _conv(middle, middle, 3, stride), nn.BatchNorm1d(middle), nn.ReLU(),
                _conv(middle, width, 1), nn.BatchNorm1d(width),
            )  # fmt: skip
        else:
            self.inner = nn.Sequential(
                _conv(width_in, middle, 3, stride), nn.BatchNorm1d(middle), nn.ReLU(),
                _conv(middle, width, 3), nn.BatchNorm1d(width),
            )  # fmt: skip
        same = stride == 1 and width_in == width
        self.past = nn.Identity() if same else nn.Sequential(_conv(width_in, width, 1, stride), nn.BatchNorm1d(width))
        self.relu = nn.ReLU()
        self.width = width

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        return self.relu(self.inner(seen) + self.past(seen))


class SignalResNet(nn.Module):
    """(batch, channels, samples) → (batch, classes) logits, for any window length."""

    def __init__(self, channels: int, classes: int, config: dict[str, Any]) -> None:
        super().__init__()
        bottleneck = config["depth"] >= 50
        widths = [max(8, round(width * config["width"])) for width in _WIDTHS]
        kernel = config["stem_kernel"]
        self.stem = nn.Sequential(
            _conv(channels, widths[0], kernel, config["stem_stride"]),
            nn.BatchNorm1d(widths[0]),
            nn.ReLU(),
            nn.MaxPool1d(3, stride=2, padding=1),
        )
        stages: list[nn.Module] = []
        width = widths[0]
        for number, count in enumerate(_BLOCKS[config["depth"]]):
            blocks: list[nn.Module] = []
            for k in range(count):
                # Each stage but the first halves the places, in its first block.
                block = Block(width, widths[number], 2 if number > 0 and k == 0 else 1, bottleneck)
                blocks.append(block)
                width = block.width
            stages.append(nn.Sequential(*blocks))
        self.stages = nn.Sequential(*stages)
        self.dropout = nn.Dropout(config["dropout"])
        self.head = nn.Linear(width, classes)
        for layer in self.modules():
            if isinstance(layer, nn.Conv1d):
                nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, signal: torch.Tensor) -> torch.Tensor:
        return self.head(self.dropout(self.stages(self.stem(signal)).mean(dim=2)))

    def parts(self) -> Iterator[tuple[str, nn.Module]]:
        """Stem and blocks from input to output, by the names that people read ("2.1": first block of stage 2)."""
        yield "stem", self.stem
        for number, stage in enumerate(self.stages.children(), 1):
            for k, block in enumerate(stage.children(), 1):
                yield f"{number}.{k}", block
