"""Results -> tables, and tables -> book: what the department sees, before anything is written.

One module for each group of sheets. Totals are formulas over the unit columns, rates over the totals, verdicts over
whole numbers, so that an officer can click through from a verdict to what was typed. Names and telephones of officers
stand in none of these tables: they never leave the province.
"""

from __future__ import annotations

from collections.abc import Iterable

from .. import vi
from ..book import Book
from ..consolidating import Results
from . import attainments, corrections, figures, pictures, submissions, texts
from .table import Table, sheet

__all__ = ["Table", "book", "tables"]


def tables(results: Results, today: str) -> tuple[Table, ...]:
    """Every result table of a consolidated period, in the order of their sheets."""
    return (
        attainments.attainment(results),
        submissions.sent(results),
        submissions.findings(results),
        figures.data(results),
        figures.totals(results),
        attainments.working(results),
        texts.work(results),
        texts.narratives(results),
        corrections.corrections(results),
        submissions.trail(results, today),
    )


def book(results: Results, today: str, more: Iterable[Table] = ()) -> Book:
    """The consolidated workbook; tables made elsewhere (*more*) come last."""
    marked = vi.ILLUSTRATIVE_LONG if results.catalogue.illustrative else ""
    laid = (*(sheet(t) for t in tables(results, today)), pictures.sheet(results), *map(sheet, more))
    title = vi.CONSOLIDATED.format(period=vi.period(results.period))
    return Book(laid, title=title, marked=marked, active=vi.ATTAINMENT)
