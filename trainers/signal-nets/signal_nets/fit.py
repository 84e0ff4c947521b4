"""The training loop that every network of this pack shares, in one screen: batches, loss, validation, early stopping.

All that it changes from epoch to epoch lives in what `run.track` holds, so that a run which was paused or killed goes
on bit for bit (same threads, CPU): the model, the optimizer, one generator for order and augmentation, one for dropout
(the global one, which the SDK keeps), and the small dict of `fresh_state`.
"""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass
from typing import Any

import torch
import trainyard
from torch import nn
from torch.nn import functional

from .augment import augment, mix
from .schedule import learning_rate

Tensor = torch.Tensor


@dataclass(frozen=True)
class Windows:
    """(n, channels, samples) float32, already scaled, and (n,) class numbers."""

    signals: Tensor
    targets: Tensor

    def __len__(self) -> int:
        return len(self.targets)


@dataclass(frozen=True)
class Stage:
    """One training: the run's own split, or the companion split whose score is shown beside it."""

    name: str
    train: Windows
    validation: Windows


def fresh_state() -> dict[str, Any]:
    """What the loop remembers between epochs; a plain dict, so that it is put back in place."""
    return {
        "stage": 0,
        "epoch": 0,
        "best_loss": float("inf"),
        "best_epoch": 0,
        "stale": 0,
        "best_weights": {},
        "history": [],
        "finished": {},
    }


def make_optimizer(model: nn.Module, config: dict[str, Any]) -> torch.optim.Optimizer:
    rate, decay = config["learning_rate"], config["weight_decay"]
    if config["optimizer"] == "adam":
        return torch.optim.Adam(model.parameters(), lr=rate, weight_decay=decay)
    if config["optimizer"] == "adamw":
        return torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=decay)
    return torch.optim.SGD(model.parameters(), lr=rate, weight_decay=decay, momentum=0.9, nesterov=True)


def class_weights(targets: Tensor, classes: int) -> Tensor:
    """Inverse frequency, mean 1 over the classes that occur; a class that does not occur weighs nothing."""
    counts = torch.bincount(targets, minlength=classes).float()
    weights = torch.where(counts > 0, counts.sum() / counts.clamp(min=1), 0.0)
    return weights / weights[counts > 0].mean()


@torch.no_grad()
def predict(model: nn.Module, signals: Tensor, device: torch.device, batch: int = 256) -> Tensor:
    """(n, classes) probabilities, on the CPU."""
    model.eval()
    parts = [functional.softmax(model(piece.to(device)), dim=1).cpu() for piece in signals.split(batch)]
    return torch.cat(parts) if parts else torch.empty(0, 0)


def _one_epoch(model: nn.Module, optimizer: torch.optim.Optimizer, windows: Windows, loop: Loop, epoch: int) -> float:
    config, generator = loop.config, loop.generator
    model.train()
    order = torch.randperm(len(windows), generator=generator)
    # A last batch of one would give batch norm nothing to normalise by.
    batches = [b for b in order.split(config["batch_size"]) if len(b) > 1]
    total, seen = 0.0, 0
    for number, batch in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(epoch * len(batches) + number, len(batches), config)
        signals = augment(windows.signals[batch], config["augmentation"], generator)
        targets = functional.one_hot(windows.targets[batch], loop.classes).float()
        signals, targets = mix(signals, targets, config["augmentation"]["mixup"], generator)
        optimizer.zero_grad(set_to_none=True)
        logits = model(signals.to(loop.device))
        loss = functional.cross_entropy(logits, targets.to(loop.device), weight=loop.weights)
        loss.backward()
        if config["clip_norm"] > 0:
            nn.utils.clip_grad_norm_(model.parameters(), config["clip_norm"])
        optimizer.step()
        total, seen = total + float(loss.detach()) * len(batch), seen + len(batch)
    return total / max(1, seen)


@dataclass
class Loop:
    """What stays the same over a training."""

    run: trainyard.Run
    config: dict[str, Any]
    classes: int
    device: torch.device
    generator: torch.Generator
    weights: Tensor | None = None


def _validate(model: nn.Module, windows: Windows, loop: Loop) -> tuple[float, float]:
    scores = predict(model, windows.signals, loop.device)
    loss = float(functional.nll_loss(scores.clamp(min=1e-12).log(), windows.targets))
    return loss, float((scores.argmax(dim=1) == windows.targets).float().mean())


def _remember(state: dict[str, Any], model: nn.Module, loss: float, min_delta: float) -> None:
    """The best weights so far, and for how many epochs nothing better came."""
    if loss < state["best_loss"]:
        state["best_weights"] = {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}
        state["best_epoch"] = state["epoch"] + 1
    state["stale"] = 0 if loss < state["best_loss"] - min_delta else state["stale"] + 1
    state["best_loss"] = min(state["best_loss"], loss)


def _is_over(state: dict[str, Any], config: dict[str, Any]) -> bool:
    """Asked of state and configuration alone: a run that is continued with more epochs or patience goes on."""
    stopping = config["early_stopping"]
    return state["epoch"] >= config["epochs"] or (stopping["enabled"] and state["stale"] >= stopping["patience"])


def _result(state: dict[str, Any]) -> dict[str, Any]:
    return {key: state[key] for key in ("best_weights", "best_epoch", "best_loss", "epoch", "history")}


def fit(loop: Loop, model: nn.Module, optimizer: torch.optim.Optimizer, stages: list[Stage]) -> dict[str, dict[str, Any]]:
    """Trains each stage from the same initial weights and returns best weights, best epoch and epochs by stage name.

    The run's own stage comes last, so that `continue` with more epochs extends it. A stop request ends early: the
    stages that were not reached are missing in what is returned.
    """
    run, config = loop.run, loop.config
    initial = copy.deepcopy(model.state_dict())
    state = run.track(model=model, optimizer=optimizer, generator=loop.generator, state=fresh_state()).state
    for _ in run.epochs(
        config["epochs"] * len(stages),
        checkpoint_every=config["checkpoint_every"],
        keep=config["keep_last"],
        best="validation/loss",
    ):
        if _is_over(state, config):
            break
        stage = stages[state["stage"]]
        started = time.monotonic()
        if config["class_weights"]:
            loop.weights = class_weights(stage.train.targets, loop.classes).to(loop.device)
        train_loss = _one_epoch(model, optimizer, stage.train, loop, state["epoch"])
        validation_loss, accuracy = _validate(model, stage.validation, loop)
        _remember(state, model, validation_loss, config["early_stopping"]["min_delta"])
        state["epoch"] += 1
        state["history"].append(
            {
                "epoch": state["epoch"],
                "train_loss": train_loss,
                "validation_loss": validation_loss,
                "validation_accuracy": accuracy,
            }
        )
        prefix = "" if stage.name == "main" else f"{stage.name}_"
        run.metric(state["epoch"], {f"{prefix}loss": train_loss}, "train")
        run.metric(state["epoch"], {f"{prefix}loss": validation_loss, f"{prefix}accuracy": accuracy}, "validation")
        run.metric(state["epoch"], {f"{prefix}learning_rate": optimizer.param_groups[0]["lr"]})
        run.progress(expect_next_s=max(30.0, 5 * (time.monotonic() - started)))
        if not _is_over(state, config):
            continue
        if state["epoch"] < config["epochs"]:
            run.log(
                "info",
                f"Early stopping after epoch {state['epoch']}: {state['stale']} epochs without a better validation loss",
            )
        if state["stage"] + 1 < len(stages):
            finished = {**state["finished"], stage.name: _result(state)}
            state.update(fresh_state(), stage=state["stage"] + 1, finished=finished)
            model.load_state_dict(initial)
            optimizer.state.clear()
    results = dict(state["finished"])
    if state["best_weights"]:
        results[stages[state["stage"]].name] = _result(state)
    return results
