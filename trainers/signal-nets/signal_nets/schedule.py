"""The learning rate as a function of the step alone: nothing to save, nothing to restore."""

from __future__ import annotations

import math


def learning_rate(step: int, steps_per_epoch: int, config: dict[str, float]) -> float:
    """Linear warm-up, then a cosine down to `min_learning_rate` (Loshchilov and Hutter, SGDR, 2017, without restarts).

    `step` counts optimiser steps from 0 over the whole training.
    """
    peak, floor = config["learning_rate"], config["min_learning_rate"]
    warm = int(config["warmup_epochs"]) * steps_per_epoch
    total = int(config["epochs"]) * steps_per_epoch
    if step < warm:
        return peak * (step + 1) / warm
    share = (step - warm) / max(1, total - warm)
    return floor + (peak - floor) * 0.5 * (1 + math.cos(math.pi * min(1.0, share)))
