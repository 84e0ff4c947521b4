"""The residual network: its blocks, what is watched after each epoch, and what its views say."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from trainyard.testing import FakeHost

# Nets this small lose more by sharing their work than they win.
torch.set_num_threads(1)

PACK = Path(__file__).parents[1]
sys.path[:0] = [str(PACK), str(PACK / "signal-resnet")]

from block_views import dead_in_words, flow_in_words, stage_norms, thinned, views  # noqa: E402
from block_watch import watch  # noqa: E402
from resnet import SignalResNet  # noqa: E402
from signal_nets.data import Scaling  # noqa: E402
from signal_nets.explain import GradCam, grad_cam  # noqa: E402
from signal_nets.fit import Windows  # noqa: E402
from signal_nets.results import Deployed  # noqa: E402
from signal_nets.trainer import Shape, Trained  # noqa: E402

SMALL: dict[str, Any] = {"depth": 18, "width": 0.25, "dropout": 0.1, "stem_stride": 2, "stem_kernel": 7}


def _net(channels: int = 1, classes: int = 2, **changed: Any) -> SignalResNet:
    torch.manual_seed(3)
    return SignalResNet(channels, classes, {**SMALL, **changed})


def _windows(n: int, samples: int = 256) -> Windows:
    generator = torch.Generator().manual_seed(n)
    targets = torch.arange(n) % 2
    time = torch.arange(samples) / samples
    tones = torch.where(targets == 0, 8, 30).view(-1, 1)
    signals = torch.sin(2 * torch.pi * (time * tones + torch.rand(n, 1, generator=generator)))
    return Windows((signals + 0.3 * torch.randn(signals.shape, generator=generator)).unsqueeze(1), targets)


@pytest.mark.parametrize(("depth", "layers"), [(18, 18), (34, 34), (50, 50), (101, 101)])
def test_a_depth_is_the_number_of_weighted_layers(depth: int, layers: int):
    model = _net(depth=depth)
    convs = sum(isinstance(m, torch.nn.Conv1d) for m in model.modules())
    beside = sum(not isinstance(block.past, torch.nn.Identity) for name, block in model.parts() if "." in name)
    # Convs on the way past a block do not count, the linear layer at the end does.
    assert convs - beside + 1 == layers


@pytest.mark.parametrize("channels", [1, 2, 3])
@pytest.mark.parametrize("samples", [1, 100, 257, 1001])
def test_any_length_and_number_of_channels_gives_a_row_of_scores(channels: int, samples: int):
    assert _net(channels, 5).eval()(torch.randn(3, channels, samples)).shape == (3, 5)


@pytest.mark.parametrize("depth", [18, 50])
def test_the_gradient_reaches_every_weight(depth: int):
    model = _net(2, 4, depth=depth)
    torch.nn.functional.cross_entropy(model(torch.randn(8, 2, 300)), torch.arange(8) % 4).backward()
    lost = [name for name, q in model.named_parameters() if q.grad is None or not q.grad.abs().sum() > 0]
    assert lost == []


def test_a_block_that_adds_nothing_hands_its_input_on():
    block = _net().stages[0][0]
    torch.nn.init.zeros_(block.inner[-1].weight)
    seen = torch.rand(4, block.width, 50)
    assert torch.equal(block.eval()(seen), seen)


def test_the_width_scales_every_stage():
    assert [stage[-1].width for stage in _net(width=0.5).stages] == [32, 64, 128, 256]
    assert [stage[-1].width for stage in _net(width=1, depth=50).stages] == [256, 512, 1024, 2048]


def test_what_is_watched_is_the_gradient_of_the_loss_and_the_outputs_of_the_blocks():
    model, windows = _net(), _windows(16)
    seen = watch(model, windows)
    names = [name for name, _ in model.parts()]
    assert names == ["stem", "1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2"]
    assert [len(seen[key]) for key in ("gradient", "weight", "mean", "deviation", "dead")] == [10, 10, 9, 9, 9]
    torch.nn.functional.cross_entropy(model.eval()(windows.signals), windows.targets).backward()
    expected = sum(float(q.grad.square().sum()) for q in model.stem.parameters()) ** 0.5
    assert seen["gradient"][0] == pytest.approx(expected, rel=1e-5)
    assert seen["deviation"][0] == pytest.approx(float(model.stem(windows.signals).detach().std()), rel=1e-5)


def test_watching_changes_nothing_of_the_training():
    model, windows = _net().train(), _windows(16)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    random = torch.get_rng_state()
    watch(model, windows)
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
    assert all(q.grad is None for q in model.parameters())
    assert torch.equal(random, torch.get_rng_state())
    assert not any(m._forward_hooks for m in model.modules())


def test_a_dead_filter_is_counted():
    model = _net()
    with torch.no_grad():
        model.stem[1].bias[:4] = -1e6
    assert watch(model, _windows(8))["dead"][0] == pytest.approx(4 / 16)
    assert dead_in_words(["stem", "1.1"], [0.25, 0.0]) == "Most dead filters: block stem, 25%."
    assert dead_in_words(["stem"], [0.0]) == "No filter is dead."


def test_the_words_on_the_gradient_follow_its_figures():
    assert "reaches the first layers" in flow_in_words(["stem", "1.1"], [0.5, 1.0, 2.0])
    assert "vanishes on its way" in flow_in_words(["stem", "1.1"], [1e-5, 1.0, 2.0])
    assert "No gradient at all" in flow_in_words(["stem"], [0.0, 0.0])
    norms = stage_norms(["stem", "1.1", "1.2"], [1.0, 3.0, 4.0, 2.0])
    assert norms == {"stem": 1.0, "stage 1": 5.0, "head": 2.0}


def test_a_picture_over_time_keeps_first_and_last_epoch():
    history = [{"epoch": i + 1} for i in range(433)]
    kept = [h["epoch"] for h in thinned(history)]
    assert (kept[0], kept[-1], len(kept)) == (1, 433, 100)
    assert thinned(history[:3]) == history[:3]


def test_the_views_show_every_block_and_epoch(tmp_path: Path):
    model, windows = _net(), _windows(12)
    watched = [{"epoch": epoch, **watch(model, windows)} for epoch in (1, 2, 3)]
    host = FakeHost(tmp_path)
    none: Any = None
    scaling = Scaling(torch.zeros(1), torch.ones(1))
    shape = Shape(1, 2, 256, 2000.0)
    views(Trained(host.start(), model.eval(), shape, none, none, {}, scaling, windows, windows, watched))
    sections = {line["section"]["title"]: line["section"] for line in host.lines_of("section")}
    assert [len(line["x"]) for line in sections["Gradient flow by stage"]["data"]["lines"]] == [3] * 6
    picture = sections["Gradient flow by block"]["data"]
    assert picture["y"] == ["stem", "1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2", "head"]
    assert [len(row) for row in picture["values"]] == [3] * 10
    assert "reaches the first layers" in sections["Gradient flow by stage"]["notes"][1]
    rows = sections["Layers after the last epoch"]["data"]["rows"]
    assert rows[0][:2] == ["stem", sum(q.numel() for q in model.stem.parameters())]


def test_it_learns_two_tones_and_its_picture_is_as_long_as_the_signal():
    model, windows, held_out = _net().train(), _windows(64), _windows(40)
    optimizer = torch.optim.AdamW(model.parameters(), 0.003)
    for _ in range(25):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(windows.signals), windows.targets).backward()
        optimizer.step()
    model.eval()
    assert float((model(held_out.signals).argmax(dim=1) == held_out.targets).float().mean()) > 0.9
    explainer = GradCam("Grad-CAM of the last stage", lambda m: m.stages[-1])
    assert explainer.pictures(model, held_out.signals, held_out.targets).shape == (40, 256)
    assert grad_cam(model, model.stages[-1], held_out.signals, held_out.targets).shape == (40, 8)


def test_the_exported_graph_takes_any_number_of_windows_and_says_the_same():
    deployed = Deployed(_net(2, 3), Scaling(torch.tensor([0.5, -1.0]), torch.tensor([2.0, 3.0]))).eval()
    exported = torch.export.export(
        deployed, (torch.randn(2, 2, 301),), dynamic_shapes={"signal": {0: torch.export.Dim("batch")}}
    )
    raw = torch.randn(7, 2, 301)
    assert torch.allclose(exported.module()(raw), deployed(raw), atol=1e-6)
    assert torch.allclose(deployed(raw).sum(dim=1), torch.ones(7))
