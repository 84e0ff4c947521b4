"""For `npm run bench networks`: the same training by the pack's loop and by a bare one, and what a trained model says.

`step`: epochs of both loops in turns, from the same weights and random numbers; they must end at the same weights bit
for bit, or the comparison would be one of two different trainings. `score`: PyTorch's probabilities of raw windows.
"""

from __future__ import annotations

import argparse
import copy
import importlib
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from signal_nets.augment import augment, blend, mixing
from signal_nets.data import as_tensor, measure
from signal_nets.fit import Loop, Step, Windows, batches_of, fresh_state, make_optimizer, one_epoch
from signal_nets.results import Deployed
from signal_nets.schedule import learning_rate
from signal_nets.trainer import Network, Shape
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_
from trainyard.testing import FakeHost
from trainyard_lib import cut_windows, read_dataset

#: Batches of an epoch here, and epochs of each loop.
BATCHES, TURNS = 12, 24


def bare_epoch(
    network: Network,
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    windows: Windows,
    classes: int,
    epoch: int,
    config: dict[str, Any],
    generator: torch.Generator,
) -> None:
    """What one would write by hand for the same training, in one piece."""
    batches = batches_of(torch.randperm(len(windows), generator=generator), config["batch_size"])
    for number, batch in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(epoch * len(batches) + number, len(batches), config)
        signals = augment(windows.signals[batch], config["augmentation"], generator)
        targets = functional.one_hot(windows.targets[batch], classes).float()
        conditions = None if windows.conditions is None else windows.conditions[batch]
        mixed = mixing(len(batch), config["augmentation"]["mixup"], generator)
        if mixed is not None:
            signals, targets = blend(signals, mixed), blend(targets, mixed)
            conditions = None if conditions is None else blend(conditions, mixed)
        optimizer.zero_grad(set_to_none=True)
        loss, _ = network.objective(model, signals, targets, conditions, None)
        loss.backward()
        clip_grad_norm_(model.parameters(), config["clip_norm"])
        optimizer.step()


def compare_steps(config: dict[str, Any], dataset: Path) -> dict[str, Any]:
    network: Network = importlib.import_module("train").network
    config = {**config, "class_weights": False, "clip_norm": 1}
    cut = cut_windows(read_dataset(dataset), config["window"]["seconds"], config["window"]["overlap"])
    x = as_tensor(cut)
    places = torch.randperm(len(cut), generator=torch.Generator().manual_seed(0))[: BATCHES * config["batch_size"]]
    scaling = measure(x, places.numpy())
    signals = (x[places] - scaling.mean.view(1, -1, 1)) / scaling.deviation.view(1, -1, 1)
    conditions = None if network.conditions is None else network.conditions(cut, config)[places]
    windows = Windows(signals.contiguous(), torch.from_numpy(cut.y)[places], conditions)
    shape = Shape(x.shape[1], len(cut.classes), x.shape[2], cut.rate_hz)

    with tempfile.TemporaryDirectory() as folder:
        run = FakeHost(Path(folder), config=config).start()
        torch.manual_seed(0)
        model = network.build(shape, config)
        if network.prepare is not None:
            network.prepare(run, model, windows, cut.classes)
        twin = copy.deepcopy(model)
        loop = Loop(
            run, config, shape.classes, torch.device("cpu"), torch.Generator().manual_seed(1), network.objective
        )
        step = Step(model, make_optimizer(model, config), loop)
        optimizer, generator = make_optimizer(twin, config), torch.Generator().manual_seed(1)
        state = fresh_state()
        seconds: dict[str, list[float]] = {"pack": [], "bare": []}
        loops = {
            "pack": lambda turn: one_epoch(step, windows, state),
            "bare": lambda turn: bare_epoch(network, twin, optimizer, windows, shape.classes, turn, config, generator),
        }
        for turn in range(TURNS):
            random = torch.get_rng_state()
            state["epoch"] = turn
            # Who begins takes turns too.
            for name in sorted(loops, reverse=turn % 2 == 1):
                torch.set_rng_state(random)
                model.train()
                twin.train()
                began = time.perf_counter()
                loops[name](turn)
                seconds[name].append((time.perf_counter() - began) / BATCHES)
    for name, value in model.state_dict().items():
        if not torch.equal(value, twin.state_dict()[name]):
            raise SystemExit(f"the two loops trained differently: {name} is not the same")
    return seconds


def score(folder: Path, windows: np.ndarray) -> np.ndarray:
    """(windows, classes) float32 by the trained model of a run's output folder."""
    network: Network = importlib.import_module("train").network
    kept = torch.load(folder / "model.pt", weights_only=False)
    takes = json.loads((folder / "takes.json").read_text())
    shape = Shape(takes["channels"], len(kept["classes"]), takes["window_samples"], takes["rate_hz"])
    model = network.build(shape, kept["config"])
    model.load_state_dict(kept["weights"])
    scaling = argparse.Namespace(mean=kept["mean"], deviation=kept["deviation"])
    deployed = Deployed(model, scaling).eval()
    with torch.no_grad():
        return torch.cat([deployed(piece) for piece in torch.from_numpy(windows).split(100)]).numpy()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["step", "score"])
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    asked = parser.parse_args()
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    config = json.loads(asked.config.read_text())
    if asked.what == "step":
        (asked.folder / "step.json").write_text(json.dumps(compare_steps(config, asked.dataset)))
        return
    cut = cut_windows(read_dataset(asked.dataset), config["window"]["seconds"], 0)
    windows = np.ascontiguousarray(as_tensor(cut).numpy()[:1000], dtype=np.float32)
    (asked.folder / "takes.json").write_text(
        json.dumps({"channels": windows.shape[1], "window_samples": windows.shape[2], "rate_hz": cut.rate_hz})
    )
    windows.tofile(asked.folder / "windows.f32")
    score(asked.folder, windows).astype(np.float32).tofile(asked.folder / "scores.f32")


if __name__ == "__main__":
    main()
