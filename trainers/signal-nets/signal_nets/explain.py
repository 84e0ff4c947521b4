"""Pictures of what a network looked at, and the two tests that they must pass before anybody sees one.

Deletion: where the picture says that the network looked, the input is blanked; accuracy must fall more than when the
same amount is blanked where the picture of *another* window says so. Randomised weights (Adebayo et al., "Sanity checks
for saliency maps", 2018): the picture of a network with random weights must be another one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import nn
from trainyard_lib import mcnemar

Tensor = torch.Tensor

#: Share of the input that is blanked.
_BLANKED = 0.2
#: The deletion test fails above this p-value; the randomised-weights test above this mean rank correlation.
_P_VALUE, _CORRELATION = 0.05, 0.5
_TESTED = 200
_CHUNK = 64


class Explainer(Protocol):
    """How one kind of network is looked into. `seen` is what a picture lies on: the signal, or its spectrogram."""

    #: "Grad-CAM of the last conv block".
    name: str

    def seen(self, model: nn.Module, signals: Tensor) -> Tensor:
        """(n, channels, samples) → (n, channels, …) on which a picture lies and which `logits` takes."""
        ...

    def logits(self, model: nn.Module, seen: Tensor) -> Tensor: ...

    def pictures(self, model: nn.Module, seen: Tensor, classes: Tensor) -> Tensor:
        """(n, …) ≥ 0, as large as `seen` without its channels: what spoke for class `classes[i]`."""
        ...


@dataclass(frozen=True)
class Verdict:
    """What the two tests say, with the figures."""

    method: str
    windows: int
    accuracy: float
    accuracy_blanked: float
    accuracy_control: float
    p_value: float
    correlation: float

    @property
    def deletion_passed(self) -> bool:
        return self.accuracy_blanked < self.accuracy_control and self.p_value < _P_VALUE

    @property
    def weights_passed(self) -> bool:
        return self.correlation <= _CORRELATION

    @property
    def passed(self) -> bool:
        return self.deletion_passed and self.weights_passed

    def notes(self) -> list[str]:
        return [
            (
                f"Deletion test {'passed' if self.deletion_passed else 'failed'}: with the {_BLANKED:.0%} that the "
                f"picture marks blanked, accuracy on {self.windows} windows falls from {self.accuracy:.1%} to "
                f"{self.accuracy_blanked:.1%}; with as much blanked where other windows' pictures mark it, to "
                f"{self.accuracy_control:.1%} (exact McNemar p = {self.p_value:.2g})."
            ),
            (
                f"Randomised-weights test {'passed' if self.weights_passed else 'failed'}: rank correlation "
                f"{self.correlation:.2f} with the pictures of an untrained network (at most {_CORRELATION:g} allowed)."
            ),
        ]


def _blank(seen: Tensor, pictures: Tensor) -> Tensor:
    """The marked share of each window is set to the window's mean; all channels alike."""
    flat = pictures.flatten(1)
    count = max(1, int(_BLANKED * flat.shape[1]))
    marked = torch.zeros_like(flat, dtype=torch.bool)
    marked.scatter_(1, flat.topk(count, dim=1).indices, True)
    mask = marked.view_as(pictures).unsqueeze(1)
    axes = tuple(range(2, seen.dim()))
    return torch.where(mask, seen.mean(dim=axes, keepdim=True), seen)


def _ranks(rows: Tensor) -> Tensor:
    return rows.argsort(dim=1).argsort(dim=1).double()


def rank_correlation(a: Tensor, b: Tensor) -> float:
    """Mean over the rows of Spearman's, without its sign: a picture turned upside down is the same picture."""
    x, y = (r - r.mean(dim=1, keepdim=True) for r in (_ranks(a.flatten(1)), _ranks(b.flatten(1))))
    norms = (x.square().sum(dim=1) * y.square().sum(dim=1)).sqrt().clamp(min=1e-12)
    return float(((x * y).sum(dim=1) / norms).abs().mean())


@torch.no_grad()
def _right(explainer: Explainer, model: nn.Module, seen: Tensor, targets: Tensor) -> Tensor:
    parts = [explainer.logits(model, piece).argmax(dim=1) for piece in seen.split(_CHUNK)]
    return torch.cat(parts) == targets


def _pictures(explainer: Explainer, model: nn.Module, seen: Tensor, classes: Tensor) -> Tensor:
    pieces = zip(seen.split(_CHUNK), classes.split(_CHUNK), strict=True)
    return torch.cat([explainer.pictures(model, piece, of).detach() for piece, of in pieces])


def examine(
    explainer: Explainer,
    model: nn.Module,
    untrained: Callable[[], nn.Module],
    signals: Tensor,
    targets: Tensor,
    seed: int,
) -> Verdict:
    """On up to 200 windows, drawn by the seed. `untrained` makes the same network with random weights.

    The pictures are those of the class that the network says, on windows that it was not trained on.
    """
    generator = torch.Generator().manual_seed(seed)
    chosen = torch.randperm(len(signals), generator=generator)[:_TESTED]
    model.eval()
    with torch.no_grad():
        seen = torch.cat([explainer.seen(model, piece) for piece in signals[chosen].split(_CHUNK)])
        said = torch.cat([explainer.logits(model, piece).argmax(dim=1) for piece in seen.split(_CHUNK)])
    truth = targets[chosen]
    pictures = _pictures(explainer, model, seen, said)
    blanked = _right(explainer, model, _blank(seen, pictures), truth)
    # Rolled by one: pictures of the same kind and size that belong to other windows.
    control = _right(explainer, model, _blank(seen, pictures.roll(1, dims=0)), truth)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed + 1)
        other = untrained().eval()
    return Verdict(
        method=explainer.name,
        windows=len(chosen),
        accuracy=float((said == truth).float().mean()),
        accuracy_blanked=float(blanked.float().mean()),
        accuracy_control=float(control.float().mean()),
        p_value=mcnemar(int((blanked & ~control).sum()), int((~blanked & control).sum())),
        correlation=rank_correlation(pictures, _pictures(explainer, other, seen, said)),
    )


def scaled(picture: Tensor) -> np.ndarray:
    """One picture from 0 to 1."""
    low, high = picture.min(), picture.max()
    return ((picture - low) / (high - low).clamp(min=1e-12)).cpu().numpy()


class GradCam:
    """Grad-CAM (Selvaraju et al., 2017) of one layer, for networks on the signal itself.

    `layer(model)` is a module whose output is (n, filters, places); its places are stretched over the samples.
    """

    def __init__(self, name: str, layer: Callable[[nn.Module], nn.Module]) -> None:
        self.name, self._layer = name, layer

    def seen(self, model: nn.Module, signals: Tensor) -> Tensor:
        return signals

    def logits(self, model: nn.Module, seen: Tensor) -> Tensor:
        return model(seen)

    def pictures(self, model: nn.Module, seen: Tensor, classes: Tensor) -> Tensor:
        marked = grad_cam(model, self._layer(model), seen, classes)
        return nn.functional.interpolate(marked.unsqueeze(1), seen.shape[-1], mode="linear").squeeze(1)


def grad_cam(model: nn.Module, layer: nn.Module, seen: Tensor, classes: Tensor) -> Tensor:
    """(n, …places) ≥ 0: activations of the layer, weighted by the mean gradient of the class's logit."""
    kept: list[Tensor] = []

    def keep(_module: nn.Module, _input: object, output: Tensor) -> None:
        output.retain_grad()
        kept.append(output)

    handle = layer.register_forward_hook(keep)
    try:
        with torch.enable_grad():
            # Of an input that asks for gradients, so that frozen layers are no obstacle.
            logits = model(seen.detach().requires_grad_())
            model.zero_grad(set_to_none=True)
            logits.gather(1, classes.view(-1, 1)).sum().backward()
    finally:
        handle.remove()
        model.zero_grad(set_to_none=True)
    activations = kept[0]
    gradients = activations.grad
    assert gradients is not None
    axes = tuple(range(2, activations.dim()))
    weights = gradients.mean(dim=axes, keepdim=True)
    return (weights * activations.detach()).sum(dim=1).clamp(min=0)
