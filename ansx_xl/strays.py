"""Numbers that somebody put into the input columns of a form where it has no row: they are not read, and not unseen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from . import cells
from .text import parse_number

CONSTANT = re.compile(r"[0-9+\-*/().\s]+")
"""A formula that refers to no cell: somebody has used the cell to reckon with."""
_BELOW = 2
"""So many rows below the last of the form a row of one's own may stand; then comes the room for signatures."""


def strays(
    sheet: cells.Sheet, inputs: Collection[tuple[int, int]], rows: Collection[int]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Place and stored text of each such number; *inputs* are the places read, *rows* all that the form has itself.

    Nothing above the first input is meant, no text that is not a number, and no formula over cells: those are totals.
    """
    columns, first = {col for _, col in inputs}, min((row for row, _ in inputs), default=0)
    last = max(rows, default=0) + _BELOW
    for (row, col), cell in sorted(sheet.cells.items()):
        if first < row <= last and col in columns and row not in rows and _is_number(cell):
            yield (row, col), cell.raw


def _is_number(cell: cells.Cell) -> bool:
    if cell.formula is not None and not CONSTANT.fullmatch(cell.formula):
        return False
    if cell.kind == "text":
        return parse_number(cell.raw).status == "number"
    return cell.kind in ("number", "scaled", "date")
