"""The classes: what each fault changes in the plant. Nothing here adds a ready-made signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import film
from .rig import OperatingPoint, Unit
from .rotor import Plant, growth_rates

CLASSES = (
    "healthy",
    "imbalance",
    "misalignment",
    "clearance",
    "lubrication_loss",
    "cavitation",
    "wear",
    "oil_whirl",
    "oil_whip",
    "misalignment_imbalance",
    "wear_lubrication_loss",
)
EXTRAS = ("looseness", "rub", "cavitation_clearance")
SPEED_KIND = {"oil_whirl": "whirl", "oil_whip": "whip"}
# How far past the rigid rotor's threshold the self-excited classes run.
WHIRL_MARGIN = (1.1, 1.6)
# Every other class must rest at its operating point, fault included: its slowest mode decays at least so fast, 1/s.
REST_RATE = -1.0
# A self-excited one must grow at least so fast.
WHIRL_RATE = 1.0
NEARLY_WHIRLING_RATE = -1.5
NEARLY_WHIRLING_SHARE = 0.95
LIGHT_ECCENTRICITY = 0.64

# Numbers of one signal's plant by the names of Plant's fields, some of them complex.
State = dict[str, Any]


def class_number(name: str) -> int:
    return (CLASSES + EXTRAS).index(name)


def plant_of(states: list[State]) -> Plant:
    return Plant(**{key: np.array([state[key] for state in states]) for key in states[0]})


def sound_state(unit: Unit, point: OperatingPoint) -> State:
    bending = unit.mass_kg * unit.bending_share
    omega1 = 2 * np.pi * unit.bending_hz
    unbalance = unit.unbalance_kg_m * np.exp(1j * unit.unbalance_rad)
    return {
        "omega": 2 * np.pi * point.speed_hz,
        "load": -1j * point.load_n,
        "bending_mass": bending,
        "journal_mass": unit.mass_kg - bending,
        "shaft_stiffness": bending * omega1**2,
        "bending_damping": 2 * unit.bending_damping * omega1 * bending,
        "pedestal_stiffness": unit.pedestal_n_m,
        "pedestal_damping": 2 * unit.mode_damping[0] * np.sqrt(unit.pedestal_n_m * (unit.mass_kg - bending)),
        "clearance": unit.clearance_m,
        "clearance_growth": 0.0,
        "out_of_round": 0.0,
        "out_of_round_rad": 0.0,
        "viscosity": float(film.viscosity(unit.viscosity_pa_s, point.oil_temperature_c)),
        "entrainment": 1.0,
        "radius": unit.diameter_m / 2,
        "length": unit.length_m,
        "disc_unbalance": unbalance * (1 - unit.hub_share),
        "hub_unbalance": unbalance * unit.hub_share,
        "coupling_2x": unit.coupling_n + 0j,
        "coupling_3x": 0j,
        "asperity": unit.asperity_m,
        "contact_share": 0.0,
        "contact_friction": 0.0,
        "cavitation_rate": 0.0,
        "cavitation_n": 0.0,
        "support_gap": 0.0,
        "support_loss": 0.0,
        "modulation": 0.0,
        "phase": 0.0,
        "kick": 0.0,
    }


def imbalance(state: State, unit: Unit, severity: float, rng: np.random.Generator) -> None:
    """A mass added at the hub and, less, on the disc: a force that turns with the shaft and rises with its square."""
    added = unit.mass_kg * severity * rng.uniform(0.01, 0.018) / (2 * np.pi * 50) * np.exp(2j * np.pi * rng.uniform())
    state["hub_unbalance"] += added * 0.85
    state["disc_unbalance"] += added * 0.15


def misalignment(state: State, unit: Unit, severity: float, rng: np.random.Generator) -> None:
    """The coupling pulls the shaft sideways and pushes twice and three times a turn."""
    weight = abs(state["load"])
    state["load"] += rng.choice([-1.0, 1.0]) * weight * severity * rng.uniform(0.2, 0.5)
    force = unit.built_for_n * severity * rng.uniform(0.03, 0.06)
    state["coupling_2x"] += force * np.exp(2j * np.pi * rng.uniform())
    state["coupling_3x"] += force * rng.uniform(0.25, 0.5) * np.exp(2j * np.pi * rng.uniform())


def clearance(state: State, unit: Unit, severity: float, rng: np.random.Generator) -> None:
    """The bore is 50-150 % too wide: the shaft tilts in it, turns out of its axis and bends the coupling twice a turn.

    A light load leaves such a bore for its neighbour, until the film all but whirls.
    """
    light = float(film.eccentricity(sommerfeld_of(state), unit.length_m / unit.diameter_m)) < LIGHT_ECCENTRICITY
    added = unit.clearance_m * (0.5 + severity)
    state["clearance"] += added
    state["hub_unbalance"] += (
        state["journal_mass"] * added * rng.uniform(0.1, 0.25) * np.exp(2j * np.pi * rng.uniform())
    )
    bent = unit.built_for_n * added / unit.clearance_m * rng.uniform(0.006, 0.014)
    state["coupling_2x"] += bent * np.exp(2j * np.pi * rng.uniform())
    if not light:
        return
    heavy = abs(state["load"])
    loads = heavy * np.exp(-np.linspace(0, 5, 40))
    plant = plant_of([{**state, "load": -1j * load} for load in loads])
    rests = (growth_rates(plant) < NEARLY_WHIRLING_RATE) & (plant.threshold_share < NEARLY_WHIRLING_SHARE)
    state["load"] = -1j * loads[max(0, int(np.argmin(rests)) - 1)] if not rests.all() else -1j * loads[-1]


def lubrication_loss(state: State, unit: Unit, severity: float, rng: np.random.Generator) -> None:
    """Hotter, thinner and less oil: the film falls below the height of the asperities, which then carry load."""
    e = 1 - unit.asperity_m * (1.1 - 0.5 * severity) / state["clearance"]
    wanted = film.short_sommerfeld(min(e, 0.98)) / np.pi / (unit.length_m / unit.diameter_m) ** 2
    state["viscosity"] *= min(1.0, float(wanted / sommerfeld_of(state)))
    state["contact_share"] = 0.004 + 0.012 * severity
    state["contact_friction"] = rng.uniform(0.08, 0.15)


def cavitation(state: State, unit: Unit, severity: float, rng: np.random.Generator) -> None:
    state["cavitation_rate"] = (15 + 60 * severity) * rng.uniform(0.7, 1.3)
    state["cavitation_n"] = unit.built_for_n * (0.04 + 0.16 * severity) * rng.uniform(0.7, 1.3)


def wear(state: State, unit: Unit, severity: float, rng: np.random.Generator) -> None:
    """The bore widens, slowly even while it is recorded, loses its roundness, and lets the rotor's forces flutter."""
    state["clearance"] *= 1 + 0.4 * severity
    state["clearance_growth"] = 0.03 * severity
    state["out_of_round"] = 0.02 + 0.1 * severity
    state["out_of_round_rad"] = rng.uniform(0, np.pi)
    state["modulation"] = 0.1 + 0.4 * severity


def self_excited(state: State, unit: Unit, severity: float, rng: np.random.Generator) -> None:
    """The load is taken off until the film drives the journal: the state moves past the threshold, nothing is added.

    A bearing without load also fills badly, so its oil turns at somewhat less than half the shaft's speed.
    """
    state["entrainment"] = rng.uniform(0.86, 0.94)
    e = np.linspace(0.7, 0.002, 800)
    s = film.short_sommerfeld(e) / np.pi / (unit.length_m / unit.diameter_m) ** 2
    load = sommerfeld_of({**state, "load": 1.0}) / s
    share = state["omega"] * np.sqrt(state["clearance"] * unit.mass_kg / load) / film.whirl_threshold(e)[1]
    low, high = WHIRL_MARGIN
    state["load"] = -1j * float(np.exp(np.interp(low + (high - low) * severity, np.asarray(share), np.log(load))))
    state["kick"] = 0.4


def looseness(state: State, unit: Unit, severity: float, rng: np.random.Generator) -> None:
    state["support_loss"] = 0.5 + 0.4 * severity
    state["support_gap"] = 0.0


def rub(state: State, unit: Unit, severity: float, rng: np.random.Generator) -> None:
    """A seal touches on one side: hard contact with friction at a height the orbit reaches."""
    state["asperity"] = state["clearance"] * (0.35 + 0.2 * severity)
    state["contact_share"] = 0.1 + 0.2 * severity
    state["contact_friction"] = rng.uniform(0.2, 0.3)
    imbalance(state, unit, 0.5, rng)


APPLY: dict[str, tuple[Callable[[State, Unit, float, np.random.Generator], None], ...]] = {
    "healthy": (),
    "imbalance": (imbalance,),
    "misalignment": (misalignment,),
    "clearance": (clearance,),
    "lubrication_loss": (lubrication_loss,),
    "cavitation": (cavitation,),
    "wear": (wear,),
    "oil_whirl": (self_excited,),
    "oil_whip": (self_excited,),
    "misalignment_imbalance": (misalignment, imbalance),
    # Wear first: the film that is lost is the film of the wider bore.
    "wear_lubrication_loss": (wear, lubrication_loss),
    "looseness": (looseness,),
    "rub": (rub,),
    "cavitation_clearance": (clearance, cavitation),
}


def sommerfeld_of(state: State) -> float:
    radius, gap = state["radius"], state["clearance"]
    turns = state["omega"] / (2 * np.pi) * state["entrainment"]
    return float((radius / gap) ** 2 * state["viscosity"] * turns * 2 * radius * state["length"] / abs(state["load"]))
