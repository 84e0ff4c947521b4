"""The trainer `signal-physics`. Runs by hand too; see the pack's README."""

from __future__ import annotations

from evidence import prepare
from figures import conditions
from physics_loss import objective
from physics_net import PhysicsNet
from physics_views import views
from signal_nets.explain import GradCam
from signal_nets.trainer import Network, train
from torch import nn


def last_conv(model: nn.Module) -> nn.Module:
    assert isinstance(model, PhysicsNet)
    return model.convs[-1]


network = Network(
    build=lambda shape, config: PhysicsNet(shape.channels, shape.classes, config),
    explainer=lambda _: GradCam("Grad-CAM of the last conv layer", last_conv),
    views=views,
    objective=objective,
    conditions=conditions,
    prepare=prepare,
)

if __name__ == "__main__":
    train(network)
