"""What a trained network leaves behind: scores with intervals, predictions, history, model files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import trainyard
from numpy.typing import NDArray
from torch import nn
from trainyard_lib import Predictions, offer_onnx, send_predictions
from trainyard_lib.dataset import WindowSet
from trainyard_lib.sections import SectionFields, classification_sections, curves, failure_cases, summary

from .data import Scaling
from .fit import predict

#: Windows on which an exported model is replayed before it is offered.
_REPLAYED = 1000


class Deployed(nn.Module):
    """Raw windows in, probabilities out: the scaling travels with the model."""

    def __init__(self, model: nn.Module, scaling: Scaling) -> None:
        super().__init__()
        self.model = model
        self.register_buffer("mean", scaling.mean.view(1, -1, 1))
        self.register_buffer("deviation", scaling.deviation.view(1, -1, 1))

    def forward(self, signal: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self.model((signal - self.mean) / self.deviation), dim=1)


@dataclass(frozen=True)
class Evaluated:
    predictions: Predictions
    result: dict[str, Any]


def evaluate(
    run: trainyard.Run, windows: WindowSet, model: nn.Module, signals: torch.Tensor, test: NDArray[np.int64]
) -> Predictions:
    """`signals`: the scaled windows of the test part, in the order of `test`."""
    scores = predict(model, signals, next(model.parameters()).device).double().numpy()
    return Predictions(
        classes=windows.classes,
        ids=[windows.ids[i] for i in test],
        truth=windows.y[test],
        predicted=scores.argmax(axis=1).astype(np.int64),
        scores=scores,
        units=[str(windows.units[i]) for i in test],
        not_scored=run.split.not_scored if run.split else (),
        seed=run.seed,
    )


def history_section(history: Sequence[dict[str, float]]) -> SectionFields:
    epochs = [h["epoch"] for h in history]
    lines = {
        "train loss": (epochs, [h["train_loss"] for h in history]),
        "validation loss": (epochs, [h["validation_loss"] for h in history]),
        "validation accuracy": (epochs, [h["validation_accuracy"] for h in history]),
    }
    return curves("Training history", lines)


def report(run: trainyard.Run, main: Evaluated, companion: Evaluated | None, facts: dict[str, object]) -> None:
    """Sections and files of the run's own split, the companion's score beside it."""
    note = run.split.note if run.split else None
    result = main.result
    rows = {"Epochs": result["epoch"], "Best epoch": result["best_epoch"], "Best validation loss": f"{result['best_loss']:.4f}"}
    run.section(**summary({**rows, **facts}))
    beside = companion.predictions if companion else None
    by = run.split.companion.by if run.split and run.split.companion else "unit"
    for section in classification_sections(main.predictions, note=note, companion=beside, companion_by=by):
        run.section(**section)
    run.section(**failure_cases(main.predictions))
    run.section(**history_section(result["history"]))
    history = run.output / "history.json"
    history.write_text(json.dumps(result["history"], indent=1))
    run.artifact(history, "history")
    send_predictions(run, main.predictions)


def export(run: trainyard.Run, model: nn.Module, scaling: Scaling, sample: torch.Tensor, classes: list[str]) -> None:
    """`model.pt` (weights, scaling, classes, configuration) and, where asked, an ONNX file that was replayed."""
    model = model.cpu().eval()
    path = run.output / "model.pt"
    torch.save(
        {
            "weights": model.state_dict(),
            "mean": scaling.mean,
            "deviation": scaling.deviation,
            "classes": classes,
            "config": run.config,
        },
        path,
    )
    run.artifact(path, "model", format="torch", classes=classes)
    if run.config["onnx"]:
        _export_onnx(run, Deployed(model, scaling).eval(), sample[:_REPLAYED], classes)


def _export_onnx(run: trainyard.Run, deployed: nn.Module, windows: torch.Tensor, classes: list[str]) -> None:
    path: Path = run.output / "model.onnx"
    try:
        with torch.no_grad():
            scores = torch.cat([deployed(piece) for piece in windows.split(256)])
            torch.onnx.export(
                deployed,
                (windows[:2],),
                str(path),
                input_names=["signal"],
                output_names=["scores"],
                dynamic_shapes={"signal": {0: torch.export.Dim("batch")}},
                external_data=False,
                verbose=False,
                dynamo=True,
            )
    except Exception as error:  # an export that fails is told, and costs the run nothing but the file
        path.unlink(missing_ok=True)
        run.log("warning", f"The ONNX model is not offered: the export failed ({type(error).__name__}: {error}).")
        return
    offer_onnx(run, path, windows.numpy(), scores.numpy(), tolerance=1e-4, classes=classes)
