"""Writing a data set version: raw arrays, index.csv, canonical manifest.json. The same content gives the same bytes."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_INDEX = ("sample_id", "file", "row", "rate_hz", "n", "scale", "label")


@dataclass(frozen=True)
class Recording:
    """One row of the index."""

    id: str
    file: str
    rate_hz: float
    n: int
    scale: float
    label: str
    unit: str
    conditions: dict[str, str]
    channels: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        return self.n / self.rate_hz


@dataclass
class Facts:
    """What the manifest says beside files and index."""

    kind: str
    unit_column: str | None = None
    label_column: str | None = None
    condition_columns: list[str] = field(default_factory=list)
    source: str = ""
    badge: str | None = None
    notes: list[str] = field(default_factory=list)
    #: Where the index is not made of recordings.
    classes: list[str] = field(default_factory=list)
    #: Split files that the data brought, by name.
    splits: dict[str, str] = field(default_factory=dict)


def number(value: float) -> str:
    """Whole numbers without a point, as the other language writes them too."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def write_signal(folder: Path, id: str, array: NDArray[Any]) -> str:
    file = f"data/{id}.npy"
    (folder / "data").mkdir(parents=True, exist_ok=True)
    kept = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    np.save(folder / file, kept, allow_pickle=False)
    return file


def write_index(folder: Path, recordings: Sequence[Recording], facts: Facts) -> None:
    unit = [facts.unit_column] if facts.unit_column else []
    with (folder / "index.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*_INDEX, *unit, *facts.condition_columns])
        for r in recordings:
            conditions = [r.conditions.get(c, "") for c in facts.condition_columns]
            head = [r.id, r.file, "", number(r.rate_hz), r.n, number(r.scale), r.label]
            writer.writerow([*head, *([r.unit] if unit else []), *conditions])


def write_manifest(folder: Path, recordings: Sequence[Recording], facts: Facts) -> str:
    """Returns the digest: sha256 of the canonical form, which is what the file holds."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    manifest: dict[str, Any] = {
        "v": 1,
        "kind": facts.kind,
        "files": [
            {"path": p.relative_to(folder).as_posix(), "size": p.stat().st_size, "sha256": sha256_of(p)} for p in files
        ],
        "label_column": facts.label_column,
        "unit_column": facts.unit_column,
        "unit_columns": [facts.unit_column] if facts.unit_column else [],
        "condition_columns": facts.condition_columns,
        "classes": sorted({*facts.classes, *(r.label for r in recordings if r.label)}),
        "rates_hz": sorted({_whole(r.rate_hz) for r in recordings}),
        "channels": sorted({c for r in recordings for c in r.channels}, key=_first_seen(recordings)),
        "badge": facts.badge,
        "source": facts.source,
        "notes": facts.notes,
        "splits": facts.splits,
    }
    text = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _first_seen(recordings: Sequence[Recording]):
    order: dict[str, int] = {}
    for r in recordings:
        for channel in r.channels:
            order.setdefault(channel, len(order))
    return order.__getitem__


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
