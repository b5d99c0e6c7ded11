"""A grid as a sheet in the layout of official statistics, to be printed and signed: A4 landscape.

Left: number of the form, the document it was issued with, day of receipt; middle: title, period, its first and last
day; right: who reports to whom. Then the header with the row of letters, repeated on every page, the table, notes, and
the three signatures, which stay together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from .. import deadlines, fitting, vi
from ..book import Cell, Sheet
from ..presenting.table import Row, Styled, key
from .grid import WORDS, Grid, Heading, Order

_LEFT, _RIGHT, _FULL, _LONG = 30.0, 40.0, 138.0, 168.0
"""Characters: the blocks at the sides; what a page takes at full size, and a little smaller for a long list."""
_FEW, _WIDE, _PIECE, _FIGURE = 6, 40.0, 28.0, 22.0
"""A table of few columns has its wide ones made of several, so that its head finds places; figures stay narrow."""
_WORDS = {"number": "ruled_centre", "measure": "ruled_centre", "code": "ruled_code", "verdict": "ruled_centre"}
_WORDS |= {"note": "ruled_small", "name": "ruled_text", "unit": "ruled_text"}
_TITLE_ROOM = 0.85
"""How much of its width a title may use, so that it stands apart from the blocks at the sides."""
_LINE, _ROW, _LOW, _SMALL = 16.5, 17.0, 15.5, 10.0
_HEAD, _MARK, _MEASURE, _OVER = 0, 4, 5, 6


@dataclass
class _Page:
    """What is put on a page as it is made: cells, and heights of rows."""

    cells: list[Cell] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)

    def put(self, row: int, first: int, last: int, text: str, style: str, rows: int = 1) -> None:
        self.cells.append(Cell(row, first, text, style, span=(rows, last - first + 1)))


def sheet(order: Order, grid: Grid) -> Sheet:
    """The grid laid out for *order*'s receiver and period."""
    widths = _widened(grid)
    spots, physical = _spread(widths)
    page = _Page()
    _head(page, order, grid, physical)
    header_end = _header(page, grid, widths, spots)
    body = header_end + 1
    for at, row in enumerate(grid.rows, start=body):
        page.cells += _row(grid, row, at, spots)
        page.heights[at] = _height(grid, row, widths)
    end = body + len(grid.rows) - 1
    last = _foot(page, order, grid, physical, end + 1)
    repeated = sum(page.heights.get(row, fitting.LINE) for row in range(_OVER, body))
    blocks = [(_HEAD, header_end), *_blocks(grid, body), (end + 1, last)]
    return Sheet(
        name=grid.name,
        cells=tuple(page.cells),
        widths=dict(enumerate(physical)),
        heights=page.heights,
        freeze=(body, _frozen(grid, spots)),
        repeat_rows=(_OVER, header_end),
        breaks=fitting.page_breaks(_joined(blocks), page.heights, fitting.page_height(physical), repeated),
        protected=False,
        footer=f"&L&9{_safe(grid.number)} - {_safe(vi.period(order.results.period))} - "
        f"{_safe(order.results.catalogue.edition)}&R&9&P/&N",
    )


def _safe(text: str) -> str:
    """A text in a footer, where & begins an order."""
    return text.replace("&", "&&")


def _widened(grid: Grid) -> list[float]:
    """Widths that fill a page: first the figures, as far as they need it, then the words."""
    widths = [c.width for c in grid.columns]
    words = [i for i, c in enumerate(grid.columns) if c.key in ("name", "note", "unit")]
    figures = [i for i, c in enumerate(grid.columns) if c.key not in WORDS]
    for wide, most in ((figures, _FIGURE), (words, _LONG)):
        lack = (_LONG if _turned(grid) else _FULL) - sum(widths)
        for i in wide:
            widths[i] = max(widths[i], min(most, widths[i] + max(lack, 0.0) / len(wide)))
    return widths


def _turned(grid: Grid) -> bool:
    """Whether the units stand below each other: a long list."""
    return any(c.key == "unit" for c in grid.columns)


def _spread(widths: list[float]) -> tuple[list[tuple[int, int]], list[float]]:
    """For each column of the table the columns of the sheet that it is made of, and the widths of these."""
    spots, physical = [], []
    for width in widths:
        pieces = math.ceil(width / _PIECE) if len(widths) < _FEW and width > _WIDE else 1
        spots.append((len(physical), len(physical) + pieces - 1))
        physical += [width / pieces] * pieces
    return spots, physical


def _frozen(grid: Grid, spots: list[tuple[int, int]]) -> int:
    """Columns that stay in sight: up to the name of the row."""
    return max((spot[1] + 1 for c, spot in zip(grid.columns, spots) if c.key in ("name", "unit")), default=0)


def _thirds(widths: list[float]) -> tuple[int, int]:
    """The last column of the left block and the first of the right one; at least one stays in the middle."""
    count, left = len(widths), 0
    while left < count - 3 and sum(widths[: left + 1]) < _LEFT:
        left += 1
    right = count - 1
    while right > left + 2 and sum(widths[right:]) < _RIGHT:
        right -= 1
    return left, right


def _head(page: _Page, order: Order, grid: Grid, widths: list[float]) -> None:
    results = order.results
    left, right = _thirds(widths)
    last = len(widths) - 1
    middle = sum(widths[left + 1 : right])
    start, end = deadlines.bounds(results.catalogue, results.period)
    issued = vi.ISSUED_WITH.format(grid.basis or vi.DOTS)
    sender = vi.of_province(order.address.sender, order.address.province)
    receiver = order.receiver.name
    page.put(0, 0, left, vi.FORM_NUMBER.format(grid.number), "page_strong")
    page.put(1, 0, left, issued, "page_left")
    page.put(2, 0, left, vi.RECEIVED_ON.format(vi.NO_DAY), "page_left")
    page.put(0, left + 1, right - 1, grid.title.upper(), "page_title", rows=2)
    page.put(2, left + 1, right - 1, vi.REPORT_PERIOD.format(vi.period(results.period)), "page_centre")
    page.put(3, left + 1, right - 1, vi.span(start, end), "italic_centre")
    for row, text, style in (
        (0, vi.REPORTING, "page_left"),
        (1, sender, "page_strong"),
        (2, vi.RECEIVING, "page_left"),
        (3, receiver, "page_strong"),
    ):
        page.put(row, right, last, text, style)
    sides = sum(widths[: left + 1]), sum(widths[right:])
    title = fitting.height([(grid.title.upper(), _TITLE_ROOM * middle)], size=14, bold=True)
    second = fitting.height([(issued, sides[0]), (sender, sides[1])], least=_LINE, bold=True)
    page.heights |= {0: _LINE, 1: max(second, title - _LINE), 2: _LINE}
    page.heights[3] = fitting.height([(receiver, sides[1])], least=_LINE, bold=True)
    marks = _marks(order, grid)
    page.put(_MARK, 0, last, "\n".join(marks), "page_alert")
    page.heights[_MARK] = _LINE * len(marks) if marks else 5.0
    page.put(_MEASURE, 0, last, grid.measure, "page_right")


def _marks(order: Order, grid: Grid) -> list[str]:
    results = order.results
    found = (
        (results.catalogue.illustrative, vi.ILLUSTRATIVE_LONG),
        (grid.provisional, vi.PROVISIONAL_LINE),
        (grid.estimated, vi.ESTIMATED_LINE),
    )
    return [text for holds, text in found if holds]


def _header(page: _Page, grid: Grid, widths: list[float], spots: list[tuple[int, int]]) -> int:
    """Headings in one row or two, and the row of letters; the last row of them."""
    two = any(c.over for c in grid.columns)
    under = _OVER + (1 if two else 0)
    at = 0
    top, below, alone = [], [], []
    for over, columns in _runs(grid.columns):
        first, at = at, at + len(columns)
        if not over:
            for i, c in enumerate(columns, start=first):
                page.put(_OVER, *spots[i], c.text, "ruled_head", rows=2 if two else 1)
                alone.append((c.text, widths[i]))
            continue
        page.put(_OVER, spots[first][0], spots[at - 1][1], over, "ruled_head")
        top.append((over, sum(widths[first:at])))
        for i, c in enumerate(columns, start=first):
            page.put(under, *spots[i], c.text, "ruled_head")
            below.append((c.text, widths[i]))
    if two:
        page.heights[_OVER] = fitting.height(top, least=_ROW, bold=True)
    needed = fitting.height(alone, least=34.0, bold=True) - (page.heights[_OVER] if two else 0.0)
    page.heights[under] = max(fitting.height(below, least=_ROW, bold=True), needed)
    for i, c in enumerate(grid.columns):
        page.put(under + 1, *spots[i], c.letter, "ruled_letter")
    page.heights[under + 1] = 14.0
    return under + 1


def _runs(columns: tuple[Heading, ...]) -> Iterator[tuple[str, list[Heading]]]:
    """Neighbouring columns under the same heading; those under none stand alone."""
    run: list[Heading] = []
    for c in columns:
        if run and (not c.over or c.over != run[-1].over):
            yield run[0].over, run
            run = []
        run.append(c)
    yield run[0].over, run


def _row(grid: Grid, row: Row, at: int, spots: list[tuple[int, int]]) -> list[Cell]:
    if row.group:
        return [Cell(at, 0, row.group, "ruled_group", span=(1, spots[-1][1] + 1))]
    cells = []
    for (first, last), column in zip(spots, grid.columns):
        given = row.cells.get(column.key, "")
        styled = given if isinstance(given, Styled) else Styled(given)
        style = styled.style or _WORDS.get(column.key, "ruled_text")
        whole = (1, last - first + 1)
        cells.append(Cell(at, first, styled.content, style, key=key(grid.name, row.key, column.key), span=whole))
    return cells


def _height(grid: Grid, row: Row, widths: list[float]) -> float:
    least = _LOW if _turned(grid) else _ROW
    if row.group:
        return least
    texts: dict[float, list[tuple[str, float]]] = {}
    for column, width in zip(grid.columns, widths):
        given = row.cells.get(column.key, "")
        styled = given if isinstance(given, Styled) else Styled(given)
        if isinstance(styled.content, str) and column.key != "code":
            indent = 2.0 if styled.style == "ruled_indent" else 0.0
            size = _SMALL if column.key == "note" else 11.0
            texts.setdefault(size, []).append((styled.content, width - indent))
    strong = any(isinstance(c, Styled) and c.style == "ruled_strong" for c in row.cells.values())
    return max(fitting.height(found, least=least, size=size, bold=strong) for size, found in texts.items())


def _blocks(grid: Grid, body: int) -> Iterator[tuple[int, int]]:
    """Rows that stay on one page: a heading with what follows, a rate with its sums."""
    first, open_ = 0, False
    for i, row in enumerate(grid.rows):
        if i and not open_ and i not in grid.apart:
            yield body + first, body + i - 1
            first = i
        open_ = bool(row.group)
    yield body + first, body + len(grid.rows) - 1


def _joined(blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The head with the first rows, and the last rows with the signatures: neither stands on a page alone."""
    if len(blocks) <= 3:
        return [(blocks[0][0], blocks[-1][1])]
    head, first, *middle, before, foot = blocks
    return [(head[0], first[1]), *middle, (before[0], foot[1])]


def _foot(page: _Page, order: Order, grid: Grid, widths: list[float], row: int) -> int:
    """Notes, and the three signatures with the line of place and day; the last row."""
    last = len(widths) - 1
    if grid.notes:
        text = " ".join((vi.NOTES_HEADING, *map(vi.sentence, grid.notes)))
        page.put(row, 0, last, text, "page_note")
        page.heights[row] = fitting.height([(text, sum(widths))], least=_LINE, size=_SMALL)
        row += 1
    row += 1
    bounds = _even(widths)
    for i, ((role, how), (first, end)) in enumerate(zip(vi.SIGNATURES, bounds)):
        if i == len(vi.SIGNATURES) - 1:
            page.put(row, first, end, vi.dated(order.address.place), "italic_centre")
        page.put(row + 1, first, end, role, "page_role")
        page.put(row + 2, first, end, how, "italic_centre")
    page.heights |= {row + i: _LINE for i in range(3)}
    page.heights[row + 3] = 48.0
    page.put(row + 3, 0, 0, "", "text")
    return row + 3


def _even(widths: list[float]) -> list[tuple[int, int]]:
    """The columns in three lots of about the same width."""
    total, used, cuts = sum(widths), 0.0, []
    for i, width in enumerate(widths[:-1]):
        used += width
        if len(cuts) < 2 and used >= total * (len(cuts) + 1) / 3:
            cuts.append(i)
    while len(cuts) < 2:
        cuts.append(cuts[-1] + 1 if cuts else 0)
    return [(0, cuts[0]), (cuts[0] + 1, cuts[1]), (cuts[1] + 1, len(widths) - 1)]
