"""What only this network shows: whether the gradient reaches its first layers, and how its layers live."""

from __future__ import annotations

import math
from typing import Any

from resnet import SignalResNet
from signal_nets.trainer import Trained
from trainyard_lib.sections import curves

#: Epochs that a picture over time shows at most.
_EPOCHS = 100
#: The first block should be reached by at least that share of the strongest gradient.
_VANISHED = 1e-3


def views(trained: Trained) -> None:
    assert isinstance(trained.model, SignalResNet)
    if not trained.watched:
        return
    names = [name for name, _ in trained.model.parts()]
    history = thinned(trained.watched)
    _gradient_flow(trained, names, history)
    _layers(trained, names, history)


def thinned(history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first and last epoch, and as many between as a picture can show."""
    count = min(_EPOCHS, len(history))
    places = {round(i * (len(history) - 1) / max(1, count - 1)) for i in range(count)}
    return [history[i] for i in sorted(places)]


def stage_norms(names: list[str], norms: list[float]) -> dict[str, float]:
    """Norms of the blocks together, by stage; the head comes last."""
    squares: dict[str, float] = {}
    for name, norm in zip([*names, "head"], norms, strict=True):
        stage = f"stage {name.split('.')[0]}" if "." in name else name
        squares[stage] = squares.get(stage, 0.0) + norm * norm
    return {stage: math.sqrt(square) for stage, square in squares.items()}


def flow_in_words(names: list[str], norms: list[float]) -> str:
    """Of one epoch: whether the gradient gets from the head to the first layers."""
    blocks = norms[: len(names)]
    strongest, weakest = max(blocks), min(blocks)
    if strongest <= 0:
        return "No gradient at all: the loss no longer changes with any weight."
    where = f"{weakest / strongest:.2g} of the strongest ({names[blocks.index(weakest)]} against "
    where += f"{names[blocks.index(strongest)]})"
    if blocks[0] < _VANISHED * strongest:
        return f"The gradient vanishes on its way to the first layers: the weakest block gets {where}."
    return f"The gradient reaches the first layers: the weakest block gets {where}."


def _gradient_flow(trained: Trained, names: list[str], history: list[dict[str, Any]]) -> None:
    epochs = [float(h["epoch"]) for h in history]
    by_stage = [stage_norms(names, h["gradient"]) for h in history]
    on = "Norm of the loss's gradient after each epoch, on the same training windows (up to 64), before clipping."
    lines = {stage: (epochs, [norms[stage] for norms in by_stage]) for stage in by_stage[0]}
    trained.show(
        **curves(
            "Gradient flow by stage",
            lines,
            y_label="norm of the gradient",
            log_y=True,
            notes=[on, f"Last epoch: {flow_in_words(names, history[-1]['gradient'])}"],
        )
    )
    trained.show(
        "heatmap",
        "Gradient flow by block",
        {
            "x": [f"epoch {h['epoch']}" for h in history],
            "y": [*names, "head"],
            # log10, since blocks differ by powers of ten; a gradient of nothing would be minus infinity.
            "values": [[_log(h["gradient"][k]) for h in history] for k in range(len(names) + 1)],
            "unit": "log10 of the norm",
            "kind": "plain",
        },
        [
            on,
            "Blocks from input (top) to output; 2.1 is the first block of stage 2. "
            "Those with far less than others hardly learn.",
        ],
    )


def _log(norm: float) -> float:
    return round(math.log10(max(norm, 1e-12)), 3)


def _layers(trained: Trained, names: list[str], history: list[dict[str, Any]]) -> None:
    on = "Outputs of each block after its ReLU, in evaluation mode, on the same training windows (up to 64)."
    pictures = {
        "mean": ("Mean activation by block", "", 1.0, "A mean that runs away from epoch to epoch is a warning."),
        "deviation": (
            "Deviation of activations by block", "", 1.0,
            "A deviation near zero means that a block says the same of every signal.",
        ),
        "dead": (
            "Dead filters by block", "%", 100.0,
            "Filters that put out nothing for any of the windows: capacity that is not used.",
        ),
    }  # fmt: skip
    for key, (title, unit, factor, why) in pictures.items():
        trained.show(
            "heatmap",
            title,
            {
                "x": [f"epoch {h['epoch']}" for h in history],
                "y": names,
                "values": [[round(factor * h[key][k], 4) for h in history] for k in range(len(names))],
                "unit": unit,
                "kind": "plain",
            },
            [on, why],
        )
    last = history[-1]
    assert isinstance(trained.model, SignalResNet)
    sizes = [sum(q.numel() for q in part.parameters()) for _, part in trained.model.parts()]
    trained.show(
        "table",
        "Layers after the last epoch",
        {
            "columns": [
                "block", "weights", "mean", "deviation", "dead filters (%)", "gradient norm", "gradient / weight norm",
            ],
            "rows": [
                [
                    name, sizes[k], round(last["mean"][k], 4), round(last["deviation"][k], 4),
                    round(100 * last["dead"][k], 1), _short(last["gradient"][k]),
                    _short(last["gradient"][k] / max(1e-12, last["weight"][k])),
                ]
                for k, name in enumerate(names)
            ],
        },
        [on, dead_in_words(names, last["dead"])],
    )  # fmt: skip


def dead_in_words(names: list[str], dead: list[float]) -> str:
    worst = max(range(len(names)), key=lambda k: dead[k])
    if dead[worst] == 0:
        return "No filter is dead."
    return f"Most dead filters: block {names[worst]}, {dead[worst]:.0%}."


def _short(value: float) -> float:
    return float(f"{value:.3g}")
