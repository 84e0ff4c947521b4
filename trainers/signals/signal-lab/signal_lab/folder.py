"""The data set's folder: one .npy a class, index.csv, two ready-made splits, manifest.json."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from .population import RATE_HZ, Case, Recording, nominal_film

BADGE = "SIMULATED"
UNIT_COLUMNS = ("unit", "operating_point")
CONDITION_COLUMNS = (
    "speed_hz",
    "load_n",
    "oil_temperature_c",
    "severity",
    "seed",
    "sommerfeld",
    "eccentricity",
    "h_min_um",
)
COLUMNS = ("sample_id", "file", "row", "rate_hz", "n", "scale", "label", *UNIT_COLUMNS, *CONDITION_COLUMNS)
NOTES = (
    "Simulated: x and y of a journal bearing housing in mm/s; no machine was measured.",
    "sommerfeld, eccentricity and h_min_um are those of the sound rig at the recorded speed, load and temperature, "
    "as a control room would work them out; a fault moves the film away from them.",
    "Operating point 0 carries the lightest load, the last one the heaviest.",
)
# A 16-bit converter whose range is set a little above each signal's own peak.
COUNTS, HEADROOM = 32767, 1.05

Row = dict[str, str | int | float]


def sample_id(case: Case) -> str:
    return f"{case.label}-u{case.unit.number:02d}-p{case.point.number:02d}"


def write_class(folder: Path, recording: Recording) -> list[Row]:
    """Writes data/<class>.npy, (signals, 2, samples) of 16-bit counts, and returns its rows of the index."""
    label = recording.cases[0].label
    signals = recording.signals
    scale = np.abs(signals).max(axis=(1, 2)) * HEADROOM / COUNTS
    (folder / "data").mkdir(parents=True, exist_ok=True)
    file = f"data/{label}.npy"
    np.save(folder / file, np.rint(signals / scale[:, None, None]).astype("<i2"))
    rows: list[Row] = []
    for row, case in enumerate(recording.cases):
        s, e, h_min = nominal_film(case)
        rows.append(
            {
                "sample_id": sample_id(case),
                "file": file,
                "row": row,
                "rate_hz": RATE_HZ,
                "n": signals.shape[2],
                "scale": float(scale[row]),
                "label": label,
                "unit": f"rig-{case.unit.number + 1:02d}",
                "operating_point": case.point.number,
                "speed_hz": round(case.point.speed_hz, 4),
                "load_n": round(case.point.load_n, 3),
                "oil_temperature_c": round(case.point.oil_temperature_c, 3),
                "severity": round(case.severity, 4),
                "seed": case.seed,
                "sommerfeld": round(s, 6),
                "eccentricity": round(e, 5),
                "h_min_um": round(h_min, 3),
            }
        )
    return rows


def shares(count: int) -> tuple[int, int]:
    """How many go to validation and to test: 2 and 2 of 13, at least one of each from three on."""
    part = max(1, round(count * 2 / 13)) if count >= 3 else 0
    return part, part


def part_by_place(place: int, count: int) -> str:
    validation, test = shares(count)
    if place >= count - test:
        return "test"
    return "validation" if place >= count - test - validation else "train"


def write_splits(folder: Path, rows: list[Row]) -> dict[str, str]:
    """By unit: the last rigs are new ones. By operating region: the heaviest loads were never trained on."""
    (folder / "splits").mkdir(exist_ok=True)
    written: dict[str, str] = {}
    for name, column in (("by_unit", "unit"), ("by_operating_region", "operating_point")):
        values = sorted({row[column] for row in rows}, key=str if column == "unit" else int)
        place = {value: i for i, value in enumerate(values)}
        path = f"splits/{name}.csv"
        with (folder / path).open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["sample_id", "part"])
            writer.writerows([row["sample_id"], part_by_place(place[row[column]], len(values))] for row in rows)
        written[name] = path
    return written


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_data_set(folder: Path, rows: list[Row], classes: list[str], source: str) -> dict[str, Any]:
    """Everything but the signals, which are there already; the manifest comes last."""
    with (folder / "index.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list[str](COLUMNS), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    splits = write_splits(folder, rows)
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.json")
    manifest = {
        "v": 1,
        "kind": "signals",
        "files": [
            {"path": p.relative_to(folder).as_posix(), "size": p.stat().st_size, "sha256": sha256(p)} for p in files
        ],
        "label_column": "label",
        "unit_column": "unit",
        "unit_columns": list(UNIT_COLUMNS),
        "condition_columns": list(CONDITION_COLUMNS),
        "classes": classes,
        "rates_hz": [RATE_HZ],
        "channels": ["x", "y"],
        "badge": BADGE,
        "source": source,
        "notes": list(NOTES),
        "splits": splits,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, sort_keys=True, separators=(",", ":")))
    return manifest
