"""The trainer as a process on a small made-up set: what it says, and that pause and kill leave no trace."""

import csv
import json
from pathlib import Path

import joblib
import numpy as np
import pytest
from here import HostHere
from signal_features import stages
from signal_features.quality import Unusable
from trainyard.testing import ProcessHost, task_file

HERE = Path(__file__).parents[1]
LIBRARY = HERE.parents[1] / "lib-python" / "src"
CONFIG = {
    'model': 'random_forest', 'n_estimators': 60, 'max_depth': 0, 'min_samples_leaf': 1, 'learning_rate': 0.1,
    'num_leaves': 7, 'C': 10, 'kernel': 'rbf', 'selection': {'method': 'all', 'k': 10, 'limit_percent': 95}, 'folds': 2,
    'class_weights': True, 'importance_repeats': 1, 'onnx': False, 'window': {'seconds': 0.1, 'overlap': 0},
    'boundary': {'axes': 'discriminants', 'across': 'rms', 'across_channel': 1, 'up': 'kurtosis', 'up_channel': 1},
    'groups': ['general'], 'speed': {'column': 'speed', 'unit': 'Hz'}, 'harmonics': 3, 'sigmas': 3,
    'envelope': {'whitening': 'cepstrum', 'band': 'full', 'low_hz': 0, 'high_hz': 900},
    'bearing': {'from': 'geometry', 'balls': 9, 'ball_diameter_mm': 7.94, 'pitch_diameter_mm': 39.04,
                'contact_angle_deg': 0},
}  # fmt: skip
CLASSES = ["calm", "rough", "singing"]


def make_set(folder):
    """Three classes on six units, two recordings each, two channels, one unit recorded at twice the rate."""
    rng = np.random.default_rng(0)
    (folder / "data").mkdir(parents=True)
    rows = []
    for k, label in enumerate(CLASSES):
        for unit in range(6):
            for take in range(2):
                rate = 4000 if unit == 0 else 2000
                t = np.arange(rate // 2) / rate
                strength = rng.uniform(0.7, 1.4)
                x = rng.standard_normal((2, len(t)))
                if k == 1:
                    x[:, rng.random(len(t)) < 0.02] += 6
                if k == 2:
                    x += 3 * np.sin(2 * np.pi * rng.uniform(90, 130) * t)
                id = f"{label}-{unit}-{take}"
                np.save(folder / "data" / f"{id}.npy", (strength * x * 1000).astype(np.int16))
                rows.append([id, f"data/{id}.npy", "", rate, len(t), 0.001, label, f"u{unit}"])
    with (folder / "index.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["sample_id", "file", "row", "rate_hz", "n", "scale", "label", "unit"])
        writer.writerows(rows)
    manifest = {
        'v': 1, 'kind': 'signals', 'files': [], 'label_column': 'label', 'unit_column': 'unit',
        'unit_columns': ['unit'], 'condition_columns': [],
        'classes': CLASSES, 'rates_hz': [2000, 4000], 'channels': ['x', 'y'],
        'badge': 'SIMULATED', 'splits': {},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    parts = ["train", "train", "train", "train", "validation", "test"]
    with (folder / "by_unit.csv").open("w") as file:
        file.write("sample_id,part\n" + "".join(f"{r[0]},{parts[int(r[7][1])]}\n" for r in rows))
    with (folder / "by_window.csv").open("w") as file:
        file.write("sample_id,part\n")
        for number, r in enumerate(rows):
            for k in range(5):
                file.write(f"{r[0]}#{k},{['train', 'train', 'train', 'validation', 'test'][(k + number) % 5]}\n")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("set")
    make_set(folder)
    return folder


def split(made, by="unit"):
    whole = {"path": str(made / "by_unit.csv"), "digest": "d", "by": "unit"}
    if by == "unit":
        return {**whole, "note": None, "companion": None, "not_scored": []}
    note = "upper bound: same unit on both sides"
    return {
        "path": str(made / "by_window.csv"),
        "digest": "w",
        "by": "window",
        "note": note,
        "companion": whole,
        "not_scored": [],
    }


def train(folder, made, *, process=False, on_line=None, by="unit", expect=0, checkpoint=None, **config):
    folder.mkdir(parents=True, exist_ok=True)
    dataset = {"folder": str(made), "name": "set", "version": 1, "digest": "d", "kind": "signals", "meta": {}}
    task = task_file(
        folder, config={**CONFIG, **config}, dataset=dataset, split=split(made, by), checkpoint=checkpoint, seed=3
    )
    return ended(task, process=process, on_line=on_line, expect=expect)


def ended(task, *, process, on_line=None, expect=0):
    if process:
        host = ProcessHost([ProcessHost.python(), "train.py"], task, cwd=HERE, pythonpath=[LIBRARY], on_line=on_line)
        code = host.wait(300)
    else:
        host = HostHere(task, on_line)
        code = host.run()
    assert code == expect, host.output
    return host


def sections(host):
    return {line["section"]["type"]: line["section"] for line in host.lines_of("section")}


def all_sections(host):
    return [line["section"] for line in host.lines_of("section")]


def metrics(host):
    [done] = host.lines_of("done")
    return done["metrics"]


@pytest.fixture(scope="module")
def straight(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("straight")
    return folder, train(folder, made, process=True, onnx=True)


#: A run of LightGBM costs what its folds cost; those of the forest show that folds work.
BOOSTED = {"model": "lightgbm", "folds": 0, "selection": {"method": "correlation", "k": 10, "limit_percent": 90}}


@pytest.fixture(scope="module")
def boosted(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("boosted")
    return folder, train(folder, made, **BOOSTED, onnx=True)


def test_it_learns_and_shows_everything_it_promises(straight):
    _folder, host = straight
    assert metrics(host)["test/accuracy"] > 0.8
    shown = sections(host)
    promised = "summary metric-table per-class-table confusion-matrix roc precision-recall calibration failure-cases"
    promised += " feature-importance tree scatter curves bars"
    assert set(promised.split()) <= set(shown)
    notes = " ".join(shown["summary"]["notes"])
    assert "resampled to the lowest rate" in notes and "72 in all" in notes and "SIMULATED" in notes
    rows = {row["name"]: row for row in shown["metric-table"]["data"]["rows"]}
    assert {"accuracy", "macro_f1", "accuracy_baseline", "accuracy_recordings", "accuracy_cross_validation"} <= set(
        rows
    )
    assert rows["accuracy_baseline"]["value"] == pytest.approx(1 / 3, abs=0.01)
    assert rows["accuracy"]["low"] < rows["accuracy"]["value"] <= rows["accuracy"]["high"]
    # One unit of validation cannot be drawn from, and the note owns up to it.
    assert "one unit is too few to draw whole ones" in shown["feature-importance"]["notes"][0]


def test_the_boundary_stands_over_two_discriminants_with_every_test_window_before_it(straight):
    [drawn] = [s for s in all_sections(straight[1]) if s["title"] == "Decision boundary in two discriminants"]
    regions = drawn["data"]["regions"]
    assert regions["classes"] == CLASSES and {k for row in regions["cells"] for k in row} == {0, 1, 2}
    assert sum(len(group["x"]) for group in drawn["data"]["groups"]) == 30
    assert [group["label"] for group in drawn["data"]["groups"]] == CLASSES
    said = " ".join(drawn["notes"])
    assert "a random forest (60 trees)" in said and "the full model with its 72 features" in said


def test_its_files_are_the_model_twice_the_predictions_and_the_history(straight):
    folder, host = straight
    kinds = {line["kind"]: line for line in host.lines_of("artifact") if line["kind"] != "file"}
    assert set(kinds) == {"model", "onnx", "history"}
    with (folder / "output" / host.lines_of("predictions")[0]["path"]).open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * 2 * 5 and set(rows[0]) == {
        "sample_id",
        "truth",
        "prediction",
        *(f"score_{c}" for c in CLASSES),
    }
    models = [line["path"] for line in host.lines_of("artifact") if line["kind"] == "model"]
    assert models == ["model.joblib", "window-features.pyz"]
    model = joblib.load(folder / "output" / models[0])
    assert len(model.estimators_) == 60
    assert kinds["onnx"]["meta"]["largest_difference"] < 1e-4


def test_a_split_by_window_says_that_it_flatters_and_shows_new_units_beside_it(made, tmp_path):
    over = {"axes": "features", "across": "rms", "across_channel": 2, "up": "centroid", "up_channel": 1}
    host = train(tmp_path, made, by="window", folds=0, boundary=over)
    rows = {row["name"]: row for row in sections(host)["metric-table"]["data"]["rows"]}
    assert rows["accuracy"]["note"] == "upper bound: same unit on both sides"
    assert rows["accuracy_new_units"]["note"] is None
    assert "test/accuracy_new_units" in metrics(host)
    [drawn] = [s["data"] for s in all_sections(host) if s["title"] == "Decision boundary over y:rms and x:centroid"]
    assert drawn["x"] == {"label": "y:rms", "unit": "", "log": False} and drawn["y"]["unit"] == "Hz"


def test_boosting_learns_and_its_onnx_says_the_same(boosted):
    _folder, host = boosted
    assert metrics(host)["test/accuracy"] > 0.8
    assert [a for a in host.lines_of("artifact") if a["kind"] == "onnx"], host.lines_of("log")


def test_a_support_vector_machine_learns_and_its_onnx_says_the_same(made, tmp_path):
    host = train(tmp_path, made, model="svm", folds=0, onnx=True, selection=BOOSTED["selection"])
    assert metrics(host)["test/accuracy"] > 0.8
    assert [a for a in host.lines_of("artifact") if a["kind"] == "onnx"], host.lines_of("log")
    titles = [section["title"] for section in all_sections(host)]
    assert "Support vectors by class" in titles and "Support vectors in two components" in titles


def resume_point(folder, host):
    last = host.lines_of("checkpoint")[-1]
    return {"id": last["id"], "folder": str(folder / "output" / last["folder"]), "step": last["step"], "epoch": None}


def same(a, b):
    """Every weight of two forests."""
    return all(
        np.array_equal(x.tree_.threshold, y.tree_.threshold) and np.array_equal(x.tree_.value, y.tree_.value)
        for x, y in zip(a.estimators_, b.estimators_, strict=True)
    )


def test_a_run_paused_between_chunks_ends_with_the_same_weights_and_figures(straight, made, tmp_path):
    def pause(host, line):
        if line["type"] == "metric" and line.get("group") == "train":
            host.send("pause")

    first = train(tmp_path / "first", made, on_line=pause)
    assert first.lines_of("done")[0]["status"] == "paused"
    second = train(tmp_path / "second", made, process=True, checkpoint=resume_point(tmp_path / "first", first))
    assert metrics(second) == metrics(straight[1])
    paths = [folder / "output" / "model.joblib" for folder in (straight[0], tmp_path / "second")]
    assert same(*map(joblib.load, paths))


def test_boosting_that_was_killed_ends_with_the_same_text(boosted, made, tmp_path):
    asked = []

    def kill(host, line):
        if line["type"] == "metric" and line.get("group") == "train" and not asked:
            asked.append(host.send("checkpoint_now"))
        if line["type"] == "checkpoint" and line["step"] > 0:
            host.kill()

    first = train(tmp_path / "first", made, **BOOSTED, process=True, on_line=kill, expect=-9)
    second = train(tmp_path / "second", made, **BOOSTED, checkpoint=resume_point(tmp_path / "first", first))
    assert metrics(second) == metrics(boosted[1])
    texts = [(folder / "output" / "model.txt").read_text() for folder in (boosted[0], tmp_path / "second")]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("model", ["random_forest", "lightgbm"])
def test_a_continued_run_grows_the_trees_that_its_record_says(request, made, tmp_path, model):
    """25 trees first, then on to the 60 of the run that never paused."""
    settings = BOOSTED if model == "lightgbm" else {}
    whole_folder, whole = request.getfixturevalue("boosted" if model == "lightgbm" else "straight")
    fewer = train(tmp_path / "fewer", made, **settings, n_estimators=25)
    point = resume_point(tmp_path / "fewer", fewer)
    more = train(tmp_path / "more", made, **settings, checkpoint=point)
    assert metrics(more) == metrics(whole)
    file = "model.txt" if model == "lightgbm" else "model.joblib"
    paths = [folder / "output" / file for folder in (tmp_path / "more", whole_folder)]
    assert same(*map(joblib.load, paths)) if model == "random_forest" else paths[0].read_text() == paths[1].read_text()
    trees = [line["values"] for line in more.lines_of("metric") if line.get("group") == "train"]
    assert len(trees) == 2
    # What a run says that is asked for fewer: `main` ends it with these words (test_bearings).
    work = stages.Work.open(tmp_path / "less", Path(point["folder"]))
    main = stages.Fit("main", np.empty(0, np.int64), np.empty(0, np.int64), True)
    with pytest.raises(Unusable, match="has 25 trees already, and 20 were asked for"):
        work.load_fit(main, {**CONFIG, **settings, "n_estimators": 20})


def test_stop_scores_the_trees_there_are(made, tmp_path):
    def stop(host, line):
        if line["type"] == "metric" and line.get("group") == "train":
            host.send("stop")

    host = train(tmp_path, made, n_estimators=2000, folds=0, on_line=stop)
    [done] = host.lines_of("done")
    assert done["status"] == "stopped" and done["metrics"]["test/accuracy"] > 0.5
    assert any("Stopped early" in note for note in sections(host)["summary"]["notes"])
