"""Before the training: what the labels of the training part say of each statement of physics, and what is left out."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
import trainyard
from figures import FIRST_BAND, KNOWN, LOG_S, RESOLVED, STABLE
from knowledge import Knowledge, read_knowledge
from numpy.typing import NDArray
from order_bands import BANDS
from physics_net import Finding, PhysicsNet
from signal_nets.fit import Windows
from torch import nn
from trainyard_lib import wilson

#: Whirl where the film is stable contradicts the rule from this share of windows on.
_TOLERATED = 0.01


def prepare(run: trainyard.Run, model: nn.Module, train: Windows, classes: list[str]) -> None:
    """Measures the scales on the training part, asks its labels, fills `model.physics`, and tells the log."""
    assert isinstance(model, PhysicsNet)
    assert train.conditions is not None
    config, physics = run.config, model.physics
    known = train.conditions[train.conditions[:, KNOWN] > 0.5, LOG_S]
    unknown = len(train) - len(known)
    if unknown > 0:
        run.log(
            "warning",
            f"{unknown} of {len(train)} training windows have no film (speed and load must be above 0): "
            "the physics leaves them out.",
        )
    if len(known) > 1:
        physics.log_s_mean.copy_(known.mean())
        physics.log_s_deviation.copy_(known.std().clamp(min=1e-3))
    physics.uses_sommerfeld = bool(config["terms"]["sommerfeld"]) and len(known) > 1

    resolved = train.conditions[:, RESOLVED] > 0.5
    if int(resolved.sum()) > 1:
        bands = train.conditions[resolved, FIRST_BAND:]
        physics.band_mean.copy_(bands.mean(dim=0))
        physics.band_deviation.copy_(bands.std(dim=0).clamp(min=1e-3))
    if not bool(resolved.all()):
        run.log(
            "warning",
            f"{int((~resolved).sum())} of {len(train)} training windows are too short for their speed to tell whirl "
            "from one turn: the orders leave them out. Longer windows help.",
        )

    whirl = _whirl(config, train, classes)
    if whirl.used:
        physics.whirl_classes = [classes.index(name) for name in config["terms"]["whirl_classes"] if name in classes]
    found = [whirl]
    if config["knowledge"]["enabled"]:
        knowledge = read_knowledge(config["knowledge"]["raises"], config["knowledge"]["like"], classes)
        for line in knowledge.unknown:
            run.log("info", f'The graph\'s "{line}" is about a class that the data do not have.')
        physics.like.copy_(torch.from_numpy(knowledge.like))
        edges = _edges(config["terms"]["orders"], knowledge, train, classes)
        for finding, (number, band) in edges:
            physics.raises[number, band] = float(finding.used)
        found += [finding for finding, _ in edges]
        physics.uses_orders = any(finding.used for finding, _ in edges)
    physics.findings = found
    for finding in found:
        if finding.verdict == "contradicted":
            kept = "It is used all the same." if finding.used else "It is left out."
            run.log("warning", f"Contradicted by the training part: {finding.statement} ({finding.evidence}). {kept}")


def _used(setting: str, verdict: str) -> bool:
    return setting == "on" or (setting == "checked" and verdict != "contradicted")


def _whirl(config: dict[str, Any], train: Windows, classes: list[str]) -> Finding:
    assert train.conditions is not None
    names = [name for name in config["terms"]["whirl_classes"] if name in classes]
    statement = f"no {' or '.join(names) or 'whirl'} where e > 0.76 in a laminar film"
    if not names:
        return Finding(statement, "the data have no such class", "no verdict", False)
    stable = train.conditions[:, STABLE] > 0.5
    whirling = torch.isin(train.targets, torch.tensor([classes.index(name) for name in names]))
    there, trials = int((stable & whirling).sum()), int(stable.sum())
    share = wilson(there, trials)
    evidence = f"{there} of {trials} training windows there are labelled so"
    verdict = "no verdict"
    if trials > 0 and share.low is not None and share.high is not None:
        if share.low > _TOLERATED:
            verdict = "contradicted"
        elif share.high < int(whirling.sum()) / len(train):
            # Fewer than anywhere else, and not by chance.
            verdict = "confirmed"
    return Finding(statement, evidence, verdict, _used(config["terms"]["whirl"], verdict))


def _edges(
    setting: str, knowledge: Knowledge, train: Windows, classes: list[str]
) -> list[tuple[Finding, tuple[int, int]]]:
    assert train.conditions is not None
    resolved = (train.conditions[:, RESOLVED] > 0.5).numpy()
    bands, targets = train.conditions[:, FIRST_BAND:].numpy(), train.targets.numpy()
    found: list[tuple[Finding, tuple[int, int]]] = []
    for number, band in np.argwhere(knowledge.raises):
        own = resolved & (targets == number)
        others = resolved & ~knowledge.raises[targets, band]
        area, half = area_under(bands[own, band], bands[others, band])
        evidence, verdict = "no windows to compare", "no verdict"
        if math.isfinite(area):
            evidence = f"its share is larger than in classes without it in {area:.0%} of pairs (± {half:.0%})"
            verdict = "confirmed" if area - half > 0.5 else "contradicted" if area + half < 0.5 else "no verdict"
        finding = Finding(f"{classes[number]} raises {BANDS[band]}", evidence, verdict, _used(setting, verdict))
        found.append((finding, (int(number), int(band))))
    return found


def area_under(own: NDArray[np.float32], others: NDArray[np.float32]) -> tuple[float, float]:
    """Share of pairs in which the first is larger, and half its 95 % interval (Hanley and McNeil, 1982). The interval
    takes windows for independent, which those of one rig are not: it is too narrow."""
    n, m = len(own), len(others)
    if n < 2 or m < 2:
        return math.nan, math.nan
    order = np.sort(others)
    below, up_to = np.searchsorted(order, own, "left"), np.searchsorted(order, own, "right")
    area = float((below + up_to).sum() / (2 * n * m))
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    variance = (area * (1 - area) + (n - 1) * (one - area**2) + (m - 1) * (two - area**2)) / (n * m)
    return area, 1.96 * math.sqrt(max(0.0, variance))
