"""What became of every file. Nothing is dropped without a line here."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Outcome = Literal["imported", "imported with a warning", "used", "refused", "left out"]


class Unusable(Exception):
    """A file, or one signal of it, that cannot be used; the message says why in words."""


@dataclass(frozen=True)
class Line:
    file: str
    outcome: Outcome
    reason: str


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)

    def imported(self, file: str, warnings: list[str]) -> None:
        outcome: Outcome = "imported with a warning" if warnings else "imported"
        self.lines.append(Line(file, outcome, "; ".join(warnings)))

    def refused(self, file: str, reason: str) -> None:
        self.lines.append(Line(file, "refused", reason))

    def left_out(self, file: str, reason: str) -> None:
        self.lines.append(Line(file, "left out", reason))

    def used(self, file: str, what_for: str) -> None:
        self.lines.append(Line(file, "used", what_for))

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    def troubles(self) -> Iterator[Line]:
        return (line for line in self.lines if line.outcome in ("refused", "left out"))

    def worst_first(self) -> list[Line]:
        order = ["refused", "left out", "imported with a warning", "used", "imported"]
        return sorted(self.lines, key=lambda line: order.index(line.outcome))

    def write(self, path: Path) -> None:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["file", "outcome", "reason"])
            writer.writerows([line.file, line.outcome, line.reason] for line in self.lines)
