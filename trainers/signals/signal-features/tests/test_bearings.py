"""Orders, discriminants and the rule on a made-up bearing rig; and what is said of data that cannot be used."""

import json

import numpy as np
import pytest
from bearing_set import CLASSES, RATE, recording, write_bearings
from ground import ground_at
from signal_features import linear, quality
from signal_features.groups import NAMES, Recipe
from signal_features.quality import Channels, Unusable, trouble_of
from signal_features.windows import extract
from test_train import CONFIG, ended
from trainyard.testing import task_file
from trainyard_lib import read_dataset
from trainyard_lib.window_program import ask

ORDERS = {**CONFIG, "groups": ["fault-orders"], "speed": {"column": "rpm", "unit": "rpm"}}
ORDERS["window"] = {"seconds": 1, "overlap": 0}


@pytest.fixture(scope="module")
def bearings(tmp_path_factory):
    return write_bearings(tmp_path_factory.mktemp("bearings"))


def run(folder, made, *, process=False, split="new_bearing.csv", expect=0, **config):
    folder.mkdir(parents=True, exist_ok=True)
    dataset = {"folder": str(made), "name": "set", "version": 1, "digest": "d", "kind": "signals", "meta": {}}
    parts = {"path": str(made / split), "digest": "d", "by": "bearing", "note": None, "companion": None}
    task = task_file(folder, config={**ORDERS, **config}, dataset=dataset, split={**parts, "not_scored": []}, seed=3)
    return ended(task, process=process, expect=expect)


@pytest.mark.parametrize("model", ["order-rule", "lda"])
def test_a_new_bearing_is_named_by_its_orders_and_the_onnx_file_says_the_same(bearings, tmp_path, model):
    host = run(tmp_path, bearings, model=model, folds=0, onnx=True)
    [done] = host.lines_of("done")
    assert done["metrics"]["test/accuracy"] == 1.0
    onnx = [line for line in host.lines_of("artifact") if line["kind"] == "onnx"]
    assert onnx and onnx[0]["meta"]["largest_difference"] < 1e-4, host.lines_of("log")
    through = onnx[0]["meta"]["input"]["through"]
    assert through["speed"] == {"column": "rpm", "unit": "rpm"}
    x = np.load(bearings / "data" / "inner-2-0.npy")[None, None, :RATE]
    [at_30, at_31] = ask(tmp_path / "output" / through["file"], np.repeat(x, 2, axis=0), RATE, 9, [30, 31])
    recipe = Recipe.of({**ORDERS, "model": model})
    assert at_30 == pytest.approx(recipe.measure(x, RATE, 30)[0], rel=1e-4, abs=1e-4) and not np.allclose(at_30, at_31)
    kept = json.loads((tmp_path / "output" / "model.json").read_text())
    assert kept["present"] == [0, 1, 2] and len(kept["offset"]) == 3
    titles = {line["section"]["title"]: line["section"] for line in host.lines_of("section")}
    spectra = titles["Envelope spectrum over orders of the shaft"]["data"]
    assert [mark["label"] for mark in spectra["marks"]] == ["FTF", "0.43X", "1X", "2X", "BSF", "BPFO", "BPFI"]
    outer = next(line for line in spectra["lines"] if line["name"].startswith("outer"))
    harmonics = outer["x"][int(np.argmax(outer["y"]))] / 3.585
    assert harmonics == pytest.approx(max(1, round(harmonics)), abs=0.03)
    if model == "lda":
        assert titles["Weights of the discriminants"]["data"]["x"] == CLASSES
        return
    rows = {row[0]: row[1] for row in titles["Which lines stand out"]["data"]["rows"]}
    assert rows == {"inner": "fault_inner", "outer": "fault_outer"}
    assert "When no line stands out the verdict is ball." in titles["Which lines stand out"]["notes"]
    race = titles["Test windows by their two race lines"]["data"]
    assert len(race["groups"]) == 3 and not any(w for group in race["groups"] for w in group["wrong"])
    # Calm below both borders, and every window on ground of its own class.
    assert race["regions"]["cells"][0][0] == CLASSES.index("ball")
    for k, group in enumerate(race["groups"]):
        assert {ground_at(race["regions"], x, y) for x, y in zip(group["x"], group["y"], strict=True)} == {k}


def test_failures_stand_beside_their_nearest_window_and_troubled_channels_are_named_with_nothing_lost(tmp_path):
    rng = np.random.default_rng(9)

    def change(id, x):
        if id == "ball-0-0":
            return np.zeros_like(x)
        if id.startswith("outer-2"):
            return recording("ball", 30, rng)
        return np.clip(x, -0.5, 0.5) if id in ("outer-1-0", "outer-1-1") else x

    host = run(tmp_path, write_bearings(tmp_path / "set", change=change), model="lda", folds=0)
    [section] = [line["section"] for line in host.lines_of("section") if line["section"]["type"] == "failure-cases"]
    assert [case["sample_id"].split("#")[0] for case in section["data"]["cases"]].count("outer-2-0") == 2
    for case in section["data"]["cases"]:
        assert case["nearest"]["label"] in CLASSES and not case["nearest"]["sample_id"].split("-")[1].startswith("2")
        assert (tmp_path / "output" / case["nearest"]["signal"]["file"]).exists()
        marks = {mark["label"]: mark["x"] for mark in case["marks"]}
        assert 28 <= marks["1X"] <= 34 and marks["0.43X"] == pytest.approx(0.43 * marks["1X"], abs=0.01)
    [summary] = [line["section"] for line in host.lines_of("section") if line["section"]["type"] == "summary"]
    notes = " ".join(summary["notes"])
    assert "Channel axial is constant in the recording ball-0-0" in notes
    assert "Channel axial looks clipped in 2 recordings (outer-1-0, outer-1-1)" in notes


def test_all_groups_together_have_names_and_numbers(bearings):
    groups = list(NAMES)
    recipe = Recipe.of({**ORDERS, "groups": groups[::-1]})
    table = extract(read_dataset(bearings), recipe, 1, 0)
    assert table.names == [name for group in groups for name in NAMES[group]] and len(set(table.names)) == 65
    assert table.x.shape == (36, 65) and np.isfinite(table.x).all()
    assert any("BPFO 3.585" in note for note in table.notes) and any("cepstrum" in note for note in table.notes)
    outer = table.x[table.y == CLASSES.index("outer"), table.names.index("fault_outer")]
    others = table.x[table.y != CLASSES.index("outer"), table.names.index("fault_outer")]
    assert outer.min() > others.max()


def test_the_gain_of_a_sensor_changes_no_order(bearings):
    x = np.load(bearings / "data" / "inner-0-0.npy")[None].astype(float)
    recipe = Recipe.of({**ORDERS, "groups": ["shaft-orders", "fault-orders"]})
    assert recipe.measure(x, 6000, 30) == pytest.approx(recipe.measure(70 * x, 6000, 30), abs=1e-6)


def windows(lines, labels, seed=0):
    rng = np.random.default_rng(seed)
    x = [np.array(lines[k]) + 0.2 * rng.standard_normal(3) for k in labels]
    return np.asarray(x, dtype=np.float32), np.asarray(labels)


def rule(classes):
    return linear.OrderRule({"sigmas": 3}, classes, 0, 1)


def test_the_rule_keeps_its_threshold_when_the_known_faults_grow_stronger():
    for strength in (2.0, 8.0):
        x, y = windows({0: [0.5, 0.5, 0.5], 1: [0.6, strength, 0.5], 2: [strength, 0.6, 0.5]}, [0, 1, 2] * 40)
        model = rule(3)
        model.fit_chunk(x, y)
        weak, truth = windows({1: [0.6, 1.8, 0.5], 2: [1.8, 0.6, 0.5], 0: [0.5, 0.5, 0.5]}, [0, 1, 2] * 20, seed=1)
        assert (model.scores(weak).argmax(axis=1) == truth).mean() > 0.95
        assert model.without_line == [0]


def test_of_two_classes_without_a_line_the_rule_says_the_commoner_one_and_owns_up_to_it():
    x, y = windows(
        {0: [0.5, 0.5, 0.5], 1: [0.5, 0.5, 0.5], 2: [3, 0.5, 0.5], 3: [0.5, 3, 0.5]}, [0] * 60 + [1, 2, 3] * 20
    )
    model = rule(4)
    model.fit_chunk(x, y)
    assert model.without_line == [0, 1]
    assert 1 not in model.scores(x).argmax(axis=1)


def test_a_ball_that_shows_its_own_line_is_told_from_a_healthy_bearing():
    x, y = windows({0: [0.5, 0.5, 0.5], 1: [0.5, 0.5, 3], 2: [3, 0.5, 0.5], 3: [0.5, 3, 0.5]}, [0, 1, 2, 3] * 30)
    model = rule(4)
    model.fit_chunk(x, y)
    assert (model.scores(x).argmax(axis=1) == y).mean() > 0.97


def measured(made, seconds=1, **config):
    return extract(read_dataset(made), Recipe.of({**ORDERS, **config}), seconds, 0)


def test_a_missing_speed_is_refused_with_the_recordings_that_lack_it(tmp_path):
    made = write_bearings(tmp_path / "set", units=2, speed_text=lambda rpm: "" if rpm > 1900 else str(rpm))
    with pytest.raises(Unusable, match="'rpm' holds no speed above 0 for .*recording"):
        measured(made)


def test_a_column_that_is_not_there_is_refused_with_those_that_are(bearings):
    with pytest.raises(Unusable, match=r"no column 'speed' \(it has bearing, rpm\)"):
        measured(bearings, speed={"column": "speed", "unit": "Hz"})


def test_a_window_longer_than_every_signal_is_refused(bearings):
    with pytest.raises(Unusable) as refused:
        measured(bearings, seconds=3)
    assert str(refused.value) == (
        "No recording is as long as a window of 3 s: the longest has 2 s. Choose a shorter window."
    )


def test_a_training_part_of_one_class_is_refused_and_the_run_ends_with_those_words(bearings, tmp_path):
    (bearings / "one.csv").write_text("sample_id,part\nball-0-0,train\nball-0-1,train\nouter-0-0,test\n")
    host = run(tmp_path, bearings, process=True, split="one.csv", expect=1)
    [done] = host.lines_of("done")
    assert done["status"] == "failed" and done["code"] == "bad-config" and "Traceback" not in host.output
    assert "only the class ball" in done["message"]


def test_silence_everywhere_is_refused():
    channels = Channels(["x", "y"])
    channels.look("a", np.zeros((2, 50)))
    channels.look("b", np.full((2, 50), np.nan))
    with pytest.raises(Unusable, match="nothing to measure"):
        channels.refuse_if_nothing_is_left()


def test_sines_noise_and_coarse_counts_are_not_called_clipped():
    t = np.arange(20_000) / 20_000
    rng = np.random.default_rng(0)
    for x in (np.sin(2 * np.pi * 7 * t), np.round(200 * np.sin(2 * np.pi * 50 * t)), rng.standard_normal(20_000)):
        assert trouble_of(x) is None
    assert trouble_of(np.clip(rng.standard_normal(20_000), -2, 2)) == "clipped"
    assert quality.trouble_of(np.array([0.0, np.inf, 1.0])) == "not all numbers"
