"""Reading signals out of one file, whatever its format."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .columns import SYNONYMS, plain
from .delimited import bad_lines_in_words, read_text_table
from .report import Unusable

Array: TypeAlias = NDArray[Any]

#: An array whose short side is at most this holds channels; a longer one holds recordings.
_MAX_CHANNELS = 8
#: Shorter arrays in a MAT or NPZ file are settings, not signals.
_MIN_SIGNAL = 16
_TIME = ("time", "t", "timestamp", "seconds", "time_s", "time_sec", "sec", "elapsed_s")
_DATA = ("x", "data", "signals", "signal", "x_train", "features", "recordings")
_LABELS = ("y", "label", "labels", "target", "targets", "y_train", "class", "classes")


@dataclass
class Signal:
    """(n) or (channels, n)."""

    array: Array
    rate_hz: float | None = None
    channels: list[str] = field(default_factory=list)
    label: str | None = None
    #: What tells it from others of its file: a row number, a variable's name.
    part: str = ""
    #: Physical unit per count.
    scale: float = 1.0
    conditions: dict[str, str] = field(default_factory=dict)


def read_signals(path: Path, shown_as: str) -> list[Signal]:
    """At least one signal, or `Unusable` with the reason."""
    if path.stat().st_size == 0:
        raise Unusable("it is empty")
    suffix = Path(shown_as).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise Unusable(f"{suffix or 'a file without an ending'} is no format that is read here")
    signals = [signal for signal in reader(path) if signal.array.size]
    if not signals:
        raise Unusable("there is no signal in it")
    return signals


def _numeric(array: Array, what: str) -> Array:
    if array.dtype == object:
        raise Unusable(f"{what} holds Python objects (ragged rows?), not numbers")
    if array.dtype.kind not in "iufb":
        raise Unusable(f"{what} holds {array.dtype}, not real numbers")
    return array


def _from_array(array: Array, what: str) -> Iterator[Signal]:
    array = _numeric(array, what)
    if array.ndim == 0:
        raise Unusable(f"{what} is a single number")
    if array.ndim > 1:
        array = array.squeeze()
    if array.ndim <= 1:
        yield Signal(np.atleast_1d(array))
    elif array.ndim == 2:
        rows, columns = array.shape
        if min(rows, columns) <= _MAX_CHANNELS:
            channels = array if rows <= columns else array.T
            yield Signal(channels, channels=[f"channel{i + 1}" for i in range(len(channels))])
        else:
            yield from (Signal(row, part=str(i)) for i, row in enumerate(array))
    elif array.ndim == 3:
        for i, recording in enumerate(array):
            channels = recording if recording.shape[0] <= recording.shape[1] else recording.T
            if len(channels) > _MAX_CHANNELS:
                raise Unusable(f"{what} has the shape {array.shape}: too many channels a recording")
            yield Signal(channels, channels=[f"channel{c + 1}" for c in range(len(channels))], part=str(i))
    else:
        raise Unusable(f"{what} has {array.ndim} dimensions; a signal has one, channels two, recordings three")


def _check_magic(path: Path, magic: bytes) -> None:
    """NumPy takes any other file for a pickle and says so; the truth is simpler."""
    with path.open("rb") as file:
        if file.read(len(magic)) != magic:
            raise Unusable("it is damaged or no NumPy file")


def _read_npy(path: Path) -> Iterator[Signal]:
    _check_magic(path, b"\x93NUMPY")
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError, SyntaxError) as error:
        raise Unusable(_numpy_reason(error)) from error
    yield from _from_array(array, "the array")


def _numpy_reason(error: Exception) -> str:
    text = str(error)
    if any(word in text for word in ("allow_pickle", "pickled", "Python objects")):
        return "it holds pickled Python objects, which are never loaded"
    return f"it is damaged or no NumPy file ({text.splitlines()[0] if text else type(error).__name__})"


def _read_npz(path: Path) -> Iterator[Signal]:
    _check_magic(path, b"PK")
    try:
        with np.load(path, allow_pickle=False) as packed:
            variables = {name: packed[name] for name in packed.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, KeyError) as error:
        raise Unusable(_numpy_reason(error)) from error
    yield from _from_variables(variables)


def _read_mat(path: Path) -> Iterator[Signal]:
    from scipy.io import loadmat

    with path.open("rb") as file:
        if b"MATLAB 7.3" in file.read(128):
            raise Unusable('MATLAB 7.3 files (HDF5) are not read: save it with "-v7", or as .npz or .csv')
    try:
        loaded = loadmat(path, squeeze_me=True)
    except Exception as error:  # loadmat raises whatever the damage led to
        raise Unusable(f"it is damaged or no MAT file ({type(error).__name__}: {error})") from error
    yield from _from_variables({k: np.asarray(v) for k, v in loaded.items() if not k.startswith("__")})


def _from_variables(variables: Mapping[str, Array]) -> Iterator[Signal]:
    """NPZ and MAT: settings are scalars, signals are arrays; equally long ones are channels of one recording."""
    rate, conditions = None, dict[str, str]()
    for name, value in variables.items():
        if value.size == 1 and value.dtype.kind in "iuf":
            if plain(name) in SYNONYMS["rate_hz"]:
                rate = float(value.reshape(()))
            elif match := re.search(r"(rpm|load|speed|temperature)$", plain(name)):
                conditions[match[1]] = f"{float(value.reshape(())):g}"
    by_name = {plain(name): value for name, value in variables.items()}
    rows = next((by_name[n] for n in _DATA if n in by_name and by_name[n].ndim in (2, 3)), None)
    labels = next((by_name[n] for n in _LABELS if n in by_name and by_name[n].ndim == 1), None)
    if rows is not None and labels is not None and len(labels) == len(rows):
        for i, (row, label) in enumerate(zip(_numeric(rows, "the data"), labels, strict=True)):
            channels = row if row.ndim == 1 or row.shape[0] <= row.shape[1] else row.T
            names = [f"channel{c + 1}" for c in range(len(channels))] if row.ndim == 2 else []
            yield Signal(channels, rate, names, str(label), str(i), conditions=dict(conditions))
        return
    long = {n: v for n, v in variables.items() if v.size >= _MIN_SIGNAL and v.dtype.kind in "iufO"}
    flat = {n: v.reshape(-1) for n, v in long.items() if v.dtype.kind != "O" and v.size == max(v.shape)}
    if len(flat) == len(long) and 1 < len(flat) <= _MAX_CHANNELS and len({len(v) for v in flat.values()}) == 1:
        ordered = dict(sorted(flat.items()))
        yield Signal(np.stack(list(ordered.values())), rate, [_channel_name(n) for n in ordered], conditions=conditions)
        return
    for name, value in sorted(long.items()):
        for signal in _from_array(value, f"the variable {name}"):
            part = "-".join(p for p in (name if len(long) > 1 else "", signal.part) if p)
            yield Signal(signal.array, rate, signal.channels, part=part, conditions=dict(conditions))


def _channel_name(variable: str) -> str:
    """X097_DE_time is the drive end of recording 97: the channel is what stays the same from file to file."""
    name = re.sub(r"^X\d+_", "", variable)
    return re.sub(r"_time$", "", name) or variable


def _read_wav(path: Path) -> Iterator[Signal]:
    from scipy.io import wavfile

    try:
        rate, array = wavfile.read(path)
    except Exception as error:  # a damaged header surfaces as any of a dozen exceptions
        raise Unusable(f"it is damaged or no WAV file ({error or type(error).__name__})") from error
    channels = array.T if array.ndim == 2 else array
    scale = 1.0 / (np.iinfo(array.dtype).max + 1) if array.dtype.kind == "i" else 1.0
    if array.dtype == np.uint8:
        channels, scale = channels.astype(np.int16) - 128, 1 / 128
    names = [f"channel{i + 1}" for i in range(len(channels))] if channels.ndim == 2 else []
    yield Signal(channels, float(rate), names, scale=scale)


def _read_text(path: Path) -> Iterator[Signal]:
    found = read_text_table(path)
    if found.bad_lines:
        raise Unusable(f"its lines are ragged: {bad_lines_in_words(found.bad_lines)}")
    yield _from_columns({n: found.table[n] for n in found.table.column_names})


def _read_parquet(path: Path) -> Iterator[Signal]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise Unusable(f"it is damaged or no Parquet file ({str(error).splitlines()[0]})") from error
    yield _from_columns({n: table[n] for n in table.column_names})


def _from_columns(columns: Mapping[str, Any]) -> Signal:
    arrays: dict[str, Array] = {}
    stamps: list[str] = []
    for name, column in columns.items():
        kind = str(column.type)
        if kind == "null":
            raise Unusable(f"the column {name} is empty")
        if "string" in kind:
            first = next((i for i, v in enumerate(column.to_pylist()) if v is not None), 0)
            raise Unusable(f"the column {name} holds text, for instance {column[first].as_py()!r} in row {first + 1}")
        array = column.to_numpy()
        if array.dtype.kind == "M":
            array = (array - array[0]) / np.timedelta64(1, "s")
            stamps.append(name)
        arrays[name] = _numeric(np.asarray(array), f"the column {name}")
    time = next((n for n in arrays if n in stamps or plain(n) in _TIME), None)
    rate = _rate_of(arrays.pop(time), str(time)) if time is not None and len(arrays) > 1 else None
    if len(arrays) > 64:
        raise Unusable(f"{len(arrays)} columns are too many for the channels of one recording")
    if len(arrays) == 1:
        return Signal(next(iter(arrays.values())), rate)
    return Signal(np.stack(list(arrays.values())), rate, list(arrays))


def _rate_of(time: Array, name: str) -> float:
    steps = np.diff(np.asarray(time, dtype=np.float64))
    if len(steps) == 0 or not np.isfinite(steps).all():
        raise Unusable(f"the time column {name} has gaps")
    usual = float(np.median(steps))
    if usual <= 0:
        raise Unusable(f"the time column {name} does not rise")
    if np.abs(steps - usual).max() > 0.5 * usual:
        at = int(np.abs(steps - usual).argmax()) + 1
        raise Unusable(
            f"the time column {name} is uneven: the step at row {at + 1} is {steps[at - 1]:g}, usual {usual:g}"
        )
    mean = float(steps.mean())
    rate = 1 / (mean if mean > 0 else usual)
    return round(rate) if abs(rate - round(rate)) < 1e-3 * rate else rate


READERS: dict[str, Callable[[Path], Iterator[Signal]]] = {
    ".npy": _read_npy,
    ".npz": _read_npz,
    ".mat": _read_mat,
    ".wav": _read_wav,
    ".csv": _read_text,
    ".tsv": _read_text,
    ".txt": _read_text,
    ".dat": _read_text,
    ".parquet": _read_parquet,
    ".pq": _read_parquet,
}
TABULAR = (".csv", ".tsv", ".txt", ".dat", ".parquet", ".pq")
