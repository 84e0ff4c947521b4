"""Before the start: what one real batch costs, and (where asked) which learning rate suits the network.

Both work on copies, and with random numbers of their own: the training that follows is the same as without them.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import nn

from .fit import Loop, Step, Windows, batches_of, make_optimizer

_TIMED_STEPS = 3
_SEARCHED_STEPS = 100
_LOWEST_RATE, _HIGHEST_RATE = 1e-6, 1.0
#: The search ends when the smoothed loss is that many times its lowest.
_BLOWN_UP = 4.0
#: A smaller share of the first loss is noise.
_LEAST_FALL = 0.05


@dataclass(frozen=True)
class Cost:
    step_seconds: float
    steps_per_epoch: int
    #: On a GPU the most that a step took above what was held before; on a CPU what it keeps for its gradients, the
    #: gradients and the optimizer's state (the resident size says nothing: memory that was freed is used again).
    bytes_per_batch: int

    def in_words(self, batch_size: int, epochs: int, stages: int) -> str:
        epoch = self.step_seconds * self.steps_per_epoch
        whole = epochs * stages * epoch
        told = f"{whole:.0f} s" if whole < 100 else f"{whole / 60:.0f} min"
        return (
            f"One batch of {batch_size} windows takes {self.step_seconds * 1000:.0f} ms "
            f"and {self.bytes_per_batch / 1e6:.0f} MB; "
            f"an epoch has {self.steps_per_epoch} batches (about {epoch:.1f} s), "
            f"all {epochs * stages} epochs "
            f"about {told} without early stopping and validation."
        )


@contextmanager
def _apart(model: nn.Module, loop: Loop) -> Iterator[tuple[Step, torch.Generator]]:
    """A step on a copy; the global random state is put back."""
    devices = [loop.device] if loop.device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        twin = copy.deepcopy(model).train()
        yield Step(twin, make_optimizer(twin, loop.config), loop), torch.Generator().manual_seed(0)


@contextmanager
def _kept_for_gradients() -> Iterator[dict[int, int]]:
    """Bytes of each storage that the backward pass will need, by its address."""
    kept: dict[int, int] = {}

    def note(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        yield kept


def _state_bytes(step: Step) -> int:
    """Gradients and what the optimizer remembers."""
    gradients = [weight.grad for weight in step.model.parameters() if weight.grad is not None]
    remembered = [value for state in step.optimizer.state.values() for value in state.values()]
    return sum(value.nbytes for value in [*gradients, *remembered] if isinstance(value, torch.Tensor))


def measure_batch(model: nn.Module, loop: Loop, windows: Windows) -> Cost:
    """A first step, whose memory is measured, then the fastest of three."""
    batches = batches_of(torch.arange(len(windows)), loop.config["batch_size"])
    device, on_gpu = loop.device, loop.device.type == "cuda"
    with _apart(model, loop) as (step, generator):
        before = torch.cuda.memory_allocated(device) if on_gpu else 0
        if on_gpu:
            torch.cuda.reset_peak_memory_stats(device)
        with _kept_for_gradients() as kept:
            step(windows, batches[0], generator)
        if on_gpu:
            taken = torch.cuda.max_memory_allocated(device) - before
        else:
            taken = sum(kept.values()) + _state_bytes(step)
        seconds: list[float] = []
        for _ in range(_TIMED_STEPS):
            started = time.perf_counter()
            step(windows, batches[0], generator)
            seconds.append(time.perf_counter() - started)
        return Cost(min(seconds), len(batches), taken)


@dataclass(frozen=True)
class RateSearch:
    rates: list[float]
    #: Smoothed training loss at each rate.
    losses: list[float]
    #: A tenth of the rate with the lowest loss, None where the loss hardly falls.
    suggested: float | None


def search_rate(model: nn.Module, loop: Loop, windows: Windows) -> RateSearch:
    """The learning-rate range test (Smith, 2017): 100 batches with a rate that grows from 1e-6 to 1."""
    rates: list[float] = []
    losses: list[float] = []
    smooth = 0.0
    with _apart(model, loop) as (step, generator):
        batches = batches_of(torch.randperm(len(windows), generator=generator), loop.config["batch_size"])
        for number in range(_SEARCHED_STEPS):
            rate = _LOWEST_RATE * (_HIGHEST_RATE / _LOWEST_RATE) ** (number / (_SEARCHED_STEPS - 1))
            for group in step.optimizer.param_groups:
                group["lr"] = rate
            loss = step(windows, batches[number % len(batches)], generator)
            if loss != loss or loss == float("inf"):
                break
            smooth = 0.9 * smooth + 0.1 * loss
            corrected = smooth / (1 - 0.9 ** (number + 1))
            if losses and corrected > _BLOWN_UP * min(losses):
                break
            rates.append(rate)
            losses.append(corrected)
    return RateSearch(rates, losses, suggestion(rates, losses))


def suggestion(rates: list[float], losses: list[float]) -> float | None:
    """A tenth of the rate with the lowest smoothed loss, as in practice (fast.ai's `minimum` rule).

    The steepest place is another usual choice, but of 100 noisy batches it tells more about two lucky ones.
    """
    if not losses or min(losses) > (1 - _LEAST_FALL) * losses[0]:
        return None
    return rates[losses.index(min(losses))] / 10
