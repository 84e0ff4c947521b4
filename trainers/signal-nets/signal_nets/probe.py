"""Before the start: what one real batch costs, and (where asked) which learning rate suits the network.

Both work on copies, and with random numbers of their own: the training that follows is the same as without them.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from .fit import Loop, Step, Windows, batches_of, make_optimizer

_TIMED_STEPS = 3
_SEARCHED_STEPS = 100
_LOWEST_RATE, _HIGHEST_RATE = 1e-6, 1.0
#: The search ends when the smoothed loss is that many times its lowest.
_BLOWN_UP = 4.0


@dataclass(frozen=True)
class Cost:
    step_seconds: float
    steps_per_epoch: int
    #: What the process (or the device) took at most for the steps, above what it held before.
    bytes_per_batch: int

    def in_words(self, batch_size: int, epochs: int, stages: int) -> str:
        epoch = self.step_seconds * self.steps_per_epoch
        return (
            f"One batch of {batch_size} windows takes {self.step_seconds * 1000:.0f} ms "
            f"and {self.bytes_per_batch / 1e6:.0f} MB; "
            f"an epoch has {self.steps_per_epoch} batches (about {epoch:.1f} s), "
            f"all {epochs * stages} epochs "
            f"about {epochs * stages * epoch / 60:.1f} min without early stopping and validation."
        )


@contextmanager
def _apart(model: nn.Module, loop: Loop) -> Iterator[tuple[Step, torch.Generator]]:
    """A step on a copy; the global random state is put back."""
    devices = [loop.device] if loop.device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        twin = copy.deepcopy(model).train()
        yield Step(twin, make_optimizer(twin, loop.config), loop), torch.Generator().manual_seed(0)


def _forget_peak(device: torch.device) -> int:
    """From here on the peak counts anew. What is held now, in bytes."""
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
        return torch.cuda.memory_allocated(device)
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _status_bytes("VmRSS")


def _peak_bytes(device: torch.device) -> int:
    return torch.cuda.max_memory_allocated(device) if device.type == "cuda" else _status_bytes("VmHWM")


def _status_bytes(name: str) -> int:
    """0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:")), 0)


def measure_batch(model: nn.Module, loop: Loop, windows: Windows) -> Cost:
    """A first step that is not timed, then the fastest of three."""
    batches = batches_of(torch.arange(len(windows)), loop.config["batch_size"])
    with _apart(model, loop) as (step, generator):
        before = _forget_peak(loop.device)
        step(windows, batches[0], generator)
        seconds: list[float] = []
        for _ in range(_TIMED_STEPS):
            started = time.perf_counter()
            step(windows, batches[0], generator)
            seconds.append(time.perf_counter() - started)
        return Cost(min(seconds), len(batches), max(0, _peak_bytes(loop.device) - before))


@dataclass(frozen=True)
class RateSearch:
    rates: list[float]
    #: Smoothed training loss at each rate.
    losses: list[float]
    #: Where the loss falls most steeply, None where it never falls.
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
    return RateSearch(rates, losses, steepest(rates, losses))


def steepest(rates: list[float], losses: list[float]) -> float | None:
    """The rate at which the loss falls fastest per factor of the rate; the first tenth is too noisy to count."""
    start = max(1, len(rates) // 10)
    slopes = [(losses[i + 1] - losses[i - 1], rates[i]) for i in range(start, len(rates) - 1)]
    lowest = min(slopes, default=(0.0, 0.0))
    return lowest[1] if lowest[0] < 0 else None
