"""Views of the oil film: the Sommerfeld number that the signal tells, whirl where there can be none, films by class."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from oil_film import STABLE_ECCENTRICITY
from physics_net import PhysicsNet
from signal_nets.trainer import Trained
from tested import Tested, rounded, thin
from trainyard_lib import bootstrap, wilson
from trainyard_lib.statistics import resampled_by_unit

Array = NDArray[np.float64]

#: Letters of a list of classes in a note.
_NAMED = 400


def _correlation(x: Array, y: Array, weights: Array) -> float:
    """Pearson's; NaN where one of them does not move."""
    total = weights.sum()
    a, b = x - (weights * x).sum() / total, y - (weights * y).sum() / total
    spread = math.sqrt((weights * a * a).sum() * (weights * b * b).sum())
    return float((weights * a * b).sum() / spread) if spread > 1e-12 else math.nan


def sommerfeld_view(trained: Trained, tested: Tested) -> None:
    model, film = trained.model, tested.film
    assert isinstance(model, PhysicsNet)
    known = film.known
    if not model.physics.uses_sommerfeld or known.sum() < 3:
        return
    with torch.no_grad():
        pieces = [model.log_sommerfeld(piece) for piece in trained.test.signals.split(256)]
    said = torch.cat(pieces).double().numpy()[known]
    wanted = film.log_s[known]
    units = [unit for unit, keep in zip(tested.units, known, strict=True) if keep]
    interval = bootstrap(lambda w: [_correlation(said, wanted, w)], len(said), units=units, seed=trained.run.seed)[0]
    error = float(np.abs(said - wanted).mean())
    blind = float(np.abs(wanted - float(model.physics.log_s_mean)).mean())
    by = "whole units" if resampled_by_unit(units) else "single windows (too few units)"
    between = (
        f" (95 % interval {interval.low:.2f} to {interval.high:.2f}, {by} drawn)"
        if interval.low is not None and interval.high is not None
        else ""
    )
    source = "the data's own column" if film.from_columns else "speed, load, temperature and geometry"
    groups = []
    for number, name in enumerate(trained.windows.classes):
        places = thin(np.flatnonzero(tested.truth[known] == number), len(trained.windows.classes))
        if len(places):
            groups.append({"label": name, "x": rounded(np.exp(wanted[places])), "y": rounded(np.exp(said[places]))})
    trained.show(
        "scatter",
        "Sommerfeld number: computed and predicted",
        {
            "x": {"label": "computed", "unit": "", "log": True},
            "y": {"label": "predicted from the signal", "unit": "", "log": True},
            "groups": groups,
        },
        [
            f"Correlation of ln S: {interval.value:.2f}{between}. Computed from {source}; predicted by the side head.",
            f"The prediction is off by a factor of {math.exp(error):.2f} on average; always saying the mean of the "
            f"training part is off by {math.exp(blind):.2f}.",
        ],
    )


def whirl_view(trained: Trained, tested: Tested) -> None:
    """How often the answers break the first rule, used or not; the labels beside them."""
    classes = trained.windows.classes
    numbers = [classes.index(name) for name in trained.run.config["terms"]["whirl_classes"] if name in classes]
    stable = tested.film.stable
    if not numbers or not stable.any():
        return
    count = int(stable.sum())
    bars = []
    shares = []
    for label, answers in (("the network says so", tested.said), ("the labels say so", tested.truth)):
        share = wilson(int(np.isin(answers[stable], numbers).sum()), count)
        shares.append(share.value)
        bars.append(
            {"label": label, "value": 100 * share.value, "low": 100 * (share.low or 0), "high": 100 * (share.high or 0)}
        )
    mean = float(tested.scores[stable][:, numbers].sum(axis=1).mean())
    elsewhere = np.isin(tested.said[~stable], numbers)
    names = " or ".join(classes[n] for n in numbers)[:_NAMED]
    notes = [
        f"Of {count} test windows with e > {STABLE_ECCENTRICITY} in a laminar film the share that is called {names}, "
        f"which physics rules out there. The mean probability is {mean:.1%}; elsewhere the network says so in "
        f"{elsewhere.mean() if len(elsewhere) else 0:.1%} of windows.",
    ]
    if shares[1] > 0:
        notes.append(
            "The labels themselves break the rule: the eccentricity that belongs to the recorded load is not the one "
            "the journal ran at, or the labels are wrong. A network that learns the labels must break it too."
        )
    trained.show("bars", "Whirl where the film is stable", {"unit": "%", "bars": bars}, notes)


def films_view(trained: Trained, tested: Tested) -> None:
    film = tested.film
    rows: list[list[object]] = []
    for number, name in enumerate(trained.windows.classes):
        of = (tested.truth == number) & film.known
        if of.any():
            rows.append(
                [
                    name,
                    int(of.sum()),
                    *(f"{np.median(v[of]):.3g}" for v in (np.exp(film.log_s), film.eccentricity, film.reynolds)),
                    f"{film.stable[of].mean():.0%}",
                ]
            )
    notes = [
        "Medians over the windows of the test part. Reynolds number with the clearance as length; the film is laminar "
        "below Taylor's limit."
    ]
    both = film.known & np.isfinite(film.computed_log_s)
    if film.from_columns and both.sum() > 2:
        ratio = np.exp(film.computed_log_s[both] - film.log_s[both])
        fit = _correlation(film.computed_log_s[both], film.log_s[both], np.ones(int(both.sum())))
        notes.append(
            "S and e are the data's own columns. From the geometry in the settings S would be "
            f"{np.median(ratio):.2f} times that (90 % of windows: {np.quantile(ratio, 0.05):.2f} to "
            f"{np.quantile(ratio, 0.95):.2f}; correlation of ln S {fit:.2f}): one geometry cannot fit rigs that "
            "differ."
        )
    columns = ["class", "windows", "Sommerfeld number", "eccentricity", "Reynolds number", "e > 0.76, laminar"]
    trained.show("table", "Films by class", {"columns": columns, "rows": rows}, notes)
