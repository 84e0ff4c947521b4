"""Which numbers a window becomes: the groups that were chosen, in their order, for each channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray
from trainyard_lib.envelope import Band, Whitening, envelope, spectrum, to_orders
from trainyard_lib.orders import BearingOrders, orders_from

from . import envelope_features, features, order_features

Array = NDArray[np.float64]
GENERAL, ENVELOPE, SHAFT, FAULT = "general", "envelope", "shaft-orders", "fault-orders"
ORDER = (GENERAL, ENVELOPE, SHAFT, FAULT)
NAMES: Mapping[str, tuple[str, ...]] = {
    GENERAL: tuple(f.name for f in features.FEATURES),
    ENVELOPE: tuple(d.name for d in envelope_features.DESCRIBED),
    SHAFT: tuple(d.name for d in order_features.SHAFT),
    FAULT: tuple(d.name for d in order_features.FAULT),
}
#: As an axis bears it: shares have none, and the sensor's own is not known here.
UNITS: Mapping[str, str] = {
    d.name: "" if d.unit in ("1", "signal") else d.unit
    for d in (*features.FEATURES, *envelope_features.DESCRIBED, *order_features.SHAFT, *order_features.FAULT)
}
#: Below so many turns a window, lines of different orders run into each other.
FEW_TURNS = 10


@dataclass(frozen=True)
class Recipe:
    groups: tuple[str, ...]
    whitening: Whitening
    band: Band | Literal["full", "kurtogram"]
    bearing: BearingOrders | None
    harmonics: int
    speed_column: str
    speed_unit: str

    @staticmethod
    def of(config: Mapping[str, Any]) -> Recipe:
        groups = tuple(group for group in ORDER if group in config["groups"])
        choice = config["envelope"]
        fixed = (float(choice["low_hz"]), float(choice["high_hz"]))
        return Recipe(
            groups=groups,
            whitening=cast("Whitening", choice["whitening"]),
            band=fixed if choice["band"] == "fixed" else choice["band"],
            bearing=orders_from(config["bearing"]) if FAULT in groups else None,
            harmonics=config["harmonics"],
            speed_column=config["speed"]["column"],
            speed_unit=config["speed"]["unit"],
        )

    @property
    def needs_speed(self) -> bool:
        return SHAFT in self.groups or FAULT in self.groups

    @property
    def names(self) -> list[str]:
        """Of one channel."""
        return [name for group in self.groups for name in NAMES[group]]

    def names_of(self, channels: list[str]) -> list[str]:
        """One channel needs no prefix."""
        if len(channels) == 1:
            return self.names
        return [f"{channel}:{name}" for channel in channels for name in self.names]

    def in_words(self) -> list[str]:
        said: list[str] = []
        if ENVELOPE in self.groups or FAULT in self.groups:
            before = {
                "cepstrum": "whitened by the cepstrum",
                "ar": "whitened by linear prediction",
                "none": "not whitened",
            }
            where = {"full": "the whole band", "kurtogram": "the band that each window's kurtogram chooses"}
            band = where[self.band] if isinstance(self.band, str) else f"{self.band[0]:g} to {self.band[1]:g} Hz"
            said.append(f"Envelope of {band}, {before[self.whitening]}.")
        if self.bearing is not None:
            b = self.bearing
            said.append(
                f"Orders of the bearing: BPFO {b.outer:.3f}, BPFI {b.inner:.3f}, BSF {b.spin:.3f}, FTF {b.cage:.3f}; "
                f"{self.harmonics} harmonics of each."
            )
        return said

    def measure(self, windows: NDArray[np.floating], rate_hz: float, shaft_hz: float) -> Array:
        """(windows, samples) or (windows, channels, samples) of one recording to (windows, features)."""
        if windows.ndim == 2:
            windows = windows[:, None, :]
        rows = []
        for start in range(0, len(windows), features.BATCH):
            batch = windows[start : start + features.BATCH]
            blocks = [self._channel(batch[:, c], rate_hz, shaft_hz) for c in range(batch.shape[1])]
            rows.append(np.concatenate(blocks, axis=1))
        return np.nan_to_num(np.concatenate(rows), nan=0.0, posinf=0.0, neginf=0.0)

    def _channel(self, x: NDArray[np.floating], rate_hz: float, shaft_hz: float) -> Array:
        x = np.ascontiguousarray(x, dtype=np.float64)
        speeds = np.full(len(x), shaft_hz)
        made: dict[str, Array] = {}
        if GENERAL in self.groups:
            made[GENERAL] = features.measure_batch(x[:, None, :], rate_hz)
        if SHAFT in self.groups:
            plain = spectrum(x, rate_hz, up_to_hz=(order_features.SHAFT_HIGHEST + 0.5) * shaft_hz)
            made[SHAFT] = order_features.shaft_orders(to_orders(plain, speeds, highest=order_features.SHAFT_HIGHEST))
        if ENVELOPE in self.groups or FAULT in self.groups:
            band = (0.0, rate_hz / 2) if self.band == "full" else self.band
            squared = envelope(x, rate_hz, whitening=self.whitening, band=cast("Any", band))
            if ENVELOPE in self.groups:
                low = spectrum(squared, rate_hz, up_to_hz=envelope_features.EDGES_HZ[-1])
                made[ENVELOPE] = envelope_features.measure(squared, low)
            if self.bearing is not None:
                highest = order_features.highest_fault_order(self.bearing, self.harmonics)
                low = spectrum(squared, rate_hz, up_to_hz=(highest + 0.5) * shaft_hz)
                made[FAULT] = order_features.fault_orders(
                    to_orders(low, speeds, highest=highest), self.bearing, self.harmonics
                )
        return np.concatenate([made[group] for group in self.groups], axis=1)


def table() -> str:
    """README.md's table of the groups beside `general`."""
    rows = ["| group | name | formula | what it says |", "| --- | --- | --- | --- |"]
    described = {ENVELOPE: envelope_features.DESCRIBED, SHAFT: order_features.SHAFT, FAULT: order_features.FAULT}
    rows += [f"| {group} | `{d.name}` | {d.formula} | {d.says} |" for group, all in described.items() for d in all]
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
