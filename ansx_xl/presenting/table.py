"""A result table: rows and columns with keys; a cell is a value or an expression over other cells.

The key of a cell is (table, row, column), so that any table can refer to any other. `sheet` lays a table out for a
workbook file; the Excel face writes the same table into the open book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from .. import layout
from ..book import Cell, Highlight, Sheet
from ..frozen import frozen
from ..rules import Expr

CellKey = tuple[str, str, str]
Look = tuple[str, Expr, str]
"""A column, a condition written for the first row of the table, and the look that its cells take where it holds."""


@frozen
class Column:
    """One column: its key, heading, width in characters, and the look of its cells."""

    key: str
    heading: str
    width: float = 12
    style: str = "label_left"


class Styled(NamedTuple):
    """A cell with a look of its own, or that jumps somewhere; *shown* is what its formula will say."""

    content: Any
    style: str = ""
    link: CellKey | None = None
    shown: str = ""


class Row(NamedTuple):
    """One row; `group` rows are headings that span the table."""

    key: str
    cells: Mapping[str, Any]
    group: str = ""


@frozen
class Line:
    """One line above the header, across the table: a text, or an expression that is one."""

    key: str
    content: Any


@frozen(slots=False)
class Table:
    """One sheet of results; with *loose* its cells have no keys, for no formula asks for any of them."""

    name: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lines: tuple[Line, ...] = ()
    mark: str = ""
    notes: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()
    frozen: int = 0
    filtered: bool = False
    tab: str = ""
    header_height: float = 48.0
    footer: str = ""
    loose: bool = False


_PAGE_WIDTH = 260
"""How many characters still can be read on one landscape page; a wider table goes on over several."""


def key(table: str, row: str, column: str) -> CellKey:
    """The key of a cell of a result sheet."""
    return (table, row, column)


def sheet(table: Table) -> Sheet:
    """The table as a sheet of a workbook."""
    place = layout.TablePlace(len(table.lines))
    width = len(table.columns)
    first = _on_first_page(table)
    over = lines_of(table.subtitle, sum(c.width for c in table.columns[:first]))
    cells = [
        Cell(place.title, 0, table.title, "title_left", span=(1, first)),
        Cell(place.subtitle, 0, table.subtitle, "italic_lines" if over > 1 else "italic", span=(1, first)),
    ]
    if table.mark:
        cells.append(Cell(place.mark, 0, table.mark, "mark", span=(1, first)))
    cells += [
        Cell(at, 0, line.content, "summary", key=(table.name, line.key, ""), span=(1, first))
        for at, line in enumerate(table.lines, start=place.lines)
    ]
    cells += [Cell(place.header, i, c.heading, "header") for i, c in enumerate(table.columns)]
    heights = {place.header: table.header_height} | ({} if table.mark else {place.mark: _FREE})
    if over > 1:  # a period already published says so here, and may fill more than one line
        heights[place.subtitle] = _LINE * over + 3
    columns = [(i, c.key, c.style, c.width, _room(c.width)) for i, c in enumerate(table.columns)]
    for at, row in enumerate(table.rows, start=place.body):
        found, heights[at] = _row("" if table.loose else table.name, columns, row, at)
        cells += found
    end = place.body + len(table.rows)
    cells += [Cell(end + 1 + i, 0, note, "wrap", span=(1, first)) for i, note in enumerate(table.notes)]
    heights |= {end + 1 + i: 15.5 * (1 + len(n) // 150) for i, n in enumerate(table.notes)}
    return Sheet(
        name=table.name,
        cells=tuple(cells),
        widths={i: c.width for i, c in enumerate(table.columns)},
        heights=heights,
        freeze=(place.body, table.frozen),
        repeat_rows=(place.header, place.header),
        repeat_columns=table.frozen,
        pages_wide=1 + int(sum(c.width for c in table.columns) // _PAGE_WIDTH),
        autofilter=(place.header, 0, max(end - 1, place.header), width - 1) if table.filtered else None,
        highlights=tuple(_highlights(table, place)),
        tab=table.tab,
        footer=table.footer,
    )


def _row(
    name: str, columns: Sequence[tuple[int, str, str, float, float]], row: Row, at: int
) -> tuple[list[Cell], float]:
    """The cells of a row of the table *name* ("": they have no keys), and its height: enough for the longest text.

    Of each column: number, key, look, width and what fits on one line. Most of a workbook passes here, cell by cell.
    """
    of = row.key
    if row.group:
        # The cells behind a heading have keys too, so that a column of the table is one block to a formula.
        behind = [Cell(at, col, None, "group", (name, of, key) if name else None) for col, key, *_ in columns if col]
        return [Cell(at, 0, row.group, "group", span=(1, len(columns))), *behind], _LEAST
    cells, most, get = [], 1, row.cells.get
    for col, key, style, width, room in columns:
        given, link = get(key), None
        text = given
        if isinstance(given, Styled):
            given, own, link, shown = given
            style, text = own or style, shown or given
        cells.append(_cell((at, col, given, style, (name, of, key) if name else None, _ALONE, link, "")))
        if isinstance(text, str) and (len(text) >= room or "\n" in text) and style not in _STRICT:
            most = max(most, lines_of(text, width))
    return cells, min(max(_LEAST, _LINE * most + 3), 400.0)


def _on_first_page(table: Table) -> int:
    """How many columns the first page of a wide table shows: what stands above the table stays there."""
    shown, used = 0, 0.0
    for column in table.columns:
        used += column.width
        if used > _PAGE_WIDTH * 0.6 and shown > 1:
            break
        shown += 1
    return shown


_LINE, _LEAST, _FREE = 15.0, 18.0, 4.0
_ALONE = (1, 1)
_cell = partial(tuple.__new__, Cell)  # as `Cell(...)`, but thousands of times without a call of Python
_STRICT = {"integer", "decimal", "percent", "count", "code"}
"""Looks whose text does not wrap, or matters too little to make a row high."""


def _room(width: float) -> float:
    """How many characters are sure to fit on a line."""
    return max(width * 0.95, 1)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes when it wraps at *width* characters."""
    room = _room(width)
    if "\n" not in text:
        return 1 + int(len(text) / room)
    return sum(1 + int(len(part) / room) for part in text.split("\n"))


def _highlights(table: Table, place: layout.TablePlace) -> list[Highlight]:
    found = []
    position = {c.key: i for i, c in enumerate(table.columns)}
    body = [i for i, r in enumerate(table.rows) if not r.group]
    if body:
        last = place.body + len(table.rows) - 1
        for column, condition, style in table.looks:
            block = (place.body + body[0], position[column], last, position[column])
            found.append(Highlight(block, condition, style))
    return found
