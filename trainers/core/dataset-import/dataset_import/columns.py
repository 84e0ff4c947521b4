"""Which column of a table of recordings is what, by the names people give them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .report import Unusable

SYNONYMS: dict[str, tuple[str, ...]] = {
    "file": ("file", "filename", "file_name", "path", "filepath", "file_path", "recording", "recording_file"),
    "label": ("label", "class", "fault", "fault_type", "condition_label", "target", "state", "diagnosis", "y"),
    "rate_hz": ("rate_hz", "rate", "fs", "fs_hz", "sampling_hz", "sampling_rate", "sampling_rate_hz", "sample_rate",
                "sample_rate_hz", "sampling_frequency", "samplerate", "frequency_hz"),
    "scale": ("scale", "g_per_count", "volts_per_count", "units_per_count", "sensitivity_scale", "gain", "factor"),
    "unit": ("unit", "unit_id", "bearing_id", "bearing", "machine", "machine_id", "rig", "rig_id", "specimen",
             "specimen_id", "asset", "asset_id", "engine", "engine_id", "patient", "patient_id", "subject",
             "subject_id", "device", "device_id", "serial", "serial_number", "group"),
    "row": ("row", "row_index"),
    "n": ("n", "samples", "n_samples", "length", "num_samples"),
    "sample_id": ("sample_id", "recording_id", "id"),
}  # fmt: skip
#: "unit" is also a word for what a number is measured in.
_MEASURES = {"g", "m/s2", "m/s^2", "mm/s", "v", "mv", "um", "µm", "a", "rpm", "pa", "counts", "raw", "ms-2"}


def plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


@dataclass(frozen=True)
class Roles:
    """Role → the table's own column name; conditions are all other columns."""

    by_role: Mapping[str, str]
    conditions: Sequence[str] = field(default_factory=list)

    def get(self, role: str) -> str | None:
        return self.by_role.get(role)


def recognise(columns: Sequence[str], overrides: Mapping[str, str], values_of: Mapping[str, Sequence[str]]) -> Roles:
    """`overrides` come from the configuration and win; a column that it names and that is not there is an error."""
    found: dict[str, str] = {}
    for role, column in overrides.items():
        if column not in columns:
            raise Unusable(f"columns.{role} names {column!r}; the table has {', '.join(columns)}")
        found[role] = column
    for role, synonyms in SYNONYMS.items():
        if role in found:
            continue
        for synonym in synonyms:  # the first synonym is the surest
            match = next((c for c in columns if plain(c) == synonym and c not in found.values()), None)
            if match is None or (role == "unit" and _is_measure(values_of.get(match, ()))):
                continue
            found[role] = match
            break
    return Roles(found, [c for c in columns if c not in found.values()])


def _is_measure(values: Sequence[str]) -> bool:
    filled = {v.strip().lower() for v in values if v.strip()}
    return bool(filled) and filled <= _MEASURES
