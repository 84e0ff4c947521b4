"""The oil film of a journal bearing in numbers: viscosity, Sommerfeld number, eccentricity, Reynolds number.

- Viscosity at a temperature: Walther's equation as in ASTM D341, log10 log10(nu + 0.7) = A - B log10(T), through the
  two viscosities on the oil's data sheet (40 and 100 degrees Celsius; nu in cSt, T in kelvin).
- Sommerfeld number: S = (R/c)^2 mu N D L / W, N in turns a second (Hamrock, Schmid and Jacobson, Fundamentals of Fluid
  Film Lubrication, 2nd ed. 2004, chapter 10). A large S is a light load on a thick film.
- Eccentricity of a short bearing (Ocvirk, NACA TN 2808, 1952), which falls steadily over 0 < e < 1:
  pi S (L/D)^2 = (1 - e^2)^2 / (e sqrt(16 e^2 + pi^2 (1 - e^2))). Good for L/D up to about 0.5; too small an e beyond.
- Reynolds number of the film: Re = rho U c / mu with the surface speed U = pi D N. Taylor vortices begin at
  Re sqrt(c/R) = 41.2 (Taylor, 1923); above, the film is no longer laminar and the two formulas above do not hold.
- A rigid rotor on short bearings does not whirl, at any speed, where e is above about 0.76 (Holmes, 1960; Childs,
  Turbomachinery Rotordynamics, 1993, chapter 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Above this eccentricity the film is stable at any speed.
STABLE_ECCENTRICITY = 0.76
_TAYLOR = 41.2
_KELVIN = 273.15


@dataclass(frozen=True)
class Bearing:
    diameter_m: float
    length_m: float
    #: Radial.
    clearance_m: float
    viscosity_40_cst: float
    viscosity_100_cst: float
    density: float

    @staticmethod
    def of(settings: dict[str, Any]) -> Bearing:
        return Bearing(
            settings["diameter_mm"] / 1e3,
            settings["length_mm"] / 1e3,
            settings["clearance_um"] / 1e6,
            settings["viscosity_40_cst"],
            settings["viscosity_100_cst"],
            settings["density_kg_m3"],
        )


def viscosity(bearing: Bearing, temperature_c: Array) -> Array:
    """Dynamic, in Pa s."""
    low, high = (np.log10(np.log10(nu + 0.7)) for nu in (bearing.viscosity_40_cst, bearing.viscosity_100_cst))
    at_low, at_high = np.log10(40 + _KELVIN), np.log10(100 + _KELVIN)
    slope = (low - high) / (at_high - at_low)
    twice = low - slope * (np.log10(np.asarray(temperature_c) + _KELVIN) - at_low)
    return (10.0**10.0**twice - 0.7) * 1e-6 * bearing.density


def sommerfeld(bearing: Bearing, speed_hz: Array, load_n: Array, temperature_c: Array) -> Array:
    shape = (bearing.diameter_m / 2 / bearing.clearance_m) ** 2 * bearing.diameter_m * bearing.length_m
    return shape * viscosity(bearing, temperature_c) * speed_hz / load_n


def eccentricity(bearing: Bearing, sommerfeld_number: Array) -> Array:
    """By bisection; the right side of Ocvirk's equation falls from infinity to 0."""
    wanted = np.pi * np.asarray(sommerfeld_number) * (bearing.length_m / bearing.diameter_m) ** 2
    low, high = np.zeros_like(wanted), np.ones_like(wanted)
    for _ in range(50):
        e = (low + high) / 2
        rest = 1 - e**2
        above = rest**2 / (e * np.sqrt(16 * e**2 + np.pi**2 * rest)) > wanted
        low, high = np.where(above, e, low), np.where(above, high, e)
    return (low + high) / 2


def reynolds(bearing: Bearing, speed_hz: Array, temperature_c: Array) -> Array:
    surface = np.pi * bearing.diameter_m * np.asarray(speed_hz)
    return bearing.density * surface * bearing.clearance_m / viscosity(bearing, temperature_c)


def is_laminar(bearing: Bearing, reynolds_number: Array) -> NDArray[np.bool_]:
    return reynolds_number * np.sqrt(2 * bearing.clearance_m / bearing.diameter_m) < _TAYLOR
