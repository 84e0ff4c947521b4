"""What a trained network leaves behind: scores with intervals, predictions, history, model files."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
import trainyard
from numpy.typing import NDArray
from torch import nn
from trainyard_lib import Predictions, offer_onnx, send_predictions, wilson
from trainyard_lib.dataset import WindowSet
from trainyard_lib.sections import SectionFields, classification_sections, curves, metric_row, summary

from .data import Scaling
from .explain import Explainer, Verdict
from .failures import failures
from .fit import predict
from .probe import RateSearch

if TYPE_CHECKING:
    from .trainer import Trained

#: Windows on which an exported model is replayed before it is offered.
_REPLAYED = 1000
#: Single windows that are timed on the exported model's own weights.
_TIMED = 30


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


def metrics_of(scored: Mapping[str, Evaluated]) -> dict[str, float]:
    """The figures by which runs are listed and compared."""
    metrics: dict[str, float] = {}
    if "companion" in scored:
        metrics["test/accuracy_new_units"] = scored["companion"].predictions.accuracy.value
    if "main" in scored:
        p = scored["main"].predictions
        metrics |= {
            "test/accuracy": p.accuracy.value,
            "test/macro_f1": p.macro_f1.value,
            "test/log_loss": p.log_loss.value,
            "validation/best_loss": scored["main"].result["best_loss"],
        }
    return metrics


def is_out_of_memory(error: BaseException) -> bool:
    """PyTorch says it on the CPU by an ordinary RuntimeError."""
    words = str(error).lower()
    return (
        isinstance(error, MemoryError | torch.OutOfMemoryError)
        or "allocate memory" in words
        or "out of memory" in words
    )


def memory_words(error: BaseException, batch_size: int) -> str:
    smaller = max(2, batch_size // 2)
    return (
        f"One batch of {batch_size} windows does not fit into memory ({str(error).splitlines()[0][:200]}). "
        f"Try batch_size={smaller}, a shorter window or a smaller network."
    )


def rate_section(found: RateSearch, used: float) -> SectionFields:
    section = curves(
        "Search for a learning rate",
        {"training loss, smoothed": (found.rates, found.losses)},
        x_label="learning rate",
        y_label="loss",
        notes=[
            "A range test (Smith, 2017): the rate grows from batch to batch; "
            "the rate used is a tenth of the one with the lowest loss."
        ],
    )
    section["about"] = "training"
    section["data"]["x"]["log"] = True
    section["data"]["marks"] = [{"x": used, "label": "used"}]
    return section


def chosen_window(trained: Trained) -> tuple[int | None, str]:
    """The window of the test part that views draw: the surest right one. Its place there, and words on it."""
    test = trained.test
    if len(test) == 0:
        return None, ""
    scores = predict(trained.model, test.signals, torch.device("cpu"))
    truth = scores.gather(1, test.targets.view(-1, 1)).squeeze(1)
    place = int(truth.argmax())
    classes = trained.windows.classes
    name = trained.windows.ids[int(trained.parts["test"][place])]
    return (
        place,
        f"Window {name} of the test part, {classes[int(test.targets[place])]}, the one that the network is surest of.",
    )


def history_section(history: Sequence[dict[str, float]]) -> SectionFields:
    epochs = [h["epoch"] for h in history]
    names = {key: key.replace("_", " ") for key in history[0] if key != "epoch"} if history else {}
    return curves("Training history", {words: (epochs, [h[key] for h in history]) for key, words in names.items()})


def report(
    trained: Trained,
    main: Evaluated,
    companion: Evaluated | None,
    facts: dict[str, object],
    explainer: Explainer | None,
    verdict: Verdict | None,
) -> None:
    """Sections and files of the run's own split, the companion's score beside it."""
    run = trained.run
    note = run.split.note if run.split else None
    result = main.result
    rows = {
        "Epochs": result["epoch"],
        "Best epoch": result["best_epoch"],
        "Best validation loss": f"{result['best_loss']:.4f}",
    }
    run.section(**summary({**rows, **facts, **_size_and_latency(trained)}, notes=trained.notes))
    beside = companion.predictions if companion else None
    by = run.split.companion.by if run.split and run.split.companion else "unit"
    for section in classification_sections(main.predictions, note=note, companion=beside, companion_by=by):
        if section["type"] == "metric-table":
            section["data"]["rows"] += _baseline(trained, main.predictions)
        run.section(**section)
    for section in failures(trained, main.predictions, explainer, verdict):
        run.section(**section)
    run.section(**history_section(result["history"]))
    history = run.output / "history.json"
    history.write_text(json.dumps(result["history"], indent=1))
    run.artifact(history, "history")
    send_predictions(run, main.predictions)


def _baseline(trained: Trained, p: Predictions) -> list[dict[str, Any]]:
    """What somebody reaches who always says the commonest class of the training part."""
    if len(p) == 0:
        return []
    commonest = int(np.bincount(trained.windows.y[trained.parts["train"]]).argmax())
    right = wilson(int((p.truth == commonest).sum()), len(p))
    return [metric_row("accuracy_baseline", f"Baseline: always {p.classes[commonest]}", right)]


def _size_and_latency(trained: Trained) -> dict[str, object]:
    model = trained.model
    weights = sum(q.numel() * q.element_size() for q in model.state_dict().values())
    one = torch.zeros(1, trained.shape.channels, trained.shape.samples)
    seconds: list[float] = []
    with torch.no_grad():
        for _ in range(_TIMED):
            started = time.perf_counter()
            model(one)
            seconds.append(time.perf_counter() - started)
    return {"Size of the weights": f"{weights / 1e6:.2f} MB", "One window takes": f"{np.median(seconds) * 1000:.2f} ms"}


def export(trained: Trained) -> None:
    """`model.pt` (weights, scaling, classes, configuration) and, where asked, an ONNX file that was replayed."""
    run, shape, classes = trained.run, trained.shape, trained.windows.classes
    path = run.output / "model.pt"
    torch.save(
        {
            "weights": trained.model.state_dict(),
            "mean": trained.scaling.mean,
            "deviation": trained.scaling.deviation,
            "classes": classes,
            "config": run.config,
        },
        path,
    )
    takes = {
        "kind": "signal",
        "rate_hz": shape.rate_hz,
        "window_samples": shape.samples,
        "channels": shape.channels,
        "rms": _strength(trained.windows.x[trained.parts["train"]]),
    }
    run.artifact(path, "model", format="torch", classes=classes, input=takes)
    if run.config["onnx"]:
        # The same windows without the scaling: the exported file does it itself.
        raw = trained.test.signals[:_REPLAYED] * trained.scaling.deviation.view(1, -1, 1) + trained.scaling.mean.view(
            1, -1, 1
        )
        _export_onnx(run, Deployed(trained.model, trained.scaling).eval(), raw, {"classes": classes, "input": takes})


def _strength(windows: NDArray[np.float32]) -> dict[str, float]:
    """Root mean square of the weakest and the strongest window, over all channels."""
    power = np.square(windows.reshape(len(windows), -1), dtype=np.float64).mean(axis=1)
    return {"low": float(np.sqrt(power.min())), "high": float(np.sqrt(power.max()))}


def _export_onnx(run: trainyard.Run, deployed: nn.Module, windows: torch.Tensor, meta: dict[str, Any]) -> None:
    path: Path = run.output / "model.onnx"
    # Four lines of warnings that torchvision is not there, which nothing here needs.
    logging.getLogger("torch.onnx._internal.exporter._registration").setLevel(logging.ERROR)
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
    offer_onnx(run, path, windows.numpy(), scores.numpy(), tolerance=1e-4, **meta)
