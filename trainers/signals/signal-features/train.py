"""Classical fault diagnosis: features of every window, then a forest, boosting, a support vector machine, linear
discriminants, or the rule of a bearing's lines.

Stages: measure the features; fit chunk by chunk (the model, its companion on a split by unit where the split is by
window, the folds); score the test part. A checkpoint lies between any two of them, and between long chunks.
"""

from __future__ import annotations

import json
import time

import numpy as np
import trainyard
from signal_features import results, stages
from signal_features.groups import Recipe
from signal_features.quality import Unusable
from signal_features.windows import extract
from trainyard_lib import read_dataset, read_split

#: Chunks shorter than this do not earn a checkpoint of their own.
CHECKPOINT_SECONDS = 5.0
FEATURE_SHARE, FIT_SHARE = 0.35, 0.55


def main() -> None:
    run = trainyard.start(exact_resume=True)
    try:
        train(run)
    except Unusable as reason:
        run.fail("bad-config", str(reason))
        raise SystemExit(1) from None


def train(run: trainyard.Run) -> None:
    config, began = run.config, time.monotonic()
    if run.dataset is None or run.split is None:
        raise SystemExit("signal-features needs a data set and a split")
    data = read_dataset(run.dataset.folder)
    work = stages.Work.open(run.output / "work", run.resume)
    work.settle({name: config[name] for name in ("n_estimators", "folds")})

    def save(step: float) -> None:
        run.save_checkpoint(step, work.checkpoint, parts=["features", "model", "selection"], keep=2)

    table = work.load_table()
    if table is None:

        def tick(done: int, of: int) -> None:
            if run.should_stop:
                run.leave(message=f"{done} of {of} recordings were measured")
            run.progress(step=FEATURE_SHARE * done / of, total_steps=1, phase="features", expect_next_s=60)

        table = extract(data, Recipe.of(config), config["window"]["seconds"], config["window"]["overlap"], tick)
        work.save_table(table)
        work.state["feature_seconds"] = time.monotonic() - began
        save(0)
        if run.should_stop:
            run.leave(message="the features are measured")

    parts = table.rows(read_split(run.split.path))
    companion = table.rows(read_split(run.split.companion.path)) if run.split.companion else None
    stages.refuse_what_cannot_be_learned(table, parts["train"], config["model"])
    fits = stages.plan(table, parts, companion, config["folds"], run.seed)

    fitted, chunks_done, saved = {}, 0, time.monotonic()
    chunks = sum(stages.begin_fit(table, fit, config, 0, 1).model.chunks for fit in fits)
    for fit in fits:
        known = work.state["fits"].get(fit.name)
        if known is not None and not fit.keep:
            chunks_done += known["chunks"]
            continue
        if run.stopping and fit.name != "main":
            break
        started = time.monotonic()
        current = work.load_fit(fit, config) or stages.begin_fit(table, fit, config, run.seed * 1000, run.task.threads)
        chunks_done += current.model.finished
        while current.model.finished < current.model.chunks and not run.stopping:
            run.progress(
                step=FEATURE_SHARE + FIT_SHARE * chunks_done / chunks,
                total_steps=1,
                phase=f"fit {fit.name}",
                message=f"{fit.name}, chunk {current.model.finished + 1} of {current.model.chunks}",
                expect_next_s=max(120.0, 10 * (time.monotonic() - saved)),
            )
            stages.fit_chunk(table, fit, current)
            chunks_done += 1
            work.save_fit(fit, current)
            results.note_chunk(run, work.state, table, fit, current)
            if run.command is not None or time.monotonic() - saved > CHECKPOINT_SECONDS:
                save(chunks_done)
                saved = time.monotonic()
            if run.command is not None and run.command.kind == "stop":
                run.stop_early()
            elif run.should_stop:
                run.leave(message=f"{fit.name}: {current.model.finished} of {current.model.chunks} chunks")
        fitted[fit.name] = current
        if current.model.finished == current.model.chunks and known is None:
            work.state["fits"][fit.name] = results.finish_fit(table, fit, current, time.monotonic() - started)
            if not fit.keep:
                work.forget_fit(fit)

    save(chunks_done)
    run.progress(step=FEATURE_SHARE + FIT_SHARE, total_steps=1, phase="results", expect_next_s=300)
    metrics = results.report(run, data, table, fits, fitted, parts, companion, work.state)
    history = run.output / "history.json"
    history.write_text(json.dumps({"chunks": work.state["history"], "fits": work.state["fits"]}, indent=1))
    run.artifact(history, "history")
    run.progress(step=1, total_steps=1, phase="results")
    run.done({name: float(np.round(value, 12)) for name, value in metrics.items()})


if __name__ == "__main__":
    main()
