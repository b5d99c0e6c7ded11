"""Numbers that somebody put into the input columns of a form where it has no row: they are not read, and not unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from . import cells

_NUMBERS = ("number", "scaled", "date")


def strays(
    sheet: cells.Sheet, inputs: Collection[tuple[int, int]], rows: Collection[int]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Place and stored text of each such number; *inputs* are the places read, *rows* all that the form has itself.

    Totals are formulas and are not meant; nothing above the first input is.
    """
    columns, first = {col for _, col in inputs}, min((row for row, _ in inputs), default=0)
    for (row, col), cell in sorted(sheet.cells.items()):
        if row > first and col in columns and row not in rows and cell.kind in _NUMBERS and cell.formula is None:
            yield (row, col), cell.raw
