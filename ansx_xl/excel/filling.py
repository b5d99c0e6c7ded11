"""Result tables -> the open book: the same cells as in the file, each sheet in one assignment.

A cell is written as the file has it: the same formulas at the same places. Text is marked as text, so that no foreign
text can become a formula or a number. Beside the table stand the codes of looks (see looks.py); what an earlier, longer
table left is overwritten with nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from .. import looks, rules
from ..book import Book, Cell, Sheet
from ..layout import absolute
from ..rules import Expr
from ..template.results import NARROW, Room
from ..writing import plain, text
from .session import Session

ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
ONE_LINE = 18.0
"""A row that is no higher than that in the file has one line in every cell."""
_LONGEST = 8000
"""A longer text does not pass in an assignment of formulas; it is written by itself."""


Beside = Mapping[str, Sequence[Sequence[Any]]]
"""Rows of further content, by sheet, for the hidden columns beside its body."""


def fill(session: Session, book: Book, rooms: Mapping[str, Room], beside: Beside = MappingProxyType({})) -> None:
    """Put every sheet of *book* that has room into the sheet of the same name of the open workbook."""
    sheets = [sheet for sheet in book.sheets if sheet.name in rooms]
    with contextlib.ExitStack() as locks:
        for sheet in sheets:
            locks.enter_context(unlocked(session.sheet(sheet.name)))
            put(session, book, sheet, rooms[sheet.name], beside.get(sheet.name, ()))
        session.app.calculate()
        for sheet in sheets:
            fit(session, sheet, rooms[sheet.name])


def put(session: Session, book: Book, sheet: Sheet, room: Room, beside: Sequence[Sequence[Any]] = ()) -> None:
    """Put one sheet into the open workbook, where its protection is lifted."""
    target = session.sheet(sheet.name)
    body = sheet.freeze[0] if sheet.freeze else 0
    used = (body + len(beside) - 1, target.used_range.last_cell.row - 1)
    rows = max(max((c.row for c in sheet.cells), default=0), *used) + 1
    grid = _grid(book, sheet, room, rows)
    for row, contents in enumerate(beside[: rows - body], start=body):
        grid[row][2 * room.looks :] = [None if c is None else as_assigned(c) for c in contents]
    long = {(r, c): v for r, row in enumerate(grid) for c, v in enumerate(row) if _too_long(v)}
    for row, col in long:
        grid[row][col] = None
    if target.api.FilterMode:
        target.api.ShowAllData()
    target.range((1, 1), (rows, room.end)).formula = tuple(map(tuple, grid))
    for (row, col), content in long.items():
        target.range((row + 1, col + 1)).value = content
    _set_widths(target, sheet, room)


def fit(session: Session, sheet: Sheet, room: Room) -> None:
    """Make the rows of a table as high as its texts, once its formulas have been calculated.

    A table in which nothing takes two lines is left alone: each call to Excel costs.
    """
    body, last = (sheet.freeze[0] if sheet.freeze else 0), max((c.row for c in sheet.cells), default=0)
    if any(row >= body and height > ONE_LINE for row, height in sheet.heights.items()):
        session.sheet(sheet.name).range((body + 1, 1), (last + 1, room.looks)).rows.autofit()


def _grid(book: Book, sheet: Sheet, room: Room, rows: int) -> list[list[Any]]:
    """The table and, from the column of looks on, the codes of its cells."""
    grid: list[list[Any]] = [[None] * room.end for _ in range(rows)]
    place = book.place(sheet.name)
    for cell in sheet.cells:
        grid[cell.row][cell.col] = content_of(book, cell, place)
    for (row, col), code in looks.codes(sheet, book.value).items():
        grid[row][room.looks + col] = float(code) if code else None
    return grid


def content_of(book: Book, cell: Cell, place: rules.Place) -> Any:
    """What is assigned for a cell: formula text, a number, or a text marked as one."""
    content = cell.content
    if cell.link is not None:
        content = link(book, cell.link, content if isinstance(content, str) else str(book.value(cell.key)))
    if isinstance(content, Expr):
        return "=" + rules.excel(content, place)
    if content is None or content == "":
        return None
    return as_assigned(content)


def as_assigned(content: Any) -> str | float:
    """A text, marked as one, or a number with as many digits as a file keeps."""
    return "'" + text(content) if isinstance(content, str) else float(f"{plain(content):.16G}")


def link(book: Book, key: Hashable, words: str) -> Expr:
    """A cell that says something and jumps somewhere."""
    return rules.call("HYPERLINK", "#" + absolute(book.spots[key]), text(words))


def _too_long(content: Any) -> bool:
    return isinstance(content, str) and len(content) > _LONGEST


def _set_widths(target: Any, sheet: Sheet, room: Room) -> None:
    """Columns that depend on the period: those that need another width than the template gives them."""
    later = {col: width for col, width in sheet.widths.items() if col >= room.fixed}
    odd = {col: width for col, width in later.items() if abs(width - NARROW) > 1}
    if odd:
        target.range((1, room.fixed + 1), (1, room.looks)).column_width = NARROW
    for col, width in odd.items():
        target.range((1, col + 1)).column_width = width


@contextlib.contextmanager
def unlocked(sheet: Any) -> Iterator[None]:
    """Lift the protection of a sheet, and put it back as it was."""
    api = sheet.api
    if not api.ProtectContents:
        yield
        return
    allowed = {name: bool(getattr(api.Protection, name)) for name in ALLOWED}
    api.Unprotect()
    try:
        yield
    finally:
        api.Protect(**allowed)
