"""The physics-informed network: its film against known numbers, its terms against hand-made cases, its evidence."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from trainyard.testing import FakeHost
from trainyard_lib.dataset import Sample, WindowSet

PACK = Path(__file__).parents[1]
sys.path[:0] = [str(PACK), str(PACK / "signal-physics"), str(PACK.parent / "signals" / "signal-lab")]

from evidence import area_under, prepare  # noqa: E402
from figures import FIRST_BAND, KNOWN, LOG_S, RESOLVED, STABLE, conditions, film_of  # noqa: E402
from knowledge import read_knowledge  # noqa: E402
from oil_film import Bearing, eccentricity, is_laminar, reynolds, sommerfeld, viscosity  # noqa: E402
from order_bands import BANDS, measure_bands  # noqa: E402
from physics_loss import objective, orders_term, smoothed, sommerfeld_term, whirl_term  # noqa: E402
from physics_net import PhysicsNet  # noqa: E402
from signal_lab import film as lab_film  # noqa: E402
from signal_lab.rig import draw_operating_point, draw_unit, stream  # noqa: E402
from signal_nets.data import Scaling  # noqa: E402
from signal_nets.fit import Windows  # noqa: E402
from signal_nets.results import Deployed  # noqa: E402

RATE, SAMPLES = 2048.0, 512
BEARING = Bearing(0.07, 0.026, 70e-6, 46.0, 6.8, 870.0)
CONFIG: dict[str, Any] = {
    "physics_weight": 0.5,
    "terms": {"whirl": "checked", "whirl_classes": ["oil_whirl"], "orders": "checked", "sommerfeld": True},
    "knowledge": {
        "enabled": True,
        "raises": ["imbalance > 1X", "oil_whirl > 0.43X", "rub > 2X"],
        "like": ["imbalance ~ healthy"],
        "smoothing": 0.1,
        "critical_hz": [17, 25],
        "high_hz": 500,
    },
    "columns": {
        "speed": "speed", "speed_unit": "rpm", "load": "load", "temperature": "heat",
        "sommerfeld": "S", "eccentricity": "e",
    },
    "film_from": "geometry",
    "bearing": {
        "diameter_mm": 70, "length_mm": 26, "clearance_um": 70,
        "viscosity_40_cst": 46, "viscosity_100_cst": 6.8, "density_kg_m3": 870,
    },
    "conv_layers": 3,
    "width": 16,
    "dropout": 0.1,
}  # fmt: skip
CLASSES = ["healthy", "imbalance", "oil_whirl"]


def test_the_oil_has_the_viscosities_of_its_data_sheet():
    at = viscosity(BEARING, np.array([40.0, 60.0, 100.0]))
    assert at[0] == pytest.approx(46e-6 * 870)
    assert at[2] == pytest.approx(6.8e-6 * 870)
    # ISO VG 46, viscosity index about 100: 19 to 21 cSt at 60 degrees.
    assert 19e-6 * 870 < at[1] < 21e-6 * 870


def test_the_sommerfeld_and_reynolds_numbers_are_those_of_the_formulas():
    mu = viscosity(BEARING, np.array([50.0]))[0]
    s = sommerfeld(BEARING, np.array([40.0]), np.array([600.0]), np.array([50.0]))[0]
    assert s == pytest.approx((0.035 / 70e-6) ** 2 * mu * 40 * 0.07 * 0.026 / 600)
    re = reynolds(BEARING, np.array([40.0]), np.array([50.0]))
    assert re[0] == pytest.approx(870 * math.pi * 0.07 * 40 * 70e-6 / mu)
    assert bool(is_laminar(BEARING, re)[0])
    assert not bool(is_laminar(BEARING, np.array([1000.0]))[0])


def test_the_eccentricity_solves_ocvirks_equation_and_falls_with_s():
    s = np.geomspace(1e-3, 1e2, 40)
    e = eccentricity(BEARING, s)
    rest = 1 - e**2
    back = rest**2 / (e * np.sqrt(16 * e**2 + np.pi**2 * rest)) / np.pi / (26 / 70) ** 2
    assert np.allclose(back, s, rtol=1e-6)
    assert (np.diff(e) < 0).all()


@pytest.mark.parametrize("number", range(4))
def test_generated_rigs_have_the_numbers_that_their_data_say(number: int):
    """Geometry, speed, load and temperature of the generator's rigs through our formulas, against its own columns. Its
    oil follows another law: the two data-sheet points are taken from that law, and in between they differ a little."""
    unit, rng = draw_unit(0, number), stream(0, 9, number)
    points = [draw_operating_point(rng, unit, k, 8, "any") for k in range(8)]
    speed, load, heat = (
        np.array([getattr(p, name) for p in points]) for name in ("speed_hz", "load_n", "oil_temperature_c")
    )
    at_40, at_100 = (float(lab_film.viscosity(unit.viscosity_pa_s, t)) / 870 * 1e6 for t in (40.0, 100.0))
    ours = Bearing(unit.diameter_m, unit.length_m, unit.clearance_m, at_40, at_100, 870.0)
    s = sommerfeld(ours, speed, load, heat)
    theirs = lab_film.sommerfeld(
        lab_film.viscosity(unit.viscosity_pa_s, heat), speed,
        np.asarray(unit.diameter_m), np.asarray(unit.length_m), np.asarray(unit.clearance_m), load,
    )  # fmt: skip
    assert np.abs(np.log(s / theirs)).max() < math.log(1.3)
    assert np.corrcoef(np.log(s), np.log(theirs))[0, 1] > 0.98
    e = lab_film.eccentricity(theirs, unit.length_m / unit.diameter_m)
    assert np.allclose(eccentricity(ours, theirs), e, atol=1e-6)


def _sine(hz: float, amplitude: float, phase: float = 0.3) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * hz * np.arange(SAMPLES) / RATE + phase)


def test_bands_find_the_line_that_is_there():
    speed = 36.0
    x = np.stack([_sine(0.43 * speed, 1) + _sine(speed, 0.01), _sine(2 * speed, 1), _sine(800, 1)])[:, None, :]
    found = measure_bands(x.astype(np.float32), RATE, np.full(3, speed), (100, 110), 500)
    # A line of whirl at 15.5 Hz, none at the critical speed.
    assert BANDS[int(found.bands[0].argmax())] == "0.43X"
    assert found.strongest_hz[0] == pytest.approx(0.43 * speed, abs=1.0)
    assert BANDS[int(found.bands[1].argmax())] == "2X"
    assert found.strongest_hz[1] == pytest.approx(2 * speed, abs=1.0)
    assert BANDS[int(found.bands[2].argmax())] == "high"
    assert np.allclose((10**found.bands).sum(axis=1), 1)
    louder = measure_bands(10 * x.astype(np.float32), RATE, np.full(3, speed), (100, 110), 500)
    assert np.allclose(found.bands, louder.bands, atol=1e-3)


def test_the_graph_is_read_and_names_what_the_data_lack():
    graph = read_knowledge(["a > 1X", "a > 2X", "x > 1X"], ["a ~ b", "a ~ c", "a ~ y"], ["a", "b", "c"])
    assert [BANDS[k] for k in np.flatnonzero(graph.raises[0])] == ["1X", "2X"]
    assert np.allclose(graph.like, [[0, 0.5, 0.5], [1, 0, 0], [1, 0, 0]])
    assert graph.unknown == ["x > 1X", "a ~ y"]
    with pytest.raises(ValueError, match="names no band"):
        read_knowledge(["a > 7X"], [], ["a"])


def _windows(n: int, whirl_where_stable: bool = False, swapped: bool = False) -> WindowSet:
    """Three classes: nothing, a strong 1X, a strong 0.43X (or the two swapped). Heavy and light loads in turn."""
    rng = np.random.default_rng(4)
    x, labels, samples = [], [], []
    for i in range(n):
        label, speed = CLASSES[i % 3], rng.uniform(30, 40)
        heavy = bool((i // 3) % 2) and (label != "oil_whirl" or whirl_where_stable)
        strong = {"imbalance": 1.0, "oil_whirl": 0.43}.get(label)
        if strong is not None and swapped:
            strong = 1.43 - strong
        signal = 0.3 * rng.standard_normal(SAMPLES) + _sine(speed, 0.3, rng.uniform(0, 6))
        if strong is not None:
            signal += _sine(strong * speed, 2.0, rng.uniform(0, 6))
        x.append(signal)
        labels.append(label)
        row = {"speed": str(60 * speed), "load": "3000" if heavy else "150", "heat": "55", "S": "0.4", "e": "0.6"}
        samples.append(Sample(f"s{i}", "f", None, RATE, SAMPLES, 1.0, label, row))
    return WindowSet(
        np.asarray(x, dtype=np.float32)[:, None, :], [f"s{i}#0" for i in range(n)], samples,
        np.asarray(labels), np.asarray([f"u{i % 6}" for i in range(n)]), RATE, CLASSES, [],
    )  # fmt: skip


def _train_part(windows: WindowSet, config: dict[str, Any] = CONFIG) -> Windows:
    return Windows(torch.from_numpy(windows.x), torch.from_numpy(windows.y), conditions(windows, config))


def _prepared(
    folder: Path, windows: WindowSet, config: dict[str, Any] = CONFIG
) -> tuple[PhysicsNet, Windows, FakeHost]:
    torch.manual_seed(1)
    host, model, part = FakeHost(folder, config=config), PhysicsNet(1, 3, config), _train_part(windows, config)
    prepare(host.start(), model, part, CLASSES)
    return model, part, host


def test_conditions_hold_the_film_and_mark_where_it_is_stable_or_unknown():
    windows = _windows(12)
    windows.samples[0].columns["load"] = "0"  # type: ignore[index]
    found = conditions(windows, CONFIG)
    assert found.shape == (12, FIRST_BAND + len(BANDS))
    assert bool(torch.isfinite(found).all())
    assert found[0, KNOWN] == 0 and found[0, STABLE] == 0
    film = film_of(windows.samples, CONFIG)
    heavy = np.array([s.columns["load"] == "3000" for s in windows.samples])
    assert (found[:, STABLE].numpy() == heavy).all()
    assert found[1, LOG_S] == pytest.approx(film.log_s[1], abs=1e-5)
    # 512 samples at 2048 Hz resolve 8 Hz; whirl and one turn are 15 Hz and more apart.
    assert bool((found[:, RESOLVED] == 1).all())
    own = film_of(windows.samples, {**CONFIG, "film_from": "auto"})
    assert own.from_columns and own.log_s[1] == pytest.approx(math.log(0.4)) and own.eccentricity[1] == 0.6


def test_what_the_labels_bear_out_is_used(tmp_path: Path):
    model, _, host = _prepared(tmp_path, _windows(120))
    verdicts = {f.statement.split(" in a laminar")[0]: (f.verdict, f.used) for f in model.physics.findings}
    assert verdicts == {
        "no oil_whirl where e > 0.76": ("confirmed", True),
        "imbalance raises 1X": ("confirmed", True),
        "oil_whirl raises 0.43X": ("confirmed", True),
    }
    assert model.physics.whirl_classes == [2]
    assert any('"rub > 2X"' in line["message"] for line in host.lines_of("log"))


def test_what_the_labels_contradict_is_said_and_left_out(tmp_path: Path):
    model, _, host = _prepared(tmp_path / "a", _windows(120, whirl_where_stable=True, swapped=True))
    assert [(f.verdict, f.used) for f in model.physics.findings] == [("contradicted", False)] * 3
    assert model.physics.whirl_classes == [] and not model.physics.uses_orders
    said = [line["message"] for line in host.lines_of("log") if "Contradicted" in line["message"]]
    assert len(said) == 3 and all(line.endswith("It is left out.") for line in said)
    forced = {**CONFIG, "terms": {**CONFIG["terms"], "whirl": "on", "orders": "on"}}
    model, _, _ = _prepared(tmp_path / "b", _windows(120, whirl_where_stable=True, swapped=True), forced)
    assert [(f.verdict, f.used) for f in model.physics.findings] == [("contradicted", True)] * 3


def test_the_area_is_the_share_of_pairs():
    own, others = np.array([1.0, 2.0, 3.0], dtype=np.float32), np.array([0.0, 2.0], dtype=np.float32)
    assert area_under(own, others)[0] == pytest.approx((1 + 1 + 1 + 0 + 0.5 + 1) / 6)
    assert math.isnan(area_under(own[:1], others)[0])


def _physics(**raises: int) -> Any:
    physics = PhysicsNet(1, 3, CONFIG).physics
    for band, number in raises.items():
        physics.raises[number, BANDS.index(band)] = 1
    physics.uses_orders = physics.uses_sommerfeld = True
    return physics


def _conditions(**columns: list[float]) -> torch.Tensor:
    """Bands default to 0; a row a window."""
    places = {"log_s": LOG_S, "known": KNOWN, "stable": STABLE, "resolved": RESOLVED}
    found = torch.zeros(len(next(iter(columns.values()))), FIRST_BAND + len(BANDS))
    for name, values in columns.items():
        found[:, places[name] if name in places else FIRST_BAND + BANDS.index(name)] = torch.tensor(values)
    return found


def test_the_whirl_term_asks_only_where_the_film_is_stable():
    physics, scores = _physics(), torch.tensor([[0.2, 0.2, 0.6], [0.5, 0.4, 0.1], [0.0, 0.0, 1.0]])
    where = _conditions(stable=[1, 1, 0.5])
    assert float(whirl_term(scores, where, physics)) == 0
    physics.whirl_classes = [2]
    assert float(whirl_term(scores, where, physics)) == pytest.approx(-(math.log(0.4) + math.log(0.9)) / 2, rel=1e-5)
    assert float(whirl_term(scores, _conditions(stable=[0, 0, 0]), physics)) == 0


def test_the_orders_term_wants_bands_explained_and_expects_none_that_lack():
    physics = _physics(**{"1X": 1, "0.43X": 2})
    sure = torch.eye(3)

    def term(number: int, **bands: list[float]) -> float:
        return float(orders_term(sure[number : number + 1], _conditions(resolved=[1], **bands), physics))

    # 1X stands out by 2.5 deviations: explained by class 1, not by class 0. Two bands are expected of some class.
    assert term(1, **{"1X": [2.5]}) == 0
    assert term(0, **{"1X": [2.5]}) == pytest.approx(1.5 / 2)
    assert term(1, **{"1X": [-1.5]}) == pytest.approx(0.5 / 2)
    assert term(0, **{"1X": [-9.0]}) == 0
    assert term(0, **{"1X": [9.0]}) == pytest.approx(2.0 / 2)
    assert term(0, **{"2X": [9.0]}) == 0
    # Neither clear: no word on it. Nor on a window that is too short.
    assert term(0, **{"1X": [0.9]}) == 0
    unresolved = _conditions(resolved=[0.0], **{"1X": [9.0]})
    assert float(orders_term(sure[:1], unresolved, physics)) == 0


def test_the_side_head_learns_ln_s_where_it_is_known():
    physics = _physics()
    physics.log_s_mean.fill_(1.0)
    physics.log_s_deviation.fill_(2.0)
    where = _conditions(log_s=[3.0, 99.0], known=[1, 0])
    assert float(sommerfeld_term(torch.tensor([1.0, 0.0]), where, physics)) == 0
    assert float(sommerfeld_term(torch.tensor([0.5, 0.0]), where, physics)) == pytest.approx(0.125)


def test_targets_are_spread_over_relatives_only():
    physics = _physics()
    physics.like[0, 1] = physics.like[1, 0] = 1
    spread = smoothed(torch.eye(3), physics)
    assert torch.allclose(spread, torch.tensor([[0.9, 0.1, 0.0], [0.1, 0.9, 0.0], [0.0, 0.0, 1.0]]))
    physics.smoothing = 0.0
    assert torch.equal(smoothed(torch.eye(3), physics), torch.eye(3))


def test_the_gradient_reaches_every_weight_and_no_term_that_is_off(tmp_path: Path):
    model, part, _ = _prepared(tmp_path, _windows(48))
    targets = torch.nn.functional.one_hot(part.targets, 3).float()
    loss, parts = objective(model, part.signals, targets, part.conditions, None)
    assert set(parts) == {"classes", "whirl", "orders", "sommerfeld"}
    assert float(loss.detach()) == pytest.approx(
        float((parts["classes"] + 0.5 * (parts["whirl"] + parts["orders"] + parts["sommerfeld"])).detach()), rel=1e-5
    )
    loss.backward()
    assert [name for name, weight in model.named_parameters() if weight.grad is None or not weight.grad.any()] == []
    model.zero_grad()
    model.physics.uses_sommerfeld = False
    objective(model, part.signals, targets, part.conditions, None)[0].backward()
    assert not model.sommerfeld.weight.grad.any()


@pytest.mark.parametrize(("channels", "samples"), [(1, 700), (2, 333), (3, 64)])
def test_any_length_and_number_of_channels_gives_scores(channels: int, samples: int):
    model = PhysicsNet(channels, 4, {**CONFIG, "conv_layers": 6}).eval()
    assert model(torch.randn(5, channels, samples)).shape == (5, 4)
    assert model.log_sommerfeld(torch.randn(5, channels, samples)).shape == (5,)


def test_it_learns_classes_and_keeps_to_the_physics(tmp_path: Path):
    model, part, _ = _prepared(tmp_path, _windows(120))
    targets = torch.nn.functional.one_hot(part.targets, 3).float()
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    first: dict[str, float] = {}
    parts: dict[str, torch.Tensor] = {}
    for _ in range(40):
        optimizer.zero_grad()
        loss, parts = objective(model, part.signals, targets, part.conditions, None)
        first = first or {name: float(value.detach()) for name, value in parts.items()}
        loss.backward()
        optimizer.step()
    model.eval()
    right = (model(part.signals).argmax(dim=1) == part.targets).float().mean()
    assert float(right) > 0.95
    assert all(float(parts[name].detach()) < 0.5 * first[name] for name in ("whirl", "orders"))


def test_the_exported_model_takes_the_signal_alone(tmp_path: Path):
    onnxruntime = pytest.importorskip("onnxruntime")
    model = PhysicsNet(2, 3, CONFIG).eval()
    deployed = Deployed(model, Scaling(torch.tensor([0.1, -0.2]), torch.tensor([2.0, 3.0]))).eval()
    signals = torch.randn(5, 2, SAMPLES)
    path = tmp_path / "m.onnx"
    torch.onnx.export(
        deployed, (signals[:2],), str(path), input_names=["signal"], output_names=["scores"],
        dynamic_shapes={"signal": {0: torch.export.Dim("batch")}}, external_data=False, verbose=False, dynamo=True,
    )  # fmt: skip
    session = onnxruntime.InferenceSession(str(path))
    assert [given.name for given in session.get_inputs()] == ["signal"]
    with torch.no_grad():
        assert np.abs(session.run(None, {"signal": signals.numpy()})[0] - deployed(signals).numpy()).max() < 1e-4
