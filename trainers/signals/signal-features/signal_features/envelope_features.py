"""The group `envelope`: how the strength of a whitened window comes and goes, without knowing the shaft's speed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from trainyard_lib.envelope import Spectrum

from .feature import Described

Array = NDArray[np.float64]
TINY = 1e-30
#: Octaves of the envelope's spectrum, in Hz: from a slow cage to a fast race.
EDGES_HZ = (2.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0)

DESCRIBED: tuple[Described, ...] = (
    Described("env_kurtosis", "1", "mean(e^2) / mean(e)^2", "blows in the band (2 for noise)"),
    Described("env_entropy", "1", "-sum(q log q) / log(bins)", "0 for one rhythm, 1 for none"),
    Described("env_peak_hz", "Hz", "f of the largest q", "strongest rhythm"),
    Described("env_peak_share", "1", "largest q / mean q, log", "how far it stands out"),
    *(
        Described(f"env_{low:g}_{high:g}_hz", "1", f"sum of q from {low:g} to {high:g} Hz", "share of the rhythms")
        for low, high in pairwise(EDGES_HZ)
    ),
)


def measure(envelope: Array, spectrum: Spectrum) -> Array:
    """`envelope` is e, squared; q is the power of its spectrum from 2 to 1,024 Hz as a share of the whole."""
    mean = envelope.mean(axis=1) + TINY
    hz = np.arange(spectrum.amplitude.shape[1]) * spectrum.step_hz
    inside = (hz >= EDGES_HZ[0]) & (hz < EDGES_HZ[-1])
    hz, power = hz[inside], spectrum.amplitude[:, inside] ** 2
    if len(hz) == 0:
        return np.zeros((len(envelope), len(DESCRIBED)))
    q = power / (power.sum(axis=1, keepdims=True) + TINY)
    columns = [
        (envelope**2).mean(axis=1) / mean**2,
        -(q * np.log(q + TINY)).sum(axis=1) / np.log(max(2, len(hz))),
        hz[q.argmax(axis=1)],
        np.log((q.max(axis=1) + TINY) / (q.mean(axis=1) + TINY)),
    ]
    columns += [q[:, (hz >= low) & (hz < high)].sum(axis=1) for low, high in pairwise(EDGES_HZ)]
    return np.stack(columns, axis=1)
