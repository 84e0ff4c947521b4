"""From one file of items to a data set of kind prompts on disk."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .item_file import is_item_file, read_items
from .plan import Files
from .prompt_items import NEEDED, Item, Items, roles_of, take_items
from .report import Report, Unusable

ITEMS_FILE = "data/items.jsonl"
GIVEN_SPLIT = "splits/given.csv"
#: More different answers than this are no classes.
_MOST_CLASSES = 50
_LONGEST_CLASS = 100


def _wanted(named: Mapping[str, str]) -> list[str]:
    return [named.get(role, role) for role in NEEDED]


def looks_like_prompts(files: Files, named: Mapping[str, str]) -> bool:
    """A single file with a column of inputs and one of expected answers, by these names or those of the settings."""
    if len(files) != 1 or not is_item_file(files[0][1]):
        return False
    path, name = files[0]
    try:
        if name.lower().endswith((".parquet", ".pq")):
            columns = [str(c) for c in pq.read_schema(path).names]
        else:
            columns = read_items(path, name, _wanted(named)).columns
        roles_of(columns, named)
    except (Unusable, pa.ArrowException, OSError):
        return False
    return True


def import_prompts(files: Files, named: Mapping[str, str], folder: Path, report: Report) -> Items:
    """Throws Unusable, for the whole import, where there is nothing that a prompt could be tried on."""
    usable = [file for file in files if is_item_file(file[1])]
    for _, name in files:
        if not is_item_file(name):
            report.refused(name, "items of prompts are read from one CSV, TSV, JSONL or Parquet file")
    if not usable:
        raise Unusable("There is no CSV, TSV, JSONL or Parquet file to read items from.")
    if len(usable) > 1:
        names = ", ".join(name for _, name in usable[:5])
        raise Unusable(f"Items of prompts come in one file, but there are {len(usable)}: {names}. Put them into one.")
    path, name = usable[0]
    try:
        table = read_items(path, name, _wanted(named))
        items = take_items(table, name, named, report)
    except Unusable as reason:
        report.refused(name, str(reason))
        raise Unusable(f"{name}: {reason}") from reason
    report.imported(name, items.notes)
    _write(folder, items.kept)
    return items


def classes_of(items: Sequence[Item]) -> list[str]:
    """Expected texts, where they are few and come again."""
    found = sorted({item.expected for item in items if item.expected.strip()})
    few = len(found) <= min(_MOST_CLASSES, len(items) - 1)
    return found if few and all(len(text) <= _LONGEST_CLASS for text in found) else []


def has_groups(items: Sequence[Item]) -> bool:
    return any(item.group for item in items)


def has_parts(items: Sequence[Item]) -> bool:
    return any(item.part for item in items)


def _write(folder: Path, items: Sequence[Item]) -> None:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    with (folder / ITEMS_FILE).open("w", encoding="utf-8", newline="\n") as file:
        for item in items:
            line = {
                "id": item.id,
                "input": item.input,
                "expected": item.expected,
                "group": item.group or None,
                "values": dict(item.values),
            }
            file.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
    classes, grouped = set(classes_of(items)), has_groups(items)
    with (folder / "index.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        head = ["sample_id", "file", "row", "rate_hz", "n", "scale", "label"]
        writer.writerow([*head, *(["group"] if grouped else [])])
        for i, item in enumerate(items):
            label = item.expected if item.expected in classes else ""
            writer.writerow([item.id, ITEMS_FILE, i, "", "", "", label, *([item.group] if grouped else [])])
    if has_parts(items):
        (folder / "splits").mkdir(exist_ok=True)
        with (folder / GIVEN_SPLIT).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["sample_id", "part"])
            writer.writerows([item.id, item.part] for item in items)
