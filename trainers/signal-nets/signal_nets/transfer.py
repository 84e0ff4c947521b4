"""Starting from a registered model of another run: what fits by name and shape is taken, the rest stays fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
import trainyard
from torch import nn

if TYPE_CHECKING:
    from .trainer import Shape

Tensor = torch.Tensor

#: Names of what was not taken that are told one by one.
_NAMED = 6


class NothingFits(RuntimeError):
    """A registered model was asked for and not one of its weights fits."""


def start_from(run: trainyard.Run, model: nn.Module, shape: Shape) -> dict[str, object]:
    """For trainers with `needs: {models: {min: 0, max: 1}}`. Facts for the summary; none where no model was chosen.

    Each run scales the signals by its own training part, so the scaling of the other run is not taken.
    """
    if not run.models:
        return {}
    source = run.models[0]
    name = f"{source.name}@{source.version}"
    file = source.file("model")
    if file is None or file.meta.get("format", "torch") != "torch":
        raise NothingFits(f"{name} has no weights of PyTorch to start from: it was made by {source.trainer}.")
    saved: dict[str, Any] = torch.load(file.path, map_location="cpu", weights_only=True)
    taken, missed = take_weights(model, saved["weights"])
    if not taken:
        raise NothingFits(
            f"None of the weights of {name} fits this network: it was made by {source.trainer}. "
            f"Choose the architecture of run #{source.run_number}, or start without a model."
        )
    total = len(taken) + len(missed)
    words = f"{len(taken)} of {total} weights are those of {name} (run #{source.run_number}, {source.trainer})"
    # Half of another architecture is no knowledge: whoever chose the model should see it.
    run.log("info" if len(taken) >= len(missed) else "warning", f"{words}.")
    if missed:
        more = f"; and {len(missed) - _NAMED} more" if len(missed) > _NAMED else ""
        run.log("info", f"These start fresh: {'; '.join(missed[:_NAMED])}{more}.")
    rate = (file.meta.get("input") or {}).get("rate_hz")
    if rate is not None and abs(rate - shape.rate_hz) > 1e-6 * shape.rate_hz:
        run.log(
            "warning",
            f"{name} learned from signals of {rate:g} Hz and these have {shape.rate_hz:g} Hz: what it knows of "
            "frequencies is off by that factor.",
        )
    return {"Started from": words}


def take_weights(model: nn.Module, weights: dict[str, Tensor]) -> tuple[list[str], list[str]]:
    """Names of the weights (and running figures) that were taken, and words on each that was not."""
    own = model.state_dict()
    taken: dict[str, Tensor] = {}
    missed: list[str] = []
    for name, value in own.items():
        other = weights.get(name)
        if not value.is_floating_point():
            continue  # a counter of batches, which nothing reads
        if other is None:
            missed.append(f"{name} (the other has none)")
        elif other.shape != value.shape:
            missed.append(f"{name} ({_size(value)} here, {_size(other)} there)")
        else:
            taken[name] = other
    model.load_state_dict(taken, strict=False)
    return list(taken), missed


def _size(value: Tensor) -> str:
    return " × ".join(str(n) for n in value.shape) or "one number"
