"""`ansx trace`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import vi, workflow
from ..period import Period
from .face import OK, say, shared

if TYPE_CHECKING:
    from ..model import Catalogue
    from ..tracing import Trace

_VALUE = 3
"""The column of numbers."""


@click.command(help=vi.HELP["trace"], short_help=vi.SHORT_HELP["trace"])
@click.argument("indicator")
@click.argument("period")
@click.option("--unit", "area", default="", help=vi.HELP["trace_unit"])
@click.option("--json", "as_json", is_flag=True, help=vi.HELP["json"])
@shared
def trace(indicator: str, period: str, area: str, as_json: bool, folder: Path | None, ledger: str) -> int:
    from .. import plain

    catalogue, when = workflow.load_catalogue(folder), Period.parse(period)
    found = workflow.trace(catalogue, when, indicator, area, ledger)
    if as_json:
        say(json.dumps(plain.traced(found, when), ensure_ascii=False))
    else:
        for line in _lines(found, when, _measure(catalogue, found.code)):
            say(line)
    return OK


def _measure(catalogue: Catalogue, code: str) -> str:
    """The unit of measure of an indicator or a data element."""
    known = catalogue.indicators.get(code) or catalogue.elements.get(code)
    return known.measure if known else ""


def _lines(found: Trace, when: Period, measure: str) -> Iterator[str]:
    """The figure, how it is made, and its sources as a table."""
    from ..tracing import DENOMINATOR, VALUE, status_in_words

    yield vi.trace_title(found.name, found.code, found.area_name, vi.period(when))
    yield vi.trace_value(vi.number(found.value), measure, vi.REASON[found.reason] if found.reason else "")
    rate = any(s.role == DENOMINATOR for s in found.sources)
    if found.version:
        below = vi.number(found.denominator) if rate else None
        sums = vi.trace_sums(vi.number(found.numerator), below)
        yield from _year_lines(found)
        yield vi.TRACE_OWN_RATE.format(sums=sums) if found.years else sums
        yield vi.trace_definition(found.version, found.definition)
    if found.footnote:
        yield vi.sentence(found.footnote)
    yield ""
    rows = [vi.TRACE_COLUMNS]
    for s in found.sources:
        shown, place = vi.number(s.value) if s.value is not None else s.raw, str(s.place)
        role = vi.TRACE_ROLE[s.role if rate else VALUE]
        rows.append((role, s.element, s.name, shown, status_in_words(s), place, s.file, s.sha256))
    yield from _aligned(rows, (_VALUE,))


def _year_lines(found: Trace) -> Iterator[str]:
    """The year-ends that an annual change is the mean of, as a table."""
    if not found.years:
        return
    rows = [vi.TRACE_YEAR_COLUMNS]
    for y in found.years:
        source = vi.TRACE_YEAR_SOURCE[y.source] + ("" if y.counted else f"; {vi.TRACE_NOT_COUNTED}")
        rows.append((str(y.year), y.version, vi.number(y.rate, 2) or vi.NO_VALUE, vi.number(y.fall, 2), source))
    yield from _aligned(rows, (2, 3))
    falls = [y.fall for y in found.years if y.counted and y.fall is not None]
    if falls and found.value is not None:
        whole = vi.number(found.value * len(falls), 4)
        yield vi.trace_mean(whole, len(falls), vi.number(found.value, 2))


def _aligned(rows: list[tuple[str, ...]], right: tuple[int, ...]) -> Iterator[str]:
    """Rows as lines, each column as wide as its longest text; columns of numbers end at the *right*."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = (t.rjust(w) if i in right else t.ljust(w) for i, (t, w) in enumerate(zip(row, widths)))
        yield "  ".join(cells).rstrip()


COMMANDS = (trace,)
