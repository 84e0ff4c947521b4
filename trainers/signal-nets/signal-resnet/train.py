"""The trainer `signal-resnet`. Runs by hand too; see the pack's README."""

from __future__ import annotations

from block_views import views
from block_watch import watch
from resnet import SignalResNet
from signal_nets.explain import GradCam
from signal_nets.trainer import Network, train

network = Network(
    build=lambda shape, config: SignalResNet(shape.channels, shape.classes, config),
    explainer=lambda _: GradCam("Grad-CAM of the last stage", lambda model: model.stages[-1]),
    views=views,
    watch=watch,
)

if __name__ == "__main__":
    train(network)
