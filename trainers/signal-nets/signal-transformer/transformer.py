"""The network: patches of the signal as tokens, pre-norm transformer blocks, attention written out."""

from __future__ import annotations

from typing import Any

import torch
from positions import angles, rotate, sinusoidal
from torch import nn

Tensor = torch.Tensor


class Attention(nn.Module):
    """softmax(QKᵀ/√width)·V (Vaswani et al., 2017), with the weights at hand."""

    cosines: Tensor
    sines: Tensor

    def __init__(self, width: int, heads: int, places: int, rotary: bool) -> None:
        super().__init__()
        self.heads, self.rotary = heads, rotary
        self.into = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        if rotary:
            of = angles(places, width // heads // 2)
            self.register_buffer("cosines", of.cos(), persistent=False)
            self.register_buffer("sines", of.sin(), persistent=False)

    def forward(self, seen: Tensor) -> tuple[Tensor, Tensor]:
        """(n, places, width) → the same and the weights (n, heads, places that look, places looked at)."""
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.into(seen).chunk(3, dim=2))
        if self.rotary:
            q, k = rotate(q, self.cosines, self.sines), rotate(k, self.cosines, self.sines)
        weights = torch.softmax(q @ k.transpose(2, 3) * q.shape[-1] ** -0.5, dim=3)
        return self.out((weights @ v).transpose(1, 2).flatten(2)), weights


class Block(nn.Module):
    """x + attention(norm(x)), then x + dense(norm(x)): normed before, not after (Xiong et al., 2020)."""

    def __init__(self, places: int, config: dict[str, Any]) -> None:
        super().__init__()
        width = config["d_model"]
        self.norm_attention = nn.LayerNorm(width)
        self.attention = Attention(width, config["heads"], places, config["positions"] == "rotary")
        self.norm_dense = nn.LayerNorm(width)
        wide = width * config["feed_forward"]
        self.dense = nn.Sequential(nn.Linear(width, wide), nn.GELU(), nn.Linear(wide, width))
        self.dropout = nn.Dropout(config["dropout"])

    def forward(self, seen: Tensor) -> tuple[Tensor, Tensor]:
        found, weights = self.attention(self.norm_attention(seen))
        seen = seen + self.dropout(found)
        return seen + self.dropout(self.dense(self.norm_dense(seen))), weights


class SignalTransformer(nn.Module):
    """(batch, channels, samples) → (batch, classes) logits, for windows of the length that it is built for."""

    fixed: Tensor

    def __init__(self, channels: int, classes: int, samples: int, config: dict[str, Any]) -> None:
        super().__init__()
        width = config["d_model"]
        self.patch, self.kind = config["patch"], config["positions"]
        #: Zeros (the mean of the scaled signal) that fill the last patch.
        self.padding = -samples % self.patch
        self.places = (samples + self.padding) // self.patch
        # Stride = length: patches do not overlap. The layer between lets a patch be known whatever its phase.
        self.embedding = nn.Sequential(
            nn.Linear(channels * self.patch, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )
        if self.kind == "learned":
            self.learned = nn.Parameter(0.02 * torch.randn(self.places, width))
        elif self.kind == "sinusoidal":
            self.register_buffer("fixed", sinusoidal(self.places, width), persistent=False)
        self.dropout = nn.Dropout(config["dropout"])
        self.blocks = nn.ModuleList(Block(self.places, config) for _ in range(config["layers"]))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, classes)

    def forward(self, signal: Tensor) -> Tensor:
        return self.logits_and_attention(signal)[0]

    def logits_and_attention(self, signal: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Patches are averaged at the end. Of each layer (n, heads, places that look, places looked at)."""
        seen = self._tokens(signal)
        attention: list[Tensor] = []
        for block in self.blocks:
            seen, weights = block(seen)
            attention.append(weights)
        return self.head(self.norm(seen).mean(dim=1)), attention

    def _tokens(self, signal: Tensor) -> Tensor:
        if self.padding:
            signal = nn.functional.pad(signal, (0, self.padding))
        patches = signal.unflatten(2, (self.places, self.patch)).transpose(1, 2).flatten(2)
        tokens = self.embedding(patches)
        if self.kind == "learned":
            tokens = tokens + self.learned
        elif self.kind == "sinusoidal":
            tokens = tokens + self.fixed
        return self.dropout(tokens)

    def position_vectors(self) -> Tensor | None:
        """(places, width); None where queries and keys are rotated instead."""
        if self.kind == "learned":
            return self.learned.detach()
        return self.fixed if self.kind == "sinusoidal" else None
