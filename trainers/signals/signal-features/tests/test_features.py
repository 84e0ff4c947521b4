from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from signal_features import features, groups, selection, stages
from signal_features.groups import Recipe
from signal_features.models import new_model

GENERAL = {
    "groups": ["general"],
    "envelope": {"whitening": "cepstrum", "band": "full", "low_hz": 0, "high_hz": 1},
    "bearing": {"from": "geometry", "balls": 9, "ball_diameter_mm": 7.94, "pitch_diameter_mm": 39.04},
    "harmonics": 3,
    "speed": {"column": "speed_hz", "unit": "Hz"},
}
HERE = Path(__file__).parents[1]
RATE = 2000.0
NAMES = [f.name for f in features.FEATURES]


def measured(signal):
    return dict(zip(NAMES, features.measure(np.atleast_2d(signal), RATE)[0], strict=True))


def test_there_are_exactly_36_features_with_names_of_their_own():
    assert len(features.FEATURES) == 36 == len(set(NAMES))
    assert all(f.formula and f.unit and f.says for f in features.FEATURES)


def test_the_readme_lists_the_features_as_they_are_measured():
    readme = (HERE / "README.md").read_text()
    assert features.table() in readme and groups.table() in readme


def test_two_channels_have_36_features_each_under_their_names():
    recipe = Recipe.of(GENERAL)
    names = recipe.names_of(["x", "y"])
    assert len(names) == 72 and names[0] == "x:mean" and names[36] == "y:mean"
    both = np.random.default_rng(0).standard_normal((3, 2, 256))
    values = recipe.measure(both, RATE, np.nan)
    assert values.shape == (3, 72)
    assert np.array_equal(values[:, 36:], features.measure(both[:, 1], RATE))


def test_a_sine_is_measured_as_a_sine():
    t = np.arange(2000) / RATE
    f = measured(0.5 + 3 * np.sin(2 * np.pi * 100 * t + 0.3))
    assert f["mean"] == pytest.approx(0.5, abs=1e-9)
    assert f["std"] == pytest.approx(3 / np.sqrt(2), rel=1e-3)
    assert f["rms"] == pytest.approx(np.sqrt(4.5 + 0.25), rel=1e-3)
    assert f["kurtosis"] == pytest.approx(1.5, rel=1e-2)
    assert f["crest_factor"] == pytest.approx(np.sqrt(2), rel=1e-2)
    assert f["shape_factor"] == pytest.approx(np.pi / (2 * np.sqrt(2)), rel=1e-2)
    assert f["zero_crossing_rate"] == pytest.approx(200, rel=0.02)
    assert f["peak_frequency"] == f["rolloff"] - 1 == 100
    assert f["centroid"] == pytest.approx(100, abs=0.5)
    assert f["peak_share"] == pytest.approx(1, abs=1e-3)
    assert f["octave_4"] == pytest.approx(1, abs=1e-3)  # 62.5 to 125 Hz
    assert f["entropy"] < 0.2 and f["flatness"] < 1e-3
    assert f["complexity"] == pytest.approx(1, rel=0.01)


def test_white_noise_is_flat_and_gaussian():
    f = measured(np.random.default_rng(1).standard_normal(40000))
    assert f["kurtosis"] == pytest.approx(3, abs=0.15)
    assert f["step_kurtosis"] == pytest.approx(3, abs=0.15)
    assert f["centroid"] == pytest.approx(500, rel=0.02)
    assert f["spread"] == pytest.approx(1000 / np.sqrt(12), rel=0.02)
    assert f["spectral_kurtosis"] == pytest.approx(1.8, rel=0.03)
    assert f["octave_1"] == pytest.approx(0.5, abs=0.02)
    assert f["entropy"] > 0.9


def test_the_octaves_share_out_the_whole_spectrum():
    x = np.random.default_rng(2).standard_normal((4, 1000)).cumsum(axis=1)
    values = features.measure(x, RATE)
    octaves = values[:, [NAMES.index(f"octave_{k}") for k in range(1, 8)]]
    assert octaves.sum(axis=1) == pytest.approx(1, abs=1e-9)


def test_two_lines_are_told_by_their_order_and_their_levels():
    t = np.arange(4000) / RATE
    f = measured(2 * np.sin(2 * np.pi * 60 * t) + np.sin(2 * np.pi * 120 * t))
    assert f["second_ratio"] == pytest.approx(2, rel=0.01)
    assert f["second_level"] == pytest.approx(0.5, rel=0.02)


def test_blows_raise_kurtosis_and_coming_and_going_raises_unevenness():
    rng = np.random.default_rng(3)
    calm = 0.1 * rng.standard_normal(4000)
    blows = calm.copy()
    blows[::500] += 5
    assert measured(blows)["kurtosis"] > 10 * measured(calm)["kurtosis"]
    swelling = calm * np.repeat([1, 5], 2000)
    assert measured(swelling)["unevenness"] > 5 * measured(calm)["unevenness"]


@pytest.mark.parametrize("signal", [np.zeros(256), np.full(256, 7.0), np.eye(1, 256)[0]])
def test_silent_and_single_blow_windows_give_numbers(signal):
    assert np.isfinite(features.measure(signal[None], RATE)).all()


def test_the_size_of_a_batch_changes_no_bit():
    x = np.random.default_rng(4).standard_normal((features.BATCH + 5, 300))
    whole = features.measure(x, RATE)
    assert np.array_equal(whole[-1:], features.measure(x[-1:], RATE)) or np.allclose(
        whole[-1:], features.measure(x[-1:], RATE), rtol=1e-12
    )


def labelled():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], 40)
    strong = y + 0.1 * rng.standard_normal(120)
    return np.stack([rng.standard_normal(120), strong, 2 * strong + 0.001 * rng.standard_normal(120)], axis=1), y


def test_top_k_keeps_what_tells_classes_apart():
    x, y = labelled()
    assert list(selection.choose(x, y, {"method": "top-k", "k": 2, "limit_percent": 95})) == [1, 2]


def test_correlation_drops_a_feature_that_repeats_a_better_one():
    x, y = labelled()
    chosen = list(selection.choose(x, y, {"method": "correlation", "k": 2, "limit_percent": 95}))
    assert len(chosen) == 2 and 0 in chosen
    assert list(selection.choose(x, y, {"method": "all", "k": 1, "limit_percent": 95})) == [0, 1, 2]


def test_a_fold_never_holds_out_all_of_a_class():
    y = np.repeat([0, 1, 2], 6)
    lonely = SimpleNamespace(y=y, unit=np.repeat(["a", "b", "c"], 6))
    assert stages.grouped_folds(lonely, np.arange(18), 3, 0) == []
    paired = SimpleNamespace(y=y, unit=np.repeat(["a", "d", "b", "e", "c", "f"], 3))
    folds = stages.grouped_folds(paired, np.arange(18), 2, 0)
    assert folds
    for train, held in folds:
        assert set(y[held]) <= set(y[train])


def test_boosting_comes_to_an_end_on_classes_that_are_told_apart_at_once():
    config = {"model": "lightgbm", "n_estimators": 120, "learning_rate": 1.0, "num_leaves": 4, "max_depth": 0}
    config |= {"min_samples_leaf": 1, "class_weights": True}
    y = np.repeat([0, 1, 2], 20)
    x = np.repeat([[0.0], [1.0], [2.0]], 20, axis=0).astype(np.float32)
    model = new_model(config, 3, 0, 1)
    for _ in range(5):
        assert model.finished < model.chunks
        model.fit_chunk(x, y)
    assert model.finished == model.chunks and model.trees == 120
