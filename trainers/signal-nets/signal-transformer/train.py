"""The trainer `signal-transformer`. Runs by hand too; see the pack's README."""

from __future__ import annotations

from attention_views import views
from rollout import Rollout
from signal_nets.trainer import Network, train
from transformer import SignalTransformer

network = Network(
    build=lambda shape, config: SignalTransformer(shape.channels, shape.classes, shape.samples, config),
    explainer=lambda _: Rollout(),
    views=views,
)

if __name__ == "__main__":
    train(network)
