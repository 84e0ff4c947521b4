"""What only this network can show: its pictures of each class, what it looked at in them, and its first filters."""

from __future__ import annotations

import numpy as np
import torch
from networks import first_conv
from plane_cam import PlaneCam
from signal_nets.explain import scaled
from signal_nets.fit import predict
from signal_nets.trainer import Trained
from spectrogram_net import SpectrogramNet

Tensor = torch.Tensor

#: Classes that are shown; rows and columns of a picture; first filters.
_CLASSES, _ROWS, _COLUMNS, _FILTERS = 12, 64, 80, 32
#: Letters of a class in a title or a note.
_TITLE = 150


def spectrograms(trained: Trained) -> None:
    """One window of each class as the network sees it; beside it Grad-CAM where that passed its tests."""
    model, run = trained.model, trained.run
    assert isinstance(model, SpectrogramNet)
    cam = PlaneCam(model.side is not None)
    shown = _one_a_class(trained)
    for number, place in list(shown.items())[:_CLASSES]:
        signal = trained.test.signals[place : place + 1]
        with torch.no_grad():
            seen = cam.seen(model, signal)
            scores = torch.softmax(cam.logits(model, seen), dim=1)[0]
        said = int(scores.argmax())
        label, sample = trained.windows.classes[number], trained.windows.ids[int(trained.parts["test"][place])]
        answer = f"{trained.windows.classes[said][:_TITLE]} ({float(scores[said]):.0%})"
        words = f"Window {sample[-200:]} of the test part, its first channel; the network says {answer}."
        trained.show(
            "heatmap",
            f"Spectrogram: {label[:_TITLE]}",
            _heatmap(model, seen[0, 0], "", "signed"),
            [
                words,
                "Log power; each row is measured against the mean of the training windows (0) in its own deviations.",
                _how(model, run.config["method"]),
            ],
        )
        if trained.verdict is not None and trained.verdict.passed:
            marked = cam.pictures(model, seen, torch.tensor([said]))[0]
            trained.show(
                "heatmap",
                f"Grad-CAM: {label[:_TITLE]}",
                _heatmap(model, torch.from_numpy(scaled(marked)), "", "plain"),
                [
                    f"{words} Bright is what spoke for that answer, on the same axes as the spectrogram.",
                    *trained.verdict.notes(),
                ],
            )
    missing = [name for k, name in enumerate(trained.windows.classes) if k not in shown]
    if missing:
        run.log("info", f"No spectrogram of {', '.join(missing)}: no window of it is in the test part.")


def _one_a_class(trained: Trained) -> dict[int, int]:
    """Class → place in the test part of the window whose own class scores in the middle: neither best nor worst."""
    if len(trained.test) == 0:
        return {}
    scores = predict(trained.model, trained.test.signals, torch.device("cpu"))
    own = scores.gather(1, trained.test.targets.view(-1, 1)).squeeze(1)
    found: dict[int, int] = {}
    for number in range(len(trained.windows.classes)):
        places = torch.nonzero(trained.test.targets == number).flatten()
        if len(places) > 0:
            found[number] = int(places[own[places].argsort()[len(places) // 2]])
    return found


def _how(model: SpectrogramNet, method: str) -> str:
    hz = model.plane.hz
    how = {
        "stft": "Short-time Fourier transform, rows evenly spaced",
        "cwt": "Wavelet transform (Morlet), rows spaced on a logarithmic axis",
        "wigner-ville": "Smoothed pseudo Wigner-Ville distribution, rows evenly spaced",
    }[method]
    return (
        f"{how} from {hz[0]:.4g} to {hz[-1]:.4g} Hz. Of each class the window is shown whose own class scores in the "
        "middle: neither the best nor the worst."
    )


def _heatmap(model: SpectrogramNet, picture: Tensor, unit: str, kind: str) -> dict[str, object]:
    """Frequency upwards on the left, time to the right; neighbours are averaged where there are too many."""
    values = picture.numpy()
    seconds, hz = np.asarray(model.plane.seconds(values.shape[1])), np.asarray(model.plane.hz)
    rows, columns = (_groups(n, most) for n, most in zip(values.shape, (_ROWS, _COLUMNS), strict=True))
    # The first row of a heat map is its top.
    rows = rows[::-1]
    return {
        "x": [f"{float(seconds[c].mean()):.3f} s" for c in columns],
        "y": [f"{float(hz[r].mean()):.4g} Hz" for r in rows],
        "values": [[round(float(values[np.ix_(r, c)].mean()), 3) for c in columns] for r in rows],
        "unit": unit,
        "kind": kind,
    }


def _groups(n: int, most: int) -> list[np.ndarray]:
    return np.array_split(np.arange(n), min(n, most))


def filters(trained: Trained) -> None:
    """The first layer's kernels as pictures of three by three, side by side in one map."""
    model = trained.model
    assert isinstance(model, SpectrogramNet)
    weights = first_conv(model.network).weight.detach()[:_FILTERS, 0]
    values = [[round(float(v), 4) for v in one.flatten()] for one in weights]
    size = weights.shape[-1]
    trained.show(
        "heatmap",
        "Filters of the first layer",
        {
            "x": [f"{_step(row)} f, {_step(column)} t" for row in range(size) for column in range(size)],
            "y": [f"filter {i + 1}" for i in range(len(values))],
            "values": values,
            "unit": "",
            "kind": "signed",
        },
        [
            f"{len(values)} filters of {size} by {size} on the first channel's spectrogram, one a line: columns are "
            "places in frequency (f) and time (t) from the filter's centre.",
            "A filter with one sign along t and the other beside it along f answers to a steady line, "
            "the other way round to a blow.",
        ],
    )


def _step(place: int) -> str:
    return f"{place - 1:+d}" if place != 1 else "0"
