"""What only this network shows: where its heads look, how they differ, and what it knows of positions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import torch
from positions import angles
from signal_nets.results import chosen_window
from signal_nets.trainer import Trained
from trainyard_lib.sections import curves
from transformer import SignalTransformer

Tensor = torch.Tensor

#: Heads, and places along each side, of the pictures.
_HEADS, _PLACES = 8, 64
#: Windows over which heads are measured.
_MEASURED = 64


@dataclass(frozen=True)
class HeadFigures:
    """(layers, heads) each, means over windows and over the patches that look."""

    #: How far away what is looked at lies, in patches.
    distance: Tensor
    #: 0: one patch only, 1: all patches alike.
    entropy: Tensor


def views(trained: Trained) -> None:
    model = trained.model
    assert isinstance(model, SignalTransformer)
    if len(trained.test) > 0:
        _attention_maps(trained, model)
        _specialisation(trained, model)
    _positions(trained, model)


def thin(square: Tensor, most: int = _PLACES) -> tuple[Tensor, list[int]]:
    """(places, places) averaged down to at most `most` a side, and where each begins. Averages, so nothing is lost."""
    places = square.shape[0]
    count = min(most, places)
    starts = [i * places // count for i in range(count + 1)]
    bounds = list(pairwise(starts))
    rows = torch.stack([square[a:b].mean(dim=0) for a, b in bounds])
    return torch.stack([rows[:, a:b].mean(dim=1) for a, b in bounds], dim=1), starts[:-1]


def _ms(trained: Trained, patches: float) -> float:
    assert isinstance(trained.model, SignalTransformer)
    return 1000 * patches * trained.model.patch / trained.shape.rate_hz


def head_figures(attention: list[Tensor]) -> HeadFigures:
    """Of layers of (n, heads, looks, looked at)."""
    places = attention[0].shape[-1]
    at = torch.arange(places)
    away = (at.view(-1, 1) - at).abs().float()
    distance = torch.stack([(w * away).sum(dim=3).mean(dim=(0, 2)) for w in attention])
    bits = torch.stack([-(w * w.clamp(min=1e-12).log()).sum(dim=3).mean(dim=(0, 2)) for w in attention])
    return HeadFigures(distance, bits / math.log(max(2, places)))


def _attention_maps(trained: Trained, model: SignalTransformer) -> None:
    """Of the last layer, for one window; only where the pictures of this network passed their tests."""
    verdict = trained.verdict
    if verdict is None or not verdict.passed:
        failed = [] if verdict is None else verdict.notes()
        why = "could not be tested" if verdict is None else "failed a test"
        trained.show(
            "text",
            "Attention maps: not shown",
            {
                "markdown": (
                    f"What this network attends to {why}: its answers do not rest on the patches that it looks at "
                    "more than on others, so that maps of its heads would explain nothing.\n\n" + "\n\n".join(failed)
                )
            },
        )
        return
    place, words = chosen_window(trained)
    if place is None:
        return
    with torch.no_grad():
        _, attention = model.logits_and_attention(trained.test.signals[place : place + 1])
    last = attention[-1][0]
    entropy = head_figures(attention[-1:]).entropy[0]
    # The most decided heads first: a head that looks everywhere alike is an even field.
    for head in entropy.argsort()[:_HEADS].tolist():
        values, starts = thin(last[head])
        names = [f"{_ms(trained, start):.0f} ms" for start in starts]
        trained.show(
            "heatmap",
            f"Attention of head {head + 1}, layer {len(attention)}",
            {
                "x": names,
                "y": names,
                "values": [[round(float(v), 5) for v in row] for row in values],
                "unit": "share",
                "kind": "plain",
            },
            [
                words,
                "A row is a patch that looks, a column one that is looked at; named by where in the window they begin.",
                f"{head_in_words(float(entropy[head]))} An even field would be {1 / last.shape[-1]:.3f} everywhere.",
                *verdict.notes(),
            ],
        )


def head_in_words(entropy: float) -> str:
    if entropy > 0.95:
        return f"This head looks at all patches nearly alike (entropy {entropy:.2f} of at most 1)."
    if entropy > 0.6:
        return f"This head prefers some patches (entropy {entropy:.2f} of at most 1)."
    return f"This head picks few patches (entropy {entropy:.2f} of at most 1)."


def _specialisation(trained: Trained, model: SignalTransformer) -> None:
    test = trained.test
    places = torch.linspace(0, len(test) - 1, min(_MEASURED, len(test))).round().long()
    with torch.no_grad():
        _, attention = model.logits_and_attention(test.signals[places])
    found = head_figures(attention)
    even = _ms(trained, float(head_figures([torch.full_like(attention[0], 1 / model.places)]).distance[0, 0]))
    on = f"Means over {len(places)} windows of the test part and all patches that look."
    if trained.verdict is None or not trained.verdict.passed:
        on += (
            " How the heads spread their attention, and no more: that the answers rest on it is not shown, "
            "since the attention maps did not pass their tests."
        )
    trained.show(
        "scatter",
        "Head specialisation",
        {
            "x": {"label": "mean attention distance", "unit": "ms", "log": False},
            "y": {"label": "entropy (1 = all patches alike)", "unit": "", "log": False},
            "groups": [
                {
                    "label": f"layer {layer + 1}",
                    "x": [round(_ms(trained, float(d)), 3) for d in found.distance[layer]],
                    "y": [round(float(e), 4) for e in found.entropy[layer]],
                }
                for layer in range(len(attention))
            ],
        },
        [
            on,
            f"A head that looks everywhere alike lies at {even:.1f} ms and entropy 1. "
            "Heads in different places do different work; heads in one place could be fewer.",
            spread_in_words(found),
        ],
    )
    trained.show(
        "table",
        "Heads",
        {
            "columns": ["layer", "head", "mean distance (ms)", "entropy", "what it does"],
            "rows": [
                [
                    layer + 1,
                    head + 1,
                    round(_ms(trained, float(found.distance[layer, head])), 2),
                    round(float(found.entropy[layer, head]), 3),
                    head_in_words(float(found.entropy[layer, head])).removeprefix("This head ").split(" (")[0],
                ]
                for layer in range(found.distance.shape[0])
                for head in range(found.distance.shape[1])
            ],
        },
        [on],
    )
    _attention_by_distance(trained, attention[-1], len(attention), on)


def spread_in_words(found: HeadFigures) -> str:
    decided = int((found.entropy < 0.95).sum())
    total = found.entropy.numel()
    return f"{decided} of {total} heads prefer some patches to others (entropy below 0.95)."


def by_distance(weights: Tensor) -> Tensor:
    """(n, heads, looks, looked at) → (heads, places): mean weight of a patch that lies so many patches away."""
    mean = weights.mean(dim=0)
    places = mean.shape[-1]
    return torch.stack(
        [
            (mean.diagonal(away, 1, 2).mean(dim=1) + mean.diagonal(-away, 1, 2).mean(dim=1)) / 2
            for away in range(places)
        ],
        dim=1,
    )


def _attention_by_distance(trained: Trained, weights: Tensor, layer: int, on: str) -> None:
    found = by_distance(weights)
    away = [round(_ms(trained, k), 4) for k in range(found.shape[1])]
    trained.show(
        **curves(
            f"Attention by distance, layer {layer}",
            {f"head {head + 1}": (away, [float(v) for v in row]) for head, row in enumerate(found)},
            x_label="distance of the patch that is looked at",
            x_unit="ms",
            y_label="mean weight",
            notes=[
                on,
                "A level line is a head that does not care how far away a patch lies; a peak at zero one that looks at "
                "itself; peaks at a distance one that looks for what repeats.",
            ],
        )
    )


def _positions(trained: Trained, model: SignalTransformer) -> None:
    vectors = model.position_vectors()
    if vectors is None:
        _rotary_angles(trained, model)
        return
    unit = torch.nn.functional.normalize(vectors, dim=1)
    alike = unit @ unit.T
    values, starts = thin(alike)
    names = [f"{_ms(trained, start):.0f} ms" for start in starts]
    near, far = near_and_far(alike)
    trained.show(
        "heatmap",
        f"Positions: likeness of the {model.kind} vectors",
        {
            "x": names,
            "y": names,
            "values": [[round(float(v), 4) for v in row] for row in values],
            "unit": "cosine",
            "kind": "signed",
        },
        [
            f"Cosine between the vectors that are added to the patches, for {model.places} places.",
            f"Neighbours are alike by {near:.2f}, places half a window apart by {far:.2f}. "
            + (
                "The network learned an order of places."
                if model.kind == "learned" and near > far + 0.1
                else "The network learned no order of places: for it the window is a bag of patches."
                if model.kind == "learned"
                else "These vectors are fixed; nothing of them is learned."
            ),
        ],
    )


def near_and_far(alike: Tensor) -> tuple[float, float]:
    """Mean likeness of neighbours, and of places half a window apart."""
    places = alike.shape[0]
    if places < 2:
        return 1.0, 1.0
    return float(alike.diagonal(1).mean()), float(alike.diagonal(max(1, places // 2)).mean())


def _rotary_angles(trained: Trained, model: SignalTransformer) -> None:
    pairs = trained.run.config["d_model"] // trained.run.config["heads"] // 2
    of = angles(model.places, pairs)
    shown = torch.linspace(0, model.places - 1, min(_PLACES, model.places)).round().long()
    wrapped = torch.atan2(of.sin(), of.cos())[shown]
    trained.show(
        "heatmap",
        "Positions: angles by which queries and keys are turned",
        {
            "x": [f"{_ms(trained, float(place)):.0f} ms" for place in shown],
            "y": [f"pair {k + 1}" for k in range(pairs)],
            "values": [[round(float(v), 4) for v in row] for row in wrapped.T],
            "unit": "rad",
            "kind": "signed",
        },
        [
            "Each pair of values of a query or key is turned by this angle before they are multiplied, so that their "
            "product depends on how far apart two patches lie and not on where (Su et al., 2021).",
            f"The first pair turns by 1 rad a patch ({_ms(trained, 1):.1f} ms), later ones ever more slowly: "
            "fast ones tell neighbours apart, slow ones near from far. The angles are fixed.",
        ],
    )
