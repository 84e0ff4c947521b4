"""The trainer `signal-spectrogram`. Runs by hand too; see the pack's README."""

from __future__ import annotations

from typing import Any

from plane_cam import PlaneCam
from plane_views import filters, spectrograms
from signal_nets.trainer import Network, Shape, Trained, train
from spectrogram_net import SpectrogramNet


def build(shape: Shape, config: dict[str, Any]) -> SpectrogramNet:
    return SpectrogramNet(shape.channels, shape.classes, shape.samples, shape.rate_hz, config)


def views(trained: Trained) -> None:
    spectrograms(trained)
    filters(trained)


network = Network(
    build=build,
    explainer=lambda model: PlaneCam(isinstance(model, SpectrogramNet) and model.side is not None),
    views=views,
)

if __name__ == "__main__":
    train(network)
