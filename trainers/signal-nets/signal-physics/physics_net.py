"""A 1-D network with two heads: the classes, and the logarithm of the Sommerfeld number. The exported model has the
first alone and takes the signal alone: speed, load and temperature are for the loss only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from order_bands import BANDS
from torch import nn

Tensor = torch.Tensor

#: Kernel and stride of each layer; the last one is repeated.
_LAYERS = ((64, 8), (16, 4), (9, 2), (9, 2))


@dataclass(frozen=True)
class Finding:
    """What the training part says about one piece of the physics."""

    statement: str
    evidence: str
    #: "confirmed", "contradicted" or "no verdict".
    verdict: str
    used: bool


class Physics(nn.Module):
    """What the loss knows. Filled before the training; only the scale of ln S is kept with the weights."""

    raises: Tensor
    like: Tensor
    band_mean: Tensor
    band_deviation: Tensor
    log_s_mean: Tensor
    log_s_deviation: Tensor

    def __init__(self, classes: int, config: dict[str, Any]) -> None:
        super().__init__()
        self.weight = float(config["physics_weight"])
        self.smoothing = float(config["knowledge"]["smoothing"]) if config["knowledge"]["enabled"] else 0.0
        #: Numbers of the classes that the film excites; none where the rule is off or was contradicted.
        self.whirl_classes: list[int] = []
        self.uses_orders, self.uses_sommerfeld = False, False
        self.findings: list[Finding] = []
        bands = len(BANDS)
        self.register_buffer("raises", torch.zeros(classes, bands), persistent=False)
        self.register_buffer("like", torch.zeros(classes, classes), persistent=False)
        self.register_buffer("band_mean", torch.zeros(bands), persistent=False)
        self.register_buffer("band_deviation", torch.ones(bands), persistent=False)
        self.register_buffer("log_s_mean", torch.zeros(()))
        self.register_buffer("log_s_deviation", torch.ones(()))


class PhysicsNet(nn.Module):
    """(n, channels, samples) → (n, classes) logits."""

    def __init__(self, channels: int, classes: int, config: dict[str, Any]) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        at = channels
        for layer in range(config["conv_layers"]):
            kernel, stride = _LAYERS[min(layer, len(_LAYERS) - 1)]
            wide = config["width"] * min(4, 1 + layer)
            layers += [
                nn.Sequential(
                    nn.Conv1d(at, wide, kernel, stride=stride, padding=kernel // 2, bias=False),
                    nn.BatchNorm1d(wide),
                    nn.ReLU(),
                )
            ]
            at = wide
        self.convs = nn.Sequential(*layers)
        self.hidden = nn.Sequential(nn.Dropout(config["dropout"]), nn.Linear(2 * at, 2 * config["width"]), nn.ReLU())
        self.dropout = nn.Dropout(config["dropout"])
        self.sommerfeld = nn.Linear(2 * config["width"], 1)
        self.classes = nn.Linear(2 * config["width"], classes)
        self.physics = Physics(classes, config)

    def _hidden(self, signal: Tensor) -> Tensor:
        found = self.convs(signal)
        return self.dropout(self.hidden(torch.cat([found.mean(dim=2), found.amax(dim=2)], dim=1)))

    def forward(self, signal: Tensor) -> Tensor:
        return self.classes(self._hidden(signal))

    def both(self, signal: Tensor) -> tuple[Tensor, Tensor]:
        """Logits, and ln S on the scale of the training part (mean 0, deviation 1)."""
        hidden = self._hidden(signal)
        return self.classes(hidden), self.sommerfeld(hidden).squeeze(1)

    def log_sommerfeld(self, signal: Tensor) -> Tensor:
        return self.both(signal)[1] * self.physics.log_s_deviation + self.physics.log_s_mean
