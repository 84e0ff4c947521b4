"""The transformer: positions, attention written out, rollout, and what its views say of heads."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from trainyard.testing import FakeHost
from trainyard_lib.dataset import WindowSet

# Nets this small lose more by sharing their work than they win.
torch.set_num_threads(1)

PACK = Path(__file__).parents[1]
sys.path[:0] = [str(PACK), str(PACK / "signal-transformer")]

from attention_views import by_distance, head_figures, near_and_far, spread_in_words, thin, views  # noqa: E402
from positions import angles, rotate, sinusoidal  # noqa: E402
from rollout import Rollout, rollout  # noqa: E402
from signal_nets.data import Scaling  # noqa: E402
from signal_nets.explain import Verdict  # noqa: E402
from signal_nets.fit import Windows  # noqa: E402
from signal_nets.results import Deployed  # noqa: E402
from signal_nets.trainer import Shape, Trained  # noqa: E402
from transformer import Attention, SignalTransformer  # noqa: E402

KINDS = ("sinusoidal", "learned", "rotary")
SMALL: dict[str, Any] = {
    "patch": 16, "layers": 4, "heads": 4, "d_model": 32, "feed_forward": 2, "positions": "rotary", "dropout": 0.1,
}  # fmt: skip


def _net(channels: int = 1, classes: int = 2, samples: int = 128, **changed: Any) -> SignalTransformer:
    torch.manual_seed(3)
    return SignalTransformer(channels, classes, samples, {**SMALL, **changed})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("channels", "samples"), [(1, 128), (2, 1001), (3, 7)])
def test_any_length_and_number_of_channels_gives_a_row_of_scores(kind: str, channels: int, samples: int):
    model = _net(channels, 5, samples, positions=kind).eval()
    logits, attention = model.logits_and_attention(torch.randn(3, channels, samples))
    places = math.ceil(samples / 16)
    assert logits.shape == (3, 5)
    assert [w.shape for w in attention] == [(3, 4, places, places)] * 4
    assert all(torch.allclose(w.sum(dim=3), torch.ones(3, 4, places)) for w in attention)


@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_reaches_every_weight(kind: str):
    model = _net(2, 4, 300, positions=kind)
    torch.nn.functional.cross_entropy(model(torch.randn(8, 2, 300)), torch.arange(8) % 4).backward()
    lost = [name for name, q in model.named_parameters() if q.grad is None or not q.grad.abs().sum() > 0]
    assert lost == []


def test_sinusoidal_vectors_are_the_formula_of_the_paper():
    vectors = sinusoidal(50, 8)
    for place, pair in [(0, 0), (7, 1), (49, 3)]:
        angle = place / 10_000 ** (2 * pair / 8)
        assert float(vectors[place, 2 * pair]) == pytest.approx(math.sin(angle), abs=1e-6)
        assert float(vectors[place, 2 * pair + 1]) == pytest.approx(math.cos(angle), abs=1e-6)


def test_a_rotated_product_depends_on_the_distance_alone_and_keeps_lengths():
    of = angles(40, 8)
    q, k = torch.randn(1, 16), torch.randn(1, 16)
    turned_q, turned_k = (rotate(x.expand(40, -1), of.cos(), of.sin()) for x in (q, k))
    products = turned_q @ turned_k.T
    for distance in (0, 3, 17):
        along = products.diagonal(distance)
        assert torch.allclose(along, along[:1].expand_as(along), atol=1e-4)
    assert not torch.allclose(products.diagonal(3)[0], products.diagonal(-3)[0], atol=1e-2)
    assert torch.allclose(turned_q.norm(dim=1), q.norm().expand(40), atol=1e-5)


def test_attention_written_out_is_that_of_pytorch():
    torch.manual_seed(1)
    mine, theirs = Attention(32, 4, 9, rotary=False), torch.nn.MultiheadAttention(32, 4, batch_first=True)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(mine.into.weight)
        theirs.in_proj_bias.copy_(mine.into.bias)
        theirs.out_proj.weight.copy_(mine.out.weight)
        theirs.out_proj.bias.copy_(mine.out.bias)
    seen = torch.randn(2, 9, 32)
    found, weights = mine(seen)
    expected, expected_weights = theirs(seen, seen, seen, average_attn_weights=False)
    assert torch.allclose(found, expected, atol=1e-6)
    assert torch.allclose(weights, expected_weights, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_position_tells_a_signal_from_its_patches_in_another_order(kind: str):
    model = _net(positions=kind).eval()
    signal = torch.randn(2, 1, 128)
    other = signal.view(2, 1, 8, 16)[:, :, torch.tensor([3, 0, 7, 1, 6, 2, 5, 4])].reshape(2, 1, 128)
    assert not torch.allclose(model(signal), model(other), atol=1e-5)


def test_rollout_of_even_attention_is_even_and_of_one_gaze_is_that_patch():
    even = [torch.full((2, 3, 5, 5), 0.2)] * 4
    assert torch.allclose(rollout(even), torch.full((2, 5), 0.2))
    gaze = torch.zeros(1, 1, 4, 4)
    gaze[..., 2] = 1
    # After two layers a quarter still lies where it was: 1/4 · 1/4 for the others.
    assert torch.allclose(rollout([gaze, gaze])[0], torch.tensor([1, 1, 13, 1]) / 16)
    assert torch.allclose(rollout([gaze] * 3).sum(dim=1), torch.ones(1))


def test_rollout_multiplies_later_layers_from_the_left():
    first, second = torch.zeros(1, 1, 3, 3), torch.zeros(1, 1, 3, 3)
    first[..., 0] = 1  # all look at 0, then all look at 1, which holds half of 0
    second[..., 1] = 1
    found = rollout([first, second])[0]
    assert float(found[1]) > float(found[2])
    assert not torch.allclose(found, rollout([second, first])[0])


def test_heads_that_look_aside_or_everywhere_are_told_apart():
    places = 10
    aside = torch.eye(places).roll(1, dims=1)  # the next patch; the last looks at the first
    even = torch.full((places, places), 1 / places)
    found = head_figures([torch.stack([aside, even, torch.eye(places)]).unsqueeze(0)])
    assert found.distance.shape == (1, 3)
    assert found.distance[0].tolist() == pytest.approx([(9 * 1 + 9) / 10, 3.3, 0], abs=1e-5)
    assert found.entropy[0].tolist() == pytest.approx([0, 1, 0], abs=1e-5)
    assert spread_in_words(found) == "2 of 3 heads prefer some patches to others (entropy below 0.95)."


def test_a_head_that_looks_two_patches_back_shows_at_two():
    places = 8
    back = torch.zeros(places, places)
    back[torch.arange(2, places), torch.arange(places - 2)] = 1
    found = by_distance(torch.stack([back, torch.full((places, places), 1 / places)]).unsqueeze(0))
    assert found[0].tolist() == pytest.approx([0, 0, 0.5, 0, 0, 0, 0, 0])
    assert found[1].tolist() == pytest.approx([1 / places] * places)


def _trained(folder: Path, kind: str, verdict: Verdict | None) -> tuple[FakeHost, Trained]:
    host = FakeHost(folder, config={**SMALL, "positions": kind})
    held_out = _bursts(12, 3)
    windows = WindowSet(
        held_out.signals[:, 0].numpy(), [f"s{i}#0" for i in range(12)], [], np.asarray(["low", "high"] * 6),
        np.asarray(["rig"] * 12), 2000.0, ["low", "high"], [],
    )  # fmt: skip
    trained = Trained(
        host.start(), _net(positions=kind).eval(), Shape(1, 2, 128, 2000.0), None, windows,
        {"test": np.arange(12)}, Scaling(torch.zeros(1), torch.ones(1)), held_out, held_out, verdict=verdict,
    )  # fmt: skip
    return host, trained


def _verdict(blanked: float) -> Verdict:
    return Verdict("Attention rollout", 200, 0.9, blanked, 0.8, 0.001, 0.1)


@pytest.mark.parametrize("kind", KINDS)
def test_maps_of_heads_are_drawn_where_the_tests_passed(tmp_path: Path, kind: str):
    host, trained = _trained(tmp_path, kind, _verdict(0.5))
    views(trained)
    sections = [line["section"] for line in host.lines_of("section")]
    maps = [s for s in sections if s["title"].startswith("Attention of head")]
    assert len(maps) == 4
    assert len(maps[0]["data"]["values"]) == len(maps[0]["data"]["values"][0]) == 8
    assert maps[0]["data"]["x"][:2] == ["0 ms", "8 ms"]
    assert any("Deletion test passed" in note for note in maps[0]["notes"])
    assert [s["type"] for s in sections if s["title"].startswith("Positions")] == ["heatmap"]


def test_maps_of_heads_are_not_drawn_where_a_test_failed_and_the_page_says_why(tmp_path: Path):
    host, trained = _trained(tmp_path, "rotary", _verdict(0.85))
    views(trained)
    sections = [line["section"] for line in host.lines_of("section")]
    assert [s for s in sections if s["title"].startswith("Attention of head")] == []
    (instead,) = [s for s in sections if s["title"] == "Attention maps: not shown"]
    assert "Deletion test failed" in instead["data"]["markdown"]
    scatter = next(s for s in sections if s["title"] == "Head specialisation")
    assert [len(group["x"]) for group in scatter["data"]["groups"]] == [4] * 4


def test_a_thinned_map_keeps_its_mean_and_names_where_it_begins():
    square = torch.rand(128, 128)
    values, starts = thin(square)
    assert values.shape == (64, 64)
    assert starts[:3] == [0, 2, 4]
    assert float(values.mean()) == pytest.approx(float(square.mean()), abs=1e-6)
    assert torch.equal(thin(square[:5, :5])[0], square[:5, :5])


def test_sinusoidal_places_are_more_alike_the_nearer_they_are():
    unit = torch.nn.functional.normalize(sinusoidal(64, 32), dim=1)
    near, far = near_and_far(unit @ unit.T)
    assert near > far + 0.1
    assert near_and_far(torch.ones(1, 1)) == (1.0, 1.0)


def _bursts(n: int, seed: int) -> Windows:
    """One burst in a patch of its own, low or high; its place says nothing."""
    generator = torch.Generator().manual_seed(seed)
    targets = torch.arange(n) % 2
    signals = 0.1 * torch.randn(n, 1, 128, generator=generator)
    time = torch.arange(16)
    for i in range(n):
        at = 16 * int(torch.randint(0, 8, (), generator=generator))
        phase = 6.28 * float(torch.rand((), generator=generator))
        signals[i, 0, at : at + 16] += torch.sin(phase + 2 * torch.pi * time * (0.1 if targets[i] == 0 else 0.3))
    return Windows(signals, targets)


def test_it_learns_bursts_of_any_phase_and_its_picture_is_as_long_as_the_signal():
    model, windows, held_out = _net().train(), _bursts(128, 1), _bursts(60, 2)
    optimizer = torch.optim.AdamW(model.parameters(), 0.003)
    for _ in range(45):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(windows.signals), windows.targets).backward()
        optimizer.step()
    model.eval()
    assert float((model(held_out.signals).argmax(dim=1) == held_out.targets).float().mean()) > 0.9
    pictures = Rollout().pictures(model, held_out.signals, held_out.targets)
    assert pictures.shape == (60, 128)
    assert torch.equal(pictures[:, 0], pictures[:, 15])


def test_the_picture_of_a_filled_last_patch_ends_with_the_signal():
    model = _net(samples=121).eval()
    assert Rollout().pictures(model, torch.randn(2, 1, 121), torch.zeros(2).long()).shape == (2, 121)


@pytest.mark.parametrize("kind", ["learned", "rotary"])
def test_the_exported_graph_takes_any_number_of_windows_and_says_the_same(kind: str):
    model = _net(2, 3, 301, positions=kind)
    deployed = Deployed(model, Scaling(torch.tensor([0.5, -1.0]), torch.tensor([2.0, 3.0]))).eval()
    exported = torch.export.export(
        deployed, (torch.randn(2, 2, 301),), dynamic_shapes={"signal": {0: torch.export.Dim("batch")}}
    )
    raw = torch.randn(7, 2, 301)
    assert torch.allclose(exported.module()(raw), deployed(raw), atol=1e-6)
