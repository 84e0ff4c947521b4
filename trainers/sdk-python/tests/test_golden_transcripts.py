"""The SDK writes protocol/golden-transcripts/good.ndjson, line for line; the host's suite reads the same file."""

import json
from pathlib import Path

import pytest
from trainyard.testing import FakeHost

GOLDEN = Path(__file__).parents[3] / "protocol" / "golden-transcripts"


def good_run(host, output):
    (output / "made").mkdir(parents=True)
    (output / "predictions.csv").write_text("sample_id,truth,prediction\n")
    (output / "model.bin").write_bytes(b"abc")
    run = host.start_from(
        {
            "run_id": "r", "run_number": 1, "attempt": 1, "trainer": "t", "config": {}, "seed": 0, "threads": 1,
            "time_limit_s": 60, "output": str(output), "checkpoint": None, "upload": None,
            "dataset": {"folder": "/d", "name": "d", "version": 1, "digest": "d" * 64, "kind": "signals"},
            "split": {"path": "/s", "digest": "e" * 64, "by": "unit", "note": None, "companion": None},
        }
    )  # fmt: skip
    run.progress(epoch=0, total_epochs=2, phase="fit", expect_next_s=30)
    run.metric(0, {"loss": 1.25, "accuracy": 0.5}, "train")
    run.metric(0, {"learning_rate": 0.001})
    run.metric(1, {"loss": float("nan"), "ratio": float("inf"), "gain": -float("inf")}, "validation")
    run.log("warning", "a class has one unit\nand goes to training", **{"class": "healthy", "recordings": 1})
    run._send("heartbeat", {})
    host.send("checkpoint_now")
    run.save_checkpoint(
        2,
        lambda folder: (folder / "weights.bin").write_bytes(b"abc"),
        epoch=2,
        metrics={"validation/loss": 0.5},
        best=True,
        parts=["model", "optimizer"],
    )
    run.section("summary", "Summary", {"rows": [{"label": "Epochs", "value": "2"}]}, ["seen on two epochs"])
    run.predictions("predictions.csv")
    run.artifact("model.bin", "model", framework="none")
    run.artifact("made", "dataset", name="made")
    run.done({"accuracy": 0.75})


def without_envelope(line):
    return {k: v for k, v in line.items() if k not in ("seq", "t")}


def test_the_sdk_writes_the_good_transcript(tmp_path):
    host = FakeHost(tmp_path / "host")
    good_run(host, tmp_path / "output")
    golden = [json.loads(text) for text in (GOLDEN / "good.ndjson").read_text().splitlines()]
    assert golden[0]["type"] == "hello"  # the process's own, checked in test_process
    assert [without_envelope(line) for line in host.lines] == [without_envelope(line) for line in golden[1:]]


@pytest.mark.parametrize("name", ["good", "late", "broken", "killed"])
def test_every_line_of_a_transcript_has_a_verdict(name):
    verdicts = json.loads((GOLDEN / "expected.json").read_text())[name]
    lines = (GOLDEN / f"{name}.ndjson").read_text().split("\n")
    count = len(lines) - (lines[-1] == "")
    named = [n for kind in ("accepted", "replayed", "refused", "ignored") for n in verdicts[kind]]
    assert sorted(named) == list(range(1, count + 1))
