"""Files that a trainer leaves behind: predictions.csv and an ONNX model that was replayed before it is offered."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .classification import Predictions

if TYPE_CHECKING:
    from trainyard import Run

_BATCH = 256


def write_predictions(path: Path, p: Predictions) -> Path:
    """sample_id, truth, prediction, then one score_<class> column a class."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["sample_id", "truth", "prediction", *(f"score_{label}" for label in p.classes)])
        for i, id in enumerate(p.ids):
            scores = [repr(float(s)) for s in p.scores[i]]
            writer.writerow([id, p.classes[p.truth[i]], p.classes[p.predicted[i]], *scores])
    return path


def send_predictions(run: Run, p: Predictions, name: str = "predictions.csv") -> None:
    run.predictions(write_predictions(run.output / name, p))


@dataclass(frozen=True)
class Replay:
    """How an exported model's own scores differ from the trainer's."""

    samples: int
    largest_difference: float
    different_classes: int
    tolerance: float

    @property
    def agrees(self) -> bool:
        return self.largest_difference <= self.tolerance and self.different_classes == 0

    def in_words(self) -> str:
        return (
            f"replayed on {self.samples} samples: scores differ by at most {self.largest_difference:.2g} "
            f"(allowed {self.tolerance:.2g}), {self.different_classes} other classes"
        )


def replay_onnx(
    path: Path,
    inputs: NDArray[Any],
    scores: NDArray[Any],
    *,
    tolerance: float = 1e-4,
    output: str | None = None,
) -> Replay:
    """Runs the file in onnxruntime and compares with the trainer's scores (probabilities or logits).

    Without `output` the last output is compared. A near tie (within twice the tolerance) is no other class.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    wanted = output or session.get_outputs()[-1].name
    batches = [session.run([wanted], {name: inputs[i : i + _BATCH]})[0] for i in range(0, len(inputs), _BATCH)]
    replayed = np.concatenate([np.asarray(b, dtype=np.float64) for b in batches])
    ours = np.asarray(scores, dtype=np.float64)
    if replayed.shape != ours.shape:
        raise ValueError(f"the ONNX model gives {replayed.shape}, the trainer {ours.shape}")
    differences = np.abs(replayed - ours)
    chosen = ours.argmax(axis=1)
    theirs = replayed.argmax(axis=1)
    rows = np.arange(len(ours))
    clear = ours[rows, chosen] - ours[rows, theirs] > 2 * tolerance
    largest = float(np.nan_to_num(differences, nan=np.inf).max()) if differences.size else 0.0
    return Replay(len(ours), largest, int(((chosen != theirs) & clear).sum()), tolerance)


def offer_onnx(
    run: Run,
    path: Path,
    inputs: NDArray[Any],
    scores: NDArray[Any],
    *,
    tolerance: float = 1e-4,
    output: str | None = None,
    **meta: Any,
) -> bool:
    """Sends the model only if it says what the trainer said; otherwise the file goes and a warning stays."""
    try:
        replay = replay_onnx(path, inputs, scores, tolerance=tolerance, output=output)
    except Exception as error:  # any failure of an export is a reason not to offer it, and no reason to fail the run
        run.log(
            "warning", f"The ONNX model is not offered: it could not be replayed ({type(error).__name__}: {error})."
        )
        path.unlink(missing_ok=True)
        return False
    if not replay.agrees:
        run.log("warning", f"The ONNX model is not offered: {replay.in_words()}.")
        path.unlink(missing_ok=True)
        return False
    run.log("info", f"ONNX model {replay.in_words()}.")
    run.artifact(
        path,
        "onnx",
        replayed_samples=replay.samples,
        largest_difference=replay.largest_difference,
        tolerance=tolerance,
        **meta,
    )
    return True
