"""What only this network can show: its first filters, and what each block makes of one signal."""

from __future__ import annotations

import torch
from model import SignalCNN
from signal_nets.explain import Tensor
from signal_nets.results import chosen_window
from signal_nets.trainer import Trained

#: Filters and places of an activation map that are drawn.
_FILTERS, _PLACES = 32, 160


def first_filters(trained: Trained) -> None:
    model = trained.model
    assert isinstance(model, SignalCNN)
    shown = model.first_filters().cpu()
    trained.run.section(
        "filters",
        "Filters of the first layer",
        {"layer": "conv 1, first channel", "filters": [[float(v) for v in row] for row in shown]},
        [f"{shown.shape[0]} filters of {shown.shape[1]} samples."],
    )


def activation_maps(trained: Trained) -> None:
    """From input to output, for one window of the test part."""
    model = trained.model
    assert isinstance(model, SignalCNN)
    place, words = chosen_window(trained)
    if place is None:
        return
    seen = trained.test.signals[place : place + 1]
    seconds = trained.shape.samples / trained.shape.rate_hz
    with torch.no_grad():
        for number, block in enumerate(model.blocks_in_turn(), 1):
            seen = block(seen)
            trained.run.section(
                "heatmap",
                f"Activation of block {number}",
                _picture(seen[0], seconds),
                [words, "Filters by their mean activation, the most active first; time runs from left to right."],
            )


def _picture(activation: Tensor, seconds: float) -> dict[str, object]:
    """(filters, places) as a heat map of the most active filters."""
    order = activation.mean(dim=1).argsort(descending=True)[:_FILTERS]
    shown = activation[order]
    if shown.shape[1] > _PLACES:
        shown = torch.nn.functional.adaptive_max_pool1d(shown.unsqueeze(0), _PLACES)[0]
    places = shown.shape[1]
    return {
        "x": [f"{seconds * (i + 0.5) / places:.3f} s" for i in range(places)],
        "y": [f"filter {int(i) + 1}" for i in order],
        "values": [[round(float(v), 4) for v in row] for row in shown],
        "unit": "",
        "kind": "plain",
    }
