"""The loop behind `run.epochs` and `run.steps`: report, checkpoint, obey, at the end of every turn."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from ._track import restore_random

if TYPE_CHECKING:
    from pathlib import Path

    from ._run import Run

#: A step loop may turn thousands of times a second; nobody sees more than this.
_PROGRESS_INTERVAL_S = 0.1
_BEST_FILE = "best.json"


@dataclass(frozen=True)
class LoopOptions:
    unit: Literal["epoch", "step"]
    total: int
    checkpoint_every: int
    keep: int
    best: str | None
    better: Literal["lower", "higher"]


class _Best:
    """The best value so far of one metric; part of the checkpoint, so that a resumed run remembers it."""

    def __init__(self, options: LoopOptions, resume: Path | None) -> None:
        import json

        self._key = options.best
        self._lower = options.better == "lower"
        self._value: float | None = None
        if resume is not None and (resume / _BEST_FILE).exists():
            self._value = json.loads((resume / _BEST_FILE).read_text())

    def improved(self, latest: dict[str, float]) -> bool:
        value = latest.get(self._key) if self._key else None
        if value is None or value != value:
            return False
        if self._value is not None and not (value < self._value if self._lower else value > self._value):
            return False
        self._value = value
        return True

    def write(self, folder: Path) -> None:
        import json

        if self._value is not None:
            (folder / _BEST_FILE).write_text(json.dumps(self._value))


def loop(run: Run, options: LoopOptions) -> Iterator[int]:
    unit, total = options.unit, options.total
    point = run.resume_point
    start = 0
    if point is not None:
        start = int(point.epoch if unit == "epoch" and point.epoch is not None else point.step)
        restore_random(run.tracked)
    best = _Best(options, run.resume)
    said = 0.0

    def say(turn: int) -> None:
        fields: dict[str, Any] = {unit: turn, f"total_{unit}s": total}
        run.progress(**fields)

    def save(turn: int, is_best: bool, share: float = 0.0) -> None:
        def write(folder: Path) -> None:
            run.write_tracked(folder)
            best.write(folder)

        run.save_checkpoint(
            turn + share,
            write,
            epoch=turn if unit == "epoch" else None,
            metrics=run.latest,
            best=is_best,
            parts=run.tracked_parts(),
            keep=options.keep,
        )

    say(start)
    for turn in range(start, total):
        run.saves_within(partial(save, turn, False))
        yield turn
        finished = turn + 1
        now = time.monotonic()
        if unit == "epoch" or finished == total or now - said >= _PROGRESS_INTERVAL_S:
            say(finished)
            said = now
        command = run.command
        if command is not None and command.kind == "cancel":
            run.leave()
        # The checkpoint of the last turn is for `continue`; a pause is not answered there: done is a moment away.
        is_best = best.improved(run.latest)
        due = finished % options.checkpoint_every == 0 or finished == total
        if due or is_best or command is not None:
            save(finished, is_best)
        if command is None or finished == total:
            continue
        if command.kind == "pause":
            run.leave()
        if command.kind == "stop":
            run.stop_early()
            return
