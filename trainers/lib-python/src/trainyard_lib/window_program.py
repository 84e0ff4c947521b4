"""What a model's graph takes, computed from windows of signals by a program that lies beside the graph.

A trainer whose ONNX file takes features packs the code that computes them: one zip file that Python runs. Whoever has
the file and the libraries of its environment asks it, also after the trainer's own code has changed.

One question a process: a line of JSON and float32 on stdin (windows, channels, samples), float32 rows on stdout.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Windows = NDArray[np.float32]
#: Windows (n, channels, samples), their rate, and the turns a second of the shaft for each (NaN: unknown) to n rows.
Measure = Callable[[Windows, float, NDArray[np.float64]], NDArray[np.floating]]

#: Of one question; a longer one is asked in pieces.
_BYTES = 64 * 1024 * 1024


class Unanswered(ValueError):
    """The program gave no rows; why, in words that end a sentence."""


def pack(path: Path, modules: Mapping[str, str], main: str) -> None:
    """`modules`: texts by their path in the file. The same texts are the same file, byte for byte."""
    texts = {**modules, "__main__.py": main}
    for name in modules:
        package = Path(name).parent
        if package != Path("."):
            texts.setdefault((package / "__init__.py").as_posix(), "")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(texts):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, texts[name])


def question(windows: Windows, rate_hz: float, shaft_hz: Sequence[float] | None = None) -> bytes:
    n, channels, samples = windows.shape
    head = {"windows": n, "channels": channels, "samples": samples, "rate_hz": rate_hz}
    if shaft_hz is not None:
        head["shaft_hz"] = [float(turns) for turns in shaft_hz]
    return json.dumps(head).encode() + b"\n" + np.ascontiguousarray(windows, dtype="<f4").tobytes()


def ask(
    program: Path, windows: Windows, rate_hz: float, columns: int, shaft_hz: Sequence[float] | None = None
) -> NDArray[np.float32]:
    """Rows of what the graph takes, one a window; in this Python, with the libraries that it has."""
    size = max(1, _BYTES // max(1, 4 * windows[0].size)) if len(windows) else 1
    rows = [
        _ask(
            program,
            windows[i : i + size],
            rate_hz,
            columns,
            None if shaft_hz is None else shaft_hz[i : i + size],
        )
        for i in range(0, len(windows), size)
    ]
    return np.concatenate(rows) if rows else np.zeros((0, columns), dtype=np.float32)


def _ask(
    program: Path, windows: Windows, rate_hz: float, columns: int, shaft_hz: Sequence[float] | None
) -> NDArray[np.float32]:
    ended = subprocess.run(
        [sys.executable, str(program)], input=question(windows, rate_hz, shaft_hz), capture_output=True, check=False
    )
    if ended.returncode != 0:
        said = ended.stderr.decode(errors="replace").strip().splitlines()
        raise Unanswered(f"its program {program.name} failed ({said[-1] if said else f'exit {ended.returncode}'})")
    if len(ended.stdout) != 4 * len(windows) * columns:
        raise Unanswered(f"its program {program.name} gave {len(ended.stdout) // 4} numbers for {len(windows)} windows")
    return np.frombuffer(ended.stdout, dtype="<f4").reshape(len(windows), columns)


def serve(measure: Measure) -> None:
    """The program's side: answers the one question and ends."""
    head = json.loads(sys.stdin.buffer.readline())
    n, shape = head["windows"], (head["windows"], head["channels"], head["samples"])
    windows = np.frombuffer(sys.stdin.buffer.read(), dtype="<f4").reshape(shape)
    shaft_hz = np.asarray(head.get("shaft_hz") or [np.nan] * n, dtype=np.float64)
    rows = np.asarray(measure(windows, float(head["rate_hz"]), shaft_hz))
    sys.stdout.buffer.write(np.ascontiguousarray(rows, dtype="<f4").tobytes())
    sys.stdout.buffer.flush()
