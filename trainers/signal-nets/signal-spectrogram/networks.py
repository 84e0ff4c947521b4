"""Networks on a picture of time and frequency: residual (He et al., 2016) and with mobile blocks (Tan and Le, 2019)."""

from __future__ import annotations

import torch
from torch import nn

Tensor = torch.Tensor

RESNET_BLOCKS = {10: (1, 1, 1, 1), 18: (2, 2, 2, 2), 34: (3, 4, 6, 3)}


def _conv(inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    """Convolution and batch norm."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    )


class BasicBlock(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = _conv(inputs, outputs, 3, stride)
        self.second = _conv(outputs, outputs, 3)
        same = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if same else _conv(inputs, outputs, 1, stride)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.second(torch.relu(self.first(x))) + self.shortcut(x))


class ResNet2D(nn.Module):
    """Four stages of basic blocks behind a stem of stride 2; `width` filters in the first, doubled in each next."""

    def __init__(self, inputs: int, depth: int, width: int) -> None:
        super().__init__()
        self.stem = nn.Sequential(_conv(inputs, width, 3, 2), nn.ReLU())
        stages: list[nn.Module] = []
        at = width
        for stage, blocks in enumerate(RESNET_BLOCKS[depth]):
            wide = width * 2**stage
            for block in range(blocks):
                stages.append(BasicBlock(at, wide, 2 if block == 0 and stage > 0 else 1))
                at = wide
        self.blocks = nn.Sequential(*stages)
        self.outputs = at

    def forward(self, x: Tensor) -> Tensor:
        return self.blocks(self.stem(x))


class SqueezeExcite(nn.Module):
    """Weighs each filter by what all of the picture says (Hu et al., 2018)."""

    def __init__(self, filters: int, squeezed: int) -> None:
        super().__init__()
        self.squeeze, self.excite = nn.Linear(filters, squeezed), nn.Linear(squeezed, filters)

    def forward(self, x: Tensor) -> Tensor:
        weights = torch.sigmoid(self.excite(nn.functional.silu(self.squeeze(x.mean(dim=(2, 3))))))
        return x * weights.unsqueeze(-1).unsqueeze(-1)


class MobileBlock(nn.Module):
    """MBConv: widen, filter each map by itself, weigh, narrow; added to the input where both are of one size."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, widen: int) -> None:
        super().__init__()
        wide = inputs * widen
        layers: list[nn.Module] = [] if widen == 1 else [_conv(inputs, wide, 1), nn.SiLU()]
        layers += [_conv(wide, wide, kernel, stride, groups=wide), nn.SiLU()]
        layers += [SqueezeExcite(wide, max(1, inputs // 4)), _conv(wide, outputs, 1)]
        self.layers = nn.Sequential(*layers)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x) if self.adds else self.layers(x)


#: Of EfficientNet-B0: widening, filters, blocks, stride, kernel of each stage.
_STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
_DEPTH_OF = {10: 0.34, 18: 1.0, 34: 2.0}


class EfficientNet2D(nn.Module):
    """EfficientNet-B0's stages; `width` filters in the first (B0: 16), others in proportion. No stochastic depth."""

    def __init__(self, inputs: int, depth: int, width: int) -> None:
        super().__init__()
        at = max(8, 2 * width)
        self.stem = nn.Sequential(_conv(inputs, at, 3, 2), nn.SiLU())
        blocks: list[nn.Module] = []
        for widen, filters, count, stride, kernel in _STAGES:
            wide = max(4, filters * width // 16)
            for block in range(max(1, round(count * _DEPTH_OF[depth]))):
                blocks.append(MobileBlock(at, wide, kernel, stride if block == 0 else 1, widen))
                at = wide
        self.outputs = 4 * at
        blocks.append(nn.Sequential(_conv(at, self.outputs, 1), nn.SiLU()))
        self.blocks = nn.Sequential(*blocks)

    def forward(self, x: Tensor) -> Tensor:
        return self.blocks(self.stem(x))


def first_conv(network: ResNet2D | EfficientNet2D) -> nn.Conv2d:
    return next(layer for layer in network.modules() if isinstance(layer, nn.Conv2d))
