"""Votes that can be checked by hand, and the trainer as a process on models made here."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from combine import boosted, equal, log_loss, optimised, stacked
from trainyard.testing import ProcessHost, task_file
from trainyard_lib import window_program

HERE = Path(__file__).parents[1]
LIBRARY = HERE.parents[1] / "lib-python" / "src"
CLASSES = ["down", "up"]


def _model(right: float, truth: np.ndarray, seed: int, classes: int = 3) -> np.ndarray:
    """Says the truth with probability `right`, else another class; 0.8 for what it says."""
    rng = np.random.default_rng(seed)
    said = np.where(rng.random(len(truth)) < right, truth, (truth + rng.integers(1, classes, len(truth))) % classes)
    scores = np.full((len(truth), classes), 0.2 / (classes - 1))
    scores[np.arange(len(truth)), said] = 0.8
    return scores


def _three(seed: int, n: int = 600, right: tuple[float, ...] = (0.9, 0.6, 0.6)) -> tuple[np.ndarray, np.ndarray]:
    truth = np.random.default_rng(seed).integers(0, 3, n)
    return np.stack([_model(share, truth, 10 * seed + i) for i, share in enumerate(right)]), truth


def _accuracy(scores: np.ndarray, truth: np.ndarray) -> float:
    return float((scores.argmax(axis=1) == truth).mean())


def test_an_equal_vote_is_the_mean():
    scores, _ = _three(1)
    assert np.allclose(equal(3)(scores), scores.mean(axis=0))


def test_optimised_weights_favour_the_better_model_and_lower_the_loss():
    scores, truth = _three(1)
    vote = optimised(scores, truth)
    assert vote.weights.sum() == pytest.approx(1)
    assert vote.weights.argmax() == 0
    fresh, fresh_truth = _three(2)
    assert log_loss(vote(fresh), fresh_truth) < log_loss(equal(3)(fresh), fresh_truth)


@pytest.mark.parametrize("make", [lambda s, t: stacked(s, t, 0.1), boosted])
def test_what_is_learned_beats_the_plain_mean_where_one_model_is_much_better(make):
    vote = make(*_three(1))
    fresh, truth = _three(2)
    assert _accuracy(vote(fresh), truth) > _accuracy(equal(3)(fresh), truth) + 0.02
    assert np.allclose(vote(fresh).sum(axis=1), 1)
    assert vote.weights.argmax() == 0


def test_boosting_weighs_equally_good_models_that_err_apart():
    vote = boosted(*_three(3, 3000, (0.8, 0.8, 0.8)))
    assert vote.weights.min() > 0.15


def test_boosting_of_models_that_know_nothing_is_the_plain_mean():
    truth = np.arange(30) % 3
    wrong = np.zeros((3, 30, 3))
    wrong[:, np.arange(30), (truth + 1) % 3] = 1
    assert np.allclose(boosted(wrong, truth).weights, 1 / 3)


def _onnx(path: Path, sign: float) -> None:
    """Windows of 100 samples: `up` where the mean times `sign` is above 0."""
    from onnx import TensorProto, helper, save

    weights = np.tile([-sign / 10, sign / 10], (100, 1)).astype(np.float32)
    nodes = [
        helper.make_node("Flatten", ["signal"], ["flat"], axis=1),
        helper.make_node("MatMul", ["flat", "w"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["scores"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "mean",
        [helper.make_tensor_value_info("signal", TensorProto.FLOAT, ["batch", 1, 100])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", 2])],
        [helper.make_tensor("w", TensorProto.FLOAT, weights.shape, weights.ravel().tolist())],
    )
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), str(path))


@pytest.fixture
def made(tmp_path: Path):
    """24 recordings on six units, and three models: two that know, one that says the opposite."""
    folder = tmp_path / "set"
    (folder / "data").mkdir(parents=True)
    rng = np.random.default_rng(0)
    rows = []
    for unit in range(6):
        for take in range(4):
            label = CLASSES[take % 2]
            id = f"r{unit}-{take}"
            np.save(
                folder / "data" / f"{id}.npy",
                (rng.standard_normal(500) + (0.5 if label == "up" else -0.5)).astype(np.float32),
            )
            rows.append([id, f"data/{id}.npy", "", 1000, 500, 1, label, f"u{unit}"])
    with (folder / "index.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["sample_id", "file", "row", "rate_hz", "n", "scale", "label", "unit"], *rows])
    (folder / "manifest.json").write_text(json.dumps({"classes": CLASSES, "unit_column": "unit", "badge": None}))
    parts = ["train", "train", "validation", "validation", "test", "test"]
    split = "sample_id,part\n" + "".join(f"{r[0]},{parts[int(r[7][1])]}\n" for r in rows)
    (tmp_path / "split.csv").write_text(split)
    models = []
    for i, sign in enumerate((1.0, 1.0, -1.0)):
        place = tmp_path / f"model-{i}"
        place.mkdir()
        _onnx(place / "model.onnx", sign)
        takes = {"kind": "signal", "rate_hz": 1000, "window_samples": 100, "channels": 1}
        file = {
            "path": str(place / "model.onnx"),
            "kind": "onnx",
            "sha256": "",
            "meta": {"classes": CLASSES, "input": takes},
        }
        models.append({
            "name": f"m{i}", "version": 1, "run_id": "", "run_number": i + 1, "trainer": "signal-cnn",
            "config": {"window": {"seconds": 0.1, "overlap": 50}}, "folder": str(place), "files": [file],
            "predictions": None, "split": str(tmp_path / "split.csv"), "dataset": None,
        })  # fmt: skip
    return tmp_path, models


def _run(made, expect=0, models=None, **config) -> ProcessHost:
    folder, own = made
    task = task_file(
        folder,
        config={"method": "soft-vote", "weights": "equal", "stacking_c": 0.1, **config},
        dataset={
            "folder": str(folder / "set"),
            "name": "s",
            "version": 1,
            "digest": "d",
            "kind": "signals",
            "meta": {},
        },
        split={
            "path": str(folder / "split.csv"),
            "digest": "x",
            "by": "unit",
            "note": None,
            "companion": None,
            "not_scored": [],
        },
        models=own if models is None else models,
    )
    host = ProcessHost([ProcessHost.python(), "train.py"], task, cwd=HERE, pythonpath=[LIBRARY])
    assert host.wait(300) == expect, host.output
    return host


def _through_a_program(model: dict, measure: str, speed: dict | None = None) -> None:
    """The model's graph becomes one of a single feature, which a program beside it computes."""
    from onnx import TensorProto, helper, save

    place = Path(model["folder"])
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["features", "w"], ["logits"]),
            helper.make_node("Softmax", ["logits"], ["scores"], axis=1),
        ],
        "one-feature",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", 1])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", 2])],
        [helper.make_tensor("w", TensorProto.FLOAT, (1, 2), [-10.0, 10.0])],
    )
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), str(place / "model.onnx"))
    own = {"trainyard_lib/window_program.py": Path(window_program.__file__).read_text()}
    main = f"from trainyard_lib.window_program import serve\n{measure}\nserve(measure)\n"
    window_program.pack(place / "features.pyz", own, main)
    through = {"file": "features.pyz", "environment": "scientific", "columns": 1}
    model["files"][0]["meta"]["input"]["through"] = through if speed is None else {**through, "speed": speed}
    model["files"].append({"path": str(place / "features.pyz"), "kind": "model", "sha256": "", "meta": {}})


MEANS = "def measure(windows, rate_hz, shaft_hz):\n    return windows.mean(axis=2)"


def test_a_model_of_features_votes_by_the_program_beside_it(made):
    _, models = made
    _through_a_program(models[0], MEANS)
    host = _run(made, models=models)
    shown = {line["section"]["title"]: line["section"] for line in host.lines_of("section")}
    assert [row[4] for row in shown["Its models alone"]["data"]["rows"]] == [1, 1, 0]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda m: _through_a_program(m, "import not_there"), "m0@1 cannot vote: its program features.pyz failed"),
        (
            lambda m: _through_a_program(m, MEANS, {"column": "rpm", "unit": "rpm"}),
            "m0@1 needs the shaft's speed, and the data set has no column rpm",
        ),
        (lambda m: (_through_a_program(m, MEANS), m["files"].pop()), "m0@1 lacks its file features.pyz"),
    ],
)
def test_a_program_that_cannot_answer_is_named_with_the_reason(made, spoil, words):
    _, models = made
    spoil(models[0])
    [done] = _run(made, expect=1, models=models).lines_of("done")
    assert words in done["message"]


@pytest.mark.parametrize("config", [{}, {"weights": "optimised"}, {"method": "stacking"}, {"method": "boosting"}])
def test_models_vote_and_every_promised_section_comes(made, config):
    host = _run(made, **config)
    [done] = host.lines_of("done")
    assert done["metrics"]["test/accuracy"] == 1
    shown = {line["section"]["title"]: line["section"] for line in host.lines_of("section")}
    assert {"Its models alone", "Contributions", "Agreement", "Correlation of errors", "Confusion matrix"} <= set(shown)
    rows = shown["Its models alone"]["data"]["rows"]
    assert [row[4] for row in rows] == [1, 1, 0]
    agreement = shown["Agreement"]["data"]["values"]
    assert (agreement[0][1], agreement[0][2]) == (1, 0)
    # To a regression a model that always says the opposite is as good as one that says the truth.
    if config and config.get("method") != "stacking":
        assert rows[0][3] > rows[2][3]
    kinds = [line["kind"] for line in host.lines_of("artifact")]
    assert kinds == ["model"]


def test_a_failure_is_shown_with_its_recording_and_the_one_most_alike(made):
    # The first model alone is right everywhere; two that say nothing but one class outvote it.
    folder, models = made
    host = _run(made, models=[models[2], models[2] | {"name": "twin"}, models[0]])
    section = next(line["section"] for line in host.lines_of("section") if line["section"]["type"] == "failure-cases")
    case = section["data"]["cases"][0]
    shown = np.load(folder / "output" / case["signal"]["file"])
    assert shown.shape[-1] > 100
    assert case["nearest"]["sample_id"] != case["sample_id"]
    assert (folder / "output" / case["nearest"]["signal"]["file"]).exists()


def test_a_model_that_has_seen_what_it_is_asked_about_is_refused(made):
    folder, models = made
    (folder / "other.csv").write_text((folder / "split.csv").read_text().replace("r4-0,test", "r4-0,train"))
    models[1]["split"] = str(folder / "other.csv")
    host = _run(made, expect=1, models=models)
    [done] = host.lines_of("done")
    assert "m1@1 was trained on 1 of the 8 recordings of the test part (for instance r4-0)" in done["message"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m["files"].clear(), "m0@1 has no ONNX file"),
        (
            lambda m: m["files"][0]["meta"].update(classes=["a", "b"]),
            "m0@1 tells a, b apart, the data set has down, up",
        ),
        (lambda m: m["files"][0]["meta"]["input"].update(rate_hz=2000), "m0@1 was trained at 2000 Hz"),
        (
            lambda m: m["files"][0]["meta"].update(input={"kind": "features"}),
            "takes features, and no program to compute them lies beside it",
        ),
        (lambda m: m["config"]["window"].update(seconds=2), "m0@1 needs windows of 2 s: no recording is as long"),
    ],
)
def test_a_model_that_does_not_fit_is_named_with_the_reason(made, change, words):
    _, models = made
    change(models[0])
    [done] = _run(made, expect=1, models=models).lines_of("done")
    assert words in done["message"]
