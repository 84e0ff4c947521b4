"""A made-up bearing rig: faults strike at their orders, the balls slip, no two units ring alike."""

import csv
import json

import numpy as np
from trainyard_lib.orders import SKF_6205

CLASSES = ["ball", "inner", "outer"]
RATE = 6000
SECONDS = 2


def recording(label, speed, rng):
    n = RATE * SECONDS
    x = 0.2 * rng.standard_normal(n) + 0.5 * np.sin(2 * np.pi * speed * np.arange(n) / RATE)
    order = {"inner": SKF_6205.inner, "outer": SKF_6205.outer, "ball": None}[label]
    if order is None:  # a smeared spot strikes now and then, without a rhythm
        at = rng.uniform(0, SECONDS, 60)
    else:
        at = np.arange(0.01, SECONDS - 0.01, 1 / (order * speed))
        at = at + 0.01 / (order * speed) * rng.standard_normal(len(at))
    blows = np.zeros(n)
    blows[np.clip((at * RATE).astype(int), 0, n - 1)] = 1
    t = np.arange(80) / RATE
    return x + np.convolve(blows, np.exp(-500 * t) * np.sin(2 * np.pi * rng.uniform(1500, 2500) * t))[:n]


def write_bearings(folder, *, units=3, speed_text=str, change=lambda id, x: x):
    rng = np.random.default_rng(4)
    (folder / "data").mkdir(parents=True)
    rows = []
    for label in CLASSES:
        for unit in range(units):
            for take in range(2):
                speed, id = round(float(rng.uniform(28, 34)), 3), f"{label}-{unit}-{take}"
                x = change(id, recording(label, speed, rng))
                np.save(folder / "data" / f"{id}.npy", x.astype(np.float32))
                rows.append(
                    [id, f"data/{id}.npy", "", RATE, x.shape[-1], 1, label, f"{label}-{unit}", speed_text(60 * speed)]
                )
    with (folder / "index.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["sample_id", "file", "row", "rate_hz", "n", "scale", "label", "bearing", "rpm"])
        writer.writerows(rows)
    manifest = {
        "v": 1, "kind": "signals", "files": [], "label_column": "label", "unit_column": "bearing",
        "unit_columns": ["bearing"], "condition_columns": ["rpm"], "classes": CLASSES, "rates_hz": [RATE],
        "channels": ["axial"], "splits": {},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with (folder / "new_bearing.csv").open("w") as file:
        parts = dict.fromkeys(range(units - 1), "train") | {units - 1: "test"}
        file.write("sample_id,part\n" + "".join(f"{r[0]},{parts[int(r[7].split('-')[1])]}\n" for r in rows))
    return folder
