"""Two axes to look at windows by: two features by name, or the two directions in which features differ most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .groups import UNITS
from .models import SupportVectors
from .stages import Fitted, Rows
from .windows import Table

Array = NDArray[np.float64]
#: Features that are named as those that an axis goes with.
NAMED = 3
#: Of the second axis, where there is nothing to put on it.
ALONE = "one feature only"


@dataclass(frozen=True)
class Plane:
    title: str
    labels: tuple[str, str]
    units: tuple[str, str]
    #: Rows of the table to places, (rows, 2).
    places: Callable[[Rows], Array]
    notes: list[str]
    #: Whether the axes are features as they were measured.
    measured: bool


def plane_of(fitted: Fitted, table: Table, train: Rows, choice: dict[str, Any]) -> Plane:
    if choice["axes"] == "features":
        return chosen_features(table, choice)
    return directions_of(fitted, table, train, choice["axes"])


def chosen_features(table: Table, choice: dict[str, Any]) -> Plane:
    each = len(table.names) // len(table.channels)
    own = [name.rpartition(":")[2] for name in table.names[:each]]
    columns = [(choice[f"{way}_channel"] - 1) * each + own.index(choice[way]) for way in ("across", "up")]
    across, up = (table.names[column] for column in columns)
    return Plane(
        title=f"Decision boundary over {across} and {up}",
        labels=(across, up),
        units=(UNITS[choice["across"]], UNITS[choice["up"]]),
        places=lambda rows: table.x[rows][:, columns].astype(np.float64),
        notes=[],
        measured=True,
    )


def directions_of(fitted: Fitted, table: Table, train: Rows, kind: str) -> Plane:
    model = fitted.model

    def seen(rows: Rows) -> Array:
        x = np.ascontiguousarray(table.x[rows][:, fitted.columns])
        return np.asarray(model.logarithms(x) if isinstance(model, SupportVectors) else x, dtype=np.float64)

    x = seen(train)
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-12)
    z = (x - mean) / scale
    two, labels = discriminants(z, table.y[train]) if kind == "discriminants" else principal(z)
    names = [table.names[column] for column in fitted.columns]
    words = "discriminants" if kind == "discriminants" else "principal components"
    what = "the logarithms of the features" if isinstance(model, SupportVectors) else "the features"
    return Plane(
        title=f"Decision boundary in two {words}",
        labels=labels,
        units=("", ""),
        places=lambda rows: ((seen(rows) - mean) / scale) @ two.T,
        notes=[
            f"The axes are the first two {words} of {what}, each by its scatter over the training part. "
            + " ".join(goes_with(label, z @ direction, z, names) for label, direction in zip(labels, two, strict=True))
        ],
        measured=False,
    )


def goes_with(label: str, place: Array, z: Array, names: list[str]) -> str:
    """The features that rise and fall with an axis the most, each with its correlation."""
    if place.std() == 0:
        return f"{label}: nothing, since there is one feature only."
    together = ((place - place.mean()) @ z) / len(z) / place.std()
    foremost = np.argsort(-np.abs(together), kind="stable")[:NAMED]
    return f"{label} goes with {', '.join(f'{names[i]} ({together[i]:+.2f})' for i in foremost)}."


def principal(z: Array) -> tuple[Array, tuple[str, str]]:
    centred = z - z.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    return with_fixed_signs(directions), ("component 1", "component 2" if z.shape[1] > 1 else ALONE)


def discriminants(z: Array, y: NDArray[np.int64]) -> tuple[Array, tuple[str, str]]:
    """Directions in which the means of the classes lie furthest apart for the scatter within them (Fisher), the
    scatter shrunk after Ledoit and Wolf. Two classes have one; beside it stands the component in which the rest varies
    most.
    """
    from sklearn.covariance import ledoit_wolf_shrinkage

    labels = np.unique(y)
    means = np.stack([z[y == k].mean(axis=0) for k in labels])
    inside = z - means[np.searchsorted(labels, y)]
    width = z.shape[1]
    scatter = inside.T @ inside / len(z)
    shrunk = min(1.0, max(1e-3, float(ledoit_wolf_shrinkage(inside, assume_centered=True))))
    scatter = (1 - shrunk) * scatter + shrunk * (np.trace(scatter) / width) * np.eye(width)
    sizes, axes = np.linalg.eigh(scatter)
    whiten = axes / np.sqrt(np.maximum(sizes, 1e-12))
    _, _, apart = np.linalg.svd((means - means.mean(axis=0)) @ whiten, full_matrices=False)
    found = (whiten @ apart[: min(2, len(labels) - 1)].T).T
    if width == 1:
        return with_fixed_signs(found), ("discriminant 1", ALONE)
    if len(found) == 2:
        return with_fixed_signs(found), ("discriminant 1", "discriminant 2")
    one = found[0] / max(float(np.linalg.norm(found[0])), 1e-300)
    rest = z - np.outer(z @ one, one)
    return with_fixed_signs(np.vstack([found, principal(rest)[0][:1]])), ("discriminant 1", "component of the rest")


def with_fixed_signs(directions: Array) -> Array:
    """Two rows; the largest part of each is positive, so that no picture flips between two runs."""
    two = directions[:2].astype(np.float64)
    if len(two) < 2:
        two = np.vstack([two, np.zeros_like(two)])
    signs = np.sign(two[np.arange(2), np.abs(two).argmax(axis=1)])
    return two * np.where(signs == 0, 1, signs)[:, None]
