"""Attention rollout (Abnar and Zuidema, "Quantifying attention flow in transformers", 2020)."""

from __future__ import annotations

import torch
from torch import nn
from transformer import SignalTransformer

Tensor = torch.Tensor


def rollout(attention: list[Tensor]) -> Tensor:
    """Layers of (n, heads, looks, looked at) → (n, patches): how much of each patch reaches the average at the end.

    Heads are averaged, and half of each layer is what passes it by; the layers are multiplied.
    """
    flow: Tensor | None = None
    for weights in attention:
        mean = weights.mean(dim=1)
        step = 0.5 * mean + 0.5 * torch.eye(mean.shape[-1], dtype=mean.dtype, device=mean.device)
        flow = step if flow is None else step @ flow
    assert flow is not None
    return flow.mean(dim=1)


class Rollout:
    """An explainer (see signal_nets/explain.py). The same for every class: attention does not know of classes."""

    name = "Attention rollout"

    def seen(self, model: nn.Module, signals: Tensor) -> Tensor:
        return signals

    def logits(self, model: nn.Module, seen: Tensor) -> Tensor:
        return model(seen)

    def pictures(self, model: nn.Module, seen: Tensor, classes: Tensor) -> Tensor:
        assert isinstance(model, SignalTransformer)
        with torch.no_grad():
            _, attention = model.logits_and_attention(seen)
        return rollout(attention).repeat_interleave(model.patch, dim=1)[:, : seen.shape[-1]]
