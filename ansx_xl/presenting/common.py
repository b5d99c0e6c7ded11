"""What every result table has: title line, mark of invented figures, footer, groups by sector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from .. import vi
from ..consolidating import Results, changes_since_published
from .table import Row


def frame(results: Results, title: str) -> dict[str, Any]:
    """Title, subtitle, mark and footer of a table."""
    catalogue, period = results.catalogue, results.period
    start, end = period.bounds(catalogue.setting("calendar", period.end) == "administrative")
    provisional = f" - {vi.PROVISIONAL_LONG}" if results.provisional else ""
    area = catalogue.setting("province_name", period.end)
    return {
        "title": title.upper(),
        "subtitle": f"{area} - {vi.period(period)} {vi.span(start, end)}{provisional}{_standing(results)}",
        "mark": vi.ILLUSTRATIVE_LONG if catalogue.illustrative else "",
        "footer": f"&L{title} - {vi.period(period)} - {catalogue.edition}&R&P/&N",
    }


def _standing(results: Results) -> str:
    """Whether the figures are published, and whether they have changed since."""
    dossier = results.dossier
    if not dossier.published:
        return ""
    day = vi.day(date.fromisoformat(dossier.published[-1].stamp.day))
    changed = sum(1 for _ in changes_since_published(results))
    if changed:
        return " - " + vi.PUBLISHED_ON.format(day=day, count=changed)
    return " - " + vi.SIGNED_OFF_LINE.format(day=day) if dossier.signed_off else ""


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
