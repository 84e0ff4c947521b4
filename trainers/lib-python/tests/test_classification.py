import csv
import math

import numpy as np
import pytest
from trainyard.testing import FakeHost
from trainyard_lib import Predictions, offer_onnx, write_predictions
from trainyard_lib.classification import Ranking, calibration
from trainyard_lib.sections import classification_sections, failure_cases


@pytest.fixture
def predictions():
    random = np.random.default_rng(0)
    scores = random.dirichlet([1, 1, 1], size=200)
    truth = np.where(random.random(200) < 0.7, scores.argmax(1), random.integers(0, 3, 200))
    truth[truth == 2] = np.where(random.random((truth == 2).sum()) < 0.5, 2, 0)
    ids = [f"s{i // 10}#{i % 10}" for i in range(200)]
    units = [f"u{i // 20}" for i in range(200)]
    return Predictions(["a", "b", "c"], ids, truth, scores.argmax(1), scores, units)


def test_figures_equal_those_of_scikit_learn(predictions):
    metrics = pytest.importorskip("sklearn.metrics")
    p = predictions
    assert p.accuracy.value == metrics.accuracy_score(p.truth, p.predicted)
    assert p.macro_f1.value == pytest.approx(metrics.f1_score(p.truth, p.predicted, average="macro"))
    assert p.log_loss.value == pytest.approx(metrics.log_loss(p.truth, p.scores))
    for k, row in enumerate(p.per_class):
        assert row.recall.value == pytest.approx(metrics.recall_score(p.truth == k, p.predicted == k))
        assert row.f1.value == pytest.approx(metrics.f1_score(p.truth == k, p.predicted == k))
        coarse = p.scores[:, k].round(1)  # with ties
        ranking, ones = Ranking(p.truth == k, coarse), np.ones(200)
        auc, average_precision = ranking.figures(ones)
        assert auc == pytest.approx(metrics.roc_auc_score(p.truth == k, coarse))
        assert average_precision == pytest.approx(metrics.average_precision_score(p.truth == k, coarse))


def test_intervals_hold_the_value_and_repeat(predictions):
    first = predictions.macro_f1
    assert first.low < first.value < first.high
    again = Predictions(**{k: getattr(predictions, k) for k in predictions.__dataclass_fields__})
    assert again.macro_f1 == first


def test_drawing_whole_units_is_honest_about_windows_that_repeat_each_other():
    units = [f"u{i // 50}" for i in range(500)]
    truth = np.zeros(500, dtype=np.int64)
    predicted = np.repeat(np.arange(10) % 2, 50)  # every unit wholly right or wholly wrong
    p = Predictions(["a", "b"], [str(i) for i in range(500)], truth, predicted, np.full((500, 2), 0.5), units)
    by_unit = p.accuracy_by_unit
    assert by_unit.high - by_unit.low > 3 * (p.accuracy.high - p.accuracy.low)


def test_a_class_without_samples_is_not_scored_and_breaks_nothing(predictions):
    p = predictions
    p.classes = [*p.classes, "d"]
    p.scores = np.concatenate([p.scores, np.zeros((200, 1))], axis=1)
    row = p.per_class[3]
    assert (row.support, row.scored, row.weak) == (0, False, False)
    assert math.isnan(row.f1.value)
    notes = classification_sections(p)[1]["notes"]
    assert any("Not scored" in note and "d" in note for note in notes)


def test_calibration_counts_every_sample(predictions):
    assert sum(calibration(predictions).counts) == 200


def test_failure_cases_are_the_surest_mistakes(predictions):
    cases = failure_cases(predictions, explain=lambda i: f"case {i}")["data"]["cases"]
    assert len(cases) == 10
    assert [c["confidence"] for c in cases] == sorted((c["confidence"] for c in cases), reverse=True)
    assert all(c["truth"] != c["prediction"] and c["explanation"] for c in cases)


def test_the_note_of_a_flattering_split_stands_beside_every_score(predictions):
    sections = classification_sections(
        predictions, note="upper bound: same unit on both sides", companion=predictions, companion_by="bearing_id"
    )
    rows = sections[0]["data"]["rows"]
    assert [r["note"] for r in rows if not r["name"].endswith("_new_units")] == [
        "upper bound: same unit on both sides"
    ] * 4
    assert sum(r["name"].endswith("_new_units") for r in rows) == 4


def test_predictions_are_written_one_row_a_sample(predictions, tmp_path):
    path = write_predictions(tmp_path / "p.csv", predictions)
    with path.open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 200
    assert list(rows[0]) == ["sample_id", "truth", "prediction", "score_a", "score_b", "score_c"]
    assert float(rows[7]["score_b"]) == predictions.scores[7, 1]


@pytest.fixture
def forest(tmp_path):
    skl2onnx = pytest.importorskip("skl2onnx")
    from sklearn.ensemble import RandomForestClassifier

    random = np.random.default_rng(0)
    x = random.normal(size=(300, 5)).astype(np.float32)
    model = RandomForestClassifier(10, random_state=0).fit(x, (x[:, 0] > 0).astype(int))
    host = FakeHost(tmp_path / "out")
    path = tmp_path / "out" / "model.onnx"
    path.write_bytes(skl2onnx.to_onnx(model, x[:1], options={"zipmap": False}).SerializeToString())
    return host, path, x, model.predict_proba(x)


def test_a_model_that_says_the_same_in_onnx_is_offered(forest):
    host, path, x, scores = forest
    assert offer_onnx(host.start(), path, x, scores)
    assert host.lines_of("artifact")[0]["meta"]["replayed_samples"] == 300


def test_a_model_that_differs_in_onnx_is_not_offered(forest):
    host, path, x, scores = forest
    assert not offer_onnx(host.start(), path, x, scores[::-1])
    assert host.lines_of("artifact") == []
    assert host.lines_of("log")[0]["level"] == "warning"
    assert not path.exists()


def test_a_broken_model_file_is_a_warning_not_a_crash(forest):
    host, path, x, scores = forest
    path.write_bytes(b"junk")
    assert not offer_onnx(host.start(), path, x, scores)
    assert "could not be replayed" in host.lines_of("log")[0]["message"]
