"""The result sheets before anything is in them: titles, headings, widths, and the looks that cells will take."""

from __future__ import annotations

from collections.abc import Iterator

from .. import consolidating, layout, looks, ministry, presenting, vi
from ..book import Cell, Highlight, Sheet
from ..frozen import frozen
from ..model import Catalogue, Dossier
from ..period import Period
from ..presenting import Table
from .naming import code_name

VARIABLE = frozenset({vi.DATA, vi.TOTALS, vi.WORKING})
"""Tables whose later columns depend on the period."""
NARROW = 11.0
"""The width of such columns; one that differs by more than 1 is set when the table is put in."""
_ROWS = 5000
_FIGURES = {"integer", "decimal", "percent", "ratio", "integer_total", "decimal_total", "percent_total"}
_CENTRED = {"count", "unit", "centre_box", "centre", "count_large", "total_label", "day"}


@frozen(slots=False)
class Room:
    """How a table stands in the workbook: its columns that never change, and where the codes of looks begin."""

    fixed: int
    looks: int
    beside: int = 0
    """How many hidden columns follow the codes of looks: what the bars of the pictures are drawn from."""

    @property
    def end(self) -> int:
        """The first column after everything."""
        return 2 * self.looks + self.beside


def rooms(catalogue: Catalogue) -> dict[str, Room]:
    """The room of each result table, by sheet."""
    return {t.name: _room(t) for t in _tables(catalogue)}


def _tables(catalogue: Catalogue) -> tuple[Table, ...]:
    """The tables of a period for which nothing was sent: their headings are those of any period."""
    empty = consolidating.consolidate(catalogue, Dossier(Period(vi.PANEL_DEFAULTS["year"])), {})
    return (*presenting.tables(empty, ""), ministry.table(empty))


def _room(table: Table) -> Room:
    fixed = len(table.columns)
    if table.name in VARIABLE:
        own = {vi.DATA: "expected", vi.TOTALS: "reason", vi.WORKING: "kind"}[table.name]
        fixed = next(i for i, c in enumerate(table.columns) if c.key == own) + 1
    beside = len(layout.workbook.BARS) if table.name == vi.ATTAINMENT else 0
    return Room(fixed, layout.looks_column(fixed, table.name not in VARIABLE), beside)


def sheets(catalogue: Catalogue) -> tuple[Sheet, ...]:
    """The empty result sheets, in their order."""
    return tuple(_sheet(table, _room(table)) for table in _tables(catalogue))


def _sheet(table: Table, room: Room) -> Sheet:
    place = layout.TablePlace(len(table.lines))
    columns = table.columns[: room.fixed]
    widths = {i: c.width for i, c in enumerate(columns)} | dict.fromkeys(range(room.fixed, room.looks), NARROW)
    hidden = tuple(range(room.looks, room.end))
    styles = {i: _column_style(i, c.style) for i, c in enumerate(columns)}
    styles |= dict.fromkeys(range(room.fixed, room.looks), "cell" if table.name == vi.WORKING else "cell_figure")
    block = (0, 0, _ROWS, room.looks - 1)
    return Sheet(
        name=table.name,
        cells=(*_head(table, place, room), *_codes(table, place, room), *_keyed(table, place, room)),
        widths=widths,
        heights={place.header: table.header_height, place.title: 21.0},
        hidden_columns=hidden,
        column_styles=styles,
        row_styles={place.header: "cell_header"},
        freeze=(place.body, table.frozen),
        repeat_rows=(place.header, place.header),
        repeat_columns=table.frozen,
        pages_wide=2 if table.name in VARIABLE else 1,
        autofilter=(place.header, 0, _ROWS, room.fixed - 1) if table.filtered or table.name == vi.FINDINGS else None,
        highlights=tuple(_looks(table, block)),
        tab=table.tab,
        footer=f"&L{table.name}&R&P/&N",
        code_name=code_name(table.name),
    )


def _looks(table: Table, block: tuple[int, int, int, int]) -> Iterator[Highlight]:
    yield from looks.highlights(block, ("look", table.name))


def _column_style(position: int, style: str) -> str:
    """The first column takes headings of groups, which run on over their neighbours; the others wrap."""
    if position == 0:
        return "cell_flow"
    if style in _FIGURES:
        return "cell_figure"
    return "cell_centre" if style in _CENTRED else "cell_code" if style == "code" else "cell_words"


def _head(table: Table, place: layout.TablePlace, room: Room) -> Iterator[Cell]:
    wide = (1, min(room.fixed, 12))
    yield Cell(place.title, 0, table.title, "title_left")
    yield Cell(place.subtitle, 0, vi.NOT_FILLED, "italic", key=("subtitle", table.name))
    yield Cell(place.mark, 0, table.mark or None, "mark" if table.mark else "text", span=wide)
    for row in range(place.lines, place.lines + len(table.lines)):
        yield Cell(row, 0, None, "summary", key=("line", table.name, row - place.lines), span=wide)
    for col, column in enumerate(table.columns[: room.fixed]):
        yield Cell(place.header, col, column.heading, "cell_header")


def _codes(table: Table, place: layout.TablePlace, room: Room) -> Iterator[Cell]:
    """The first code, by which the conditional formats know their place, and those of the header."""
    yield Cell(0, room.looks, 0, "", key=("look", table.name))
    for col in range(room.fixed):
        yield Cell(place.header, room.looks + col, looks.code("header"), "")


def _keyed(table: Table, place: layout.TablePlace, room: Room) -> Iterator[Cell]:
    """Cells that other sheets point to: who has sent, in what state; bars; indicators of every area."""
    at, body = layout.workbook, place.body
    match table.name:
        case vi.SENT:
            for row in range(at.P_RESPONDENTS):
                for col, column in enumerate(table.columns):
                    yield Cell(body + row, col, None, "", key=(vi.SENT, row, column.key))
        case vi.ATTAINMENT:
            for row in range(at.G_BARS):
                for col, field in enumerate(at.BARS, start=2 * room.looks):
                    yield Cell(body + row, col, None, "", key=("bar", row, field))
        case vi.TOTALS:
            code = next(i for i, c in enumerate(table.columns) if c.key == "code")
            for row in range(at.G_INDICATORS):
                yield Cell(body + row, code, None, "", key=("total", row, "code"))
                for area in range(at.G_AREAS):
                    yield Cell(body + row, room.fixed + area, None, "", key=("total", row, area))
            for area in range(at.G_AREAS):
                yield Cell(place.header, room.fixed + area, None, "cell_header", key=("area", area))
