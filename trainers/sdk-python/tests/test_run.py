import json

import pytest
from trainyard.testing import FakeHost, task_file


@pytest.fixture
def host(tmp_path):
    return FakeHost(tmp_path / "output", config={"epochs": 3})


def last(host):
    return host.lines[-1]


def test_progress_carries_only_what_was_said(host):
    host.start().progress(epoch=1, total_epochs=3)
    line = last(host)
    assert {k: line[k] for k in line if k not in ("v", "seq", "t")} == {
        "type": "progress",
        "epoch": 1,
        "total_epochs": 3,
    }


def test_a_milestone_is_a_line_of_the_log_that_is_told_in_the_timeline(host):
    host.start().milestone("Stopped early after epoch 7: no better loss since")
    line = last(host)
    assert (line["type"], line["level"], line["milestone"]) == ("log", "info", True)
    assert line["message"].startswith("Stopped early")


def test_a_metric_keeps_nan_and_its_group(host):
    host.start().metric(4, {"loss": float("nan"), "accuracy": 1}, "validation")
    assert last(host)["values"] == {"loss": "NaN", "accuracy": 1.0}
    assert last(host)["group"] == "validation"


def test_a_checkpoint_is_on_disk_with_its_hashes_before_it_is_spoken_of(host, tmp_path):
    import hashlib

    run = host.start()
    run.save_checkpoint(7, lambda folder: (folder / "w.bin").write_bytes(b"abc"), epoch=1, metrics={"loss": 0.5})
    line = last(host)
    assert [f["path"] for f in line["files"]] == [
        "checkpoints/attempt1-step7/checkpoint.json",
        "checkpoints/attempt1-step7/w.bin",
    ]
    for file in line["files"]:
        data = (tmp_path / "output" / file["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["size"], file["sha256"])


def test_a_checkpoint_that_fails_half_way_leaves_nothing_and_says_nothing(host, tmp_path):
    def write(folder):
        (folder / "half").write_text("x")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        host.start().save_checkpoint(1, write)
    assert host.lines_of("checkpoint") == []
    assert list((tmp_path / "output" / "checkpoints").iterdir()) == []


def test_an_empty_checkpoint_is_an_error(host):
    with pytest.raises(ValueError, match="at least one file"):
        host.start().save_checkpoint(1, lambda folder: None)


def test_the_same_step_twice_makes_two_checkpoints(host):
    run = host.start()
    for _ in range(2):
        run.save_checkpoint(1_000_000, lambda folder: (folder / "w").write_text("x"))
    assert [line["id"] for line in host.lines_of("checkpoint")] == ["attempt1-step1000000", "attempt1-step1000000-2"]


def test_the_name_of_a_checkpoint_that_is_gone_is_given_to_no_other(host):
    run = host.start()
    ids = [run.save_checkpoint(7, lambda folder: (folder / "w").write_text("x"), keep=1) for _ in range(3)]
    assert ids == ["attempt1-step7", "attempt1-step7-2", "attempt1-step7-3"]


def test_checkpoint_now_is_answered_by_the_next_checkpoint(host):
    run = host.start()
    id = host.send("checkpoint_now")
    assert not run.should_stop
    run.save_checkpoint(1, lambda folder: (folder / "w").write_text("x"))
    ack = host.lines_of("ack")[0]
    assert (ack["command"], ack["result"], ack["checkpoint"]) == (id, "ok", "attempt1-step1")
    assert run.command is None


def test_leaving_after_pause_acknowledges_and_ends_as_paused(host):
    run = host.start()
    id = host.send("pause")
    assert run.should_stop
    run.save_checkpoint(1, lambda folder: (folder / "w").write_text("x"))
    with pytest.raises(SystemExit) as ended:
        run.leave()
    assert ended.value.code == 0
    assert [line["type"] for line in host.lines[-2:]] == ["ack", "done"]
    assert host.lines[-2]["command"] == id
    assert last(host)["status"] == "paused"


def test_stop_wins_over_pause(host):
    run = host.start()
    host.send("pause")
    host.send("stop")
    assert run.command and run.command.kind == "stop"
    with pytest.raises(SystemExit):
        run.leave({"accuracy": 0.9})
    assert last(host)["status"] == "stopped"
    assert last(host)["metrics"] == {"accuracy": 0.9}
    assert {line["command"] for line in host.lines_of("ack")} == {"c1", "c2"}


def test_leaving_without_being_asked_is_an_error(host):
    with pytest.raises(RuntimeError, match="use done"):
        host.start().leave()


def test_nothing_follows_done(host):
    run = host.start()
    run.done({"x": 1})
    with pytest.raises(RuntimeError, match="done"):
        run.metric(1, {"x": 1})
    with pytest.raises(RuntimeError, match="once"):
        run.done()


def test_files_outside_the_output_are_refused(host, tmp_path):
    outside = tmp_path / "secret"
    outside.write_text("x")
    run = host.start()
    with pytest.raises(ValueError, match="not below run.output"):
        run.artifact(outside, "file")
    with pytest.raises(ValueError, match="not below run.output"):
        run.artifact("../secret", "file")


def test_a_missing_artifact_is_named(host):
    with pytest.raises(FileNotFoundError, match="model.bin"):
        host.start().artifact("model.bin", "model")


def test_predictions_carry_the_digests_of_data_and_split(tmp_path):
    host = FakeHost(tmp_path / "fake")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "p.csv").write_text("sample_id\n")
    task = {
        "run_id": "r", "run_number": 1, "attempt": 1, "trainer": "t", "config": {}, "seed": 3, "threads": 1,
        "time_limit_s": 10, "output": str(tmp_path / "output"), "devices": [0],
        "dataset": {"folder": "/d", "name": "n", "version": 2, "digest": "d" * 64, "kind": "signals"},
        "split": {"path": "/s", "digest": "e" * 64, "by": "window", "note": "upper bound",
                  "companion": {"path": "/c", "digest": "f", "by": "unit"}, "not_scored": ["healthy"]},
        "checkpoint": None, "upload": None,
    }  # fmt: skip
    run = host.start_from(task)
    run.predictions("p.csv")
    assert last(host)["dataset_digest"] == "d" * 64
    assert last(host)["split_digest"] == "e" * 64
    assert run.split and run.split.companion and run.split.companion.by == "unit"
    assert run.split.not_scored == ("healthy",)


def test_earlier_runs_come_with_their_folders(tmp_path):
    host = FakeHost(tmp_path / "host")
    task = json.loads(
        task_file(tmp_path, runs=[{"id": "r1", "number": 3, "name": "a", "folder": "/runs/1"}]).read_text()
    )
    run = host.start_from(task)
    assert [(r.number, r.folder.name) for r in run.runs] == [(3, "1")]
    assert FakeHost(tmp_path / "other").start().runs == ()


def test_registered_models_come_with_their_files(tmp_path):
    host = FakeHost(tmp_path / "host")
    model = {
        "name": "net", "version": 2, "run_id": "r", "run_number": 7, "trainer": "signal-cnn", "config": {"epochs": 3},
        "folder": "/m/1", "predictions": "/m/1/files/predictions.csv", "split": None,
        "files": [{"path": "/m/1/files/model.pt", "kind": "model", "sha256": "a" * 64},
                  {"path": "/m/1/files/model.onnx", "kind": "onnx", "sha256": "b" * 64, "meta": {"classes": ["a"]}}],
        "dataset": {"name": "rig", "version": 1, "digest": "d"},
    }  # fmt: skip
    run = host.start_from(json.loads(task_file(tmp_path, models=[model]).read_text()))
    (first,) = run.models
    assert (first.name, first.version, first.config["epochs"], first.split) == ("net", 2, 3, None)
    onnx, table = first.file("onnx"), first.file("table")
    assert onnx and onnx.path.name == "model.onnx" and onnx.meta["classes"] == ["a"] and table is None
    assert first.predictions and first.predictions.name == "predictions.csv"
    assert FakeHost(tmp_path / "other").start().models == ()
