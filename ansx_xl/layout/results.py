"""Where the lines and columns of a result sheet stand."""

from __future__ import annotations

from ..frozen import frozen


@frozen
class TablePlace:
    """Where the parts of a result sheet begin: title, mark of invented figures, lines of summary, header, body.

    The row of the mark is kept free where there is none, so that every period's table stands on the same rows.
    """

    line_count: int
    title: int = 0
    subtitle: int = 1
    mark: int = 2
    lines: int = 3

    @property
    def header(self) -> int:
        return self.lines + self.line_count + 1

    @property
    def body(self) -> int:
        return self.header + 1


WIDEST = 72
"""How many columns are kept for a table whose columns depend on the period (units, inputs of verdicts)."""


def looks_column(columns: int, fixed: bool) -> int:
    """In the provincial workbook: the first of the hidden columns that say how each cell of a table looks."""
    return columns + 1 if fixed else WIDEST
