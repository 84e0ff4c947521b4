"""The fits of a run in their order, chunk by chunk, and all that must survive between two chunks."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray

from .linear import OrderRule
from .models import Fittable, new_model
from .order_features import RULE_LINES
from .quality import Unusable
from .selection import choose
from .windows import Table

Rows = NDArray[np.int64]

FEATURES = "features.npz"
STATE = "state.json"


@dataclass
class Fit:
    """One model on one choice of rows: the model itself, its companion by unit, or one fold."""

    name: str
    train: Rows
    held: Rows
    keep: bool


@dataclass
class Fitted:
    model: Fittable
    columns: NDArray[np.int64]

    def scores(self, table: Table, rows: Rows) -> NDArray[np.float64]:
        if len(rows) == 0:
            return np.zeros((0, len(table.classes)))
        return self.model.scores(np.ascontiguousarray(table.x[rows][:, self.columns]))


def plan(table: Table, main: dict[str, Rows], companion: dict[str, Rows] | None, folds: int, seed: int) -> list[Fit]:
    fits = [Fit("main", main["train"], main["validation"], True)]
    if companion is not None:
        fits.append(Fit("companion", companion["train"], companion["validation"], True))
    for number, (train, held) in enumerate(grouped_folds(table, main["train"], folds, seed)):
        fits.append(Fit(f"fold-{number + 1}", train, held, False))
    return fits


def grouped_folds(table: Table, rows: Rows, folds: int, seed: int) -> list[tuple[Rows, Rows]]:
    """Folds of the training part that never tear a physical unit apart; fewer where there are fewer units."""
    from sklearn.model_selection import StratifiedGroupKFold

    units = len(np.unique(table.unit[rows]))
    most_windows = int(np.unique(table.y[rows], return_counts=True)[1].max())
    count = min(folds, units, most_windows)
    if count < 2:
        return []
    splitter = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    pieces = splitter.split(np.zeros(len(rows)), table.y[rows], table.unit[rows])
    # A class that a fold holds out whole cannot be recognised: such a fold would measure the split and not the model.
    return [(rows[a], rows[b]) for a, b in pieces if len(b) and set(table.y[rows[b]]) <= set(table.y[rows[a]])]


def refuse_what_cannot_be_learned(table: Table, train: Rows, model: str) -> None:
    labels, counts = np.unique(table.y[train], return_counts=True)
    if len(labels) < 2:
        only = f"only the class {table.classes[int(labels[0])]}" if len(labels) else "no window"
        raise Unusable(f"The training part has {only}: a model needs two classes to tell apart. Change the split.")
    if model == "svm" and counts.min() < 2:
        lonely = table.classes[int(labels[counts.argmin()])]
        raise Unusable(
            f"The training part has a single window of {lonely}: a support vector machine needs two of every class. "
            "Choose a shorter window or another model."
        )


@dataclass
class Work:
    """The files of a run in progress. A checkpoint is a link to each: a file is replaced, never written into."""

    folder: Path
    state: dict[str, Any] = field(default_factory=lambda: {"fits": {}, "history": [], "seconds": 0.0})

    @staticmethod
    def open(folder: Path, resume: Path | None) -> Work:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        work = Work(folder)
        if resume is not None:
            for file in (FEATURES, *(p.name for p in resume.glob("*.joblib"))):
                shutil.copyfile(resume / file, folder / file)
            work.state = json.loads((resume / STATE).read_text())
        return work

    def replace(self, name: str, write: Any) -> None:
        temporary = self.folder / f".{name}"
        write(temporary)
        temporary.rename(self.folder / name)

    def checkpoint(self, into: Path) -> None:
        for file in sorted(self.folder.iterdir()):
            if not file.name.startswith("."):
                os.link(file, into / file.name)
        (into / STATE).write_text(json.dumps(self.state))

    def save_table(self, table: Table) -> None:
        def write(path: Path) -> None:
            with path.open("wb") as file:
                table.save(file)  # type: ignore[arg-type]

        self.replace(FEATURES, write)

    def load_table(self) -> Table | None:
        path = self.folder / FEATURES
        return Table.load(path) if path.exists() else None

    def save_fit(self, fit: Fit, fitted: Fitted) -> None:
        self.replace(f"{fit.name}.joblib", lambda path: joblib.dump(fitted, path, compress=1))

    def load_fit(self, fit: Fit, config: dict[str, Any]) -> Fitted | None:
        """As far as it was fitted; with the settings of this run, which may ask for more trees than before."""
        path = self.folder / f"{fit.name}.joblib"
        if not path.exists():
            return None
        fitted: Fitted = joblib.load(path)
        fitted.model.config = config
        trees = getattr(fitted.model, "trees", 0)
        if trees > config["n_estimators"]:
            raise Unusable(
                f"The checkpoint has {trees} trees already, and {config['n_estimators']} were asked for: "
                "a continued run can only grow more. Start a new run for fewer."
            )
        return fitted

    def settle(self, settings: dict[str, Any]) -> None:
        """Figures of fits made with other settings are forgotten; models stay, and grow on."""
        if self.state.get("settings", settings) != settings:
            self.state["fits"] = {}
            for path in self.folder.glob("fold-*.joblib"):
                path.unlink()
        self.state["settings"] = settings

    def forget_fit(self, fit: Fit) -> None:
        (self.folder / f"{fit.name}.joblib").unlink(missing_ok=True)


def begin_fit(table: Table, fit: Fit, config: dict[str, Any], seed: int, threads: int) -> Fitted:
    model = new_model(config, len(table.classes), seed, threads)
    if isinstance(model, OrderRule):
        return Fitted(model, lines_in(table))
    return Fitted(model, choose(table.x[fit.train], table.y[fit.train], config["selection"]))


def lines_in(table: Table) -> NDArray[np.int64]:
    """The columns that the rule looks at: three a channel."""
    names = [name.rpartition(":")[2] for name in table.names]
    return np.asarray([i for i, name in enumerate(names) if name in RULE_LINES], dtype=np.int64)


def fit_chunk(table: Table, fit: Fit, fitted: Fitted) -> None:
    x = np.ascontiguousarray(table.x[fit.train][:, fitted.columns])
    fitted.model.fit_chunk(x, table.y[fit.train])


def figures(scores: NDArray[np.float64], truth: NDArray[np.int64]) -> dict[str, float]:
    """Accuracy and log loss, nothing where there is nothing to score."""
    if len(truth) == 0:
        return {}
    own = np.clip(scores[np.arange(len(truth)), truth], 1e-15, 1)
    return {"accuracy": float((scores.argmax(axis=1) == truth).mean()), "log_loss": float(-np.log(own).mean())}
