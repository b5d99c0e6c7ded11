"""What Excel makes of a text, and how to get the text back: `03388` becomes 3388, `2024-01-01` a date.

Where the row's earlier text would have become just that, it is meant. Else a number is its own text, unless the column
holds codes with leading zeros, and a date is one only in a column of dates. Anything in doubt is a fault, not a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..frozen import frozen
from .records import Fault, Record
from .schema import Table

DATES = frozenset({"valid_from", "valid_to", "day", "old_valid_from", "new_valid_from"})

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_ODD = re.compile(r"_x000[dD]_|\r\n?")


@frozen
class Row:
    """A row of a sheet: its number, and its filled cells by column."""

    line: int
    cells: Mapping[str, Any]


def rows_of(name: str, sheet: Any, columns: tuple[str, ...]) -> tuple[list[Row], dict[str, str], list[Fault]]:
    """The filled rows of a sheet, the letters of its columns, and what is wrong with its first row."""
    header: dict[int, str] = {}
    letters: dict[str, str] = {}
    faults: list[Fault] = []
    lines = sheet.iter_rows()
    for cell in next(lines, ()):
        key = _tidy(str(cell.value)) if cell.value is not None else ""
        if not key:
            continue
        if key in letters:
            faults.append(Fault(name, 1, "duplicate_key", {"key": key}))
        elif key not in columns:
            faults.append(Fault(name, 1, "unknown_key", {"key": key}))
        header[cell.column] = key
        letters.setdefault(key, cell.column_letter)
    faults += [Fault(name, 1, "missing_column", {"key": column}) for column in columns if column not in letters]
    rows = []
    for cells in lines:
        filled = [cell for cell in cells if cell.value is not None and _tidy(str(cell.value))]
        for cell in filled:
            if cell.column not in header:
                faults.append(Fault(name, cell.row, "unknown_key", {"key": cell.column_letter}))
                letters.setdefault(cell.column_letter, cell.column_letter)
        if filled:
            rows.append(Row(filled[0].row, {header[c.column]: c for c in filled if c.column in header}))
    return rows, letters, faults


def matched(rows: list[Row], before: list[Record], table: Table) -> list[tuple[Row, Record | None]]:
    """Each row with the one record that it was. Without a key: the same record, else the next of the same name."""
    found: dict[int, Record] = {}
    free = {id(record): record for record in before}
    for columns in (table.key,) if table.key else (table.columns, table.required[:1]):
        by_text = {tuple(record.get(c) for c in columns): record for record in reversed(list(free.values()))}
        for row in rows:
            if row.line in found:
                continue
            exact = by_text.get(tuple(_plain(row.cells.get(c)) for c in columns))
            if exact is not None and id(exact) in free:
                found[row.line] = free.pop(id(exact))
                continue
            like = [r for r in free.values() if all(may_be(r.get(c), row.cells.get(c)) for c in columns)]
            if like and (len(like) == 1 or not table.key):
                found[row.line] = free.pop(id(like[0]))
    return [(row, found.get(row.line)) for row in rows]


def reworded(cell: Any, before: str, column: str, leading_zeros: bool) -> tuple[str, str]:
    """The text that a cell stands for, and the code of its fault, empty where it has none."""
    value = cell.value if cell is not None else None
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return str(getattr(value, "text", value)), "excel_formula"
    if cell.data_type == "e":
        return str(value), "excel_error"
    if isinstance(value, str):
        return _tidy(value), ""
    if may_be(before, cell):
        return before, ""
    text = _plain(cell)
    if isinstance(value, datetime):
        return text, "" if column in DATES and len(text) == len("2024-01-01") else "excel_number"
    # 62.8% is stored as 0.628, and TRUE may have been many words.
    sure = isinstance(value, (int, float)) and not isinstance(value, bool) and "%" not in cell.number_format
    return text, "" if sure and not leading_zeros else "excel_number"


def may_be(text: str, cell: Any) -> bool:
    """Whether Excel, given *text*, keeps what the cell holds."""
    value = cell.value if cell is not None else None
    if value is None or isinstance(value, str):
        return text == _plain(cell)
    if isinstance(value, bool):
        return text.casefold() == str(value).casefold()
    if isinstance(value, datetime):
        day = f"{value:%m-%d}", f"{value:%d-%m}"  # "01-01" becomes a day of the current year
        return text == _plain(cell) or text in day
    return bool(_NUMBER.fullmatch(text)) and Decimal(text) == Decimal(_plain(cell))


def _plain(cell: Any) -> str:
    """The shortest text that gives what the cell holds."""
    value = cell.value if cell is not None else None
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value == datetime.combine(value.date(), datetime.min.time()) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")  # a spreadsheet keeps 15 digits
    return _tidy(str(value))


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", _ODD.sub("\n", text)).strip()
