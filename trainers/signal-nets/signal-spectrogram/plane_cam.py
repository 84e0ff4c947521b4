"""Grad-CAM on the plane of time and frequency."""

from __future__ import annotations

import torch
from signal_nets.explain import grad_cam
from spectrogram_net import SpectrogramNet
from torch import nn

Tensor = torch.Tensor

#: The deepest layer is looked into whose maps still have so many rows: the last ones may have two or three.
_ROWS = 8


class _Judge(nn.Module):
    """The part behind the picture. What the branch on the signal said lies in maps behind the picture's own: constant
    over the plane, so that blanking a part of it, which sets a map to its mean, leaves it alone."""

    def __init__(self, model: SpectrogramNet) -> None:
        super().__init__()
        self.model = model

    def forward(self, seen: Tensor) -> Tensor:
        channels = self.model.channels
        side = seen[:, channels:, 0, 0] if self.model.side is not None else None
        return self.model.judge(seen[:, :channels], side)


def _of(model: nn.Module) -> SpectrogramNet:
    assert isinstance(model, SpectrogramNet)
    return model


@torch.no_grad()
def _layer(net: SpectrogramNet, seen: Tensor) -> nn.Module:
    chosen, found = net.network.stem, net.network.stem(net.placed(seen[:1, : net.channels]))
    for block in net.network.blocks:
        found = block(found)
        if found.shape[2] < _ROWS:
            break
        chosen = block
    return chosen


class PlaneCam:
    """`seen` is the picture that the network sees; with two branches only the one on the picture is explained."""

    def __init__(self, dual_stream: bool) -> None:
        self.name = "Grad-CAM on time and frequency" + (" (branch on the spectrogram)" if dual_stream else "")

    def seen(self, model: nn.Module, signals: Tensor) -> Tensor:
        net = _of(model)
        picture = net.picture(signals)
        if net.side is None:
            return picture
        said = net.side(signals)
        return torch.cat([picture, said.view(*said.shape, 1, 1).expand(-1, -1, *picture.shape[2:])], dim=1)

    def logits(self, model: nn.Module, seen: Tensor) -> Tensor:
        return _Judge(_of(model)).eval()(seen)

    def pictures(self, model: nn.Module, seen: Tensor, classes: Tensor) -> Tensor:
        net = _of(model)
        marked = grad_cam(_Judge(net).eval(), _layer(net, seen), seen, classes)
        return nn.functional.interpolate(marked.unsqueeze(1), tuple(seen.shape[2:]), mode="bilinear").squeeze(1)
