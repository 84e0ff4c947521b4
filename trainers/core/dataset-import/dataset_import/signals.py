"""From wanted signals to recordings on disk: checked one by one, each fault named."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .plan import Plan, Wanted
from .report import Report, Unusable
from .signal_files import Signal, read_signals
from .version import Recording, write_signal

_MIN_SAMPLES = 16
#: More missing values than this are not filled.
_MAX_FILLED = 0.1


@dataclass(frozen=True)
class Options:
    rate_hz: float | None
    channel: str
    fill_nan: bool


@dataclass
class SignalImport:
    folder: Path
    options: Options
    report: Report
    recordings: list[Recording] = field(default_factory=list)
    _by_content: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    _ids: set[str] = field(default_factory=set[str])

    def run(self, plan: Plan, on_file: Callable[[int, Wanted], None]) -> None:
        for i, wanted in enumerate(plan.wanted):
            on_file(i, wanted)
            try:
                signals = read_signals(wanted.path, wanted.shown_as)
                if wanted.row is not None:
                    signals = [_row_of(signals, wanted.row)]
            except Unusable as reason:
                self.report.refused(wanted.shown_as, str(reason))
                continue
            for signal in signals:
                many = len(signals) > 1 or wanted.row is not None
                part = signal.part or (str(wanted.row) if wanted.row is not None else "")
                name = f"{wanted.shown_as}:{part}" if many else wanted.shown_as
                try:
                    self.report.imported(name, self._take(wanted, signal, part if many else "", name))
                except Unusable as reason:
                    self.report.refused(name, str(reason))

    def _take(self, wanted: Wanted, signal: Signal, part: str, name: str) -> list[str]:
        """Returns warnings."""
        warnings: list[str] = []
        array, channels = self._chosen_channel(signal)
        rate = self._rate(wanted, signal, warnings)
        array = self._checked(array, wanted, warnings)
        label = wanted.label or signal.label or ""
        digest = hashlib.sha256(f"{array.dtype} {array.shape} {rate}".encode())
        digest.update(np.ascontiguousarray(array).data)
        content = digest.hexdigest()
        if content in self._by_content:
            twin, twin_label = self._by_content[content]
            other = f", which is labelled {twin_label!r}, not {label!r}" if twin_label != label else ""
            raise Unusable(f"it has the same content as {twin}{other}")
        self._by_content[content] = (name, label)
        id = self._new_id(wanted.shown_as, part)
        self.recordings.append(
            Recording(
                id=id,
                file=write_signal(self.folder, id, array),
                rate_hz=rate,
                n=array.shape[-1],
                scale=wanted.scale * signal.scale,
                label=label,
                unit=wanted.unit,
                conditions={**signal.conditions, **wanted.conditions},
                channels=channels,
            )
        )
        return warnings

    def _chosen_channel(self, signal: Signal) -> tuple[NDArray[Any], tuple[str, ...]]:
        wanted = self.options.channel
        if signal.array.ndim == 1 or not wanted:
            return signal.array, tuple(signal.channels) if signal.array.ndim == 2 else ()
        if wanted not in signal.channels:
            raise Unusable(f"it has no channel {wanted!r}; it has {', '.join(signal.channels)}")
        return signal.array[signal.channels.index(wanted)], ()

    def _rate(self, wanted: Wanted, signal: Signal, warnings: list[str]) -> float:
        said = [r for r in (wanted.rate_hz, signal.rate_hz) if r is not None]
        if len(said) == 2 and abs(said[0] - said[1]) > 1e-6 * said[0]:
            warnings.append(f"the table says {said[0]:g} Hz, the file {said[1]:g} Hz: the table's is used")
        rate = said[0] if said else self.options.rate_hz
        if rate is None:
            raise Unusable("its sampling rate is unknown: give rate_hz")
        if not (np.isfinite(rate) and rate > 0):
            raise Unusable(f"its sampling rate is {rate:g}")
        return float(rate)

    def _checked(self, array: NDArray[Any], wanted: Wanted, warnings: list[str]) -> NDArray[Any]:
        n = array.shape[-1]
        if n < _MIN_SAMPLES:
            raise Unusable(f"it has {n} samples, fewer than {_MIN_SAMPLES}")
        if wanted.n is not None and wanted.n != n:
            warnings.append(f"the table says {wanted.n} samples, there are {n}")
        array = _plain_type(array)
        if array.dtype.kind == "f":
            array = self._without_nan(array, warnings)
        if bool((array == array[..., :1]).all()):
            warnings.append("its value never changes")
        return array

    def _without_nan(self, array: NDArray[Any], warnings: list[str]) -> NDArray[Any]:
        bad = ~np.isfinite(array)
        count = int(bad.sum())
        if count == 0:
            return array
        if count == array.size:
            raise Unusable("all its values are missing (NaN)")
        told = f"{count} of {array.size} values are missing or infinite"
        if not self.options.fill_nan:
            raise Unusable(f"{told} (nan=fill would bridge them)")
        if count > _MAX_FILLED * array.size:
            raise Unusable(f"{told}, more than a tenth, too many to fill")
        filled = np.array(array)
        for row, missing in zip(np.atleast_2d(filled), np.atleast_2d(bad), strict=True):
            places = np.arange(len(row))
            row[missing] = np.interp(places[missing], places[~missing], row[~missing])
        warnings.append(f"{told}: filled by straight lines")
        return filled

    def _new_id(self, name: str, part: str) -> str:
        path = PurePosixPath(name)
        short = path.stem + (f"-{part}" if part else "")
        whole = path.with_suffix("").as_posix() + (f"-{part}" if part else "")
        for candidate in (short, whole):
            id = re.sub(r"[^A-Za-z0-9._-]+", "-", candidate).strip("-.") or "signal"
            if id not in self._ids:
                break
        base, again = id, 1
        while id in self._ids:
            again += 1
            id = f"{base}-{again}"
        self._ids.add(id)
        return id


def _row_of(signals: list[Signal], row: int) -> Signal:
    if len(signals) == 1 and signals[0].array.ndim == 2 and 0 <= row < len(signals[0].array):
        return Signal(signals[0].array[row], signals[0].rate_hz, part=str(row))
    if not 0 <= row < len(signals):
        raise Unusable(f"there is no row {row}; it has {len(signals)}")
    return signals[row]


def _plain_type(array: NDArray[Any]) -> NDArray[Any]:
    """What index and trainers expect: 16 or 32 bit integers as they are, everything else as floats."""
    if array.dtype.kind == "i" and array.dtype.itemsize in (2, 4):
        return np.asarray(array)
    if array.dtype.kind in "iub" and array.dtype.itemsize <= 2:
        return np.asarray(array, dtype=np.int32)
    if array.dtype.kind == "f" and array.dtype.itemsize <= 4:
        return np.asarray(array, dtype=np.float32)
    return np.asarray(array, dtype=np.float64)
