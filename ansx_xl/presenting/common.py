"""What every result table has: title line, mark of invented figures, footer, groups by sector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count, groupby
from typing import Any, TypeVar

from .. import deadlines, vi
from ..consolidating import Results, attained_since_published, changes_since_published, verdicts_since_published
from ..model import Catalogue
from .table import Row

Thing = TypeVar("Thing")


def frame(results: Results, title: str) -> dict[str, Any]:
    """Title, subtitle, mark and footer of a table."""
    catalogue, period = results.catalogue, results.period
    provisional = f" - {vi.PROVISIONAL_LONG}" if results.provisional else ""
    published = f" - {now}" if (now := standing(results)) else ""
    return {
        "title": title.upper(),
        "subtitle": f"{about(results)}{provisional}{published}",
        "mark": vi.ILLUSTRATIVE_LONG if catalogue.illustrative else "",
        "footer": f"&L{title} - {vi.period(period)} - {catalogue.edition}&R&P/&N",
    }


def about(results: Results) -> str:
    """Whose figures they are, and of which days."""
    catalogue, period = results.catalogue, results.period
    start, end = deadlines.bounds(catalogue, period)
    return f"{catalogue.setting('province_name', period.end)} - {vi.period(period)} {vi.span(start, end)}"


def standing(results: Results) -> str:
    """Whether the figures are published, and whether they have changed since."""
    dossier = results.dossier
    if not dossier.published:
        return ""
    day = vi.iso_day(dossier.published[-1].stamp.day)
    kinds = (changes_since_published, attained_since_published, verdicts_since_published)
    changed = sum(1 for since in kinds for _ in since(results))
    if changed:
        return vi.PUBLISHED_ON.format(day=day, count=changed)
    return vi.SIGNED_OFF_LINE.format(day=day) if dossier.signed_off else ""


def once(said: Iterable[tuple[str, Thing]]) -> dict[str, list[Thing]]:
    """What is said of several things, once each, with the things that it is said of; nothing said falls out.

    >>> once([("a", 1), ("", 2), ("b", 3), ("a", 4), ("a", 1)])
    {'a': [1, 4], 'b': [3]}
    """
    found: dict[str, list[Thing]] = {}
    for text, thing in said:
        if text and thing not in found.setdefault(text, []):
            found[text].append(thing)
    return found


def by_sector(
    results: Results, things: Iterable[Any], sector_of: Callable[[Any], str], row: Callable[[int, Any], Row]
) -> Iterator[Row]:
    """Rows under the name of their sector, numbered through."""
    catalogue, numbers = results.catalogue, count(1)
    ordered = sorted(things, key=lambda t: catalogue.sector_place(sector_of(t)))
    for sector, heading, run in in_sectors(catalogue, ordered, sector_of):
        yield sector_row(sector, heading)
        yield from (row(next(numbers), thing) for thing in run)


def in_sectors(
    catalogue: Catalogue, things: Iterable[Thing], sector_of: Callable[[Thing], str]
) -> Iterator[tuple[str, str, Iterator[Thing]]]:
    """Things that are in the order of their sectors, sector by sector: its code, its numbered heading, its things."""
    for number, (sector, run) in enumerate(groupby(things, sector_of), start=1):
        yield sector, f"{vi.roman(number)}. {catalogue.sector_name(sector)}", run


def sector_row(sector: str, heading: str) -> Row:
    """The row that stands over the things of a sector."""
    return Row(f"sector:{sector}", {}, group=heading)
