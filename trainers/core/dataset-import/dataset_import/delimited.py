"""Text tables: encoding, delimiter and header found out; every bad line known by its number."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from .report import Unusable

_DELIMITERS = (",", ";", "\t", "|")
_SHOWN_BAD_LINES = 5


@dataclass
class TextTable:
    table: pa.Table
    #: False where the first line was data already and columns are named c1, c2, ….
    has_header: bool
    #: "line 17 has 2 values, expected 3"
    bad_lines: list[str] = field(default_factory=list)


def decode(data: bytes) -> str:
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unusable("it is not text")
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unusable("its text encoding is unknown")


def _is_number(text: str) -> bool:
    try:
        float(text.strip().strip('"'))
    except ValueError:
        return False
    return True


def _delimiter(lines: list[str]) -> str | None:
    """The one that cuts most of the first lines alike; None for white space or a single column."""
    best, best_score = None, 0.0
    for delimiter in _DELIMITERS:
        counts = [line.count(delimiter) for line in lines]
        usual = max(set(counts), key=counts.count)
        if usual > 0 and counts.count(usual) / len(counts) > best_score:
            best, best_score = delimiter, counts.count(usual) / len(counts)
    return best


def read_text_table(path: Path) -> TextTable:
    text = decode(path.read_bytes())
    if not text.strip():
        raise Unusable("it is empty")
    head = [line for line in text[:65536].splitlines()[:200] if line.strip()]
    delimiter = _delimiter(head)
    if delimiter is None and len(head[0].split()) > 1 and all(_is_number(word) for word in head[0].split()):
        text = "\n".join("\t".join(line.split()) for line in text.splitlines())
        delimiter, head = "\t", ["\t".join(line.split()) for line in head]
    first = head[0].split(delimiter or ",")
    has_header = not all(_is_number(cell) for cell in first)
    # German exports: decimal comma, fields cut by semicolons.
    decimal = "," if delimiter == ";" and any("," in line for line in head[1:]) else "."
    bad: list[str] = []

    def on_bad(row: pacsv.InvalidRow) -> str:
        if len(bad) <= _SHOWN_BAD_LINES:
            bad.append(f"line {row.number} has {row.actual_columns} values, expected {row.expected_columns}")
        else:
            bad.append("")
        return "skip"

    try:
        table = pacsv.read_csv(
            io.BytesIO(text.encode("utf-8", "replace")),
            read_options=pacsv.ReadOptions(
                use_threads=False,
                column_names=None if has_header else [f"c{i + 1}" for i in range(len(first))],
            ),
            parse_options=pacsv.ParseOptions(delimiter=delimiter or ",", invalid_row_handler=on_bad),
            convert_options=pacsv.ConvertOptions(decimal_point=decimal, strings_can_be_null=True),
        )
    except pa.ArrowInvalid as error:
        raise Unusable(f"it cannot be read as a table ({str(error).splitlines()[0]})") from error
    names = [str(name).strip() for name in table.column_names]
    return TextTable(table.rename_columns(names), has_header, bad)


def bad_lines_in_words(bad: list[str]) -> str:
    named = [line for line in bad if line][:_SHOWN_BAD_LINES]
    more = len(bad) - len(named)
    return "; ".join(named) + (f"; and {more} more such lines" if more else "")
