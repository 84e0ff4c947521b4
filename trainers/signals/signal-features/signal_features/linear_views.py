"""What a linear model shows of itself: its weights; for the rule its thresholds and the plane in which it decides."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from trainyard_lib.sections import Regions, scatter

from .boundary import drawn_points, edges_of, points_in_words
from .linear import Discriminants, OrderRule, lines_of
from .order_features import RULE_LINES
from .stages import Fitted, Rows
from .windows import Table

Section = dict[str, Any]
#: Weights of more features than this cannot be read.
MOST = 40


def of(fitted: Fitted, table: Table, parts: dict[str, Rows]) -> list[Section]:
    if isinstance(fitted.model, Discriminants):
        return [weights(fitted, fitted.model, table, parts["train"])]
    if isinstance(fitted.model, OrderRule):
        return [thresholds(fitted, fitted.model, table, parts), plane(fitted, fitted.model, table, parts["test"])]
    return []


def weights(fitted: Fitted, model: Discriminants, table: Table, train: Rows) -> Section:
    """Per standard deviation of the feature, each row less its mean: softmax sees only differences between classes."""
    spread = table.x[train][:, fitted.columns].astype(np.float64).std(axis=0)
    scaled = model.weights * spread[:, None]
    scaled -= scaled.mean(axis=1, keepdims=True)
    foremost = np.sort(np.argsort(-np.abs(scaled).max(axis=1), kind="stable")[:MOST])
    notes = ["What one standard deviation of a feature adds to the case for a class, against the mean of the classes."]
    if len(foremost) < len(scaled):
        notes.append(f"The {len(foremost)} foremost of {len(scaled)} features.")
    return {
        "type": "heatmap",
        "title": "Weights of the discriminants",
        "data": {
            "x": [table.classes[k] for k in model.present_labels],
            "y": [table.names[fitted.columns[i]] for i in foremost],
            "values": [[round(float(v), 3) for v in scaled[i]] for i in foremost],
            "unit": "",
            "kind": "signed",
        },
        "notes": notes,
    }


def thresholds(fitted: Fitted, model: OrderRule, table: Table, parts: dict[str, Rows]) -> Section:
    rows: list[list[Any]] = []
    for owner in model.owners:
        held = lines_of(table.x[parts["test"]][:, fitted.columns])[table.y[parts["test"]] == owner.label, owner.line]
        rows.append(
            [
                table.classes[owner.label],
                RULE_LINES[owner.line],
                round(owner.mean, 3),
                round(owner.deviation, 3),
                round(owner.threshold, 3),
                round(100 * owner.share, 1),
                round(100 * float((held > owner.threshold).mean()), 1) if len(held) else None,
            ]
        )
    columns = [
        "class",
        "line",
        "calm mean",
        "calm deviation",
        "threshold",
        "above in training (%)",
        "above in test (%)",
    ]
    names = [table.classes[k] for k in model.without_line]
    notes = [
        "Log of the line over its surroundings. The threshold comes from the classes without a line of their own "
        f"({', '.join(names) or 'none: then from the other classes'}), {model.config['sigmas']:g} deviations above "
        "their mean.",
    ]
    if names:
        notes.append(f"When no line stands out the verdict is {names[0]}.")
    if len(names) > 1:
        notes.append(f"{', '.join(names[1:])} cannot be told from {names[0]} by this rule and are never said.")
    return {
        "type": "table",
        "title": "Which lines stand out",
        "data": {"columns": columns, "rows": rows},
        "notes": notes,
    }


def plane(fitted: Fitted, model: OrderRule, table: Table, test: Rows) -> Section:
    lines = lines_of(table.x[test][:, fitted.columns])
    at = {owner.line: owner for owner in model.owners}
    calm = at[2].mean if 2 in at else 0.0
    channels = len(fitted.columns) // 3

    def says(outer_and_inner: NDArray[np.float64]) -> NDArray[np.int64]:
        three = np.column_stack([outer_and_inner, np.full(len(outer_and_inner), calm)])
        return model.scores(np.tile(three, (1, channels)).astype(np.float32)).argmax(axis=1)

    across, up = edges_of(lines[:, 0]), edges_of(lines[:, 1])
    wrong = fitted.scores(table, test).argmax(axis=1) != table.y[test]
    groups, outside = drawn_points(table.classes, table.y[test], lines[:, :2], wrong, across, up)
    borders = [f"{RULE_LINES[line]} at {owner.threshold:.2f}" for line, owner in sorted(at.items()) if line < 2]
    notes = [
        f"The ground is what the rule itself says. Its borders: {'; '.join(borders) or 'none'}; where both lines stand "
        f"out, the one further above its border counts. {points_in_words(len(table.classes), outside)}"
    ]
    if 2 in at:
        notes.append(
            f"The rule looks at a third line too: on the ground {RULE_LINES[2]} is held at its calm mean {calm:.2f}, "
            f"so {table.classes[at[2].label]} has no place of its own there, and a point may be right on ground of "
            "another class."
        )
    return scatter(
        "Test windows by their two race lines",
        groups,
        x_label="outer race, log of line over surroundings",
        y_label="inner race, log of line over surroundings",
        regions=Regions.of(says, across, up, table.classes),
        notes=notes,
    )
