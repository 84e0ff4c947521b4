"""The training loop that every network of this pack shares, in one screen: batches, loss, validation, early stopping.

All that it changes from batch to batch lives in what `run.track` holds, so that a run which was paused or killed goes
on bit for bit (same threads, CPU): the model, the optimizer, one generator for order and augmentation, one for dropout
(the global one, which the SDK keeps), and the small dict of `fresh_state`, with the sampler's position in it.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
import trainyard
from torch import nn
from torch.nn import functional

from .augment import augment, blend, mixing
from .schedule import learning_rate

Tensor = torch.Tensor

#: (model, signals, one-hot or mixed targets, conditions, class weights) → loss and what it is made of, by name.
Objective = Callable[[nn.Module, Tensor, Tensor, "Tensor | None", "Tensor | None"], tuple[Tensor, dict[str, Tensor]]]

#: A command waits that long for the end of an epoch; one that takes longer is left in its middle.
_SHORT_EPOCH_S = 5.0
#: No loss of these objectives is as large while anything is learned; NaN is not smaller either.
_RUNAWAY = 1e4


@dataclass(frozen=True)
class Windows:
    """(n, channels, samples) float32, already scaled, and (n,) class numbers."""

    signals: Tensor
    targets: Tensor
    #: (n, conditions): what was measured beside the signal (speed, load, …), for objectives that use it.
    conditions: Tensor | None = None

    def __len__(self) -> int:
        return len(self.targets)


@dataclass(frozen=True)
class Stage:
    """One training: the run's own split, or the companion split whose score is shown beside it."""

    name: str
    train: Windows
    validation: Windows


class Diverged(RuntimeError):
    """The loss ran away, or is no number any more. Says where and what it probably comes from."""


def fresh_state() -> dict[str, Any]:
    """What the loop remembers; a plain dict, so that it is put back in place."""
    return {
        "stage": 0,
        "epoch": 0,
        "best_loss": float("inf"),
        "best_epoch": 0,
        "stale": 0,
        "best_weights": {},
        "history": [],
        "finished": {},
        "position": fresh_position(),
    }


def fresh_position() -> dict[str, Any]:
    """Where an epoch stands: the order of its windows, the batches done, and the sums over them."""
    return {"order": None, "batch": 0, "seen": 0, "sums": {}}


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


def cross_entropy(
    model: nn.Module, signals: Tensor, targets: Tensor, conditions: Tensor | None, weights: Tensor | None
) -> tuple[Tensor, dict[str, Tensor]]:
    """The objective of every network that has no other."""
    return functional.cross_entropy(model(signals).float(), targets, weight=weights), {}


@torch.no_grad()
def predict(model: nn.Module, signals: Tensor, device: torch.device, batch: int = 256) -> Tensor:
    """(n, classes) probabilities, on the CPU."""
    model.eval()
    parts = [functional.softmax(model(piece.to(device)), dim=1).cpu() for piece in signals.split(batch)]
    return torch.cat(parts) if parts else torch.empty(0, 0)


@dataclass
class Loop:
    """What stays the same over a training."""

    run: trainyard.Run
    config: dict[str, Any]
    classes: int
    device: torch.device
    generator: torch.Generator
    objective: Objective = cross_entropy
    weights: Tensor | None = None
    #: Called after each epoch of the run's own stage with the model and the epoch's number.
    watch: Callable[[nn.Module, int], None] | None = None


@dataclass
class Step:
    """One optimiser step on one batch; the same code in the training, in the probe and in the search for a rate."""

    model: nn.Module
    optimizer: torch.optim.Optimizer
    loop: Loop
    parts: dict[str, Tensor] = field(default_factory=dict)

    def __call__(self, windows: Windows, batch: Tensor, generator: torch.Generator) -> float:
        """The loss before the step."""
        loop, config = self.loop, self.loop.config
        signals = augment(windows.signals[batch], config["augmentation"], generator)
        targets = functional.one_hot(windows.targets[batch], loop.classes).float()
        conditions = None if windows.conditions is None else windows.conditions[batch]
        mixed = mixing(len(batch), config["augmentation"]["mixup"], generator)
        if mixed is not None:
            signals, targets = blend(signals, mixed), blend(targets, mixed)
            conditions = None if conditions is None else blend(conditions, mixed)
        device = loop.device
        self.optimizer.zero_grad(set_to_none=True)
        # bfloat16 has the range of float32, so that no loss needs scaling.
        with torch.autocast(device.type, torch.bfloat16, enabled=config["mixed_precision"]):
            loss, self.parts = loop.objective(
                self.model,
                signals.to(device),
                targets.to(device),
                None if conditions is None else conditions.to(device),
                loop.weights,
            )
        loss.backward()
        if config["clip_norm"] > 0:
            nn.utils.clip_grad_norm_(self.model.parameters(), config["clip_norm"])
        self.optimizer.step()
        return float(loss.detach())


def batches_of(order: Tensor, size: int) -> list[Tensor]:
    """A last batch of one would give batch norm nothing to normalise by."""
    return [batch for batch in order.split(size) if len(batch) > 1]


def one_epoch(step: Step, windows: Windows, state: dict[str, Any]) -> dict[str, float] | None:
    """Means over the training windows: the loss and its parts. None where a stop came in a long epoch."""
    loop, position, began = step.loop, state["position"], time.monotonic()
    config, epoch = loop.config, state["epoch"]
    if position["order"] is None:
        position["order"] = torch.randperm(len(windows), generator=loop.generator)
    batches = batches_of(position["order"], config["batch_size"])
    saved = began
    while position["batch"] < len(batches):
        batch = batches[position["batch"]]
        for group in step.optimizer.param_groups:
            group["lr"] = learning_rate(epoch * len(batches) + position["batch"], len(batches), config)
        loss = step(windows, batch, loop.generator)
        if not abs(loss) < _RUNAWAY:
            raise Diverged(_divergence(loss, state, step.optimizer, config))
        values = {"loss": loss, **{name: float(value.detach()) for name, value in step.parts.items()}}
        for name, value in values.items():
            position["sums"][name] = position["sums"].get(name, 0.0) + value * len(batch)
        position["seen"] += len(batch)
        position["batch"] += 1
        now = time.monotonic()
        left = (now - began) / position["batch"] * (len(batches) - position["batch"])
        asked = loop.run.command is not None and left > _SHORT_EPOCH_S
        if left > 0 and (asked or now - saved > config["checkpoint_seconds"]):
            loop.run.save_within(position["batch"] / len(batches))
            saved = now
            if loop.run.stopping:
                return None
    sums, seen = position["sums"], max(1, position["seen"])
    state["position"] = fresh_position()
    return {name: total / seen for name, total in sums.items()}


def _divergence(loss: float, state: dict[str, Any], optimizer: torch.optim.Optimizer, config: dict[str, Any]) -> str:
    rate = optimizer.param_groups[0]["lr"]
    kept = (
        "The last checkpoint is from before it and can be continued with another learning rate."
        if state["epoch"] > 0
        else "It was the first epoch, so there is no network worth going on with: start again."
    )
    cause = (
        f"the learning rate ({rate:g} at that step) is too high for this network; try {config['learning_rate'] / 10:g}"
    )
    if config["clip_norm"] == 0:
        cause += ", or switch gradient clipping on"
    return (
        f"The loss became {loss:.3g} in epoch {state['epoch'] + 1}, batch {state['position']['batch'] + 1}. "
        f"Likely cause: {cause}. {kept}"
    )


@torch.no_grad()
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


def fit(
    loop: Loop, model: nn.Module, optimizer: torch.optim.Optimizer, stages: list[Stage]
) -> dict[str, dict[str, Any]]:
    """Trains each stage from the same initial weights and returns best weights, best epoch and epochs by stage name.

    The run's own stage comes last, so that `continue` with more epochs extends it. A stop request ends early: the
    stages that were not reached are missing in what is returned. Raises `Diverged` where the loss is no number.
    """
    run, config = loop.run, loop.config
    initial = copy.deepcopy(model.state_dict())
    state = run.track(model=model, optimizer=optimizer, generator=loop.generator, state=fresh_state()).state
    step = Step(model, optimizer, loop)
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
        model.train()
        means = one_epoch(step, stage.train, state)
        if means is None:
            break
        validation_loss, accuracy = _validate(model, stage.validation, loop)
        _remember(state, model, validation_loss, config["early_stopping"]["min_delta"])
        state["epoch"] += 1
        state["history"].append(
            {
                "epoch": state["epoch"],
                **{f"train_{name}": value for name, value in means.items()},
                "validation_loss": validation_loss,
                "validation_accuracy": accuracy,
            }
        )
        prefix = "" if stage.name == "main" else f"{stage.name}_"
        run.metric(state["epoch"], {f"{prefix}{name}": value for name, value in means.items()}, "train")
        run.metric(state["epoch"], {f"{prefix}loss": validation_loss, f"{prefix}accuracy": accuracy}, "validation")
        run.metric(state["epoch"], {f"{prefix}learning_rate": optimizer.param_groups[0]["lr"]})
        run.progress(expect_next_s=max(30.0, 5 * (time.monotonic() - started)))
        if loop.watch is not None and stage.name == "main":
            loop.watch(model, state["epoch"])
        if not _is_over(state, config):
            continue
        if state["epoch"] < config["epochs"]:
            run.milestone(
                f"Stopped early after epoch {state['epoch']} of {config['epochs']}: "
                f"{state['stale']} epochs without a better validation loss"
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
