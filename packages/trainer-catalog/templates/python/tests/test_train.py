"""Run with: python3 -m pytest (PYTHONPATH must hold the SDK, trainers/sdk-python/src)."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import train
from trainyard.testing import FakeHost

CONFIG = {"epochs": 30, "learning_rate": 0.1, "points": 100, "batch_size": 20}


def test_finds_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    host = FakeHost(tmp_path / "output", config=CONFIG)
    run = host.start()
    monkeypatch.setattr(train.trainyard, "start", lambda **_: run)
    train.main()
    done = host.lines_of("done")[0]
    assert done["status"] == "completed"
    assert done["metrics"]["slope"] == pytest.approx(3, abs=0.1)
    assert done["metrics"]["offset"] == pytest.approx(1, abs=0.1)
