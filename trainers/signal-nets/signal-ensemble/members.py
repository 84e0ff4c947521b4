"""A registered model as a member: its ONNX file, asked about whole recordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from trainyard import SourceModel
from trainyard_lib import SignalSet, WindowSet, cut_windows, read_split
from trainyard_lib.orders import shaft_hz
from trainyard_lib.split import SplitMap
from trainyard_lib.window_program import Unanswered, ask

_BATCH = 256


class Unfit(ValueError):
    """A model that cannot vote here, said in words."""


@dataclass(frozen=True)
class Member:
    name: str
    trainer: str
    run_number: int
    seconds: float
    overlap: float
    model: SourceModel
    #: Where its graph takes features: the program that computes them, and how.
    program: Path | None
    through: Mapping[str, Any]


def member_of(model: SourceModel, data: SignalSet, split: SplitMap) -> Member:
    """Checks that the model takes these signals, knows these classes, and has not seen what it will be asked about."""
    name = f"{model.name}@{model.version}"
    onnx = model.file("onnx")
    if onnx is None:
        raise Unfit(f"{name} has no ONNX file: train its run with onnx=true")
    takes = onnx.meta.get("input") or {}
    if takes.get("kind") != "signal":
        raise Unfit(
            f"{name} (a {model.trainer}) takes features, and no program to compute them lies beside it: train its run "
            "again, or choose models that read the signal itself"
        )
    if list(onnx.meta["classes"]) != data.classes:
        raise Unfit(f"{name} tells {', '.join(onnx.meta['classes'])} apart, the data set has {', '.join(data.classes)}")
    rate = min(data.rates_hz)
    if abs(takes["rate_hz"] - rate) > 1e-6 * rate:
        raise Unfit(f"{name} was trained at {takes['rate_hz']:g} Hz, the data set is at {rate:g} Hz")
    _refuse_seen(name, model, split)
    window, through = model.config["window"], takes.get("through") or {}
    program = next((file.path for file in model.files if file.path.name == through.get("file")), None)
    if through and program is None:
        raise Unfit(f"{name} lacks its file {through['file']}, which computes what its graph takes")
    speed = through.get("speed")
    if speed and not any(speed["column"] in sample.columns for sample in data.samples):
        raise Unfit(f"{name} needs the shaft's speed, and the data set has no column {speed['column']}")
    return Member(name, model.trainer, model.run_number, window["seconds"], window["overlap"], model, program, through)


def _refuse_seen(name: str, model: SourceModel, split: SplitMap) -> None:
    if model.split is None:
        raise Unfit(f"{name} has no split on record, so that nobody knows which recordings it was trained on")
    own = read_split(model.split)
    for part in ("validation", "test"):
        asked = [id for id, where in split.parts.items() if where == part]
        # A split by window names windows: a recording counts as seen if any of its windows was trained on.
        seen = {id.partition("#")[0] for id, where in own.parts.items() if where == "train"}
        known = [id for id in asked if id in seen]
        if known:
            raise Unfit(
                f"{name} was trained on {len(known)} of the {len(asked)} recordings of the {part} part "
                f"(for instance {known[0]}), so its score there would flatter: use the split that its run used"
            )


def scores_of(member: Member, data: SignalSet, recordings: Sequence[str], threads: int) -> NDArray[np.float64]:
    """(recordings, classes): mean probabilities over the windows of each recording, cut as in the member's training."""
    import onnxruntime

    try:
        windows = cut_windows(data, member.seconds, member.overlap)
    except ValueError as reason:
        raise Unfit(f"{member.name} needs windows of {member.seconds:g} s: {reason}") from None
    place = {id: i for i, id in enumerate(recordings)}
    chosen = [i for i, sample in enumerate(windows.samples) if sample.id in place]
    missing = set(recordings) - {windows.samples[i].id for i in chosen}
    if missing:
        raise Unfit(f"{member.name} needs {member.seconds:g} s, and {sorted(missing)[0]} is shorter")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    onnx = member.model.file("onnx")
    assert onnx is not None
    session = onnxruntime.InferenceSession(str(onnx.path), options, providers=["CPUExecutionProvider"])
    given, wanted = session.get_inputs()[0].name, session.get_outputs()[-1].name
    x = taken_of(member, windows, chosen)
    total = np.zeros((len(recordings), len(data.classes)))
    count = np.zeros(len(recordings))
    for start in range(0, len(chosen), _BATCH):
        rows = chosen[start : start + _BATCH]
        said: Any = session.run([wanted], {given: np.ascontiguousarray(x[start : start + _BATCH])})[0]
        owners = [place[windows.samples[i].id] for i in rows]
        np.add.at(total, owners, np.asarray(said, dtype=np.float64))
        np.add.at(count, owners, 1)
    return total / count[:, None]


def taken_of(member: Member, windows: WindowSet, chosen: Sequence[int]) -> NDArray[np.float32]:
    """What its graph takes of these windows: themselves, or what its program makes of them."""
    x = windows.x if windows.x.ndim == 3 else windows.x[:, None, :]
    x = np.ascontiguousarray(x[list(chosen)])
    if member.program is None:
        return x
    speed, turns = member.through.get("speed"), None
    if speed:
        turns = [shaft_hz(windows.samples[i].columns.get(speed["column"], ""), speed["unit"]) for i in chosen]
        if np.isnan(turns).any():
            raise Unfit(f"{member.name} needs the shaft's speed, and the column {speed['column']} lacks some")
    try:
        return ask(member.program, x, windows.rate_hz, member.through["columns"], turns)
    except Unanswered as reason:
        raise Unfit(f"{member.name} cannot vote: {reason}") from None
