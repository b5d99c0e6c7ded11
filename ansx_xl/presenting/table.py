"""A result table: rows and columns with keys; a cell is a value or an expression over other cells.

The key of a cell is (table, row, column), so that any table can refer to any other. `sheet` lays a table out for a
workbook file; the Excel face writes the same table into the open book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from .. import fitting, layout
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
    """One row; `group` rows are headings that span the table. `wide` says over how many columns a cell runs."""

    key: str
    cells: Mapping[str, Any]
    group: str = ""
    wide: Mapping[str, int] = MappingProxyType({})


@frozen
class Line:
    """One line above the header, across the table: a text, or an expression that is one."""

    key: str
    content: Any


@frozen(slots=False)
class Table:
    """One sheet of results; with *loose* its cells have no keys, for no formula asks for any of them.

    `apart` are the rows (by position) at which no page may begin: they belong to the row above.
    """

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
    apart: frozenset[int] = frozenset()


_PAGE_WIDTH = 260
"""How many characters still can be read on one landscape page; a wider table goes on over several."""


def key(table: str, row: str, column: str) -> CellKey:
    """The key of a cell of a result sheet."""
    return (table, row, column)


def sheet(table: Table) -> Sheet:
    """The table as a sheet of a workbook."""
    place = layout.TablePlace(len(table.lines))
    widths = [c.width for c in table.columns]
    pages = 1 + int(sum(widths) // _PAGE_WIDTH)
    first = _on_first_page(widths) if pages > 1 else len(widths)
    above = sum(widths[:first])
    over = fitting.lines(table.subtitle, above)
    cells = [
        Cell(place.title, 0, table.title, "title_left", span=(1, first)),
        Cell(place.subtitle, 0, table.subtitle, "italic_lines" if over > 1 else "italic", span=(1, first)),
    ]
    repeated = table.frozen if pages > 1 else 0
    if table.mark:  # on every page: over the columns that all of them have
        cells.append(Cell(place.mark, 0, table.mark, "mark", span=(1, repeated or first)))
    cells += [
        Cell(at, 0, line.content, "summary", key=(table.name, line.key, ""), span=(1, first))
        for at, line in enumerate(table.lines, start=place.lines)
    ]
    cells += [Cell(place.header, i, c.heading, "header") for i, c in enumerate(table.columns)]
    heights = {place.title: _TITLE, place.header: table.header_height, place.mark: _LEAST if table.mark else _FREE}
    heights |= {place.subtitle: _LINE * over + 3}  # a period already published says so here, over several lines
    heights |= {place.lines: _SUMMARY} if table.lines else {}
    columns = [(i, c.key, c.style, c.width, _room(c.width), _ALONE) for i, c in enumerate(table.columns)]
    for at, row in enumerate(table.rows, start=place.body):
        found, heights[at] = _row("" if table.loose else table.name, columns, row, at)
        cells += found
    end = place.body + len(table.rows)
    # Notes stand beside the columns that every page has: there they would be said, cut off, again and again.
    cells += [
        Cell(end + 1 + i, repeated, note, "wrap", span=(1, first - repeated)) for i, note in enumerate(table.notes)
    ]
    room = sum(widths[repeated:first])
    heights |= {end + 1 + i: _LINE * fitting.lines(n, room) + 1 for i, n in enumerate(table.notes)}
    return Sheet(
        name=table.name,
        cells=tuple(cells),
        widths=dict(enumerate(widths)),
        heights=heights,
        freeze=(place.body, table.frozen),
        repeat_rows=(place.header, place.header),
        repeat_columns=table.frozen,
        pages_wide=pages,
        breaks=() if table.loose else _breaks(table, place, heights, fitting.page_height(widths, pages, repeated)),
        autofilter=(place.header, 0, max(end - 1, place.header), len(widths) - 1) if table.filtered else None,
        highlights=tuple(_highlights(table, place)),
        tab=table.tab,
        footer=table.footer,
    )


def _breaks(table: Table, place: layout.TablePlace, heights: Mapping[int, float], page: float) -> tuple[int, ...]:
    """Where pages end: no heading stands at the foot of one without its first row, no note on one without the last.

    A table without headings and notes may end its pages anywhere, and so does the one that is only looked up.
    """
    blocks, first = [], 0  # what stands above goes with the first row
    for number, row in enumerate(table.rows):
        at = place.body + number
        if row.group:
            continue
        if number in table.apart:
            blocks[-1] = (blocks[-1][0], at)
        else:
            blocks.append((first, at))
        first = at + 1
    if not blocks or not (table.notes or len(blocks) < len(table.rows)):
        return ()
    blocks[-1] = (blocks[-1][0], max(heights))
    return fitting.page_breaks(blocks, heights, page, table.header_height)


_Slot = tuple[int, str, str, float, float, tuple[int, int]]


def _widened(columns: Sequence[_Slot], wide: Mapping[str, int]) -> list[_Slot]:
    """The columns as a row sees them in which some cells run over several."""
    found, until = [], 0
    for at, (col, key, style, width, room, _) in enumerate(columns):
        if at < until:
            continue
        until = at + wide.get(key, 1)
        if until > at + 1:
            width = sum(slot[3] for slot in columns[at:until])
            room = _room(width)
        found.append((col, key, style, width, room, (1, until - at)))
    return found


def _row(name: str, columns: Sequence[_Slot], row: Row, at: int) -> tuple[list[Cell], float]:
    """The cells of a row of the table *name* ("": they have no keys), and its height: enough for the longest text.

    Of each column: number, key, look, width, what fits on one line, and its span. Most of a workbook passes here, cell
    by cell.
    """
    of = row.key
    if row.group:
        # The cells behind a heading have keys too, so that a column of the table is one block to a formula.
        behind = [Cell(at, col, None, "group", (name, of, key) if name else None) for col, key, *_ in columns if col]
        return [Cell(at, 0, row.group, "group", span=(1, len(columns))), *behind], _LEAST
    cells, most, get = [], 1, row.cells.get
    for col, key, style, width, room, span in _widened(columns, row.wide) if row.wide else columns:
        given, link = get(key), None
        text = given
        if isinstance(given, Styled):
            given, own, link, shown = given
            style, text = own or style, shown or given
        cells.append(_cell((at, col, given, style, (name, of, key) if name else None, span, link, "")))
        if isinstance(text, str) and (len(text) >= room or "\n" in text) and style not in _STRICT:
            most = max(most, fitting.lines(text, width * _SURE, bold=style == "label_bold"))
    return cells, min(max(_LEAST, _LINE * most + 3), 400.0)


def _on_first_page(widths: Sequence[float]) -> int:
    """How many columns the first page of a wide table shows: what stands above the table stays there."""
    shown, used = 0, 0.0
    for width in widths:
        used += width
        if used > _PAGE_WIDTH * 0.6 and shown > 1:
            break
        shown += 1
    return shown


_LINE, _LEAST, _FREE, _TITLE, _SUMMARY = 15.0, 18.0, 4.0, 21.0, 23.0
"""Heights of rows; what follows the mark of invented figures keeps clear of it."""
_SURE = 0.96
"""The part of a column's width that is counted on: letters are wider on a screen than in print."""
_ALONE = (1, 1)
_cell = partial(tuple.__new__, Cell)  # as `Cell(...)`, but thousands of times without a call of Python
_STRICT = {"integer", "decimal", "percent", "count", "code"}
"""Looks whose text does not wrap, or matters too little to make a row high."""


def _room(width: float) -> float:
    """How many characters are sure to fit on a line, beside what words in boxes keep clear."""
    return max(width * 0.95 - 1, 1)


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
