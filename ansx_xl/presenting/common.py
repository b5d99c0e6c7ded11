"""What every result table has: title line, mark of invented figures, footer, groups by sector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .. import vi
from ..consolidating import Results
from .table import Row


def frame(results: Results, title: str) -> dict[str, Any]:
    """Title, subtitle, mark and footer of a table."""
    catalogue, period = results.catalogue, results.period
    start, end = period.bounds(catalogue.setting("calendar", period.end) == "administrative")
    provisional = f" - {vi.PROVISIONAL_LONG}" if results.provisional else ""
    area = catalogue.setting("province_name", period.end)
    return {
        "title": title.upper(),
        "subtitle": f"{area} - {vi.period(period)} {vi.span(start, end)}{provisional}",
        "mark": vi.ILLUSTRATIVE_LONG if catalogue.illustrative else "",
        "footer": f"&L{title} - {vi.period(period)} - {catalogue.edition}&R&P/&N",
    }


def by_sector(
    results: Results, things: Iterable[Any], sector_of: Callable[[Any], str], row: Callable[[int, Any], Row]
) -> Iterator[Row]:
    """Rows under the name of their sector, numbered through."""
    order = {s.code: i for i, s in enumerate(results.catalogue.sectors)}
    sector, groups = None, 0
    for count, thing in enumerate(sorted(things, key=lambda t: order[sector_of(t)]), start=1):
        if sector_of(thing) != sector:
            sector, groups = sector_of(thing), groups + 1
            name = results.catalogue.sector_name(sector)
            yield Row(f"sector:{sector}", {}, group=f"{vi.roman(groups)}. {name}")
        yield row(count, thing)
