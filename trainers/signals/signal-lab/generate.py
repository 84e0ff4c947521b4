"""Makes a labelled set of journal-bearing vibration: one class after the other, each as one integration."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import numpy as np
import trainyard
from signal_lab import folder as data_folder
from signal_lab import population
from signal_lab.faults import CLASSES, EXTRAS
from signal_lab.views import ClassView, sections, view_of


def main() -> None:
    run = trainyard.start(exact_resume=True)
    config = run.config
    classes = [*CLASSES, *(EXTRAS if config["extras"] else ())]
    target = run.output / "dataset"
    rows, views = take_up(run.resume, target)
    finished = len(views)
    began, taken = time.monotonic(), 1.0
    for number, label in enumerate(classes[finished:], finished):
        start = time.monotonic()

        def tick(step: int, steps: int, number: int = number, label: str = label) -> None:
            run.progress(
                step=number + step / steps,
                total_steps=len(classes),
                phase=label,
                message=f"{label}, class {number + 1} of {len(classes)}",
                expect_next_s=30,
            )
            if run.command is not None and run.command.kind in ("stop", "cancel"):
                leave(run, number, len(classes))

        cases = population.draw_class(run.seed, label, config["units"], config["operating_points"])
        recording = population.record(cases, config["seconds"], config["settle_seconds"], tick=tick)
        rows += data_folder.write_class(target, recording)
        views.append(view_of(recording))
        taken = time.monotonic() - start
        run.metric(number + 1, {"signals": len(rows), "signals_per_second": len(cases) / taken})
        run.progress(step=number + 1, total_steps=len(classes), phase=label, expect_next_s=30)
        run.save_checkpoint(
            number + 1,
            lambda into: keep(into, target, rows, views),  # noqa: B023 (called at once)
            parts=["signals", "index"],
            keep=2,
        )
        if run.should_stop and number + 1 < len(classes):
            leave(run, number + 1, len(classes))

    source = f"signal-lab, seed {run.seed}, {config['units']} rigs x {config['operating_points']} operating points"
    manifest = data_folder.write_data_set(target, rows, classes, source)
    for section in sections(views, rows, config, time.monotonic() - began):
        run.section(**section)
    run.artifact(target, "dataset", name=config["name"], badge=data_folder.BADGE)
    size = sum(file["size"] for file in manifest["files"])
    run.done({"signals": len(rows), "classes": len(classes), "megabytes": size / 1e6})


def leave(run: trainyard.Run, made: int, classes: int) -> None:
    run.leave(message=f"{made} of {classes} classes were made; a data set needs them all")


def keep(into: Path, target: Path, rows: list[data_folder.Row], views: list[ClassView]) -> None:
    """A checkpoint is all classes so far. Links instead of copies: the files do not change once written."""
    (into / "data").mkdir()
    for file in sorted((target / "data").iterdir()):
        os.link(file, into / "data" / file.name)
    (into / "rows.json").write_text(json.dumps(rows))
    (into / "views.json").write_text(json.dumps([view.as_json() for view in views]))


def take_up(resume: Path | None, target: Path) -> tuple[list[data_folder.Row], list[ClassView]]:
    """The classes that an earlier attempt finished; its checkpoint may lie on another disk."""
    (target / "data").mkdir(parents=True, exist_ok=True)
    if resume is None:
        return [], []
    for file in sorted((resume / "data").iterdir()):
        place = target / "data" / file.name
        place.unlink(missing_ok=True)
        np.save(place, np.load(file))
    views = [ClassView.from_json(view) for view in json.loads((resume / "views.json").read_text())]
    return json.loads((resume / "rows.json").read_text()), views


if __name__ == "__main__":
    main()
