"""Copies of the entry sheet inside a form: they are not read, but somebody may have typed into the wrong one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from . import cells
from .frozen import frozen
from .layout import Slot
from .text import decimal_of


@frozen
class Copy:
    """A sheet with the row keys of the entry sheet: how many inputs hold something else there, and the first one."""

    sheet: str
    count: int
    slot: Slot
    row: int
    col: int


def differing(
    book: cells.Workbook, read: cells.Sheet, spots: Collection[tuple[Slot, int, int]], last: int
) -> Iterator[Copy]:
    """The copies of the sheet *read* that differ from it in an input; row keys stand in columns up to *last*."""
    for sheet in book.sheets.values():
        if sheet is read:
            continue
        rows = {cell.raw.strip(): row for (row, col), cell in sheet.cells.items() if col <= last}
        other = [
            (slot, rows[slot.row_key], col)
            for slot, row, col in spots
            if slot.row_key in rows and content(sheet, rows[slot.row_key], col) != content(read, row, col)
        ]
        if other:
            yield Copy(sheet.name, len(other), *other[0])


def content(sheet: cells.Sheet, row: int, col: int) -> Any:
    """What formulas see in a cell: an exact number, a text, an error value, or nothing."""
    cell = sheet.cells.get((row, col))
    if cell is None or cell.kind == "blank":
        return None
    if cell.kind in ("number", "scaled", "date"):
        value = decimal_of(cell.raw)
        return "#NUM!" if value is None else value
    return cell.raw
