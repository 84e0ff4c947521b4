"""Starting from a registered model: what is taken, what is said, and when it is refused."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn
from trainyard import ModelFile, SourceModel
from trainyard.testing import FakeHost

sys.path[:0] = [str(Path(__file__).parents[1])]

from signal_nets.trainer import Shape  # noqa: E402
from signal_nets.transfer import NothingFits, start_from, take_weights  # noqa: E402

SHAPE = Shape(channels=1, classes=3, samples=64, rate_hz=2000.0)


def _net(classes: int, width: int = 4) -> nn.Sequential:
    return nn.Sequential(nn.Conv1d(1, width, 3), nn.BatchNorm1d(width), nn.Linear(width, classes))


def _source(folder: Path, model: nn.Module, rate_hz: float = 2000.0) -> SourceModel:
    path = folder / "model.pt"
    torch.save({"weights": model.state_dict(), "classes": ["a", "b"], "config": {}}, path)
    meta: dict[str, Any] = {"format": "torch", "input": {"rate_hz": rate_hz}}
    file = ModelFile(path, "model", "0" * 64, meta)
    return SourceModel("net", 3, "r", 12, "signal-resnet", {}, folder, (file,), None, None, None)


def _said(host: FakeHost) -> str:
    return "\n".join(line["message"] for line in host.lines_of("log"))


def test_without_a_model_nothing_happens(tmp_path: Path):
    host = FakeHost(tmp_path)
    assert start_from(host.start(), _net(3), SHAPE) == {}
    assert host.lines_of("log") == []


def test_other_classes_keep_all_but_the_head(tmp_path: Path):
    other, mine = _net(2), _net(3)
    fresh = mine[2].weight.detach().clone()
    other[1].running_mean += 5
    host = FakeHost(tmp_path, models=(_source(tmp_path, other),))
    facts = start_from(host.start(), mine, SHAPE)
    assert torch.equal(mine[0].weight, other[0].weight)
    assert torch.equal(mine[1].running_mean, other[1].running_mean)
    assert torch.equal(mine[2].weight, fresh)
    assert facts == {"Started from": "6 of 8 weights are those of net@3 (run #12, signal-resnet)"}
    assert "2.weight (3 × 4 here, 2 × 4 there)" in _said(host)
    assert host.lines_of("log")[-1]["level"] == "info"


def test_another_rate_is_told(tmp_path: Path):
    host = FakeHost(tmp_path, models=(_source(tmp_path, _net(3), rate_hz=12000.0),))
    start_from(host.start(), _net(3), SHAPE)
    assert "net@3 learned from signals of 12000 Hz and these have 2000 Hz" in _said(host)
    assert host.lines_of("log")[-1]["level"] == "warning"


def test_a_model_of_which_nothing_fits_is_refused_in_words(tmp_path: Path):
    host = FakeHost(tmp_path, models=(_source(tmp_path, nn.Sequential(nn.Linear(2, 2))),))
    with pytest.raises(NothingFits, match=r"None of the weights of net@3 fits this network.*run #12"):
        start_from(host.start(), _net(3), SHAPE)


def test_a_model_of_which_little_fits_is_a_warning(tmp_path: Path):
    other = _net(3, width=8)
    host = FakeHost(tmp_path, models=(_source(tmp_path, other),))
    assert start_from(host.start(), _net(3), SHAPE)["Started from"].startswith("1 of 8 weights")
    assert host.lines_of("log")[0]["level"] == "warning"


def test_a_model_without_weights_of_pytorch_is_refused(tmp_path: Path):
    source = SourceModel("forest", 1, "r", 4, "signal-features", {}, tmp_path, (), None, None, None)
    with pytest.raises(NothingFits, match="made by signal-features"):
        start_from(FakeHost(tmp_path, models=(source,)).start(), _net(3), SHAPE)


def test_what_is_taken_and_what_not_adds_up():
    taken, missed = take_weights(_net(3), _net(2).state_dict())
    assert taken == ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var"]
    assert len(missed) == 2
    assert take_weights(_net(3), _net(2, width=8).state_dict())[0] == []
