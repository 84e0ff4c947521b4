"""Windows of a recording: how many, where they start, and what they are called in a split file."""

from __future__ import annotations

import math


def hop_seconds(seconds: float, overlap: float) -> float:
    return seconds * (1 - overlap / 100)


def window_count(n: int, rate_hz: float, seconds: float, overlap: float) -> int:
    """The same count as the TypeScript side, which names every window in a split by window."""
    return max(0, math.floor((n / rate_hz - seconds) / hop_seconds(seconds, overlap) + 1e-9) + 1)


def window_starts(count: int, rate_hz: float, seconds: float, overlap: float) -> list[int]:
    """First sample of each window, at whatever rate the signal has by now."""
    hop = hop_seconds(seconds, overlap)
    return [round(k * hop * rate_hz) for k in range(count)]


def window_length(rate_hz: float, seconds: float) -> int:
    return round(seconds * rate_hz)


def window_id(sample_id: str, k: int) -> str:
    return f"{sample_id}#{k}"
