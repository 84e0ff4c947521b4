"""Tables: rows and columns, kept as one Parquet file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.parquet as pq

from .delimited import bad_lines_in_words, read_text_table
from .plan import Files
from .report import Report, Unusable
from .version import sha256_of

TABLE_FILE = "data/table.parquet"


def looks_like_table(files: Files) -> bool:
    """A single tabular file, with nothing beside it that it could describe."""
    tabular = [name for _, name in files if PurePosixPath(name).suffix.lower() in (".csv", ".tsv", ".parquet", ".pq")]
    return len(tabular) == len(files) == 1


def _read(path: Path, name: str, report: Report) -> tuple[pa.Table, list[str]]:
    if path.stat().st_size == 0:
        raise Unusable("it is empty")
    if PurePosixPath(name).suffix.lower() in (".parquet", ".pq"):
        try:
            return pq.read_table(path), []
        except (pa.ArrowException, OSError) as error:
            raise Unusable(f"it is damaged or no Parquet file ({str(error).splitlines()[0]})") from error
    found = read_text_table(path)
    if found.bad_lines:
        words = f"{len(found.bad_lines)} lines were left out: {bad_lines_in_words(found.bad_lines)}"
        return found.table, [words]
    return found.table, []


def _warnings(table: pa.Table) -> list[str]:
    empty = [name for name in table.column_names if table[name].null_count == len(table)]
    return [f"columns without any value: {', '.join(empty)}"] if empty else []


def import_tables(files: Files, folder: Path, report: Report) -> pa.Table | None:
    """Files with the same columns become one table; the others are refused by name."""
    read: list[tuple[str, pa.Table, list[str]]] = []
    contents: dict[str, str] = {}
    for path, name in files:
        try:
            table, warnings = _read(path, name, report)
            if len(table) == 0:
                raise Unusable("it has no rows")
            key = sha256_of(path)
            if key in contents:
                raise Unusable(f"it has the same content as {contents[key]}")
            contents[key] = name
        except Unusable as reason:
            report.refused(name, str(reason))
            continue
        read.append((name, table, warnings + _warnings(table)))
    if not read:
        return None
    layouts = [tuple(table.column_names) for _, table, _ in read]
    usual = max(layouts, key=lambda layout: (layouts.count(layout), -layouts.index(layout)))
    kept: Sequence[tuple[str, pa.Table, list[str]]] = [
        r for r, layout in zip(read, layouts, strict=True) if layout == usual
    ]
    for (name, _, _), layout in zip(read, layouts, strict=True):
        if layout != usual:
            report.refused(name, f"its columns are {', '.join(layout)}; those of {kept[0][0]} are {', '.join(usual)}")
    tables: list[pa.Table] = []
    for name, table, warnings in kept:
        report.imported(name, warnings)
        tables.append(table if len(kept) == 1 else table.append_column("source_file", pa.array([name] * len(table))))
    whole = pa.concat_tables(tables, promote_options="permissive")
    (folder / "data").mkdir(parents=True, exist_ok=True)
    pq.write_table(whole.replace_schema_metadata(None), folder / TABLE_FILE, compression="zstd")
    return whole
