"""A small graph of what is known: which class raises which band, and which classes are like each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from order_bands import BANDS


@dataclass(frozen=True)
class Knowledge:
    #: (classes, bands): True where the class raises the band.
    raises: NDArray[np.bool_]
    #: (classes, classes): rows sum to 1 where a class has relatives, to 0 where it has none.
    like: NDArray[np.float64]
    #: What names a class that the data do not have.
    unknown: list[str] = field(default_factory=list)


def read_knowledge(raises: Sequence[str], like: Sequence[str], classes: Sequence[str]) -> Knowledge:
    """`raises`: "imbalance > 1X"; `like`: "wear_lubrication_loss ~ wear", which holds both ways."""
    place = {name: i for i, name in enumerate(classes)}
    edges = np.zeros((len(classes), len(BANDS)), dtype=np.bool_)
    related = np.zeros((len(classes), len(classes)))
    unknown: list[str] = []
    for line in raises:
        name, band = (part.strip() for part in line.rsplit(">", 1))
        if band not in BANDS:
            raise ValueError(f'"{line}" names no band; there are {", ".join(BANDS)}')
        if name in place:
            edges[place[name], BANDS.index(band)] = True
        else:
            unknown.append(line)
    for line in like:
        one, other = (part.strip() for part in line.split("~", 1))
        if one in place and other in place and one != other:
            related[place[one], place[other]] = related[place[other], place[one]] = 1.0
        else:
            unknown.append(line)
    return Knowledge(edges, related / np.maximum(1.0, related.sum(axis=1, keepdims=True)), unknown)
