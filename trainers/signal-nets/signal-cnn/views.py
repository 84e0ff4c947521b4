"""What only this network can show: its first filters, and what each block makes of one signal."""

from __future__ import annotations

from itertools import islice

import torch
from model import SignalCNN
from signal_nets.explain import Tensor, examine
from signal_nets.results import chosen_window
from signal_nets.trainer import Trained
from torch import nn

#: Filters and places of an activation map that are drawn.
_FILTERS, _PLACES = 32, 160


def first_filters(trained: Trained) -> None:
    model = trained.model
    assert isinstance(model, SignalCNN)
    shown = model.first_filters().cpu()
    trained.show(
        "filters",
        "Filters of the first layer",
        {"layer": "conv 1, first channel", "filters": [[float(v) for v in row] for row in shown]},
        [f"{shown.shape[0]} filters of {shown.shape[1]} samples."],
    )


class BlockActivation:
    """Where along the signal a block is active, as a picture that has to pass the tests of `explain`."""

    def __init__(self, number: int) -> None:
        self.name, self._number = f"Activation of block {number}", number

    def seen(self, model: nn.Module, signals: Tensor) -> Tensor:
        return signals

    def logits(self, model: nn.Module, seen: Tensor) -> Tensor:
        return model(seen)

    def pictures(self, model: nn.Module, seen: Tensor, classes: Tensor) -> Tensor:
        along = self.activation(model, seen).mean(dim=1, keepdim=True)
        return nn.functional.interpolate(along, seen.shape[-1], mode="linear").squeeze(1)

    def activation(self, model: nn.Module, seen: Tensor) -> Tensor:
        """(n, filters, places) behind the block."""
        assert isinstance(model, SignalCNN)
        with torch.no_grad():
            for block in islice(model.blocks_in_turn(), self._number):
                seen = block(seen)
        return seen


def activation_maps(trained: Trained) -> None:
    """From input to output, for one window of the test part; blocks whose pictures fail a test are told in words."""
    model, shape, test = trained.model, trained.shape, trained.test
    assert isinstance(model, SignalCNN)
    place, words = chosen_window(trained)
    if place is None or len(test) < 2:
        return
    seconds = shape.samples / shape.rate_hz

    def untrained() -> nn.Module:
        return SignalCNN(shape.channels, shape.classes, trained.run.config)

    for number, _ in enumerate(model.blocks_in_turn(), 1):
        block = BlockActivation(number)
        verdict = examine(block, model, untrained, test.signals, test.targets, trained.run.seed)
        if verdict.passed:
            shown = block.activation(model, test.signals[place : place + 1])[0]
            order = "Filters by their mean activation, the most active first; time runs from left to right."
            trained.show("heatmap", block.name, _picture(shown, seconds), [words, order, *verdict.notes()])
        else:
            because = "Where this block is active is not where the answers come from, as far as the tests can tell."
            markdown = "\n\n".join([because, *verdict.notes()])
            trained.show("text", f"{block.name}: not shown", {"markdown": markdown})


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
