"""Bearing housing and sensors: the force on the bore in, the recorded x and y in mm/s out.

The housing is linear and far stiffer than the film, so it does not act back on the rotor; each of its modes is solved
exactly for a force that is constant within a step. Sensors add gain, axis mixing and noise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from .rig import Unit

Array = NDArray[np.float64]


def velocity(force: NDArray[np.complex128], units: list[Unit], sensor_noise: Array, rate_hz: float) -> Array:
    """(steps, signals) of complex newtons to (signals, 2, steps) of mm/s."""
    steps, n = force.shape
    dt = 1.0 / rate_hz
    recorded = np.empty((n, 2, steps))
    for signal, unit in enumerate(units):
        both = np.stack([force[:, signal].real, force[:, signal].imag])
        moved = np.zeros((2, steps))
        for hz, damping, mass in zip(unit.mode_hz, unit.mode_damping, unit.mode_mass_kg, strict=False):
            omega = 2 * np.pi * hz
            damped = omega * np.sqrt(1 - damping**2)
            decay = np.exp(-damping * omega * dt)
            b = decay * np.sin(damped * dt) / (mass * damped)
            moved += lfilter([0.0, b, -b], [1.0, -2 * decay * np.cos(damped * dt), decay**2], both, axis=1)
        x = unit.gain[0] * (moved[0] + unit.mixing[0] * moved[1])
        y = unit.gain[1] * (moved[1] + unit.mixing[1] * moved[0])
        recorded[signal] = 1000 * np.stack([x, y]) + sensor_noise[signal]
    return recorded
