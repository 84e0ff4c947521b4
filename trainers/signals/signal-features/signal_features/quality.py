"""What is wrong with recordings, in words: channels constant, clipped or without numbers; speeds that are missing."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from trainyard_lib import Sample
from trainyard_lib.orders import shaft_hz

#: A clipped signal rests on its own extreme: more samples lie on it than in the next hundredth of its range.
_LEAST_SHARE = 0.0005
_NAMED = 5


class Unusable(ValueError):
    """What the data cannot give; the sentence is for people."""


def speeds_of(samples: list[Sample], column: str, unit: str) -> dict[str, float]:
    """Turns a second by recording; refused where one is missing, since an order without a speed is a guess."""
    if samples and column not in samples[0].columns:
        known = ", ".join(samples[0].columns) or "none"
        raise Unusable(
            f"Order features need the shaft's speed: the data set has no column {column!r} (it has {known}). "
            "Name the column under Speed, or choose other feature groups."
        )
    speeds = {sample.id: shaft_hz(sample.columns[column], unit) for sample in samples}
    missing = [id for id, speed in speeds.items() if np.isnan(speed)]
    if missing:
        raise Unusable(
            f"Order features need the shaft's speed: the column {column!r} holds no speed above 0 for "
            f"{_named(missing)}. Fill it in, or choose other feature groups."
        )
    return speeds


class Channels:
    """Collects, recording by recording, what is to be said of their channels."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._found: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._sound = False

    def look(self, id: str, signal: NDArray[np.floating]) -> None:
        rows = signal[None] if signal.ndim == 1 else signal
        for name, row in zip(self._names, rows, strict=True):
            trouble = trouble_of(row)
            if trouble is None or trouble == "clipped":
                self._sound = True
            if trouble is not None:
                self._found[name, trouble].append(id)

    def notes(self) -> list[str]:
        said = {
            "constant": "is constant in {}: it tells nothing there",
            "clipped": "looks clipped in {}: with its peaks cut off, kurtosis and harmonics are not the machine's",
            "not all numbers": "holds values that are no numbers in {}: windows with them got features of 0",
        }
        return [f"Channel {name} {said[what].format(_named(ids))}." for (name, what), ids in self._found.items()]

    def refuse_if_nothing_is_left(self) -> None:
        if not self._sound:
            raise Unusable(
                "Every channel of every recording is constant or holds no numbers: there is nothing to measure."
            )


def trouble_of(row: NDArray[np.floating]) -> str | None:
    if not np.isfinite(row).all():
        return "not all numbers"
    low, high = float(row.min()), float(row.max())
    if high == low:
        return "constant"
    near = (high - low) / 100
    for on, beside in (
        (row == high, (row < high) & (row >= high - near)),
        (row == low, (row > low) & (row <= low + near)),
    ):
        count = int(on.sum())
        if count >= max(3, _LEAST_SHARE * len(row)) and count > 2 * int(beside.sum()):
            return "clipped"
    return None


def _named(ids: list[str]) -> str:
    if len(ids) == 1:
        return f"the recording {ids[0]}"
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return f"{len(ids)} recordings ({', '.join(ids[:_NAMED])}{more})"
