"""The groups `shaft-orders` and `fault-orders`: lines at multiples of the shaft's speed, wherever that speed lies.

Each is a log ratio of neighbours in one spectrum, so neither gain nor load nor the floor's slope counts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from trainyard_lib.envelope import OrderSpectrum, band_prominence, prominence
from trainyard_lib.orders import WHIRL_BAND, BearingOrders

from .feature import Described

Array = NDArray[np.float64]
TINY = 1e-30
SHAFT_HIGHEST = 4.0
#: Amplitudes of lines are compared within so much of an order, or the window's own resolution.
NEAR = 0.02

SHAFT: tuple[Described, ...] = (
    Described("order_whirl", "1", "line between 0.38X and 0.49X", "a film that whirls"),
    Described("order_0.5x", "1", "line at 0.5X", "looseness, rub"),
    Described("order_1x", "1", "line at 1X", "unbalance"),
    Described("order_2x", "1", "line at 2X", "misalignment"),
    Described("order_3x", "1", "line at 3X", "misalignment"),
    Described("whirl_to_1x", "1", "log amplitude from 0.38X to 0.49X over 1X", "whirl against turning"),
    Described("2x_to_1x", "1", "log amplitude of 2X over 1X", "shape of the orbit"),
    Described("3x_to_1x", "1", "log amplitude of 3X over 1X", "shape of the orbit"),
)

#: The lines by which a bearing is judged; the threshold rule looks at these three and nothing else.
RULE_LINES = ("fault_outer", "fault_inner", "fault_ball")
FAULT: tuple[Described, ...] = (
    Described("fault_outer", "1", "mean of the lines at BPFO and its harmonics", "outer race"),
    Described("fault_inner", "1", "mean of the lines at BPFI and its harmonics", "inner race"),
    Described("fault_ball", "1", "mean of the lines at 2 BSF and its harmonics", "a ball that strikes both races"),
    Described("fault_spin", "1", "mean of the lines at BSF and its harmonics", "a ball that strikes one race"),
    Described("fault_cage", "1", "mean of the lines at FTF and its harmonics", "cage; a ball that slips"),
    Described("fault_shaft", "1", "mean of the lines at 1X and its harmonics", "strength that follows the shaft"),
    Described(
        "inner_side_bands", "1", "mean of the lines at BPFI - 1X and BPFI + 1X", "inner race that turns in a load"
    ),
    Described("ball_side_bands", "1", "mean of the lines at 2 BSF - FTF and 2 BSF + FTF", "ball carried by the cage"),
    Described("fault_race", "1", "the larger of fault_outer and fault_inner", "does any race stand out"),
)


def highest_fault_order(bearing: BearingOrders, harmonics: int) -> float:
    return harmonics * max(bearing.inner, bearing.outer, 2 * bearing.spin) + 1.5


def shaft_orders(plain: OrderSpectrum) -> Array:
    def size(low: float, high: float) -> Array:
        reach = np.maximum(NEAR, plain.resolution)
        top = np.empty(len(plain.amplitude))
        for i, (row, more) in enumerate(zip(plain.amplitude, reach, strict=True)):
            near = (plain.orders >= low - more) & (plain.orders <= high + more) & ~np.isnan(row)
            top[i] = row[near].max() if near.any() else 0.0
        return np.log(top + TINY)

    first = size(1.0, 1.0)
    return np.stack(
        [
            band_prominence(plain, *WHIRL_BAND),
            *(prominence(plain, order) for order in (0.5, 1.0, 2.0, 3.0)),
            size(*WHIRL_BAND) - first,
            size(2.0, 2.0) - first,
            size(3.0, 3.0) - first,
        ],
        axis=1,
    )


def fault_orders(envelope: OrderSpectrum, bearing: BearingOrders, harmonics: int) -> Array:
    def line(order: float) -> Array:
        return np.mean([prominence(envelope, k * order) for k in range(1, harmonics + 1)], axis=0)

    def pair(order: float, apart: float) -> Array:
        sides = [order - apart, order + apart]
        return np.mean([prominence(envelope, side) for side in sides if side > 0], axis=0)

    outer, inner = line(bearing.outer), line(bearing.inner)
    return np.stack(
        [
            outer,
            inner,
            line(2 * bearing.spin),
            line(bearing.spin),
            line(bearing.cage),
            line(1.0),
            pair(bearing.inner, 1.0),
            pair(2 * bearing.spin, bearing.cage),
            np.maximum(outer, inner),
        ],
        axis=1,
    )
