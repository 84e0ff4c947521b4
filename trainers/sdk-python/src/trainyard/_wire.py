"""Lines of the trainer protocol: one JSON object a line, pure ASCII, numbers that JSON lacks spelled out."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, cast

PROTOCOL_VERSION = 1
#: The host skips longer lines; the SDK refuses them while the caller can still do something about it.
MAX_LINE_BYTES = 8 * 1024 * 1024


def _foreign(value: object) -> object:
    """What JSON does not know: numpy scalars and arrays, torch tensors, paths, sets."""
    to_list = getattr(value, "tolist", None)
    if callable(to_list):
        return to_list()
    if isinstance(value, (set, frozenset)):
        return sorted(cast("set[str]", value))
    return str(value)


_encoder = json.JSONEncoder(allow_nan=False, separators=(",", ":"), default=_foreign)


def spell_number(value: float) -> float | str:
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def spell_numbers(value: Any) -> Any:
    """The same value with NaN and the infinities as strings, at any depth."""
    if isinstance(value, float):
        return spell_number(value)
    if isinstance(value, Mapping):
        return {str(k): spell_numbers(v) for k, v in cast("Mapping[object, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [spell_numbers(v) for v in cast("list[Any]", value)]
    if value is None or isinstance(value, (str, int)):
        return value
    return spell_numbers(_foreign(value))


def encode_line(line: Mapping[str, Any]) -> bytes:
    try:
        text = _encoder.encode(line)
    except ValueError:  # NaN or Infinity somewhere: rare, so only then is the value walked
        text = _encoder.encode(spell_numbers(line))
    data = text.encode("ascii") + b"\n"
    if len(data) > MAX_LINE_BYTES:
        raise ValueError(
            f"a {line.get('type')} line of {len(data) / 2**20:.1f} MiB is over the limit of 8 MiB: "
            "thin it out, or write the array to a file below run.output and name the file"
        )
    return data
