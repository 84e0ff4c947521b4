"""signal-features on many folds in one process: its own features, fits and scores, without its pages.

Every window is measured once, since no feature depends on another window; each fit sees its training part alone.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from signal_features import stages
from signal_features.groups import NAMES, Recipe
from signal_features.windows import Table, extract
from trainyard_lib import SplitMap, read_dataset


def columns_of(table: Table, groups: list[str]) -> list[int]:
    wanted = {name for group in groups for name in NAMES[group]}
    return [i for i, name in enumerate(table.names) if name.rpartition(":")[2] in wanted]


def part_of(table: Table, columns: list[int]) -> Table:
    return Table(**{**table.__dict__, "x": table.x[:, columns], "names": [table.names[i] for i in columns]})


def said(table: Table, parts: dict[str, str], config: dict[str, Any], seed: int) -> list[dict[str, str]]:
    rows = table.rows(SplitMap(parts))  # pyright: ignore[reportArgumentType]
    fit = stages.Fit("main", rows["train"], rows["validation"], True)
    # The trainer's own seed for its first chunk.
    fitted = stages.begin_fit(table, fit, config, seed * 1000, 1)
    while fitted.model.finished < fitted.model.chunks:
        stages.fit_chunk(table, fit, fitted)
    answers = fitted.scores(table, rows["test"]).argmax(axis=1)
    return [
        {"id": table.ids[i], "truth": table.classes[table.y[i]], "said": table.classes[int(k)]}
        for i, k in zip(rows["test"], answers, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--request", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args()
    request = json.loads(args.request.read_text())
    data, families = read_dataset(Path(request["dataset"])), request["families"]
    window = families[0]["config"]["window"]
    every = list(dict.fromkeys(group for one in families for group in one["config"]["groups"]))
    whole = extract(data, Recipe.of({**families[0]["config"], "groups": every}), window["seconds"], window["overlap"])
    with args.output.open("w") as file:
        for family in families:
            table = part_of(whole, columns_of(whole, family["config"]["groups"]))
            for protocol, folds in request["protocols"].items():
                began = time.monotonic()
                found = [one for parts in folds for one in said(table, parts, family["config"], request["seed"])]
                line = {"family": family["id"], "protocol": protocol, "seconds": time.monotonic() - began}
                file.write(json.dumps({**line, "said": found}) + "\n")
                file.flush()
                print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
