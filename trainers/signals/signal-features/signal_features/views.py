"""Result sections of this trainer's own: importance, one tree, support vectors, history."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from trainyard_lib import Predictions
from trainyard_lib.statistics import bootstrap, resampled_by_unit, wilson

from .models import Forest, SupportVectors
from .plane import principal
from .selection import relevance
from .stages import Fitted, Rows
from .windows import Table

TREE_DEPTH = 4
PERMUTED = 20
IMPORTANCE_ROWS = 1000

Section = dict[str, Any]


def section(type: str, title: str, data: Any, notes: list[str]) -> Section:
    return {"type": type, "title": title, "data": data, "notes": notes}


def importance(fitted: Fitted, table: Table, rows: Rows, part: str, repeats: int, seed: int) -> Section:
    """How much accuracy is lost when one feature is shuffled among the windows of the validation part."""
    rng = np.random.default_rng(seed)
    if len(rows) > IMPORTANCE_ROWS:
        rows = np.sort(rng.choice(rows, IMPORTANCE_ROWS, replace=False))
    x = np.ascontiguousarray(table.x[rows][:, fitted.columns])
    truth = table.y[rows]
    right = fitted.model.scores(x).argmax(axis=1) == truth
    own = getattr(fitted.model, "own_importance", None)
    first = own() if own else relevance(x, truth)
    chosen = np.argsort(-first, kind="stable")[:PERMUTED]
    lost = np.zeros((len(rows), len(chosen)))
    for place, column in enumerate(chosen):
        for _ in range(repeats):
            shuffled = x.copy()
            shuffled[:, column] = x[rng.permutation(len(x)), column]
            lost[:, place] += right.astype(float) - (fitted.model.scores(shuffled).argmax(axis=1) == truth)
    lost /= repeats
    units = [str(unit) for unit in table.unit[rows]]
    drops = bootstrap(lambda weights: weights @ lost / weights.sum(), len(rows), seed=seed, units=units)
    features = [
        {"name": table.names[fitted.columns[column]], "value": drop.value, "low": drop.low, "high": drop.high}
        for column, drop in zip(chosen, drops, strict=True)
    ]
    features.sort(key=lambda f: -f["value"])
    notes = [
        f"Loss of accuracy on the {part} part ({len(rows)} windows) when the feature is shuffled, mean of {repeats} "
        f"shuffles; 95 % intervals by 2,000 bootstrap draws of {drawn_in_words(units)}.",
        "Features that say the same stand in for each other: each of them then seems to matter less than both do.",
    ]
    if len(fitted.columns) > len(chosen):
        notes.append(f"The {len(chosen)} foremost of {len(fitted.columns)} features.")
    return section("feature-importance", "Feature importance", {"method": "permutation", "features": features}, notes)


def drawn_in_words(units: list[str]) -> str:
    count = len(set(units))
    if resampled_by_unit(units):
        return f"whole units ({count} of them), since windows of one unit resemble each other"
    if count == len(units):
        return "windows, each of which is a unit of its own"
    few = "one unit is" if count == 1 else f"{count} units are"
    return f"windows: {few} too few to draw whole ones, so for new units the intervals are wider than these"


def tree(fitted: Fitted, table: Table, rows: Rows, seed: int) -> Section:
    """The forest's first tree, or for other models a small tree that was taught to answer as they do."""
    x = np.ascontiguousarray(table.x[rows][:, fitted.columns])
    names = [table.names[c] for c in fitted.columns]
    if isinstance(fitted.model, Forest):
        estimator = fitted.model.forest.estimators_[0]
        labels = [int(k) for k in fitted.model.present]
        notes = [f"The first of {len(fitted.model.forest.estimators_)} trees, cut at depth {TREE_DEPTH}."]
    else:
        from sklearn.tree import DecisionTreeClassifier

        answers = fitted.model.scores(x).argmax(axis=1)
        estimator = DecisionTreeClassifier(max_depth=TREE_DEPTH, random_state=seed).fit(x, answers)
        labels = [int(k) for k in estimator.classes_]
        agree = float((estimator.predict(x) == answers).mean())
        notes = [f"A tree of depth {TREE_DEPTH} that was taught the model's answers: it gives {agree:.0%} of them."]
    inner = estimator.tree_
    nodes: list[dict[str, Any]] = []

    def walk(node: int, parent: int | None, rule: str | None, depth: int) -> None:
        shares = inner.value[node][0] / inner.value[node][0].sum()
        whole = np.zeros(len(table.classes))
        whole[labels] = shares
        number = len(nodes)
        nodes.append(
            {
                "id": number,
                "parent": parent,
                "rule": rule,
                "samples": int(inner.n_node_samples[node]),
                "label": table.classes[int(whole.argmax())],
                "shares": [round(float(s), 4) for s in whole],
            }
        )
        if depth == TREE_DEPTH or inner.children_left[node] < 0:
            return
        name, at = names[inner.feature[node]], inner.threshold[node]
        walk(int(inner.children_left[node]), number, f"{name} <= {at:.4g}", depth + 1)
        walk(int(inner.children_right[node]), number, f"{name} > {at:.4g}", depth + 1)

    walk(0, None, None, 0)
    return section("tree", "One tree", {"nodes": nodes, "classes": table.classes}, notes)


def support_vectors(fitted: Fitted, table: Table, train: Rows) -> list[Section]:
    if not isinstance(fitted.model, SupportVectors):
        return []
    machine = fitted.model.machine
    y = table.y[train]
    rows = []
    for k, count in zip(machine.classes_, machine.n_support_, strict=True):
        own = int((y == k).sum())
        rows.append([table.classes[int(k)], own, int(count), round(100 * int(count) / max(1, own), 1)])
    scaled = fitted.model.pipeline[0].transform(fitted.model.logarithms(table.x[train][:, fitted.columns]))
    two = (scaled - scaled.mean(axis=0)) @ principal(scaled)[0].T
    support = np.zeros(len(train), dtype=bool)
    support[machine.support_] = True
    groups = []
    for k in machine.classes_:
        mine = np.flatnonzero(support & (y == k))[:200]
        groups.append({"label": table.classes[int(k)], **points(two[mine])})
    rest = np.flatnonzero(~support)[:500]
    groups.append({"label": "no support vector", **points(two[rest])})
    note = (
        "Windows that hold the boundary: many of them in a class say that it lies close to others, or that C is small."
    )
    return [
        section(
            "table",
            "Support vectors by class",
            {"columns": ["class", "training windows", "support vectors", "share (%)"], "rows": rows},
            [note],
        ),
        section(
            "scatter",
            "Support vectors in two components",
            {"x": axis("component 1"), "y": axis("component 2"), "groups": groups},
            ["Principal components of the scaled features of the training part."],
        ),
    ]


def axis(label: str, unit: str = "") -> dict[str, Any]:
    return {"label": label, "unit": unit, "log": False}


def points(xy: NDArray[np.float64]) -> dict[str, list[float]]:
    return {"x": [round(float(v), 4) for v in xy[:, 0]], "y": [round(float(v), 4) for v in xy[:, 1]]}


def history(entries: list[dict[str, Any]], unit: str) -> Section:
    lines = []
    for part in ("train", "validation"):
        mine = [e for e in entries if e["fit"] == "main" and part in e]
        for figure in ("accuracy", "log_loss"):
            known = [e for e in mine if figure in e[part]]
            if known:
                lines.append(
                    {
                        "name": f"{part} {figure.replace('_', ' ')}",
                        "x": [e["trees"] for e in known],
                        "y": [e[part][figure] for e in known],
                        "dashed": part == "train",
                    }
                )
    data = {"x": axis(unit), "y": axis("value"), "lines": lines}
    return section("curves", "History", data, [f"After every chunk of the fit; x counts {unit}."])


def folds(entries: list[dict[str, Any]]) -> list[Section]:
    if not entries:
        return []
    bars = []
    for entry in entries:
        i = wilson(entry["right"], entry["windows"])
        bars.append({"label": f"{entry['fold']}: {entry['units']}", "value": i.value, "low": i.low, "high": i.high})
    note = "Accuracy on the units held out of each fold of the training part (95 % Wilson). No unit is on both sides."
    return [section("bars", "Cross-validation by unit", {"unit": "", "bars": bars}, [note])]


def explain(fitted: Fitted, table: Table, train: Rows, p: Predictions, rows: Rows, i: int) -> str:
    """In which features the window is least like its own class, and more like the one it was taken for."""
    window = table.x[rows[i]][fitted.columns].astype(np.float64)
    mine = table.x[train[table.y[train] == p.truth[i]]][:, fitted.columns].astype(np.float64)
    theirs = table.x[train[table.y[train] == p.predicted[i]]][:, fitted.columns].astype(np.float64)
    if len(mine) < 2 or len(theirs) < 2:
        return "Too few training windows of the two classes to say why."
    own = np.abs(window - np.median(mine, axis=0)) / np.maximum(mine.std(axis=0), 1e-12)
    other = np.abs(window - np.median(theirs, axis=0)) / np.maximum(theirs.std(axis=0), 1e-12)
    parts = []
    for column in np.argsort(-(own - other), kind="stable")[:3]:
        if own[column] > other[column]:
            name = table.names[fitted.columns[column]]
            parts.append(
                f"{name} is {window[column]:.3g}, typical are {np.median(mine[:, column]):.3g} for "
                f"{p.classes[p.truth[i]]} and {np.median(theirs[:, column]):.3g} for {p.classes[p.predicted[i]]}"
            )
    return "; ".join(parts) + "." if parts else "No single feature sets it apart from its own class."
