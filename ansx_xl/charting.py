"""The native charts and sparklines of a sheet, through XlsxWriter: ranges by keys, data cached as cells are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from .book import Book, Chart, Series, Sheet
from .layout import address, reference
from .rules.functions import is_number
from .styles import BASE

_FONT = {"name": BASE["font_name"], "size": 9}
_INK, _PALE, _AMBER = "#1F4E79", "#BFBFBF", "#C55A11"
LOOKS: Mapping[str, dict[str, Any]] = {
    "actual": {"fill": {"color": _INK}, "border": {"none": True}},
    "expected": {"fill": {"none": True}, "border": {"color": _AMBER, "width": 2}},
    "target": {"fill": {"none": True}, "border": {"color": "#404040", "width": 0.75}},
    "line": {
        "line": {"color": _AMBER, "width": 2.25, "dash_type": "dash"},
        "marker": {"type": "diamond", "size": 6, "fill": {"color": _AMBER}, "border": {"none": True}},
    },
}
"""How the series of a chart are drawn: a solid bar, two outlines, a dashed line: told apart without colour."""

_KINDS = {"bars": "bar", "columns": "column"}
_COLUMN, _ROW = 8.43, 15.0
_ACROSS = {"x": 0.06, "width": 0.88}


def draw(book: Book, sheet: Sheet, out: Any, workbook: Any) -> None:
    """Put the charts and sparklines of a sheet onto XlsxWriter's worksheet."""
    for chart in sheet.charts:
        _draw_chart(book, sheet, chart, out, workbook)
    if sheet.sparklines:
        _draw_sparklines(book, sheet, out)


_UNUSED = tuple(f"{what}_color" for what in ("negative", "markers", "first", "high", "low"))
"""Colours of what these lines do not show."""


def _draw_sparklines(book: Book, sheet: Sheet, out: Any) -> None:
    """All at once, then each with a floor of its own: XlsxWriter makes a table of styles every time it is asked."""
    look = {
        "type": "column",  # LibreOffice prints no thin lines here
        "location": [address(line.row, line.col) for line in sheet.sparklines],
        "range": [_range(book, line.values) for line in sheet.sparklines],
        "series_color": "#8EA9C8",
        "last_point": True,
        "last_color": _INK,
        "show_hidden": True,
    }
    out.add_sparkline(sheet.sparklines[0].row, sheet.sparklines[0].col, look)
    group = out.sparklines.pop() | dict.fromkeys(_UNUSED)
    for line, location, source in zip(sheet.sparklines, group["locations"], group["ranges"]):
        out.sparklines.append({**group, "locations": [location], "ranges": [source], "count": 1, "min": line.floor})


def _draw_chart(book: Book, sheet: Sheet, chart: Chart, out: Any, workbook: Any) -> None:
    made = workbook.add_chart({"type": _KINDS[chart.kind]})
    lines = None
    for series in chart.series:
        if series.look == "line":
            lines = lines or workbook.add_chart({"type": "line"})
            lines.add_series(_series(book, series))
        else:
            made.add_series(_series(book, series) | {"gap": 40, "overlap": 100})
    if lines is not None:
        made.combine(lines)
    numbers = {
        "min": chart.limits[0],
        "max": chart.limits[1],
        "major_unit": chart.step,
        "num_format": chart.number_format or None,
        "num_font": _FONT,
        "major_gridlines": {"visible": True, "line": {"color": _PALE, "width": 0.75}},
        "line": {"none": True},
    }
    names = {"num_font": _FONT, "major_gridlines": {"visible": False}}
    if chart.aligned:
        names |= {"reverse": True, "label_position": "none", "major_tick_mark": "none"}
    bars = chart.kind == "bars"
    made.set_x_axis({k: v for k, v in (numbers if bars else names).items() if v is not None})
    made.set_y_axis({k: v for k, v in (names if bars else numbers).items() if v is not None})
    made.set_legend({"position": "top" if chart.aligned else "bottom", "font": _FONT})
    made.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    if chart.title is not None:
        words = {"name": _place(book, chart.title), "data": [_shown(book, chart.title)]}
        made.set_title({**words, "name_font": {**_FONT, "size": 11}})
    else:
        made.set_title({"none": True})  # or a chart of one series takes its name
    width, height, head = _size(sheet, chart)
    made.set_size({"width": width, "height": height})
    if chart.aligned:
        above = head / height
        made.set_plotarea({"layout": {**_ACROSS, "y": above, "height": 1 - above}})
        made.set_legend({"position": "top", "font": _FONT, "layout": {**_ACROSS, "y": 0.0, "height": 0.4 * above}})
    made.show_hidden_data()
    out.insert_chart(chart.block[0], chart.block[1], made, {"object_position": 1, "description": chart.says})


def _series(book: Book, series: Series) -> dict[str, Any]:
    """Ranges with their values as cells show them: what is no number is not there, and no zero."""
    numbers = [book.value(key) for key in series.values]
    return {
        "name": _place(book, series.name),
        "name_data": [_shown(book, series.name)],
        "categories": "=" + _range(book, series.categories),
        "categories_data": [_shown(book, key) for key in series.categories],
        "values": "=" + _range(book, series.values),
        "values_data": [_number(n) if is_number(n) else None for n in numbers],
        **LOOKS[series.look],
    }


def _shown(book: Book, key: Hashable) -> Any:
    found = book.value(key)
    return _number(found) if is_number(found) else str(found or "")


def _number(found: Any) -> int | float:
    return int(found) if found == int(found) else float(found)


def _place(book: Book, key: Hashable) -> list[Any]:
    """One cell as XlsxWriter takes it without searching through text."""
    spot = book.spot(key)
    return [spot.sheet, spot.row, spot.col]


def _range(book: Book, keys: Any) -> str:
    """Cells as a chart names them: with their sheet, absolute."""
    return reference([book.spot(key) for key in keys], "")


def _size(sheet: Sheet, chart: Chart) -> tuple[int, int, int]:
    """Width and height of the chart's block in pixels, and the height of the rows above its plot."""
    top, left, bottom, right = chart.block
    width = sum(int(sheet.widths.get(col, _COLUMN) * 7 + 0.5) + 5 for col in range(left, right + 1))
    heights = [int(sheet.heights.get(row, _ROW) * 4 / 3) for row in range(top, bottom + 1)]
    return width, sum(heights), sum(heights[: chart.aligned])
