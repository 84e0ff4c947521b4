"""Which signals there are and what is known of each: from a table of recordings, or from folders and file names."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.parquet as pq

from .columns import Roles, recognise
from .delimited import bad_lines_in_words, read_text_table
from .report import Report, Unusable
from .signal_files import READERS, TABULAR

Files = Sequence[tuple[Path, str]]


@dataclass(frozen=True)
class Wanted:
    """One signal to import, with what its row or its place says of it."""

    path: Path
    shown_as: str
    label: str = ""
    rate_hz: float | None = None
    scale: float = 1.0
    unit: str = ""
    row: int | None = None
    #: The number of samples that the table claims.
    n: int | None = None
    conditions: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass
class Plan:
    wanted: list[Wanted]
    roles: Roles | None = None
    how: str = ""


def sort_out(files: Files, report: Report, also: Sequence[str] = ()) -> Files:
    """Leaves out, by name, what is no data. `also`: endings that are read beside those of signals and tables."""
    kept: list[tuple[Path, str]] = []
    for path, name in files:
        parts = PurePosixPath(name).parts
        if any(p.startswith(".") or p in ("__MACOSX", "Thumbs.db") for p in parts):
            report.left_out(name, "a hidden file of the operating system")
        elif re.match(r"(readme|licen[cs]e|changelog|copying)\b", parts[-1], re.IGNORECASE):
            report.left_out(name, "documentation")
        elif PurePosixPath(name).suffix.lower() not in (*READERS, *also):
            report.refused(name, f"{PurePosixPath(name).suffix or 'no ending'} is no format that is read here")
        else:
            kept.append((path, name))
    return kept


def _rows(path: Path, name: str) -> tuple[list[str], list[dict[str, str]], list[str]]:
    if PurePosixPath(name).suffix.lower() in (".parquet", ".pq"):
        try:
            table, bad = pq.read_table(path), list[str]()
        except (pa.ArrowException, OSError) as error:
            raise Unusable(f"it is damaged or no Parquet file ({error})") from error
    else:
        text = read_text_table(path)
        table, bad = text.table, text.bad_lines
    columns = [str(c) for c in table.column_names]
    rows = [{k: _as_text(v) for k, v in row.items()} for row in table.to_pylist()]
    return columns, rows, bad


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def from_table(files: Files, overrides: Mapping[str, str], report: Report) -> Plan | None:
    """A CSV or Parquet file with a column of file names that are here; None if there is no such table."""
    tabular = [f for f in files if PurePosixPath(f[1]).suffix.lower() in TABULAR]
    likely = sorted(tabular, key=lambda f: (PurePosixPath(f[1]).stem.lower() not in ("recordings", "index"), f[1]))
    others = {name for _, name in files}
    places = _Places(files)
    for path, name in likely[:50]:
        if PurePosixPath(name).suffix.lower() in (".txt", ".dat") or len(others) < 2:
            continue
        try:
            columns, rows, bad = _rows(path, name)
            values = {c: [row[c] for row in rows] for c in columns}
            named = {k: v for k, v in overrides.items() if PurePosixPath(name).stem == "recordings" or v in columns}
            roles = recognise(columns, named, values)
        except (Unusable, OSError):
            if PurePosixPath(name).stem.lower() == "recordings":
                raise
            continue
        column = roles.get("file")
        if column is None or not any(places.find(row[column], name) for row in rows):
            continue
        if bad:
            report.refused(name, f"lines of this table were skipped: {bad_lines_in_words(bad)}")
        report.used(name, f"the table of recordings, {len(rows)} rows")
        return _plan_of(name, rows, roles, files, places, report)
    return None


class _Places:
    """Files by name and by the last part of it: a table of a hundred thousand rows asks for each of as many files."""

    def __init__(self, files: Files) -> None:
        self._by_name = {name: (path, name) for path, name in files}
        self._by_last: dict[str, list[tuple[Path, str]]] = {}
        for file in files:
            self._by_last.setdefault(PurePosixPath(file[1]).name, []).append(file)

    def find(self, wanted: str, table: str) -> tuple[Path, str] | None:
        """Beside the table first, then by the same ending of the path, anywhere."""
        if not wanted:
            return None
        wanted = wanted.replace("\\", "/").removeprefix("./")
        beside = (PurePosixPath(table).parent / wanted).as_posix()
        if beside in self._by_name:
            return self._by_name[beside]
        alike = self._by_last.get(PurePosixPath(wanted).name, [])
        matches = [f for f in alike if f[1] == wanted or f[1].endswith(f"/{wanted}")]
        return matches[0] if len(matches) == 1 else None


def _number(text: str, what: str) -> float | None:
    """None where the table says nothing; NaN is how Parquet files say that."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise Unusable(f"{what} is {text!r}, not a number") from None
    if math.isnan(value):
        return None
    if math.isinf(value):
        raise Unusable(f"{what} is {text}, not a finite number")
    return value


def _scale(text: str) -> float:
    scale = _number(text, "the scale")
    if scale == 0:
        raise Unusable("the scale is 0, which would make every value 0; leave it empty where there is none")
    return 1.0 if scale is None else scale


def _plan_of(
    table: str, rows: list[dict[str, str]], roles: Roles, files: Files, places: _Places, report: Report
) -> Plan:
    wanted: list[Wanted] = []
    used: set[str] = {table}

    def get(row: dict[str, str], role: str) -> str:
        column = roles.get(role)
        return row[column] if column else ""

    for i, row in enumerate(rows):
        name = get(row, "file")
        file = places.find(name, table)
        if file is None:
            report.refused(name or f"{table} row {i + 1}", f"{table} names it in row {i + 1}, but it is not here")
            continue
        used.add(file[1])
        try:
            row_number = _number(get(row, "row"), "row")
            claimed = _number(get(row, "n"), "the number of samples")
            wanted.append(
                Wanted(
                    *file,
                    label=get(row, "label"),
                    rate_hz=_number(get(row, "rate_hz"), "the sampling rate"),
                    scale=_scale(get(row, "scale")),
                    unit=get(row, "unit"),
                    row=None if row_number is None else int(row_number),
                    n=None if claimed is None else int(claimed),
                    conditions={c: row[c] for c in roles.conditions},
                )
            )
        except Unusable as reason:
            report.refused(file[1], f"{table} row {i + 1}: {reason}")
    for _, name in files:
        if name not in used:
            report.left_out(name, f"{table} does not name it")
    return Plan(wanted, roles, f"the table {table}")


def from_places(files: Files, label_from: str) -> Plan:
    """One file a recording; the label is its folder, or its name without the number at the end."""
    names = [name for _, name in files]
    labels = _labels(names, label_from)
    how = {"folder": "one file a recording, labels from folders", "filename": "one file a recording, labels from names"}
    source = label_from if label_from != "auto" else _best_source(names)
    wanted = [Wanted(path, name, label=label) for (path, name), label in zip(files, labels, strict=True)]
    return Plan(wanted, None, how.get(source, "one file a recording, no labels"))


def _folder(name: str) -> str:
    return PurePosixPath(name).parent.name


def _stem(name: str) -> str:
    return re.sub(r"[-_ .(]*\d+\)?$", "", PurePosixPath(name).stem)


def _best_source(names: Sequence[str]) -> str:
    if len({_folder(n) for n in names}) > 1 and all(_folder(n) for n in names):
        return "folder"
    stems = {_stem(n) for n in names}
    return "filename" if 1 < len(stems) < len(names) and "" not in stems else "none"


def _labels(names: Sequence[str], label_from: str) -> list[str]:
    source = _best_source(names) if label_from == "auto" else label_from
    if source == "folder":
        return [_folder(n) for n in names]
    return [_stem(n) if source == "filename" else "" for n in names]
