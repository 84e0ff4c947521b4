"""The test part as the views of physics need it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from figures import Film, bands_of, film_of
from numpy.typing import NDArray
from order_bands import Measured
from signal_nets.fit import predict
from signal_nets.trainer import Trained

Array = NDArray[np.float64]

#: Points of a scatter plot; more are not seen.
_POINTS = 1500


@dataclass(frozen=True)
class Tested:
    """The test part with its film, its lines and the network's answers."""

    film: Film
    measured: Measured
    scores: Array
    said: NDArray[np.int64]
    truth: NDArray[np.int64]
    units: list[str]


def test_part(trained: Trained) -> Tested:
    places = trained.parts["test"]
    film = film_of([trained.windows.samples[i] for i in places], trained.run.config)
    scores = predict(trained.model, trained.test.signals, torch.device("cpu")).double().numpy()
    return Tested(
        film,
        bands_of(trained.windows, places, film.speed_hz, trained.run.config),
        scores,
        scores.argmax(axis=1),
        trained.windows.y[places],
        [str(trained.windows.units[i]) for i in places],
    )


def thin(places: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    most = max(20, _POINTS // max(1, groups))
    return (
        places[np.unique(np.linspace(0, len(places) - 1, min(len(places), most)).round().astype(int))]
        if len(places)
        else places
    )


def rounded(values: Array) -> list[float]:
    return [float(f"{v:.6g}") for v in values]
