"""The shared loop of the networks: what it draws, when it stops, and that a resumed run is the same run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import pytest
import torch
from trainyard.testing import FakeHost

PACK = Path(__file__).parents[1]
sys.path[:0] = [str(PACK), str(PACK / "signal-cnn")]

from model import SignalCNN  # noqa: E402
from signal_nets.augment import augment, mix  # noqa: E402
from signal_nets.fit import Loop, Stage, Windows, class_weights, fit, make_optimizer  # noqa: E402
from signal_nets.schedule import learning_rate  # noqa: E402

CONFIG: dict[str, Any] = {
    "conv_layers": 2,
    "filters": [64],
    "kernels": [7, 3],
    "stride": 2,
    "pooling": "average",
    "pool_size": 4,
    "dense": [16],
    "dropout": 0.3,
    "epochs": 4,
    "batch_size": 16,
    "learning_rate": 0.01,
    "min_learning_rate": 1e-6,
    "warmup_epochs": 1,
    "optimizer": "adamw",
    "weight_decay": 0.01,
    "early_stopping": {"enabled": False, "patience": 1, "min_delta": 0.001},
    "augmentation": {"shift": 20, "scale_low": 0.8, "scale_high": 1.2, "snr_db": [20, 30], "mixup": 0.2},
    "class_weights": True,
    "clip_norm": 1,
    "checkpoint_every": 1,
    "keep_last": 3,
}


def _windows(n: int, seed: int) -> Windows:
    generator = torch.Generator().manual_seed(seed)
    targets = torch.arange(n) % 2
    time = torch.arange(128) / 128
    signals = torch.sin(2 * torch.pi * time * torch.where(targets == 0, 5, 20).view(-1, 1))
    return Windows((signals + 0.3 * torch.randn(signals.shape, generator=generator)).unsqueeze(1), targets)


def _stages(*names: str) -> list[Stage]:
    return [Stage(name, _windows(48, i), _windows(16, 10 + i)) for i, name in enumerate(names)]


def _train(
    host: FakeHost,
    config: dict[str, Any],
    stages: list[Stage],
    resume: str | None = None,
    command: Literal["pause", "stop"] | None = None,
):
    torch.manual_seed(7)
    model = SignalCNN(1, 2, config)
    run = host.start(resume=resume)
    if command is not None:
        host.send(command)
    loop = Loop(run, config, 2, torch.device("cpu"), torch.Generator().manual_seed(7))
    return fit(loop, model, make_optimizer(model, config), stages)


def _same(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(a[name], b[name]) for name in a)


def test_the_learning_rate_warms_up_to_its_peak_and_ends_at_its_floor():
    rates = [learning_rate(step, 10, CONFIG) for step in range(40)]
    assert rates[0] == pytest.approx(0.001)
    assert max(rates) == pytest.approx(0.01)
    assert rates[-1] < 0.0001
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_a_layer_without_its_own_value_takes_the_last_one_named():
    network = SignalCNN(2, 3, {**CONFIG, "conv_layers": 3, "kernels": [11, 5], "filters": [64, 128]})
    convs = [m for m in network.blocks if isinstance(m, torch.nn.Conv1d)]
    assert [(c.out_channels, c.kernel_size[0]) for c in convs] == [(64, 11), (128, 5), (128, 5)]
    assert network(torch.zeros(4, 2, 500)).shape == (4, 3)


def test_augmentation_keeps_the_shape_and_repeats_from_the_same_generator():
    x = _windows(8, 0).signals
    drawn = [augment(x, CONFIG["augmentation"], torch.Generator().manual_seed(3)) for _ in range(2)]
    assert torch.equal(drawn[0], drawn[1])
    assert drawn[0].shape == x.shape
    assert not torch.equal(drawn[0], x)


def test_noise_has_the_power_that_the_ratio_says():
    x = torch.ones(64, 1, 4096)
    only_noise = {"shift": 0, "scale_low": 1, "scale_high": 1, "snr_db": [20, 20]}
    noise = augment(x, only_noise, torch.Generator().manual_seed(1)) - x
    assert float(noise.square().mean()) == pytest.approx(0.01, rel=0.02)


def test_mixing_blends_signals_and_targets_by_the_same_share():
    targets = torch.eye(2)
    signals, mixed = mix(targets.view(2, 1, 2).clone(), targets, 0.2, torch.Generator().manual_seed(5))
    assert torch.allclose(signals.view(2, 2), mixed)
    assert torch.allclose(mixed.sum(dim=1), torch.ones(2))


def test_class_weights_ignore_a_class_that_does_not_occur():
    weights = class_weights(torch.tensor([0, 0, 0, 1]), 3)
    assert weights[1] == pytest.approx(3 * weights[0].item())
    assert weights[2] == 0


@pytest.mark.parametrize("stages", [("main",), ("companion", "main")])
def test_a_resumed_training_is_bit_for_bit_the_straight_one(tmp_path: Path, stages: tuple[str, ...]):
    straight = _train(FakeHost(tmp_path / "straight"), CONFIG, _stages(*stages))
    host = FakeHost(tmp_path / "paused")
    with pytest.raises(SystemExit):
        _train(host, CONFIG, _stages(*stages), command="pause")
    resumed = _train(host, CONFIG, _stages(*stages), resume=host.lines_of("checkpoint")[-1]["id"])
    for name in stages:
        assert _same(straight[name]["best_weights"], resumed[name]["best_weights"])
        assert straight[name]["history"] == resumed[name]["history"]


def test_the_stages_do_not_touch_each_other(tmp_path: Path):
    alone = _train(FakeHost(tmp_path / "alone"), CONFIG, _stages("companion"))
    both = _train(FakeHost(tmp_path / "both"), CONFIG, _stages("companion", "main"))
    assert _same(alone["companion"]["best_weights"], both["companion"]["best_weights"])
    assert both["main"]["epoch"] == CONFIG["epochs"]


def test_early_stopping_ends_a_stage_and_more_patience_continues_it(tmp_path: Path):
    eager = {**CONFIG, "epochs": 8, "early_stopping": {"enabled": True, "patience": 1, "min_delta": 10}}
    host = FakeHost(tmp_path / "eager")
    assert _train(host, eager, _stages("main"))["main"]["epoch"] == 1 + 1
    patient = {**eager, "early_stopping": {**eager["early_stopping"], "patience": 5}}
    continued = _train(host, patient, _stages("main"), resume=host.lines_of("checkpoint")[-1]["id"])
    assert continued["main"]["epoch"] == 6


def test_a_stop_keeps_the_best_weights_so_far(tmp_path: Path):
    host = FakeHost(tmp_path)
    assert _train(host, CONFIG, _stages("main"), command="stop")["main"]["epoch"] == 1
