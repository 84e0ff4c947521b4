"""Where the faults of a rolling bearing, a shaft and a whirling film put their lines, in orders of the shaft's speed.

Kinematics without slip (Randall & Antoni, "Rolling element bearing diagnostics: a tutorial", Mechanical Systems and
Signal Processing 25, 2011, eqs. 1-4). Real bearings slip, so a line lies within 1-2 % of what is said here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Oil whirl runs a little below half the shaft's speed; 0.38 to 0.49 in practice.
WHIRL = 0.43
WHIRL_BAND = (0.38, 0.49)


@dataclass(frozen=True)
class BearingOrders:
    """Passes or turns for each turn of the shaft."""

    #: Ball passes a point of the outer race (BPFO).
    outer: float
    #: Ball passes a point of the inner race (BPFI).
    inner: float
    #: A ball spins (BSF). A damaged spot strikes both races: twice in a spin.
    spin: float
    #: The cage turns (FTF).
    cage: float

    def __post_init__(self) -> None:
        for name in ("outer", "inner", "spin", "cage"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value > 0):
                raise ValueError(f"the {name} order of a bearing must be above 0, got {value}")


def bearing_orders(
    balls: int, ball_diameter: float, pitch_diameter: float, contact_angle_deg: float = 0.0
) -> BearingOrders:
    """From the geometry; the two diameters in the same unit. Inner race turning, outer race at rest."""
    if balls < 2:
        raise ValueError(f"a bearing has at least 2 balls, got {balls}")
    if not 0 < ball_diameter < pitch_diameter:
        raise ValueError(
            f"balls must be smaller than the pitch circle: got {ball_diameter:g} against {pitch_diameter:g}"
        )
    if not 0 <= contact_angle_deg < 90:
        raise ValueError(f"the contact angle must be from 0 up to 90 degrees, got {contact_angle_deg:g}")
    ratio = ball_diameter / pitch_diameter * math.cos(math.radians(contact_angle_deg))
    return BearingOrders(
        outer=balls / 2 * (1 - ratio),
        inner=balls / 2 * (1 + ratio),
        spin=pitch_diameter / (2 * ball_diameter) * (1 - ratio**2),
        cage=(1 - ratio) / 2,
    )


#: The drive-end bearing of the best-known public test rig: 9 balls of 0.3126 in on a pitch circle of 1.537 in.
SKF_6205 = bearing_orders(9, 7.940, 39.040)


def orders_from(settings: Mapping[str, Any]) -> BearingOrders:
    """Of a trainer's settings: the four orders typed directly, or a geometry."""
    if settings.get("from") == "orders":
        typed = settings["orders"]
        return BearingOrders(typed["outer"], typed["inner"], typed["spin"], typed["cage"])
    return bearing_orders(
        int(settings["balls"]),
        settings["ball_diameter_mm"],
        settings["pitch_diameter_mm"],
        settings.get("contact_angle_deg", 0.0),
    )


@dataclass(frozen=True)
class Line:
    name: str
    order: float
    hz: float


def named_lines(shaft_hz: float, bearing: BearingOrders | None = None) -> list[Line]:
    """What to draw under a spectrum at this speed, from low to high; the bearing's four only where it is known."""
    orders = {"0.43X": WHIRL, "1X": 1.0, "2X": 2.0}
    if bearing is not None:
        orders |= {"FTF": bearing.cage, "BSF": bearing.spin, "BPFO": bearing.outer, "BPFI": bearing.inner}
    return [Line(name, order, order * shaft_hz) for name, order in sorted(orders.items(), key=lambda item: item[1])]


def shaft_hz(text: str, unit: str) -> float:
    """A cell of the speed column in turns a second; NaN where it holds no speed above 0."""
    try:
        value = float(text)
    except ValueError:
        return math.nan
    turns = value / 60 if unit == "rpm" else value
    return turns if math.isfinite(turns) and turns > 0 else math.nan


#: Columns that say a speed by their name, and its unit.
SPEED_COLUMNS = {"speed_hz": "Hz", "shaft_hz": "Hz", "rotation_hz": "Hz", "speed_rpm": "rpm", "rpm": "rpm"}


def known_speed_hz(columns: Mapping[str, str]) -> float:
    """Turns a second of a recording whose columns name a speed; NaN where none does."""
    for name, unit in SPEED_COLUMNS.items():
        if name in columns:
            return shaft_hz(columns[name], unit)
    return math.nan


def marks_at(
    turns_hz: float, bearing: BearingOrders | None = None, *, below_hz: float = math.inf
) -> list[dict[str, Any]]:
    """What a section marks in a spectrum; nothing where the speed is NaN: a guessed line misleads."""
    if math.isnan(turns_hz):
        return []
    lines = named_lines(turns_hz, bearing)
    return [{"x": round(line.hz, 3), "label": line.name} for line in lines if line.hz < below_hz]


def marks_of(columns: Mapping[str, str], bearing: BearingOrders | None = None) -> list[dict[str, Any]]:
    """`marks_at` the speed that the columns of a recording name."""
    return marks_at(known_speed_hz(columns), bearing)
