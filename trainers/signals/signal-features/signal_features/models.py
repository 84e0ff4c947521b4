"""The models with one face: fitted in fixed chunks, each with a seed of its own, so that a fit that was broken off
between two chunks and one that was not end with the same trees.
"""

from __future__ import annotations

import copy
import io
import math
import pickle
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import joblib
import numpy as np
from numpy.typing import NDArray

from .linear import Discriminants, OrderRule

X = NDArray[np.float32]
Y = NDArray[np.int64]
CHUNK_TREES = 25


class Model(Protocol):
    """`finished` counts the chunks that are fitted, of `chunks`."""

    chunks: int
    finished: int

    def fit_chunk(self, x: X, y: Y) -> None: ...
    def scores(self, x: X) -> NDArray[np.float64]: ...
    def save(self, path: Path) -> None: ...


def weights_of(y: Y, balanced: bool) -> NDArray[np.float64]:
    if not balanced:
        return np.ones(len(y))
    labels, counts = np.unique(y, return_counts=True)
    weight = {int(k): len(y) / (len(labels) * count) for k, count in zip(labels, counts, strict=True)}
    return np.asarray([weight[int(k)] for k in y])


def spread_out(scores: NDArray[np.float64], present: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
    """A model knows only the classes it saw; the others get 0."""
    whole = np.zeros((len(scores), classes))
    whole[:, present] = scores
    return whole


def chunks_left(config: dict[str, Any], trees: int) -> int:
    """A run that is continued has trees already, the last chunk of them perhaps a short one."""
    return max(0, math.ceil((config["n_estimators"] - trees) / CHUNK_TREES))


@dataclass
class Forest:
    config: dict[str, Any]
    classes: int
    seed: int
    threads: int
    finished: int = 0
    forest: Any = None

    @property
    def trees(self) -> int:
        return 0 if self.forest is None else len(self.forest.estimators_)

    @property
    def chunks(self) -> int:
        return self.finished + chunks_left(self.config, self.trees)

    def fit_chunk(self, x: X, y: Y) -> None:
        from sklearn.ensemble import RandomForestClassifier

        trees = min(CHUNK_TREES, self.config["n_estimators"] - self.trees)
        grown = RandomForestClassifier(
            n_estimators=trees,
            max_depth=self.config["max_depth"] or None,
            min_samples_leaf=self.config["min_samples_leaf"],
            class_weight="balanced" if self.config["class_weights"] else None,
            random_state=self.seed + self.finished,
            n_jobs=self.threads,
        ).fit(x, y)
        if self.forest is None:
            self.forest = grown
        else:
            self.forest.estimators_ += grown.estimators_
            self.forest.n_estimators = len(self.forest.estimators_)
        self.finished += 1

    @property
    def present(self) -> NDArray[np.int64]:
        return np.asarray(self.forest.classes_, dtype=np.int64)

    def scores(self, x: X) -> NDArray[np.float64]:
        # Summed tree by tree in order: with threads, scikit-learn adds them as they come.
        total = np.zeros((len(x), len(self.present)))
        for tree in self.forest.estimators_:
            total += tree.tree_.predict(x).reshape(len(x), -1)
        return spread_out(total / len(self.forest.estimators_), self.present, self.classes)

    def own_importance(self) -> NDArray[np.float64]:
        return np.asarray(self.forest.feature_importances_)

    def save(self, path: Path) -> None:
        path.write_bytes(_bytes_of(self.forest))


def _bytes_of(forest: Any) -> bytes:
    """A file for joblib.load made of the forest's values alone: a resumed run ends with the bytes of a straight one.

    Two things would differ otherwise: which objects are shared (those of one chunk are, until a checkpoint separates
    them), and the gaps between the fields of a tree's nodes, which are never written.
    """
    alone = copy.copy(forest)
    alone.estimators_ = [_without_gaps(tree) for tree in forest.estimators_]
    held = io.BytesIO()
    pickler = pickle.Pickler(held, protocol=5)
    pickler.fast = True  # write every value out, however often it comes
    pickler.dump(alone)
    return zlib.compress(held.getvalue(), 3)


def _without_gaps(tree: Any) -> Any:
    alone = copy.copy(tree)
    kind, arguments, state = tree.tree_.__reduce__()
    filled = state["nodes"]
    nodes = np.zeros(filled.nbytes, dtype=np.uint8).view(filled.dtype)
    for name in filled.dtype.names:
        nodes[name] = filled[name]
    alone.tree_ = kind(*arguments)
    alone.tree_.__setstate__({**state, "nodes": nodes})
    return alone


@dataclass
class Boosting:
    config: dict[str, Any]
    classes: int
    seed: int
    threads: int
    finished: int = 0
    text: str = ""
    present_labels: list[int] = field(default_factory=list)
    _booster: Any = field(default=None, repr=False)

    #: Rounds gone through, each a tree per class. LightGBM keeps fewer where nothing is left to split: counting
    #: those it kept would never come to an end on classes that are told apart perfectly.
    trees: int = 0

    @property
    def chunks(self) -> int:
        return self.finished + chunks_left(self.config, self.trees)

    @property
    def booster(self) -> Any:
        import lightgbm

        if self._booster is None and self.text:
            self._booster = lightgbm.Booster(model_str=self.text)
        return self._booster

    def fit_chunk(self, x: X, y: Y) -> None:
        import lightgbm

        self.present_labels = [int(k) for k in np.unique(y)]
        place = np.searchsorted(self.present_labels, y)
        parameters = {
            "objective": "multiclass",
            "num_class": len(self.present_labels),
            "learning_rate": self.config["learning_rate"],
            "num_leaves": self.config["num_leaves"],
            "max_depth": self.config["max_depth"] or -1,
            "min_data_in_leaf": max(5, self.config["min_samples_leaf"]),
            "bagging_fraction": 0.8,
            "bagging_freq": 1,
            "feature_fraction": 0.6,
            "seed": self.seed + self.finished,
            "num_threads": self.threads,
            "deterministic": True,
            "force_row_wise": True,
            "verbose": -1,
        }
        rounds = min(CHUNK_TREES, self.config["n_estimators"] - self.trees)
        data = lightgbm.Dataset(x, place, weight=weights_of(y, self.config["class_weights"]), free_raw_data=False)
        # Every chunk goes on from the text of the last one, also when nothing came between: same text, same trees.
        before = lightgbm.Booster(model_str=self.text) if self.text else None
        booster = lightgbm.train(parameters, data, rounds, init_model=before)
        self.text = booster.model_to_string()
        self._booster = None
        self.trees += rounds
        self.finished += 1

    @property
    def present(self) -> NDArray[np.int64]:
        return np.asarray(self.present_labels, dtype=np.int64)

    def scores(self, x: X) -> NDArray[np.float64]:
        return spread_out(np.asarray(self.booster.predict(x)), self.present, self.classes)

    def own_importance(self) -> NDArray[np.float64]:
        gain = np.asarray(self.booster.feature_importance("gain"), dtype=np.float64)
        return gain / max(gain.sum(), 1e-300)

    def save(self, path: Path) -> None:
        path.write_text(self.text)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_booster": None}


@dataclass
class SupportVectors:
    """Logarithms, scaled, then a machine whose votes are turned into probabilities on folds of the training part.

    Strengths and frequencies spread over decades; a distance between two windows only means something on a logarithm.
    """

    config: dict[str, Any]
    classes: int
    seed: int
    threads: int
    finished: int = 0
    pipeline: Any = None
    factor: NDArray[np.float32] | None = None
    chunks: int = 1
    #: Without: for values that are no strengths or frequencies, and lie on both sides of zero.
    takes_logarithms: bool = True

    def fit_chunk(self, x: X, y: Y) -> None:
        from sklearn.calibration import CalibratedClassifierCV
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        from sklearn.svm import SVC

        machine = SVC(
            C=self.config["C"],
            kernel=self.config["kernel"],
            gamma="scale",
            class_weight="balanced" if self.config["class_weights"] else None,
            random_state=self.seed,
            decision_function_shape="ovr",
            cache_size=400,
        )
        folds = int(min(3, np.unique(y, return_counts=True)[1].min()))
        if folds < 2:
            raise ValueError("a support vector machine needs two windows of every class in the training part")
        typical = np.median(np.abs(x), axis=0)
        self.factor = np.where(typical > 0, 100 / np.maximum(typical, 1e-30), 1).astype(np.float32)
        calibrated = CalibratedClassifierCV(machine, cv=folds, ensemble=False)  # pyright: ignore[reportArgumentType]
        self.pipeline = make_pipeline(StandardScaler(), calibrated).fit(self.logarithms(x), y)
        self.finished = 1

    def logarithms(self, x: X) -> X:
        """sign(x) log(1 + |x| factor), the factor being 100 over the feature's typical size in the training part."""
        if not self.takes_logarithms:
            return x
        return np.sign(x) * np.log(np.float32(1) + np.abs(x) * self.factor)

    @property
    def machine(self) -> Any:
        return self.pipeline[-1].calibrated_classifiers_[0].estimator

    @property
    def present(self) -> NDArray[np.int64]:
        return np.asarray(self.pipeline.classes_, dtype=np.int64)

    def scores(self, x: X) -> NDArray[np.float64]:
        return spread_out(np.asarray(self.pipeline.predict_proba(self.logarithms(x))), self.present, self.classes)

    def save(self, path: Path) -> None:
        joblib.dump({"factor": self.factor, "pipeline": self.pipeline}, path, compress=3)


KINDS: dict[str, type[Forest] | type[Boosting] | type[SupportVectors] | type[Discriminants] | type[OrderRule]] = {
    "random_forest": Forest,
    "lightgbm": Boosting,
    "svm": SupportVectors,
    "lda": Discriminants,
    "order-rule": OrderRule,
}
Fittable = Forest | Boosting | SupportVectors | Discriminants | OrderRule


def new_model(config: dict[str, Any], classes: int, seed: int, threads: int) -> Fittable:
    return KINDS[config["model"]](config, classes, seed, threads)
