"""From recordings to a table of features, a few recordings at a time: no more than one of them is held in memory."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from trainyard_lib import Sample, SignalSet, SplitMap
from trainyard_lib.resample import resample, resampling_note
from trainyard_lib.windows import window_count, window_id, window_length, window_starts

from .groups import FEW_TURNS, Recipe
from .quality import Channels, Unusable, speeds_of


@dataclass
class Table:
    """One row a window, in index order."""

    x: NDArray[np.float32]
    ids: list[str]
    recording: NDArray[np.str_]
    unit: NDArray[np.str_]
    y: NDArray[np.int64]
    names: list[str]
    classes: list[str]
    channels: list[str]
    rate_hz: float
    notes: list[str]

    def rows(self, split: SplitMap) -> dict[str, NDArray[np.int64]]:
        found: dict[str, list[int]] = {"train": [], "validation": [], "test": []}
        for i, (id, recording) in enumerate(zip(self.ids, self.recording, strict=True)):
            part = split.part_of(str(recording), id)
            if part is not None:
                found[part].append(i)
        return {part: np.asarray(rows, dtype=np.int64) for part, rows in found.items()}

    def save(self, path: Path) -> None:
        # float32 is what the model sees, so nothing is lost.
        np.savez(
            path,
            x=self.x,
            ids=np.asarray(self.ids),
            recording=self.recording,
            unit=self.unit,
            y=self.y,
            names=np.asarray(self.names),
            classes=np.asarray(self.classes),
            channels=np.asarray(self.channels),
            rate_hz=self.rate_hz,
            notes=np.asarray(self.notes, dtype=np.str_),
        )

    @staticmethod
    def load(path: Path) -> Table:
        with np.load(path, allow_pickle=False) as saved:
            return Table(
                x=saved["x"],
                ids=[str(v) for v in saved["ids"]],
                recording=saved["recording"],
                unit=saved["unit"],
                y=saved["y"],
                names=[str(v) for v in saved["names"]],
                classes=[str(v) for v in saved["classes"]],
                channels=[str(v) for v in saved["channels"]],
                rate_hz=float(saved["rate_hz"]),
                notes=[str(v) for v in saved["notes"]],
            )


def channels_of(data: SignalSet, samples: list[Sample]) -> list[str]:
    counts = {1 if (signal := data.signal(sample)).ndim == 1 else signal.shape[0] for sample in _one_a_file(samples)}
    if len(counts) > 1:
        raise Unusable(
            f"The recordings have different numbers of channels ({', '.join(map(str, sorted(counts)))}): "
            "choose one at import."
        )
    count = counts.pop()
    named = [str(name) for name in data.manifest.get("channels", [])]
    return named if len(named) == count else [f"channel {i + 1}" for i in range(count)]


def _one_a_file(samples: list[Sample]) -> list[Sample]:
    return list({sample.file: sample for sample in samples}.values())


def extract(
    data: SignalSet,
    recipe: Recipe,
    seconds: float,
    overlap: float,
    tick: Callable[[int, int], None] = lambda done, of: None,
) -> Table:
    """Every labelled recording at the lowest rate, cut into windows, each window measured."""
    samples = [sample for sample in data.samples if sample.label]
    if not samples:
        raise Unusable("The data set has no labelled signals.")
    speeds: dict[str, float] = speeds_of(samples, recipe.speed_column, recipe.speed_unit) if recipe.needs_speed else {}
    rate = min(sample.rate_hz for sample in samples)
    channels = channels_of(data, samples)
    sound = Channels(channels)
    length = window_length(rate, seconds)
    rows: list[Any] = []
    ids: list[str] = []
    owners: list[Sample] = []
    short: list[str] = []
    for number, sample in enumerate(samples):
        tick(number, len(samples))
        count = window_count(sample.n, sample.rate_hz, seconds, overlap)
        if count == 0:
            short.append(sample.id)
            continue
        sound.look(sample.id, data.signal(sample))
        signal = at_rate(data, sample, rate)
        starts = window_starts(count, rate, seconds, overlap)
        windows = np.stack([piece(signal, start, length) for start in starts])
        rows.append(recipe.measure(windows, rate, speeds.get(sample.id, math.nan)).astype(np.float32))
        ids += [window_id(sample.id, k) for k in range(count)]
        owners += [sample] * count
    if not rows:
        longest = max(sample.seconds for sample in samples)
        raise Unusable(
            f"No recording is as long as a window of {seconds:g} s: the longest has {longest:g} s. "
            "Choose a shorter window."
        )
    sound.refuse_if_nothing_is_left()
    place = {label: i for i, label in enumerate(data.classes)}
    notes = [note for note in (resampling_note({s.rate_hz for s in samples}, rate),) if note]
    notes += [*sound.notes(), *recipe.in_words()]
    if len(channels) > 1:
        each = len(recipe.names)
        notes.append(
            f"{len(channels)} channels ({', '.join(channels)}): {each} features of each, {each * len(channels)} in all."
        )
    turns = min(speeds.values(), default=np.inf) * seconds
    if turns < FEW_TURNS:
        notes.append(
            f"A window holds as few as {turns:.1f} turns of the shaft: lines closer than {2 / turns:.2f} orders run "
            f"into each other. {FEW_TURNS} turns are a sound least."
        )
    if short:
        notes.append(f"{len(short)} recordings are shorter than a window of {seconds:g} s: {', '.join(short[:10])}.")
    unlabelled = len(data.samples) - len(samples)
    if unlabelled:
        notes.append(f"{unlabelled} recordings have no label and were not used.")
    return Table(
        x=np.nan_to_num(np.concatenate(rows), posinf=0.0, neginf=0.0),
        ids=ids,
        recording=np.asarray([sample.id for sample in owners]),
        unit=np.asarray([data.unit_of(sample) for sample in owners]),
        y=np.asarray([place[sample.label] for sample in owners], dtype=np.int64),
        names=recipe.names_of(channels),
        classes=data.classes,
        channels=channels,
        rate_hz=rate,
        notes=notes,
    )


def at_rate(data: SignalSet, sample: Sample, rate_hz: float) -> NDArray[np.float64]:
    return np.asarray(resample(data.signal(sample), sample.rate_hz, rate_hz), dtype=np.float64)


def piece(signal: NDArray[np.float64], start: int, length: int) -> NDArray[np.float64]:
    """A window; resampling may have rounded a sample away at the very end."""
    cut = signal[..., start : start + length]
    missing = length - cut.shape[-1]
    return np.concatenate([cut, np.repeat(cut[..., -1:], missing, axis=-1)], axis=-1) if missing else cut
