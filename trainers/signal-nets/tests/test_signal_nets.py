"""The shared loop of the networks: what it draws, when it stops, and that a resumed run is the same run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
import torch
from trainyard.testing import FakeHost
from trainyard_lib.dataset import WindowSet

PACK = Path(__file__).parents[1]
sys.path[:0] = [str(PACK), str(PACK / "signal-cnn")]

from model import SignalCNN  # noqa: E402
from signal_nets import fit as loop_of_fit  # noqa: E402
from signal_nets.augment import Mixing, augment, blend, mixing  # noqa: E402
from signal_nets.data import check_windows  # noqa: E402
from signal_nets.explain import GradCam, examine  # noqa: E402
from signal_nets.fit import Diverged, Loop, Stage, Windows, class_weights, fit, make_optimizer  # noqa: E402
from signal_nets.probe import measure_batch, search_rate, suggestion  # noqa: E402
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
    "mixed_precision": False,
    "learning_rate_finder": False,
    "checkpoint_seconds": 300,
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
    mixed = mixing(2, 0.2, torch.Generator().manual_seed(5))
    assert mixed is not None
    assert torch.allclose(blend(targets.view(2, 1, 2), mixed).view(2, 2), blend(targets, mixed))
    assert torch.allclose(
        blend(targets, Mixing(0.25, torch.tensor([1, 0]))), torch.tensor([[0.25, 0.75], [0.75, 0.25]])
    )
    assert mixing(2, 0, torch.Generator()) is None


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
    (told,) = [line for line in host.lines_of("log") if line.get("milestone")]
    assert told["message"].startswith("Stopped early after epoch 2 of 8: ")
    patient = {**eager, "early_stopping": {**eager["early_stopping"], "patience": 5}}
    continued = _train(host, patient, _stages("main"), resume=host.lines_of("checkpoint")[-1]["id"])
    assert continued["main"]["epoch"] == 6


def test_a_stop_keeps_the_best_weights_so_far(tmp_path: Path):
    host = FakeHost(tmp_path)
    assert _train(host, CONFIG, _stages("main"), command="stop")["main"]["epoch"] == 1


@pytest.mark.parametrize("share", [1, 2])
def test_a_run_killed_within_an_epoch_ends_bit_for_bit_like_a_straight_one(tmp_path: Path, share: int):
    straight = _train(FakeHost(tmp_path / "straight"), CONFIG, _stages("main"))
    # Every batch is "too long since the last checkpoint".
    host = FakeHost(tmp_path / "killed")
    with_every_batch = {**CONFIG, "checkpoint_seconds": -1, "keep_last": 100}
    assert _same(
        straight["main"]["best_weights"], _train(host, with_every_batch, _stages("main"))["main"]["best_weights"]
    )
    within = [line for line in host.lines_of("checkpoint") if line["step"] % 1 != 0]
    assert len(within) == CONFIG["epochs"] * 2
    resumed = _train(host, CONFIG, _stages("main"), resume=within[2 + share]["id"])
    assert _same(straight["main"]["best_weights"], resumed["main"]["best_weights"])
    assert straight["main"]["history"] == resumed["main"]["history"]


def test_a_pause_does_not_wait_for_the_end_of_a_long_epoch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(loop_of_fit, "_SHORT_EPOCH_S", 0.0)
    host = FakeHost(tmp_path)
    with pytest.raises(SystemExit):
        _train(host, CONFIG, _stages("main"), command="pause")
    assert host.lines_of("checkpoint")[-1]["step"] == pytest.approx(1 / 3)
    assert _train(FakeHost(tmp_path / "b"), CONFIG, _stages("main"), command="stop") == {}


def test_a_loss_that_is_no_number_ends_the_training_in_words(tmp_path: Path):
    host = FakeHost(tmp_path)
    wild = {**CONFIG, "optimizer": "sgd", "learning_rate": 1e30, "warmup_epochs": 0, "clip_norm": 0}
    with pytest.raises(
        Diverged, match=r"The loss became \S+ in epoch 1, batch \d\. Likely cause: the learning rate.*start again"
    ):
        _train(host, wild, _stages("main"))


def test_a_loss_that_runs_away_ends_the_training_before_its_network_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(loop_of_fit, "_RUNAWAY", 0.1)
    host = FakeHost(tmp_path)
    with pytest.raises(Diverged, match=r"The loss became 0\.\d+ in epoch 1, batch 1\."):
        _train(host, CONFIG, _stages("main"))
    assert host.lines_of("checkpoint") == []


def _loop(tmp_path: Path, **changed: Any) -> tuple[SignalCNN, Loop]:
    torch.manual_seed(7)
    model = SignalCNN(1, 2, CONFIG)
    run = FakeHost(tmp_path).start()
    return model, Loop(run, {**CONFIG, **changed}, 2, torch.device("cpu"), torch.Generator().manual_seed(7))


def test_probing_changes_nothing_of_what_follows(tmp_path: Path):
    model, loop = _loop(tmp_path)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    random = torch.get_rng_state()
    cost = measure_batch(model, loop, _windows(48, 0))
    assert cost.steps_per_epoch == 3
    assert cost.step_seconds > 0
    weights = sum(value.nbytes for value in model.parameters())
    # Adam keeps two numbers a weight, the gradient is a third; the signals of a batch are kept at least.
    assert cost.bytes_per_batch > 3 * weights + 16 * 64 * 4
    found = search_rate(model, loop, _windows(48, 0))
    assert found.suggested is not None
    assert 1e-5 < found.suggested < 1
    assert _same(before, model.state_dict())
    assert torch.equal(random, torch.get_rng_state())


def test_a_rate_is_suggested_below_the_lowest_loss_and_none_where_it_hardly_falls():
    rates = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
    assert suggestion(rates, [2.0, 1.9, 1.9, 1.4, 1.1, 2.5]) == pytest.approx(1e-3)
    # The steepest step is the first one here, and only noise.
    assert suggestion(rates, [2.0, 1.6, 1.55, 1.3, 1.2, 2.5]) == pytest.approx(1e-3)
    assert suggestion(rates, [2.0, 1.99, 1.95, 1.98, 2.4, 4.0]) is None
    assert suggestion([], []) is None


def test_mixed_precision_learns_too(tmp_path: Path):
    found = _train(FakeHost(tmp_path), {**CONFIG, "mixed_precision": True}, _stages("main"))
    assert found["main"]["history"][-1]["train_loss"] < found["main"]["history"][0]["train_loss"]


class _Half(torch.nn.Module):
    """Sees only the first half: any honest picture lies there."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = torch.nn.Sequential(torch.nn.Conv1d(1, 8, 9, padding=4), torch.nn.ReLU())
        self.head = torch.nn.Linear(8, 2)

    def forward(self, signal: torch.Tensor) -> torch.Tensor:
        return self.head(self.conv(signal).mean(dim=2))


def _bumps(n: int) -> Windows:
    """A short burst at a random place: low or high."""
    generator = torch.Generator().manual_seed(2)
    targets = torch.arange(n) % 2
    signals = 0.05 * torch.randn(n, 1, 128, generator=generator)
    places = torch.randint(0, 108, (n,), generator=generator)
    time = torch.arange(20)
    for i in range(n):
        signals[i, 0, places[i] : places[i] + 20] += torch.sin(2 * torch.pi * time * (0.1 if targets[i] == 0 else 0.3))
    return Windows(signals, targets)


def test_a_picture_of_a_trained_network_passes_and_one_that_ignores_the_network_fails():
    torch.manual_seed(0)
    model, windows = _Half(), _bumps(128)
    optimizer = torch.optim.Adam(model.parameters(), 0.02)
    for _ in range(150):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(windows.signals), windows.targets).backward()
        optimizer.step()
    held_out = _bumps(100)
    honest = examine(GradCam("Grad-CAM", lambda m: m.conv), model, _Half, held_out.signals, held_out.targets, 1)
    assert honest.accuracy > 0.95
    assert honest.deletion_passed, honest.notes()

    class Always(GradCam):
        def pictures(self, model: torch.nn.Module, seen: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
            return torch.arange(seen.shape[-1]).float().expand(len(seen), -1)

    blind = examine(Always("ramp", lambda m: m.conv), model, _Half, held_out.signals, held_out.targets, 1)
    assert not blind.deletion_passed
    assert not blind.weights_passed
    assert "failed" in blind.notes()[0]


def test_odd_signals_are_named_or_refused():
    def of(x: np.ndarray, labels: list[str]) -> WindowSet:
        return WindowSet(
            x.astype(np.float32), ["a#0", "b#0"], [], np.asarray(labels), np.asarray(["a", "b"]), 10.0, ["p", "q"], []
        )

    wave = np.sin(np.arange(400) / 7)
    flat = np.ones(400)
    assert check_windows(of(np.stack([wave, wave * 2]), ["p", "q"])) == []
    assert check_windows(of(np.stack([wave, flat]), ["p", "q"])) == [
        "Channel 1 is constant in 1 of 2 windows, first in b#0."
    ]
    assert check_windows(of(np.stack([wave, np.clip(wave, -0.5, 0.5)]), ["p", "q"])) == [
        "Channel 1 looks clipped in 1 of 2 windows, first in b#0."
    ]
    with pytest.raises(ValueError, match="hold NaN or infinite values"):
        check_windows(of(np.stack([wave, np.where(wave > 0.9, np.nan, wave)]), ["p", "q"]))
    with pytest.raises(ValueError, match="all windows are of one class"):
        check_windows(of(np.stack([wave, wave]), ["p", "p"]))
