"""Reading a data set version: manifest.json, index.csv, and signals that stay on disk until they are asked for."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .resample import resample, resampling_note
from .split import SplitMap
from .windows import window_count, window_id, window_length, window_starts

#: Files of signals kept open at once: a set with one a recording has more of them than a process may open.
_OPEN_FILES = 64
_FIXED = ("sample_id", "file", "row", "rate_hz", "n", "scale", "label")


@dataclass(frozen=True)
class Sample:
    id: str
    file: str
    #: Row of a 2-D or 3-D array, None where the file is one signal.
    row: int | None
    rate_hz: float
    n: int
    #: Physical unit per count.
    scale: float
    label: str
    #: Unit and condition columns.
    columns: Mapping[str, str]

    @property
    def seconds(self) -> float:
        return self.n / self.rate_hz


@dataclass
class SignalSet:
    folder: Path
    manifest: Mapping[str, Any]
    samples: Sequence[Sample]
    _files: dict[str, NDArray[Any]] = field(default_factory=dict, repr=False)

    @property
    def classes(self) -> list[str]:
        return list(self.manifest["classes"]) or sorted({s.label for s in self.samples if s.label})

    @property
    def unit_column(self) -> str | None:
        return self.manifest.get("unit_column")

    @property
    def badge(self) -> str | None:
        return self.manifest.get("badge")

    @property
    def rates_hz(self) -> set[float]:
        return {s.rate_hz for s in self.samples}

    def unit_of(self, sample: Sample) -> str:
        """The physical unit, or the recording itself where none is declared."""
        return (sample.columns.get(self.unit_column, "") if self.unit_column else "") or sample.id

    def signal(self, sample: Sample) -> NDArray[np.float64]:
        """(n) or (channels, n), in physical units."""
        raw = self._files.get(sample.file)
        if raw is None:
            if len(self._files) >= _OPEN_FILES:
                self._files.pop(next(iter(self._files)))
            raw = np.load(self.folder / sample.file, mmap_mode="r", allow_pickle=False)
            self._files[sample.file] = raw
        one = raw if sample.row is None else raw[sample.row]
        return np.asarray(one, dtype=np.float64) * sample.scale


def read_dataset(folder: Path) -> SignalSet:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    samples: list[Sample] = []
    with (folder / "index.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            samples.append(
                Sample(
                    id=row["sample_id"],
                    file=row["file"],
                    row=int(row["row"]) if row.get("row") else None,
                    rate_hz=float(row["rate_hz"]),
                    n=int(row["n"]),
                    scale=float(row["scale"] or 1),
                    label=row.get("label", ""),
                    columns={k: v for k, v in row.items() if k not in _FIXED},
                )
            )
    return SignalSet(folder, manifest, samples)


@dataclass
class WindowSet:
    """All windows of a data set at one rate, in index order; parts are chosen from it by a split."""

    #: float32, (windows, length) or (windows, channels, length).
    x: NDArray[np.float32]
    ids: list[str]
    #: For each window its sample, its label and its physical unit.
    samples: list[Sample]
    labels: NDArray[np.str_]
    units: NDArray[np.str_]
    rate_hz: float
    classes: list[str]
    notes: list[str]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def y(self) -> NDArray[np.int64]:
        place = {label: i for i, label in enumerate(self.classes)}
        return np.asarray([place[label] for label in self.labels], dtype=np.int64)

    def indices(self, split: SplitMap) -> dict[str, NDArray[np.int64]]:
        """Window numbers by part. Windows that the split does not name are in none."""
        found: dict[str, list[int]] = {"train": [], "validation": [], "test": []}
        for i, (id, sample) in enumerate(zip(self.ids, self.samples, strict=True)):
            part = split.part_of(sample.id, id)
            if part is not None:
                found[part].append(i)
        return {part: np.asarray(places, dtype=np.int64) for part, places in found.items()}


def cut_windows(data: SignalSet, seconds: float, overlap: float) -> WindowSet:
    """Every recording at the lowest rate of the data set, cut into windows; those too short are named in a note."""
    samples = [s for s in data.samples if s.label]
    if not samples:
        raise ValueError("the data set has no labelled signals")
    rate = min(s.rate_hz for s in samples)
    length = window_length(rate, seconds)
    pieces: list[NDArray[np.float32]] = []
    ids: list[str] = []
    owners: list[Sample] = []
    short: list[str] = []
    for sample in samples:
        # Counted at the recorded rate: that is what the split file was made from.
        count = window_count(sample.n, sample.rate_hz, seconds, overlap)
        if count == 0:
            short.append(sample.id)
            continue
        signal = resample(data.signal(sample), sample.rate_hz, rate)
        starts = window_starts(count, rate, seconds, overlap)
        missing = starts[-1] + length - signal.shape[-1]
        if missing > 0:  # resampling may round a sample away at the very end
            signal = np.concatenate([signal, np.repeat(signal[..., -1:], missing, axis=-1)], axis=-1)
        pieces.append(np.stack([signal[..., s : s + length] for s in starts]).astype(np.float32))
        ids += [window_id(sample.id, k) for k in range(count)]
        owners += [sample] * count
    if not pieces:
        raise ValueError(f"no recording is as long as a window of {seconds:g} s")
    notes = [note for note in (resampling_note({s.rate_hz for s in samples}, rate),) if note]
    if short:
        notes.append(f"{len(short)} recordings are shorter than a window of {seconds:g} s: {', '.join(short[:10])}")
    unlabelled = len(data.samples) - len(samples)
    if unlabelled:
        notes.append(f"{unlabelled} recordings have no label and were not used.")
    if len({piece.shape[1:] for piece in pieces}) > 1:
        shapes = sorted({piece.shape[1] if piece.ndim == 3 else 1 for piece in pieces})
        raise ValueError(f"recordings have different numbers of channels ({shapes}): choose one channel at import")
    return WindowSet(
        x=np.concatenate(pieces),
        ids=ids,
        samples=owners,
        labels=np.asarray([s.label for s in owners]),
        units=np.asarray([data.unit_of(s) for s in owners]),
        rate_hz=rate,
        classes=data.classes,
        notes=notes,
    )
