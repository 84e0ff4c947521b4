"""Ways in which models vote. Each takes probabilities (models, samples, classes) and gives (samples, classes).

What is learned is learned on the validation part alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Labels = NDArray[np.int64]

#: Smallest probability whose logarithm is taken.
_FLOOR = 1e-6


class Vote(Protocol):
    #: What each model weighs, in words of its method.
    weights: NDArray[np.float64]
    words: str

    def __call__(self, scores: Scores) -> NDArray[np.float64]: ...


@dataclass
class SoftVote:
    """The weighted mean of the probabilities."""

    weights: NDArray[np.float64]
    words: str

    def __call__(self, scores: Scores) -> NDArray[np.float64]:
        return np.einsum("m,mnk->nk", self.weights, scores)


@dataclass
class Stacking:
    """A multinomial logistic regression on the logarithms of the probabilities (Wolpert, 1992)."""

    regression: Any
    classes: int
    weights: NDArray[np.float64]
    words: str

    def __call__(self, scores: Scores) -> NDArray[np.float64]:
        whole = np.zeros((scores.shape[1], self.classes))
        whole[:, self.regression.classes_] = self.regression.predict_proba(_features(scores))
        return whole


def _features(scores: Scores) -> NDArray[np.float64]:
    return np.log(np.clip(scores, _FLOOR, 1)).transpose(1, 0, 2).reshape(scores.shape[1], -1)


def log_loss(scores: NDArray[np.float64], truth: Labels) -> float:
    return float(-np.log(np.clip(scores[np.arange(len(truth)), truth], 1e-15, 1)).mean())


def equal(models: int) -> SoftVote:
    return SoftVote(np.full(models, 1 / models), "Every model weighs the same.")


def optimised(scores: Scores, truth: Labels) -> SoftVote:
    """The weights (each ≥ 0, together 1) with the least log loss."""
    from scipy.optimize import minimize

    own = np.clip(scores[:, np.arange(len(truth)), truth], 1e-15, 1)

    def loss(free: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = _softmax(free)
        mixed = weights @ own
        slope = -(own / mixed).mean(axis=1)
        return float(-np.log(mixed).mean()), weights * (slope - weights @ slope)

    found = minimize(loss, np.zeros(len(scores)), jac=True, method="L-BFGS-B")
    return SoftVote(_softmax(found.x), "Weights with the least log loss on the validation part.")


def _softmax(x: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(x - x.max())
    return powers / powers.sum()


def stacked(scores: Scores, truth: Labels, c: float) -> Stacking:
    from sklearn.linear_model import LogisticRegression

    models, _, classes = scores.shape
    regression = LogisticRegression(C=c, max_iter=2000).fit(_features(scores), truth)
    size = np.abs(regression.coef_).reshape(-1, models, classes).sum(axis=(0, 2))
    words = "Share of the absolute coefficients of the logistic regression, learned on the validation part."
    return Stacking(regression, classes, size / size.sum(), words)


def boosted(scores: Scores, truth: Labels) -> SoftVote:
    """SAMME (Zhu et al., "Multi-class AdaBoost", 2009) with the given models in place of weak learners.

    In each round the model with the least weighted error is taken and weighs
    log((1 - error) / error) + log(classes - 1). A model may come again. It ends when the best one left is no better
    than chance, or after three rounds a model.
    """
    models, samples, classes = scores.shape
    wrong = scores.argmax(axis=2) != truth
    weight = np.full(samples, 1 / samples)
    votes = np.zeros(models)
    for _ in range(3 * models):
        errors = wrong @ weight
        best = int(errors.argmin())
        # One that makes no mistake would weigh without end.
        error = max(float(errors[best]), 0.5 / samples)
        vote = np.log((1 - error) / error) + np.log(max(1, classes - 1))
        if vote <= 1e-9:
            break
        votes[best] += vote
        if not wrong[best].any():
            break
        weight = weight * np.exp(vote * wrong[best])
        weight /= weight.sum()
    if votes.sum() == 0:
        return equal(models)
    return SoftVote(votes / votes.sum(), "Sums of the votes of multi-class AdaBoost on the validation part.")
