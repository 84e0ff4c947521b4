"""What an ensemble can show: what each model is worth to it, where they agree, and whether they err together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import trainyard
from combine import Scores, Vote
from members import Member
from numpy.typing import NDArray
from trainyard_lib import Predictions, mcnemar, paired_bootstrap, wilson


@dataclass(frozen=True)
class Asked:
    """What was said of the recordings of one part."""

    ids: list[str]
    units: list[str]
    truth: NDArray[np.int64]
    #: (models, recordings, classes)
    scores: Scores

    @property
    def right(self) -> NDArray[np.bool_]:
        """(models, recordings)"""
        return self.scores.argmax(axis=2) == self.truth


def send(run: trainyard.Run, members: list[Member], vote: Vote, test: Asked, p: Predictions, best: int) -> None:
    _members(run, members, vote, test, p, best)
    _contributions(run, members, vote, test, p)
    _agreement(run, members, test)
    _errors(run, members, test)


def _members(run: trainyard.Run, members: list[Member], vote: Vote, test: Asked, p: Predictions, best: int) -> None:
    rows: list[list[object]] = []
    for i, member in enumerate(members):
        accuracy = wilson(int(test.right[i].sum()), len(test.truth))
        rows.append([
            member.name, member.trainer, member.run_number, round(float(vote.weights[i]), 4),
            round(accuracy.value, 4), f"{accuracy.low:.1%} to {accuracy.high:.1%}",
        ])  # fmt: skip
    ours, theirs = p.predicted == p.truth, test.right[best]
    only_ours, only_theirs = int((ours & ~theirs).sum()), int((~ours & theirs).sum())
    p_value = mcnemar(only_ours, only_theirs)
    verdict = "a real difference" if p_value < 0.05 else "no difference that chance does not explain"
    notes = [
        f"Weight: {vote.words}",
        (
            f"Against {members[best].name}, the best on the validation part: {only_ours} recordings are right only by "
            f"the ensemble, {only_theirs} only by that model (exact McNemar p = {p_value:.2g}): {verdict}."
        ),
    ]
    columns = ["Model", "Trainer", "Run", "Weight", "Accuracy", "95 % interval"]
    run.section("table", "Its models alone", {"columns": columns, "rows": rows}, notes, about="model")


def _contributions(run: trainyard.Run, members: list[Member], vote: Vote, test: Asked, p: Predictions) -> None:
    """How much accuracy falls when a model says nothing but the shares of the classes, with a paired interval."""
    right = (p.predicted == p.truth).astype(np.float64)
    prior = np.bincount(test.truth, minlength=len(p.classes)) / len(test.truth)
    bars = []
    for i, member in enumerate(members):
        muted = test.scores.copy()
        muted[i] = prior
        without = (vote(muted).argmax(axis=1) == test.truth).astype(np.float64)
        drop = paired_bootstrap(right, without, seed=p.seed)
        bars.append({"label": member.name, "value": drop.difference, "low": drop.low, "high": drop.high})
    run.section(
        "bars",
        "Contributions",
        {"unit": "accuracy", "bars": bars},
        [
            "How much accuracy on the test part falls when the model is muted: "
            "it then says the shares of the classes for everything."
        ],
        about="model",
    )


def _agreement(run: trainyard.Run, members: list[Member], test: Asked) -> None:
    said = test.scores.argmax(axis=2)
    names = [member.name for member in members]
    values = _between([[round(float((a == b).mean()), 4) for b in said] for a in said])
    run.section(
        "heatmap",
        "Agreement",
        {"x": names, "y": names, "values": values, "unit": "", "kind": "plain"},
        ["Share of the test recordings on which two models say the same class."],
        about="model",
    )


def _errors(run: trainyard.Run, members: list[Member], test: Asked) -> None:
    names = [member.name for member in members]
    wrong = (~test.right).astype(np.float64)
    values = _between([[_correlation(a, b) for b in wrong] for a in wrong])
    run.section(
        "heatmap",
        "Correlation of errors",
        {"x": names, "y": names, "values": values, "unit": "", "kind": "signed"},
        [
            "Correlation (phi) between being wrong and being wrong on the test part: near 0 the models err apart "
            "and a vote helps, near 1 they err together and it cannot. A model without an error has none: 0 is shown.",
        ],
        about="model",
    )  # fmt: skip


def _between(values: list[list[float]]) -> list[list[float | str]]:
    """A model beside itself says nothing, and would be the highest value of the picture."""
    return [["NaN" if i == k else value for k, value in enumerate(row)] for i, row in enumerate(values)]


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    if a.std() == 0 or b.std() == 0:
        return 0.0
    return round(float(np.corrcoef(a, b)[0, 1]), 4)
