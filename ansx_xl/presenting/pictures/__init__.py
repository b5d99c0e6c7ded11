"""The sheet Biểu đồ: bars of every target, comparison of the units, one indicator chosen from a list, the years.

Every number is a formula over the other result sheets, but for the years before, which stand on this sheet alone. One
module for each section; `drawing.py` has what they share.
"""

from __future__ import annotations

from ... import vi
from ...book import Cell, Sheet
from ...consolidating import Results
from ...layout import pictures as grid
from ...rules import ref
from ..common import frame
from ..table import key
from . import bars, chosen, comparing, past
from .drawing import Part, at

__all__ = ["sheet"]


def sheet(results: Results) -> Sheet:
    """The pictures of a consolidated period, as a sheet."""
    pages = bars.pages(results)
    compared = comparing.columns(results)
    rows = past.rows(results)
    units = results.units
    years = past.years(results)
    spots = chosen.tiles(results, units)
    place = grid.PicturePlace(
        bullets=tuple(len(page.rows) for page in pages),
        units=len(units),
        tiles=(max((r for r, _ in spots.values()), default=1), max((c for _, c in spots.values()), default=1)),
        years=len(years),
        series=len(rows),
    )
    parts = [bars.part(results, place, number, page, years) for number, page in enumerate(pages)]
    parts.append(comparing.part(results, place, units, compared))
    parts.append(chosen.part(results, place, units, spots, compared, rows, years))
    parts.append(past.part(results, place, compared, rows, years))
    framed = frame(results, vi.PICTURES_TITLE)
    width = grid.HIDDEN
    head = [
        Cell(place.title, 0, framed["title"], "title_left"),
        Cell(place.subtitle, 0, framed["subtitle"], "italic"),
        Cell(place.counts, 0, ref(key(vi.ATTAINMENT, "counts", "")), "summary", at("counts", ""), span=(1, width)),
    ]
    if framed["mark"]:
        head.append(Cell(place.mark, 0, framed["mark"], "mark", span=(1, width)))
    whole = Part.joined(parts)
    narrow = dict.fromkeys(range(grid.GRID, grid.HIDDEN), grid.NARROW_WIDTH)
    return Sheet(
        name=vi.PICTURES,
        cells=(*head, *whole.cells),
        widths={grid.CODE: grid.CODE_WIDTH, grid.NAME: grid.NAME_WIDTH} | narrow,
        heights={place.counts: 23.0} | ({} if framed["mark"] else {place.mark: 4.0}) | whole.heights,
        hidden_columns=tuple(range(grid.HIDDEN, grid.HIDDEN + grid.HIDDEN_COUNT)),
        breaks=place.breaks,
        highlights=whole.highlights,
        validations=whole.validations,
        charts=whole.charts,
        sparklines=whole.sparklines,
        tab="#7030A0",
        footer=framed["footer"],
    )
