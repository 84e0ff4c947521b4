"""Thirteen rigs and the points they run at: the unit is drawn first, the operating point second.

A rig is a vertical rotor on one loaded journal bearing; an actuator sets the load, so light loads are possible, as they
are on test rigs. The bending mode turns on the shaft's spring, the journal's own mass on film and pedestal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import film

HOUSING_MODES = 4


@dataclass(frozen=True)
class Unit:
    number: int
    diameter_m: float
    length_m: float
    clearance_m: float
    built_for_n: float
    mass_kg: float
    bending_share: float
    bending_hz: float
    bending_damping: float
    viscosity_pa_s: float
    asperity_m: float
    pedestal_n_m: float
    mode_hz: tuple[float, ...]
    mode_damping: tuple[float, ...]
    mode_mass_kg: tuple[float, ...]
    gain: tuple[float, float]
    mixing: tuple[float, float]
    unbalance_kg_m: float
    unbalance_rad: float
    hub_share: float
    coupling_n: float
    flow_noise_n: float
    sensor_noise_mm_s: float


@dataclass(frozen=True)
class OperatingPoint:
    number: int
    speed_hz: float
    load_n: float
    oil_temperature_c: float


def stream(*key: int) -> np.random.Generator:
    """A random stream of its own for every (seed, purpose, ...): no draw moves because another was added."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))


def draw_unit(seed: int, number: int) -> Unit:
    rng = stream(seed, 1, number)
    diameter = rng.uniform(0.05, 0.09)
    length = diameter * rng.uniform(0.25, 0.5)
    clearance = diameter / 2 * rng.uniform(1e-3, 3e-3)
    # The oil is chosen for the bearing: at e = 0.7, 40 Hz and 60 degrees it carries the load the rig was built for.
    built_for_n = float(np.exp(rng.uniform(np.log(250), np.log(1000))))
    s = film.short_sommerfeld(0.7) / np.pi / (length / diameter) ** 2
    thick = s * built_for_n / (diameter / 2 / clearance) ** 2 / (40 * diameter * length)
    oil = float(thick / film.viscosity(1.0, 60.0))
    mass = rng.uniform(15, 40)
    pedestal = built_for_n * rng.uniform(4e4, 8e4)
    pedestal_hz = rng.uniform(180, 380)
    rings = int(rng.integers(1, HOUSING_MODES))
    ring_hz = np.sort(rng.uniform(1000, 7000, rings))
    return Unit(
        number=number,
        diameter_m=diameter,
        length_m=length,
        clearance_m=clearance,
        built_for_n=built_for_n,
        mass_kg=mass,
        bending_share=rng.uniform(0.4, 0.6),
        bending_hz=rng.uniform(17, 25),
        bending_damping=rng.uniform(0.02, 0.05),
        viscosity_pa_s=oil,
        asperity_m=rng.uniform(3e-6, 6e-6),
        pedestal_n_m=pedestal,
        mode_hz=(pedestal_hz, *map(float, ring_hz)),
        mode_damping=(rng.uniform(0.05, 0.12), *map(float, rng.uniform(0.01, 0.04, rings))),
        mode_mass_kg=(pedestal / (2 * np.pi * pedestal_hz) ** 2, *map(float, rng.uniform(2, 8, rings))),
        gain=(rng.uniform(0.85, 1.15), rng.uniform(0.85, 1.15)),
        mixing=(rng.uniform(-0.08, 0.08), rng.uniform(-0.08, 0.08)),
        # Balance quality between G0.4 and G1.6: grade (mm/s) times mass over 2 pi 50 Hz.
        unbalance_kg_m=mass * rng.uniform(0.4e-3, 1.6e-3) / (2 * np.pi * 50),
        unbalance_rad=rng.uniform(0, 2 * np.pi),
        hub_share=rng.uniform(0.6, 0.8),
        coupling_n=built_for_n * rng.uniform(0.001, 0.003),
        flow_noise_n=built_for_n * rng.uniform(0.0008, 0.0016),
        sensor_noise_mm_s=rng.uniform(0.004, 0.01),
    )


# Where a class runs, as multiples of the first bending mode; nobody dwells on the critical speed itself.
CRITICAL_BAND = (0.85, 1.2)
SPEEDS_HZ = (15.0, 60.0)
WHIRL_TOP, WHIP_BOTTOM = 1.7, 2.1


def draw_speed(rng: np.random.Generator, unit: Unit, kind: str) -> float:
    low, high = SPEEDS_HZ
    bands = [(low, CRITICAL_BAND[0] * unit.bending_hz), (CRITICAL_BAND[1] * unit.bending_hz, high)]
    if kind == "whirl":
        bands = [(CRITICAL_BAND[1] * unit.bending_hz, WHIRL_TOP * unit.bending_hz)]
    elif kind == "whip":
        bands = [(WHIP_BOTTOM * unit.bending_hz, high)]
    widths = np.array([max(0.0, b - a) for a, b in bands])
    at = rng.uniform(0, widths.sum())
    for (a, _), width in zip(bands, widths, strict=False):
        if at <= width:
            return a + at
        at -= width
    return bands[-1][1]


# Nominal eccentricities: operating point 0 is the lightest load, the last one the heaviest.
ECCENTRICITIES = (0.55, 0.85)


def draw_operating_point(rng: np.random.Generator, unit: Unit, number: int, count: int, kind: str) -> OperatingPoint:
    speed = draw_speed(rng, unit, kind)
    temperature = rng.uniform(40, 80)
    low, high = ECCENTRICITIES
    e = low + (high - low) * (number + rng.uniform(0, 1)) / count
    mu = film.viscosity(unit.viscosity_pa_s, temperature)
    s = film.short_sommerfeld(e) / np.pi / (unit.length_m / unit.diameter_m) ** 2
    load = film.load_for(
        s, mu, np.asarray(speed), np.asarray(unit.diameter_m), np.asarray(unit.length_m), np.asarray(unit.clearance_m)
    )
    return OperatingPoint(number, speed, float(load), temperature)
