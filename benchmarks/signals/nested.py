"""Choice of a method by inner folds, for bearings: nothing is ever chosen on the bearing that is tested.

Outer: one fault size (a bearing of each class) is tested. Inner: each training bearing in turn is left out, every
candidate is fitted on the others, and the candidate that is right most often, bearing by bearing, is fitted on all
training bearings and tested. Equal ones: the first of the list. Beside it stands every candidate without a choice.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from signal_features import stages
from signal_features.groups import Recipe
from signal_features.windows import Table, extract
from trainyard_lib import read_dataset

Rows = NDArray[np.int64]
BANDS = {"full": {}, "fixed": {"low_hz": 2000.0, "high_hz": 5000.0}, "kurtogram": {}}
GROUPS = {
    "general": ["general"],
    "envelope": ["envelope"],
    "orders": ["fault-orders"],
    "all": ["general", "envelope", "shaft-orders", "fault-orders"],
}
NAMED = {
    "general": "36 general features",
    "envelope": "12 envelope features",
    "orders": "9 fault orders",
    "all": "all 65 features",
}
DEFAULTS = {
    "n_estimators": 75, "max_depth": 0, "min_samples_leaf": 1, "learning_rate": 0.1, "num_leaves": 15, "C": 10,
    "kernel": "rbf", "class_weights": True, "sigmas": 3, "harmonics": 3,
    "selection": {"method": "all", "k": 20, "limit_percent": 95},
}  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    model: str
    groups: str
    whitening: str
    band: str
    #: Columns by name; empty: all.
    only: tuple[str, ...] = ()
    sigmas: float = 3

    @property
    def name(self) -> str:
        what = f"{len(self.only)} fault orders" if self.only else NAMED[self.groups]
        model = f"{self.model} at {self.sigmas:g} sigma" if self.model == "order-rule" else self.model
        return f"{model}, {what}, whitening {self.whitening}, band {self.band}"

    @property
    def key(self) -> tuple[str, str, str]:
        return self.groups, self.whitening, self.band


RACES = ("fault_outer", "fault_inner", "fault_ball")
PLACES = [(w, b) for w in ("cepstrum", "ar", "none") for b in BANDS]
RULES = [Candidate("order-rule", "orders", *place) for place in PLACES]
DISCRIMINANTS = [Candidate("lda", "orders", *place, only=only) for place in PLACES for only in (RACES, ())]
FREE = [
    *RULES,
    *DISCRIMINANTS,
    *(
        Candidate(model, groups, "cepstrum", "full")
        for model in ("random_forest", "lightgbm", "svm", "lda")
        for groups in GROUPS
        if (model, groups) != ("lda", "orders")
    ),
]
THRESHOLDS = [
    *RULES,
    *(Candidate("order-rule", "orders", *place, sigmas=sigmas) for sigmas in (2, 2.5, 3.5, 4) for place in PLACES),
]
STRATEGIES = {
    "rule: whitening and band chosen": RULES,
    "rule: whitening, band and threshold chosen": THRESHOLDS,
    "discriminants: orders, whitening and band chosen": DISCRIMINANTS,
    "rule or discriminants, chosen": [*RULES, *DISCRIMINANTS],
    "free choice among all models and features": FREE,
}


class Bench:
    def __init__(self, folder: Path) -> None:
        self.data = read_dataset(folder)
        self.tables: dict[tuple[str, str, str], Table] = {}
        self.answers: dict[tuple[Candidate, bytes, bytes], NDArray[np.bool_]] = {}
        first = self.table(RULES[0].key)
        size = {sample.id: sample.columns["fault_diameter_mil"] for sample in self.data.samples}
        load = {sample.id: sample.columns["load_hp"] for sample in self.data.samples}
        self.size = np.asarray([size[str(id)] for id in first.recording])
        self.load = np.asarray([load[str(id)] for id in first.recording])
        self.unit, self.y = first.unit, first.y

    def table(self, key: tuple[str, str, str]) -> Table:
        if key not in self.tables:
            groups, whitening, band = key
            recipe = Recipe.of(
                {
                    "groups": GROUPS[groups],
                    "envelope": {"whitening": whitening, "band": band, "low_hz": 0, "high_hz": 1, **BANDS[band]},
                    "bearing": {"from": "geometry", "balls": 9, "ball_diameter_mm": 7.94, "pitch_diameter_mm": 39.04},
                    "harmonics": DEFAULTS["harmonics"],
                    "speed": {"column": "rpm", "unit": "rpm"},
                }
            )
            self.tables[key] = extract(self.data, recipe, 1.0, 0)
        return self.tables[key]

    def right(self, one: Candidate, train: Rows, test: Rows) -> NDArray[np.bool_]:
        """Which windows of the test rows are named rightly; each fit is made once."""
        known = (one, train.tobytes(), test.tobytes())
        if known not in self.answers:
            table = self.table(one.key)
            fit = stages.Fit("main", train, test, True)
            config: dict[str, Any] = {**DEFAULTS, "model": one.model, "sigmas": one.sigmas}
            fitted = stages.begin_fit(table, fit, config, 0, 1)
            if one.only:
                fitted.columns = np.asarray([i for i, name in enumerate(table.names) if name in one.only])
            while fitted.model.finished < fitted.model.chunks:
                stages.fit_chunk(table, fit, fitted)
            self.answers[known] = fitted.scores(table, test).argmax(axis=1) == table.y[test]
        return self.answers[known]

    def inner(self, one: Candidate, train: Rows) -> float:
        """Mean over the training bearings, each left out in turn."""
        shares = []
        for bearing in np.unique(self.unit[train]):
            held = self.unit[train] == bearing
            shares.append(self.right(one, train[~held], train[held]).mean())
        return float(np.mean(shares))

    def folds(self, protocol: str) -> list[tuple[str, Rows, Rows]]:
        found = []
        for size in np.unique(self.size):
            if protocol == "unit":
                found.append((f"{size} mil", np.flatnonzero(self.size != size), np.flatnonzero(self.size == size)))
                continue
            for load in np.unique(self.load):
                train = np.flatnonzero((self.size != size) & (self.load != load))
                found.append(
                    (f"{size} mil, {load} hp", train, np.flatnonzero((self.size == size) & (self.load == load)))
                )
        return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args()
    bench, began = Bench(args.dataset), time.monotonic()
    report: dict[str, Any] = {"chosen": [], "fixed": []}
    for protocol in ("unit", "both"):
        folds = bench.folds(protocol)
        for name, candidates in STRATEGIES.items():
            if protocol == "both" and candidates is FREE:
                continue
            right, picks = np.zeros(len(bench.y), dtype=bool), []
            for fold, train, test in folds:
                inner = [bench.inner(one, train) for one in candidates]
                best = candidates[int(np.argmax(np.round(inner, 9)))]
                right[test] = bench.right(best, train, test)
                picks.append(
                    {"fold": fold, "candidate": best.name, "inner": max(inner), "test": float(right[test].mean())}
                )
            by_unit = {str(unit): float(right[bench.unit == unit].mean()) for unit in np.unique(bench.unit)}
            report["chosen"].append(
                {
                    "strategy": name, "protocol": protocol, "candidates": len(candidates), "windows": len(right),
                    "right": int(right.sum()), "by_unit": by_unit, "picks": picks,
                }
            )  # fmt: skip
            print(
                f"{protocol}: {name}: {right.mean():.3f} ({time.monotonic() - began:.0f} s)",
                file=sys.stderr,
                flush=True,
            )
        tried = [*RULES, *DISCRIMINANTS] if protocol == "both" else FREE
        for one in dict.fromkeys([*THRESHOLDS, *tried]):
            right = np.zeros(len(bench.y), dtype=bool)
            for _, train, test in folds:
                right[test] = bench.right(one, train, test)
            report["fixed"].append({"candidate": one.name, "protocol": protocol, "right": int(right.sum())})
    args.output.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
