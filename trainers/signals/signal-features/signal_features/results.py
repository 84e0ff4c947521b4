"""What a run says of its model: scores with intervals, where it fails and why, the files to take away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import trainyard
from numpy.typing import NDArray
from trainyard_lib import Predictions, Sample, SignalSet, offer_onnx, send_predictions, wilson
from trainyard_lib.orders import shaft_hz
from trainyard_lib.sections import classification_sections, failure_cases, metric_row, summary
from trainyard_lib.windows import window_length, window_starts

from . import boundary, cases, linear_views, onnx_model, order_views, packed_features, views
from .groups import Recipe
from .linear import Linear
from .models import Boosting
from .stages import Fit, Fitted, Rows, figures
from .windows import Table, at_rate, piece

IN_WORDS = {
    "random_forest": "random forest",
    "lightgbm": "LightGBM",
    "svm": "support vector machine",
    "lda": "linear discriminants",
    "order-rule": "rule of the bearing's lines",
}
#: Models that grow in chunks of trees; the others are fitted at once.
GROWN = ("random_forest", "lightgbm")
REPLAYED = 2000
#: Windows by which the packed features are compared with these.
TRIED = 32


def note_chunk(run: trainyard.Run, state: dict[str, Any], table: Table, fit: Fit, fitted: Fitted) -> None:
    entry: dict[str, Any] = {"fit": fit.name, "trees": getattr(fitted.model, "trees", fitted.model.finished)}
    if fit.name == "main":
        # All training windows would take longer than the chunk itself.
        sample = fit.train[:: max(1, len(fit.train) // 1000)]
        for part, rows in (("train", sample), ("validation", fit.held)):
            entry[part] = figures(fitted.scores(table, rows), table.y[rows])
            if entry[part]:
                run.metric(entry["trees"], entry[part], "train" if part == "train" else "validation")
    state["history"].append(entry)


def finish_fit(table: Table, fit: Fit, fitted: Fitted, seconds: float) -> dict[str, Any]:
    scores = fitted.scores(table, fit.held)
    return {
        "chunks": fitted.model.chunks,
        "columns": len(fitted.columns),
        "windows": len(fit.held),
        "right": int((scores.argmax(axis=1) == table.y[fit.held]).sum()),
        "units": ", ".join(map(str, np.unique(table.unit[fit.held])[:6])),
        "seconds": round(seconds, 2),
    }


def predictions(table: Table, fitted: Fitted, rows: Rows, not_scored: tuple[str, ...], seed: int) -> Predictions:
    scores = fitted.scores(table, rows)
    return Predictions(
        classes=table.classes,
        ids=[table.ids[i] for i in rows],
        truth=table.y[rows],
        predicted=scores.argmax(axis=1).astype(np.int64),
        scores=scores,
        units=[str(u) for u in table.unit[rows]],
        not_scored=not_scored,
        seed=seed,
    )


def report(
    run: trainyard.Run,
    data: SignalSet,
    table: Table,
    fits: list[Fit],
    fitted: dict[str, Fitted],
    parts: dict[str, Rows],
    companion_parts: dict[str, Rows] | None,
    state: dict[str, Any],
) -> dict[str, float]:
    assert run.split is not None
    main, note, not_scored = fitted["main"], run.split.note, run.split.not_scored
    p = predictions(table, main, parts["test"], not_scored, run.seed)
    beside = None
    if companion_parts is not None and "companion" in fitted:
        beside = predictions(table, fitted["companion"], companion_parts["test"], not_scored, run.seed)
    run.section(**about(run, data, table, fits, main, parts, state))
    by = run.split.companion.by if run.split.companion else "unit"
    for section in classification_sections(p, note=note, companion=beside, companion_by=by):
        if section["type"] == "metric-table":
            section["data"]["rows"] += comparisons(table, parts, p, note, state)
        run.section(**section)

    def shown(i: int) -> dict[str, Any] | None:
        return write_window(run, data, table, int(parts["test"][i]))

    recipe, train = Recipe.of(run.config), parts["train"]
    failures = failure_cases(p, explain=lambda i: views.explain(main, table, train, p, parts["test"], i), signal=shown)
    run.section(
        **cases.add_to(
            failures,
            [int(parts["test"][i]) for i in p.worst(len(failures["data"]["cases"]))],
            lambda row: write_window(run, data, table, row),
            data=data,
            recipe=recipe,
            fitted=main,
            table=table,
            train=train,
        )
    )
    if recipe.bearing is not None:

        def first_channel(row: int) -> tuple[NDArray[np.float64], float]:
            window, sample = window_at(run, data, table, row)
            cell = sample.columns[recipe.speed_column]
            return (window if window.ndim == 1 else window[0]), shaft_hz(cell, recipe.speed_unit)

        spectra = order_views.envelope_over_orders(recipe, recipe.bearing, table, parts["test"], first_channel)
        if spectra is not None:
            run.section(**spectra)
    held, part = (parts["validation"], "validation") if len(parts["validation"]) else (parts["train"], "training")
    run.section(**views.importance(main, table, held, part, run.config["importance_repeats"], run.seed))
    run.section(**views.tree(main, table, parts["train"], run.seed))
    for section in [*views.support_vectors(main, table, parts["train"]), *linear_views.of(main, table, parts)]:
        run.section(**section)
    for section in boundary.of(main, table, parts["train"], parts["test"], p, run.seed):
        run.section(**section)
    run.section(**views.history(state["history"], "trees" if run.config["model"] in GROWN else "fits"))
    entries = [
        {"fold": fit.name, **state["fits"][fit.name]}
        for fit in fits
        if fit.name.startswith("fold") and fit.name in state["fits"]
    ]
    for section in views.folds(entries):
        run.section(**section)
    send_predictions(run, p)
    hand_over(run, data, table, main, parts["test"])

    metrics = {"accuracy": p.accuracy.value, "macro_f1": p.macro_f1.value, "log_loss": p.log_loss.value}
    if beside is not None:
        metrics |= {"accuracy_new_units": beside.accuracy.value, "macro_f1_new_units": beside.macro_f1.value}
    run.metric(main.model.finished, metrics, "test")
    return {f"test/{name}": value for name, value in metrics.items()}


def comparisons(
    table: Table, parts: dict[str, Rows], p: Predictions, note: str | None, state: dict[str, Any]
) -> list[dict[str, Any]]:
    """What the score is worth beside: always naming the commonest class, voting over a recording, cross-validation."""
    rows: list[dict[str, Any]] = []
    train = table.y[parts["train"]]
    if len(p) and len(train):
        commonest = int(np.bincount(train).argmax())
        label = f"Baseline: always {table.classes[commonest]}"
        rows.append(metric_row("accuracy_baseline", label, wilson(int((p.truth == commonest).sum()), len(p))))
    recording = table.recording[parts["test"]]
    names = np.unique(recording)
    # Where windows of one recording are on both sides, a vote would only flatter more.
    if note is None and 0 < len(names) < len(p):
        right = 0
        for name in names:
            mine = recording == name
            right += int(p.scores[mine].mean(axis=0).argmax() == p.truth[mine][0])
        rows.append(
            metric_row(
                "accuracy_recordings", "Accuracy by recording (mean score of its windows)", wilson(right, len(names))
            )
        )
    folds = [f for name, f in state["fits"].items() if name.startswith("fold") and f["windows"]]
    if folds:
        over = wilson(sum(f["right"] for f in folds), sum(f["windows"] for f in folds))
        rows.append(
            metric_row(
                "accuracy_cross_validation",
                f"Cross-validation on the training part, {len(folds)} folds by unit",
                over,
                note="windows of a unit resemble each other: the true interval is wider",
            )
        )
    return rows


def about(
    run: trainyard.Run,
    data: SignalSet,
    table: Table,
    fits: list[Fit],
    main: Fitted,
    parts: dict[str, Rows],
    state: dict[str, Any],
) -> dict[str, Any]:
    assert run.split is not None and run.dataset is not None
    config = run.config
    chosen = len(main.columns)
    how = "the rule's lines" if config["model"] == "order-rule" else config["selection"]["method"]
    facts: dict[str, object] = {
        "Model": IN_WORDS[config["model"]],
        "Data set": f"{run.dataset.name}, version {run.dataset.version}" + (f" ({data.badge})" if data.badge else ""),
        "Split": f"by {run.split.by}",
        "Windows": f"{len(table.ids)} of {config['window']['seconds']:g} s at {table.rate_hz:g} Hz: "
        + ", ".join(f"{len(rows)} {part}" for part, rows in parts.items()),
        "Features": f"{chosen} of {len(table.names)} ({how}) from {', '.join(config['groups'])}",
        "Folds": sum(fit.name.startswith("fold") for fit in fits),
        "Seconds": f"{state.get('feature_seconds', 0):.1f} for features, "
        f"{sum(f['seconds'] for f in state['fits'].values()):.1f} for fits",
    }
    notes = list(table.notes)
    if config["folds"] > 1 and facts["Folds"] == 0:
        notes.append(
            "No cross-validation: a class of the training part has a single unit, and a fold cannot hold it out."
        )
    if data.badge:
        notes.insert(0, f"{data.badge} data: these scores say nothing of a real machine.")
    if run.split.note:
        notes.append(f"Split by {run.split.by}: {run.split.note}.")
    if run.split.not_scored:
        notes.append(
            f"Not scored, since the class has a single unit, which is in training: {', '.join(run.split.not_scored)}."
        )
    if run.stopping:
        notes.append(f"Stopped early: {main.model.finished} of {main.model.chunks} chunks of the model were fitted.")
    if chosen <= 40 and chosen < len(table.names):
        notes.append(f"Chosen features: {', '.join(table.names[c] for c in main.columns)}.")
    return summary(facts, notes=notes)


def window_at(run: trainyard.Run, data: SignalSet, table: Table, row: int) -> tuple[NDArray[np.float64], Sample]:
    recording, _, k = table.ids[row].rpartition("#")
    sample = next(s for s in data.samples if s.id == recording)
    seconds, overlap = run.config["window"]["seconds"], run.config["window"]["overlap"]
    start = window_starts(int(k) + 1, table.rate_hz, seconds, overlap)[-1]
    return piece(at_rate(data, sample, table.rate_hz), start, window_length(table.rate_hz, seconds)), sample


def write_window(run: trainyard.Run, data: SignalSet, table: Table, row: int) -> dict[str, Any] | None:
    """The window's first channel as a small file, for the page to draw."""
    id = table.ids[row]
    window, _ = window_at(run, data, table, row)
    folder = run.output / "signals"
    folder.mkdir(exist_ok=True)
    file = folder / f"{''.join(c if c.isalnum() or c in '-_.' else '-' for c in id)}.npy"
    np.save(file, np.asarray(window if window.ndim == 1 else window[0], dtype=np.float32))
    relative = file.relative_to(run.output).as_posix()
    run.artifact(relative, "file", shown_in="failure-cases")
    return {"file": relative, "rate_hz": table.rate_hz, "unit": ""}


def hand_over(run: trainyard.Run, data: SignalSet, table: Table, fitted: Fitted, test: Rows) -> None:
    """The model in its own form, and as ONNX if that says the same."""
    meta: dict[str, Any] = {
        "classes": table.classes,
        "features": table.names,
        "columns": [int(c) for c in fitted.columns],
        "rate_hz": table.rate_hz,
        "window_seconds": run.config["window"]["seconds"],
        "channels": table.channels,
    }
    recipe = Recipe.of(run.config)
    if hasattr(fitted.model, "factor"):
        meta["before"] = "sign(x) * log(1 + abs(x) * factor)"
    if isinstance(fitted.model, Linear):
        name, format = "model.json", "softmax-linear"
    else:
        name, format = (
            ("model.txt", "lightgbm") if isinstance(fitted.model, Boosting) else ("model.joblib", "scikit-learn")
        )
    native = run.output / name
    fitted.model.save(native)
    run.artifact(native, "model", format=format, **meta)
    if not run.config["onnx"]:
        return
    path: Path = run.output / "model.onnx"
    try:
        onnx_model.export(fitted, len(table.names), len(table.classes), path)
    except Exception as error:  # an export that fails is told and costs no result
        run.log("warning", f"The ONNX model is not offered: the export failed ({type(error).__name__}: {error}).")
        return
    few = test[:: max(1, len(test) // TRIED)]
    if len(few):
        cut = [window_at(run, data, table, int(row)) for row in few]
        speeds = [shaft_hz(s.columns.get(recipe.speed_column, ""), recipe.speed_unit) for _, s in cut]
        takes = packed_features.offer(run, table, fitted, few, [window for window, _ in cut], speeds)
        meta |= {"input": takes} if takes else {}
    rows = test[:: max(1, len(test) // REPLAYED)]
    # Votes of a support vector machine are sums of thousands of single-precision kernels.
    tolerance = 1e-3 if run.config["model"] == "svm" else 1e-4
    offer_onnx(run, path, table.x[rows], fitted.scores(table, rows), tolerance=tolerance, output="scores", **meta)
