"""The program beside the ONNX file: what it makes of a signal is what training made of it."""

import numpy as np
import pytest
from signal_features import packed_features
from signal_features.groups import Recipe
from signal_features.windows import extract
from test_train import CONFIG, HERE, make_set, train
from trainyard_lib import read_dataset
from trainyard_lib.window_program import ask


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("set")
    make_set(folder)
    return folder


def test_it_lies_beside_the_onnx_file_which_says_what_it_takes(made, tmp_path):
    host = train(tmp_path, made, onnx=True, folds=0, n_estimators=10)
    artifacts = host.lines_of("artifact")
    assert [line["path"] for line in artifacts if line["kind"] == "model"] == ["model.joblib", packed_features.FILE]
    [onnx] = [line for line in artifacts if line["kind"] == "onnx"]
    assert onnx["meta"]["input"] == {
        "kind": "signal", "rate_hz": 2000, "window_samples": 200, "channels": ["x", "y"],
        "through": {"file": packed_features.FILE, "environment": "scientific", "columns": 72},
    }  # fmt: skip
    assert f"environment: {packed_features.ENVIRONMENT}\n" in (HERE / "trainer.yaml").read_text()
    data = read_dataset(made)
    sample = next(s for s in data.samples if s.id == "singing-5-1")
    windows = data.signal(sample).reshape(2, 5, 200).transpose(1, 0, 2).astype(np.float32)
    rows = ask(tmp_path / "output" / packed_features.FILE, windows, 2000, 72)
    table = extract(data, Recipe.of(CONFIG), 0.1, 0)
    assert rows == pytest.approx(table.x[table.recording == sample.id], rel=1e-3, abs=1e-3)


def test_the_same_settings_are_the_same_file_and_every_group_can_be_packed(tmp_path):
    paths = [tmp_path / name for name in ("a.pyz", "b.pyz")]
    config = {**CONFIG, "groups": ["general", "envelope", "shaft-orders", "fault-orders"]}
    for path in paths:
        packed_features.write(path, config)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    x = np.random.default_rng(2).standard_normal((3, 1, 4000)).astype(np.float32)
    rows = ask(paths[0], x, 4000, 65, [20, 20, 25])
    recipe = Recipe.of(config)
    for i, speed in enumerate((20, 20, 25)):
        assert rows[i] == pytest.approx(recipe.measure(x[i : i + 1], 4000, speed)[0], rel=1e-4, abs=1e-4)
