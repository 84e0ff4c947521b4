"""The loss: classes, and three statements of physics that the data could prove wrong.

    loss = classes + physics_weight * (whirl + orders + sommerfeld)

- `classes`: cross entropy. With the knowledge graph on, a share of each target (`knowledge.smoothing`) is spread evenly
  over the class's relatives in the graph, where it has any: a mixed fault is taken for one of its parts more cheaply
  than for something else.
- `whirl`: -ln(1 - p), p the probability of the classes that the film excites, over the windows where it cannot: laminar
  and e > 0.76. Zero where there are none.
- `orders`: with z the bands' shares of power in deviations from the mean of the training part and q = p A the
  probability of any class that raises a band (A: the graph): the mean over the bands of (1 - q) [z > 1] + q [z < -1],
  each weighed by how far z lies beyond, up to 2. A band that clearly stands out must be explained, one that clearly
  lacks may not be expected. Only windows that are long enough to tell the orders apart.
- `sommerfeld`: Huber loss of the side head on ln S, both in deviations of the training part.
"""

from __future__ import annotations

import torch
from figures import FIRST_BAND, KNOWN, LOG_S, RESOLVED, STABLE
from physics_net import Physics, PhysicsNet
from torch import nn
from torch.nn import functional

Tensor = torch.Tensor

#: Of blended windows (MixUp) a statement is asked only where it holds for both.
_BOTH = 0.999
_CLEARLY, _AT_MOST = 1.0, 2.0


def objective(
    model: nn.Module, signals: Tensor, targets: Tensor, conditions: Tensor | None, weights: Tensor | None
) -> tuple[Tensor, dict[str, Tensor]]:
    assert isinstance(model, PhysicsNet)
    assert conditions is not None
    physics = model.physics
    logits, log_s = (each.float() for each in model.both(signals))
    scores = logits.softmax(dim=1)
    parts = {
        "classes": functional.cross_entropy(logits, smoothed(targets, physics), weight=weights),
        "whirl": whirl_term(scores, conditions, physics),
        "orders": orders_term(scores, conditions, physics),
        "sommerfeld": sommerfeld_term(log_s, conditions, physics),
    }
    return parts["classes"] + physics.weight * (parts["whirl"] + parts["orders"] + parts["sommerfeld"]), parts


def smoothed(targets: Tensor, physics: Physics) -> Tensor:
    if physics.smoothing == 0:
        return targets
    # A class without relatives keeps all.
    kept = 1 - physics.smoothing * physics.like.sum(dim=1)
    return targets * kept + physics.smoothing * targets @ physics.like


def _mean(values: Tensor, asked: Tensor) -> Tensor:
    """Over the windows that are asked; 0, with a gradient of 0, where there are none."""
    return (values * asked).sum() / asked.sum().clamp(min=1)


def whirl_term(scores: Tensor, conditions: Tensor, physics: Physics) -> Tensor:
    if not physics.whirl_classes:
        return scores.sum() * 0
    excited = scores[:, physics.whirl_classes].sum(dim=1)
    return _mean(-(1 - excited).clamp(min=1e-6).log(), (conditions[:, STABLE] > _BOTH).float())


def orders_term(scores: Tensor, conditions: Tensor, physics: Physics) -> Tensor:
    expects = physics.raises.any(dim=0)
    if not physics.uses_orders or not bool(expects.any()):
        return scores.sum() * 0
    z = (conditions[:, FIRST_BAND:] - physics.band_mean) / physics.band_deviation
    expected = (scores @ physics.raises).clamp(max=1)
    above, below = (side.clamp(min=0, max=_AT_MOST) for side in (z - _CLEARLY, -z - _CLEARLY))
    against = above * (1 - expected) + below * expected
    return _mean((against * expects).sum(dim=1) / expects.sum(), (conditions[:, RESOLVED] > _BOTH).float())


def sommerfeld_term(log_s: Tensor, conditions: Tensor, physics: Physics) -> Tensor:
    if not physics.uses_sommerfeld:
        return log_s.sum() * 0
    wanted = (conditions[:, LOG_S] - physics.log_s_mean) / physics.log_s_deviation
    losses = functional.huber_loss(log_s, wanted, reduction="none")
    return _mean(losses, (conditions[:, KNOWN] > _BOTH).float())
