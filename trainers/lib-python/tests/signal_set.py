"""A small data set version on disk."""

import csv
import json

import numpy as np


def write_set(folder, recordings, *, classes, unit_column="machine"):
    """recordings: (id, array, rate_hz, scale, label, unit)"""
    (folder / "data").mkdir(parents=True)
    rows = []
    for id, array, rate_hz, scale, label, unit in recordings:
        np.save(folder / "data" / f"{id}.npy", array)
        rows.append([id, f"data/{id}.npy", "", rate_hz, array.shape[-1], scale, label, unit])
    with (folder / "index.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["sample_id", "file", "row", "rate_hz", "n", "scale", "label", "machine"])
        writer.writerows(rows)
    manifest = {"v": 1, "kind": "signals", "files": [], "classes": classes, "unit_column": unit_column}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder
