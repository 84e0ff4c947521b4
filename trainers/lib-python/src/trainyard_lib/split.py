"""The split file: which sample (or window) is in which part."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Part = Literal["train", "validation", "test"]
PARTS: tuple[Part, ...] = ("train", "validation", "test")


@dataclass(frozen=True)
class SplitMap:
    parts: Mapping[str, Part]

    def part_of(self, sample_id: str, window_id: str | None = None) -> Part | None:
        """A split by window names windows; every other names samples, whose windows all go the same way."""
        if window_id is not None and window_id in self.parts:
            return self.parts[window_id]
        return self.parts.get(sample_id)


def read_split(path: Path) -> SplitMap:
    parts: dict[str, Part] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            part = row["part"]
            if part not in PARTS:
                raise ValueError(f"{path.name}: part of {row['sample_id']} is {part!r}, expected one of {PARTS}")
            parts[row["sample_id"]] = part
    return SplitMap(parts)
