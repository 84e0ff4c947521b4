"""After each epoch: how strongly the loss pulls at each block, and what each block puts out, on the same windows."""

from __future__ import annotations

from typing import Any

import torch
from resnet import SignalResNet
from signal_nets.fit import Windows
from torch import nn


def watch(model: nn.Module, windows: Windows) -> dict[str, Any]:
    """Lists with a value for each of `SignalResNet.parts` and, for the gradient, one more for the head.

    In evaluation mode: nothing is drawn, and the running figures of batch norm stay as they are.
    """
    assert isinstance(model, SignalResNet)
    model.eval()
    parts = list(model.parts())
    seen: dict[str, torch.Tensor] = {}

    def keep(name: str) -> Any:
        return lambda _module, _input, output: seen.update({name: output.detach()})

    handles = [part.register_forward_hook(keep(name)) for name, part in parts]
    try:
        loss = nn.functional.cross_entropy(model(windows.signals), windows.targets)
    finally:
        for handle in handles:
            handle.remove()
    modules = [part for _, part in parts] + [model.head]
    weights = [list(part.parameters()) for part in modules]
    # Not `backward`: what the optimizer sees is not touched.
    gradients = iter(torch.autograd.grad(loss, [w for of_part in weights for w in of_part]))
    norms = [torch.stack([next(gradients).square().sum() for _ in of_part]).sum().sqrt() for of_part in weights]
    outputs = [seen[name] for name, _ in parts]
    return {
        "gradient": [float(norm) for norm in norms],
        "weight": [float(torch.stack([w.detach().square().sum() for w in ws]).sum().sqrt()) for ws in weights],
        "mean": [float(output.mean()) for output in outputs],
        "deviation": [float(output.std()) for output in outputs],
        # A filter that puts out nothing for any window at any place.
        "dead": [float((output.amax(dim=(0, 2)) <= 0).float().mean()) for output in outputs],
    }
