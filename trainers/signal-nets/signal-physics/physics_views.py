"""What this network adds to the results: the physics' losses, its evidence, and whether the answers keep to it."""

from __future__ import annotations

import math

import numpy as np
from film_views import films_view, sommerfeld_view, whirl_view
from numpy.typing import NDArray
from order_bands import ORDERS, resolution_hz
from physics_net import PhysicsNet
from signal_nets.trainer import Trained
from tested import Tested, rounded, test_part, thin
from trainyard_lib import wilson
from trainyard_lib.sections import curves

Array = NDArray[np.float64]

_TERMS = ("whirl", "orders", "sommerfeld")
#: Letters of a list of classes in a note.
_NAMED = 600


def views(trained: Trained) -> None:
    _losses(trained)
    _findings(trained)
    if len(trained.test) == 0:
        return
    tested = test_part(trained)
    _frequencies(trained, tested)
    sommerfeld_view(trained, tested)
    whirl_view(trained, tested)
    films_view(trained, tested)


def _losses(trained: Trained) -> None:
    history = trained.history
    epochs = [h["epoch"] for h in history]
    lines = {term: (epochs, [h[f"train_{term}"] for h in history]) for term in ("classes", *_TERMS)}
    trained.show(
        **curves(
            "Physics loss by term",
            lines,
            y_label="training loss",
            notes=[
                f"Each term before its weight; the loss is classes + {trained.run.config['physics_weight']:g} × "
                "(whirl + orders + sommerfeld). A term that is off, or was left out, stays at 0.",
                "That the terms fall does not say that they help the classes: to know, run the same again with all "
                "three off and compare the two runs.",
            ],
        )
    )


def _findings(trained: Trained) -> None:
    model = trained.model
    assert isinstance(model, PhysicsNet)
    rows = [[f.statement, f.evidence, f.verdict, "yes" if f.used else "no"] for f in model.physics.findings]
    trained.show(
        "table",
        "Physics against the labels of the training part",
        {"columns": ["statement", "evidence", "verdict", "in the loss"], "rows": rows},
        [
            "Asked before the training. What is set to be checked and was contradicted is left out of the loss.",
            "Intervals take windows for independent; those of one unit are not, so verdicts are surer of themselves "
            "than they should be.",
        ],
    )


def _expected(trained: Trained, tested: Tested) -> tuple[Array, Array, list[str]]:
    """For each window the frequency at which the class that the network says has its strongest line, how far off a
    line may be, and words; NaN where the graph names no line of the class."""
    knowledge = trained.run.config["knowledge"]
    low, high = knowledge["critical_hz"]
    first: dict[str, str] = {}
    for line in knowledge["raises"]:
        name, band = (part.strip() for part in line.rsplit(">", 1))
        if band != "high":
            first.setdefault(name, band)
    speed = tested.film.speed_hz
    expected, within = np.full(len(speed), math.nan), np.full(len(speed), math.nan)
    resolution = resolution_hz(trained.shape.samples, trained.shape.rate_hz)
    words: list[str] = []
    for number, name in enumerate(trained.windows.classes):
        if name not in first:
            continue
        said, band = tested.said == number, first[name]
        words.append(f"{name} at {band}")
        if band in ORDERS:
            order, (begin, end) = ORDERS[band]
            expected[said], within[said] = order * speed[said], (end - begin) / 2 * speed[said]
        else:
            expected[said], within[said] = (low + high) / 2, (high - low) / 2
    return expected, np.maximum(within, resolution), words


def _frequencies(trained: Trained, tested: Tested) -> None:
    expected, within, words = _expected(trained, tested)
    found, named = tested.measured.strongest_hz, ", ".join(words)[:_NAMED]
    near, asked, right = np.abs(found - expected) <= within, np.isfinite(expected), tested.said == tested.truth
    notes = [
        "Across: where the class that the network says is expected to have its strongest line, from the graph and the "
        f"speed ({named or 'the graph names none'}). Up: where the window's strongest line between 0.3 and 3.2 orders "
        "is. Answer and physics agree where both are the same frequency."
    ]
    for label, kept in (("right", asked & right), ("wrong", asked & ~right)):
        share = wilson(int((near & kept).sum()), int(kept.sum()))
        if kept.any():
            notes.append(
                f"Of {int(kept.sum())} {label} answers {share.value:.0%} agree within the band, or the "
                f"{resolution_hz(trained.shape.samples, trained.shape.rate_hz):.3g} Hz that a window resolves "
                f"(95 % interval {share.low:.0%} to {share.high:.0%})."
            )
    groups: list[dict[str, object]] = []
    for number, name in enumerate(trained.windows.classes):
        places = thin(np.flatnonzero(asked & (tested.said == number)), len(trained.windows.classes))
        if len(places) > 0:
            groups.append({"label": f"said {name}", "x": rounded(expected[places]), "y": rounded(found[places])})
    if groups:
        trained.show(
            "scatter",
            "Expected and measured frequencies",
            {
                "x": {"label": "expected of the predicted class", "unit": "Hz", "log": True},
                "y": {"label": "strongest line", "unit": "Hz", "log": True},
                "groups": groups,
            },
            notes,
        )
