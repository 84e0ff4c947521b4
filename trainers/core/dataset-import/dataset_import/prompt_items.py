"""Items that a prompt is tried on: what is asked, what is expected, and what belongs together."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .columns import plain
from .item_file import ItemTable
from .report import Report, Unusable

#: Where a table says itself which part an item is of; those of `train` and `validation` are dealt out among all but
#: test.
PARTS = ("feedback", "select", "confirm", "test", "train", "validation")
ROLES = ("id", "input", "expected", "group", "part")
NEEDED = ("input", "expected")
MOST_CHARACTERS = 100_000
MOST_ITEMS = 100_000
_MOST_ID = 200
_SHOWN = 5
#: White space as the other language counts it: what is equal here has to be equal there.
_BLANK = re.compile("[\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


@dataclass(frozen=True)
class Item:
    id: str
    #: The row that it came from, for people.
    row: int
    input: str
    expected: str
    group: str
    part: str
    values: Mapping[str, str]


@dataclass
class Items:
    kept: list[Item]
    notes: list[str] = field(default_factory=list)


def content_hash(text: str) -> str:
    """Equal but for capitals, blanks and Unicode form."""
    plain_text = _BLANK.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip(" ")
    return hashlib.sha256(plain_text.encode()).hexdigest()


def roles_of(columns: Sequence[str], named: Mapping[str, str]) -> dict[str, str]:
    """Role → the table's own column name. `named` comes from the settings and wins."""
    roles: dict[str, str] = {}
    for role in ROLES:
        if role in named:
            if named[role] not in columns:
                raise Unusable(f"columns.{role} names {named[role]!r}; the table has {_list(columns)}")
            roles[role] = named[role]
    for role in ROLES:
        found = next((c for c in columns if plain(c) == role and c not in roles.values()), None)
        if role not in roles and found is not None:
            roles[role] = found
    missing = [role for role in NEEDED if role not in roles]
    if missing:
        many = "columns" if len(missing) > 1 else "column"
        ways = ", ".join(f"columns.{role}=NAME" for role in missing)
        raise Unusable(
            f"the {many} {' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} missing; the table has "
            f"{_list(columns)}. Where one has another name, say so: {ways}"
        )
    return roles


def take_items(table: ItemTable, name: str, named: Mapping[str, str], report: Report) -> Items:
    """Checks row by row; what is left out has its line in the report."""
    roles = roles_of(table.columns, named)
    if "part" in roles and "part" not in named and not _deals(table, roles["part"]):
        del roles["part"]  # something else of that name
    if len(table.rows) + len(table.bad) > MOST_ITEMS:
        raise Unusable(f"it has more than {MOST_ITEMS:,} rows; take a sample of them")
    for number, reason in table.bad:
        report.refused(f"{name} row {number}", reason)
    ids, notes = _ids(table, roles.get("id"))
    if ids is None:
        roles.pop("id", None)
    others = [c for c in table.columns if c not in roles.values()]
    kept: list[Item] = []

    def get(row: Mapping[str, str], role: str) -> str:
        return row.get(roles[role], "") if role in roles else ""

    for number, row in table.rows:
        item = Item(
            id=ids[number] if ids is not None else str(number),
            row=number,
            input=get(row, "input"),
            expected=get(row, "expected"),
            group=get(row, "group").strip(),
            part=get(row, "part").strip().lower(),
            values={c: row.get(c, "") for c in others},
        )
        wrong = _wrong(item, row)
        if wrong is None:
            kept.append(item)
        else:
            report.refused(f"{name} row {number}", wrong)
    if not kept:
        raise Unusable("no row of it can be used" if table.rows or table.bad else "it has no rows")
    if len(kept) == 1:
        raise Unusable("only one item is left; a prompt is tried on some items and judged on others: 2 at the least")
    return Items(kept, [*notes, *_notes(kept)])


def _deals(table: ItemTable, column: str) -> bool:
    return all(row.get(column, "").strip().lower() in ("", *PARTS) for _, row in table.rows)


def _ids(table: ItemTable, column: str | None) -> tuple[dict[int, str] | None, list[str]]:
    """The table's own names of its items, where each has one that nobody else has."""
    if column is None:
        return None, []
    ids = {number: row.get(column, "").strip() for number, row in table.rows}
    if all(0 < len(id) <= _MOST_ID for id in ids.values()) and len(set(ids.values())) == len(ids):
        return ids, []
    return None, [f"The column {column!r} does not name each item once; items are counted instead."]


def _wrong(item: Item, row: Mapping[str, str]) -> str | None:
    if not item.input.strip():
        return "its input is empty"
    for what, text in row.items():
        if len(text) > MOST_CHARACTERS:
            return f"its {what} has {len(text):,} characters; {MOST_CHARACTERS:,} is the most"
        if "\0" in text:
            return f"its {what} holds a NUL character"
        try:
            text.encode()
        except UnicodeEncodeError:
            return f"its {what} holds half of a character (an unpaired surrogate)"
    if item.part not in ("", *PARTS):
        return f"its part is {item.part!r}; expected {', '.join(PARTS)}"
    return None


def twins(items: Sequence[Item]) -> list[list[Item]]:
    """Items with the same input, those with more than one."""
    same: dict[str, list[Item]] = {}
    for item in items:
        same.setdefault(content_hash(item.input), []).append(item)
    return [found for found in same.values() if len(found) > 1]


def contradicting(items: Sequence[Item]) -> list[list[Item]]:
    """Of these, those that expect different answers: only one of them can be right."""
    return [same for same in twins(items) if len({item.expected.strip() for item in same}) > 1]


def _notes(items: Sequence[Item]) -> list[str]:
    notes: list[str] = []
    bare = sum(not item.expected.strip() for item in items)
    if bare:
        notes.append(
            f"{_count(bare, 'item')} of {len(items)} {'has' if bare == 1 else 'have'} no expected text: "
            "only metrics that grade without one can judge them."
        )
    same = twins(items)
    if same:
        number = sum(map(len, same))
        notes.append(f"{number} items share their input with another one; a split keeps them in one part together.")
    torn = contradicting(items)
    if torn:
        rows = [" and ".join(str(item.row) for item in group[:3]) for group in torn[:_SHOWN]]
        more = f", and {len(torn) - _SHOWN} more" if len(torn) > _SHOWN else ""
        notes.append(f"The same input with different expected texts: rows {'; '.join(rows)}{more}.")
    return notes


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _list(columns: Sequence[str]) -> str:
    shown = ", ".join(columns[:20])
    return (shown if len(columns) <= 20 else f"{shown}, … ({len(columns)} in all)") or "none"
