"""Needs torch: run with an environment that has it, for instance `<environment>/bin/python -m pytest examples`."""

import difflib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from trainyard.testing import ProcessHost, task_file

HERE = Path(__file__).parent
EPOCHS = "6"

torch = pytest.importorskip("torch", reason="the torch environment is not the one that runs this suite")


class Story:
    """One run: attempts until it is done, each from the newest checkpoint."""

    def __init__(self, folder):
        self.folder, self.attempt = folder, 0
        self.lines, self.checkpoint = [], None

    def attempt_once(self, on_line=None):
        self.attempt += 1
        task = task_file(self.folder, attempt=self.attempt, checkpoint=self.checkpoint)
        host = ProcessHost([sys.executable, str(HERE / "after.py"), EPOCHS], task, cwd=self.folder, on_line=on_line)
        code = host.wait(120)
        self.lines += host.lines
        for line in host.lines_of("checkpoint"):
            folder = str(self.folder / "output" / line["folder"])
            self.checkpoint = {"id": line["id"], "folder": folder, "step": line["step"], "epoch": line["epoch"]}
        return code, host

    def result(self):
        done = self.lines[-1]
        assert (done["type"], done["status"]) == ("done", "completed")
        weights = torch.load(self.folder / "output" / "model.pt", weights_only=True)
        losses = {line["step"]: line["values"]["loss"] for line in self.lines if line["type"] == "metric"}
        return done["metrics"], weights, losses


def same(a, b):
    return (
        a[0] == b[0]
        and a[2] == b[2]
        and a[1].keys() == b[1].keys()
        and all(torch.equal(a[1][k], b[1][k]) for k in a[1])
    )


@pytest.fixture(scope="module")
def straight(tmp_path_factory):
    story = Story(tmp_path_factory.mktemp("straight"))
    code, host = story.attempt_once()
    assert code == 0, host.output
    return story.result()


def at_epoch(epoch, act):
    def on_line(host, line):
        if line["type"] == "progress" and line.get("epoch") == epoch:
            act(host)

    return on_line


def test_at_most_ten_lines_are_added():
    before, after = ((HERE / name).read_text().splitlines() for name in ("before.py", "after.py"))
    added = [line for line in difflib.ndiff(before, after) if line.startswith("+ ")]
    print(len(added), "lines added")
    assert len(added) <= 10


def test_paused_twice_and_resumed_equals_straight_bit_for_bit(tmp_path, straight):
    story = Story(tmp_path)
    for epoch in (1, 3):
        code, host = story.attempt_once(at_epoch(epoch, lambda h: h.send("pause")))
        assert (code, host.lines[-1]["status"]) == (0, "paused"), host.output
    assert story.attempt_once()[0] == 0
    assert same(story.result(), straight)


def test_killed_three_times_equals_straight_bit_for_bit(tmp_path, straight):
    story = Story(tmp_path)
    for epoch in (2, 3, 5):
        assert story.attempt_once(at_epoch(epoch, lambda h: h.kill()))[0] != 0
    assert story.attempt_once()[0] == 0
    assert same(story.result(), straight)


def test_the_added_lines_change_no_number(tmp_path, straight):
    plain = subprocess.run(
        [sys.executable, str(HERE / "before.py"), EPOCHS],
        cwd=tmp_path, capture_output=True, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"},
    ).stdout  # fmt: skip
    assert f"final accuracy {straight[0]['accuracy']:.6f}" in plain


def test_stop_keeps_the_results_so_far(tmp_path):
    story = Story(tmp_path)
    code, host = story.attempt_once(at_epoch(2, lambda h: h.send("stop")))
    assert (code, host.lines[-1]["status"]) == (0, "stopped"), host.output
    assert (tmp_path / "output" / "model.pt").exists()
