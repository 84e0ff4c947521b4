"""Rows of one text table, JSON Lines or Parquet file, every value as the text that it is."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.parquet as pq

from .columns import plain
from .delimited import decode
from .report import Unusable

JSON_LINES = (".jsonl", ".ndjson")
ITEM_FILES = (".csv", ".tsv", ".txt", *JSON_LINES, ".parquet", ".pq")
_DELIMITERS = (",", "\t", ";", "|")
_MOST_COLUMNS = 1000


@dataclass
class ItemTable:
    columns: list[str]
    #: Row numbers count as people do: from 1, without the header.
    rows: list[tuple[int, dict[str, str]]]
    #: Row number → why it could not be read.
    bad: list[tuple[int, str]] = field(default_factory=list)


def as_text(value: object) -> str:
    """What an answer is compared with: texts as they are, all else as JSON writes it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def is_item_file(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in ITEM_FILES


def read_items(path: Path, name: str, wanted: Sequence[str]) -> ItemTable:
    """`wanted`: the columns that tell by which character a text table is cut."""
    if path.stat().st_size == 0:
        raise Unusable("it is empty")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in (".parquet", ".pq"):
        return _from_parquet(path)
    text = decode(path.read_bytes())
    if not text.strip():
        raise Unusable("it is empty")
    return _from_json_lines(text) if suffix in JSON_LINES else _from_text(text, wanted)


def _from_parquet(path: Path) -> ItemTable:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise Unusable(f"it is damaged or no Parquet file ({str(error).splitlines()[0]})") from error
    rows = [(i, {str(k): as_text(v) for k, v in row.items()}) for i, row in enumerate(table.to_pylist(), 1)]
    return ItemTable([str(c) for c in table.column_names], rows)


def _from_json_lines(text: str) -> ItemTable:
    found, columns = ItemTable([], []), dict[str, None]()
    # Not splitlines(): that also cuts at separators which may stand inside a JSON text.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deep, or no JSON"
            found.bad.append((number, f"it is no JSON ({reason})"))
            continue
        if not isinstance(row, dict):
            found.bad.append((number, 'it is no JSON object, such as {"input": "…", "expected": "…"}'))
            continue
        found.rows.append((number, {str(k): as_text(v) for k, v in row.items()}))
        columns.update(dict.fromkeys(row))
        if len(columns) > _MOST_COLUMNS:
            raise Unusable(f"its first {number} lines have more than {_MOST_COLUMNS} different keys: that is no table")
    found.columns += columns
    return found


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    # Answers may be long; what is too long is told of its row later.
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str, wanted: Sequence[str]) -> str:
    """The one that gives the columns that are looked for; else the one that gives most."""
    names = {plain(name) for name in wanted}

    def fits(delimiter: str) -> tuple[int, int]:
        header = next(_records(text, delimiter), [])
        return len(names & {plain(name) for name in header}), len(header)

    return max(_DELIMITERS, key=fits)


def _from_text(text: str, wanted: Sequence[str]) -> ItemTable:
    try:
        records = _records(text, _delimiter(text, wanted))
        columns = [name.strip() for name in next(records, [])]
        twice = next((c for c in columns if columns.count(c) > 1), None)
        if twice is not None:
            raise Unusable(f"its column {twice!r} comes twice")
        found = ItemTable(columns, [])
        for number, record in enumerate((r for r in records if r), 1):
            if len(record) != len(columns):
                found.bad.append((number, f"it has {len(record)} values, expected {len(columns)}"))
            else:
                found.rows.append((number, dict(zip(columns, record, strict=True))))
    except csv.Error as error:
        raise Unusable(f"it cannot be read as a table ({error})") from error
    return found
