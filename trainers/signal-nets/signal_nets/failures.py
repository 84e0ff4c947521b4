"""The ten surest mistakes: signal, what the network looked at, and the training example that it finds most alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from trainyard_lib import Predictions
from trainyard_lib.orders import marks_of
from trainyard_lib.sections import SectionFields, failure_cases

from .explain import Explainer, Verdict, scaled

if TYPE_CHECKING:
    from .trainer import Trained

_CASES = 10
#: Places of a picture along the signal.
_PLACES = 200
#: Training windows among which the nearest is looked for.
_NEIGHBOURS = 2000


def failures(
    trained: Trained, p: Predictions, explainer: Explainer | None, verdict: Verdict | None
) -> list[SectionFields]:
    """The section of the cases; one more in words where the pictures failed their tests."""
    worst = p.worst(_CASES)
    nearest = _nearest(trained, worst)
    sure = verdict is not None and verdict.passed
    pictures = _pictures(trained, explainer, p, worst) if sure and explainer is not None else {}
    files = {i: _keep(trained, f"case-{rank + 1}", int(trained.parts["test"][i])) for rank, i in enumerate(worst)}
    section = failure_cases(
        p, count=_CASES, explain=lambda i: _why(trained, p, nearest[i], i), signal=lambda i: files[i]
    )
    for case, i in zip(section["data"]["cases"], worst, strict=True):
        window = nearest[i]
        case["nearest"] = {
            "sample_id": trained.windows.ids[window],
            "label": str(trained.windows.labels[window]),
            "signal": _keep(trained, f"{_name_of(files[i])}-nearest", window),
        }
        marks = marks_of(trained.windows.samples[int(trained.parts["test"][i])].columns)
        if marks:
            case["marks"] = marks
        if i in pictures and explainer is not None:
            case["picture"] = {"method": explainer.name, "values": pictures[i]}
    if verdict is None:
        return [section]
    section["notes"] += verdict.notes()
    if sure:
        return [section]
    failed = {
        "about": "model",
        "type": "text",
        "title": f"{verdict.method}: not shown",
        "data": {
            "markdown": (
                f"Pictures of what the network looks at ({verdict.method}) failed a test, so that they would show "
                "something else than what its answers rest on.\n\n" + "\n\n".join(verdict.notes())
            )
        },
        "notes": [],
    }
    return [section, failed]


def _name_of(signal: dict[str, Any]) -> str:
    return str(signal["file"]).removeprefix("signals/").removesuffix(".npy")


def _keep(trained: Trained, name: str, window: int) -> dict[str, Any]:
    """Writes a window, in physical units, as a file of the run."""
    folder = trained.run.output / "signals"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.npy"
    np.save(path, trained.windows.x[window].astype(np.float32))
    trained.run.artifact(path, "file")
    return {
        "file": f"signals/{name}.npy",
        "rate_hz": trained.shape.rate_hz,
        "unit": str(trained.data.manifest.get("unit") or ""),
        "channels": [str(name) for name in trained.data.manifest.get("channels") or []],
    }


@torch.no_grad()
def _embedded(model: nn.Module, signals: torch.Tensor) -> torch.Tensor:
    """What the last linear layer is given: the network's own idea of likeness."""
    last = [layer for layer in model.modules() if isinstance(layer, nn.Linear)][-1]
    kept: list[torch.Tensor] = []
    handle = last.register_forward_pre_hook(lambda _module, given: kept.append(given[0].detach().flatten(1)))
    try:
        for piece in signals.split(256):
            model(piece)
    finally:
        handle.remove()
    return torch.cat(kept)


def _nearest(trained: Trained, worst: list[int]) -> dict[int, int]:
    """Test place → number of the training window that is nearest in front of the last layer."""
    if not worst:
        return {}
    chosen = np.linspace(0, len(trained.train) - 1, min(_NEIGHBOURS, len(trained.train))).round().astype(np.int64)
    known = _embedded(trained.model, trained.train.signals[torch.from_numpy(chosen)])
    asked = _embedded(trained.model, trained.test.signals[torch.tensor(worst)])
    places = torch.cdist(asked, known).argmin(dim=1)
    return {i: int(trained.parts["train"][chosen[int(place)]]) for i, place in zip(worst, places, strict=True)}


def _pictures(trained: Trained, explainer: Explainer, p: Predictions, worst: list[int]) -> dict[int, list[float]]:
    if not worst:
        return {}
    model = trained.model
    with torch.no_grad():
        seen = explainer.seen(model, trained.test.signals[torch.tensor(worst)])
    marked = explainer.pictures(model, seen, torch.from_numpy(p.predicted[worst])).detach()
    # Of a picture in two dimensions what lies along the time is kept here; the whole is a view of its own.
    along = marked if marked.dim() == 2 else marked.mean(dim=1)
    thin = nn.functional.adaptive_avg_pool1d(along.unsqueeze(1), min(_PLACES, along.shape[1])).squeeze(1)
    return {i: [round(float(v), 3) for v in scaled(row)] for i, row in zip(worst, thin, strict=True)}


def _why(trained: Trained, p: Predictions, nearest: int, i: int) -> str:
    """From the figures alone: how sure, what came second, and what the network takes the signal for."""
    truth, said = p.classes[p.truth[i]], p.classes[p.predicted[i]]
    own, best = float(p.scores[i, p.truth[i]]), float(p.scores[i, p.predicted[i]])
    label, name = str(trained.windows.labels[nearest]), trained.windows.ids[nearest]
    rank = int((p.scores[i] > own).sum()) + 1
    closest = (
        "of the class that was predicted" if label == said else "of the true class" if label == truth else f"of {label}"
    )
    return (
        f"{said} scored {best:.0%}, {truth} {own:.1%} (place {rank} of {len(p.classes)}). "
        f"The training window that looks most alike to the network, {name}, is {closest}."
    )
