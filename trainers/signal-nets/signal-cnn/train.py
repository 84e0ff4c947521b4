"""The trainer `signal-cnn`. Runs by hand too; see the pack's README."""

from __future__ import annotations

from model import SignalCNN
from signal_nets.explain import GradCam
from signal_nets.trainer import Network, Trained, train
from views import activation_maps, first_filters


def views(trained: Trained) -> None:
    first_filters(trained)
    activation_maps(trained)


network = Network(
    build=lambda shape, config: SignalCNN(shape.channels, shape.classes, config),
    explainer=lambda _: GradCam("Grad-CAM of the last conv block", lambda model: model.blocks[-1]),
    views=views,
)

if __name__ == "__main__":
    train(network)
