"""Who is measured where: units, operating points, severities, and the signals of one class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import faults, film, housing
from .rig import OperatingPoint, Unit, draw_operating_point, draw_unit, stream
from .rotor import Motion, Noise, Plant, growth_rates, integrate

RATE_HZ = 20_480
# Severities start where a fault is barely felt: early faults are the ones that matter.
SEVERITIES = (0.25, 1.0)
# How much hotter oil leaves a bearing that lacks it, at full severity, degrees Celsius.
STARVED_HEAT_C = 12.0
ATTEMPTS = 40


@dataclass(frozen=True)
class Case:
    """One signal before it is integrated."""

    label: str
    unit: Unit
    point: OperatingPoint
    severity: float
    state: faults.State
    seed: int


def draw_case(seed: int, label: str, unit: Unit, number: int, count: int) -> Case:
    """Draws an operating point until the plant is in the state its class asks for: at rest, or past the threshold."""
    key = (seed, 2, faults.class_number(label), unit.number, number)
    rng = stream(*key)
    kind = faults.SPEED_KIND.get(label, "any")
    for _ in range(ATTEMPTS):
        severity = 0.0 if label == "healthy" else rng.uniform(*SEVERITIES)
        point = draw_operating_point(rng, unit, number, count, kind)
        if "lubrication_loss" in label:
            hotter = point.oil_temperature_c + STARVED_HEAT_C * severity * rng.uniform(0.5, 1)
            point = OperatingPoint(point.number, point.speed_hz, point.load_n, hotter)
        state = faults.sound_state(unit, point)
        state["phase"] = rng.uniform(0, 2 * np.pi)
        for apply in faults.APPLY[label]:
            apply(state, unit, severity, rng)
        rate = growth_rates(faults.plant_of([state]))[0]
        if (rate > faults.WHIRL_RATE) if kind != "any" else (rate < faults.REST_RATE):
            return Case(label, unit, point, severity, state, int(np.random.SeedSequence(key).generate_state(1)[0]))
    raise RuntimeError(f"no operating point of unit {unit.number} suits {label} after {ATTEMPTS} draws")


def draw_class(seed: int, label: str, units: int, points: int) -> list[Case]:
    rigs = [draw_unit(seed, number) for number in range(units)]
    return [draw_case(seed, label, unit, number, points) for unit in rigs for number in range(points)]


def draw_noise(cases: list[Case], steps: int) -> tuple[Noise, NDArray[np.float64]]:
    """Every signal has its own stream, so a signal's bytes do not depend on which others are made beside it."""
    n = len(cases)
    touching = any(case.state["contact_share"] > 0 for case in cases)
    bursting = any(case.state["cavitation_rate"] > 0 for case in cases)
    swinging = any(case.state["modulation"] > 0 for case in cases)
    flow = np.empty((n, steps), dtype=complex)
    sensor = np.empty((n, 2, steps))
    roughness, burst, burst_size, modulation = (
        np.full((n, steps if used else 1), value)
        for used, value in ((touching, 1.0), (bursting, 1.0), (bursting, 0.0), (swinging, 0.0))
    )
    for i, case in enumerate(cases):
        rng = stream(case.seed, 3)
        level = case.unit.flow_noise_n * np.exp(rng.normal(0, 0.2)) * (1 + 4 * wear_age(case))
        flow[i] = level * rng.standard_normal(2 * steps).view(complex)
        sensor[i] = case.unit.sensor_noise_mm_s * np.exp(rng.normal(0, 0.25)) * rng.standard_normal((2, steps))
        if touching:
            roughness[i] = touches(rng, steps)
        if bursting:
            burst[i] = rng.random(steps)
            burst_size[i] = np.exp(rng.normal(0, 0.6, steps))
        if swinging:
            modulation[i] = slow_noise(rng, steps)

    # The integration reads all signals of one step at a time.
    def by_step(series: NDArray[Any]) -> NDArray[Any]:
        whole = np.ascontiguousarray(series.T)
        return whole if len(whole) == steps else np.broadcast_to(whole, (steps, n))

    return Noise(*map(by_step, (flow, roughness, burst, burst_size, modulation))), sensor


def wear_age(case: Case) -> float:
    return case.severity if "wear" in case.label else 0.0


def touches(rng: np.random.Generator, steps: int) -> NDArray[np.float64]:
    """Contact is a row of short blows: mostly a light hiss, now and then an asperity that strikes."""
    blows = rng.random(steps) < 0.01
    return np.abs(rng.standard_normal(steps)) * np.where(blows, rng.gamma(2.0, 1.0, steps), 0.15)


def slow_noise(rng: np.random.Generator, steps: int) -> NDArray[np.float64]:
    """Unit-variance noise below about 8 Hz."""
    knots = max(4, int(np.ceil(steps / RATE_HZ * 16)) + 2)
    values = rng.standard_normal(knots)
    at = np.linspace(0, knots - 1.001, steps)
    i = at.astype(int)
    share = 0.5 - 0.5 * np.cos(np.pi * (at - i))
    return values[i] * (1 - share) + values[i + 1] * share


@dataclass(frozen=True)
class Recording:
    cases: list[Case]
    plant: Plant
    motion: Motion
    signals: NDArray[np.float64]


def record(
    cases: list[Case],
    seconds: float,
    settle_seconds: float,
    rate_hz: int = RATE_HZ,
    tick: Callable[[int, int], None] | None = None,
) -> Recording:
    """Integrates all cases side by side and cuts off the time in which they settle."""
    steps, skip = round(seconds * rate_hz), round(settle_seconds * rate_hz)
    plant = faults.plant_of([case.state for case in cases])
    noise, sensor = draw_noise(cases, steps + skip)
    motion = integrate(plant, noise, rate_hz, tick)
    signals = housing.velocity(motion.bearing_force, [case.unit for case in cases], sensor, rate_hz)
    kept = Motion(motion.bearing_force[skip:], motion.journal[skip:], motion.eccentricity[skip:])
    return Recording(cases, plant, kept, signals[:, :, skip:])


def nominal_film(case: Case) -> tuple[float, float, float]:
    """S, e and h_min (um) as a control room would work them out: the sound rig at the recorded speed, load and heat.

    A fault that changes clearance, load or oil moves the film away from them, as on a real machine; they name no class.
    """
    unit, point = case.unit, case.point
    s = film.sommerfeld(
        film.viscosity(unit.viscosity_pa_s, point.oil_temperature_c),
        np.asarray(point.speed_hz),
        np.asarray(unit.diameter_m),
        np.asarray(unit.length_m),
        np.asarray(unit.clearance_m),
        np.asarray(point.load_n),
    )
    e = float(film.eccentricity(s, unit.length_m / unit.diameter_m))
    return float(s), e, unit.clearance_m * (1 - e) * 1e6
