"""Results -> tables, and tables -> book: what the department sees, before anything is written.

One module for each group of sheets. Totals are formulas over the unit columns, rates over the totals, verdicts over
whole numbers, so that an officer can click through from a verdict to what was typed. Names and telephones of officers
stand in none of these tables: they never leave the province.
"""

from __future__ import annotations

from .. import vi
from ..book import Book
from ..consolidating import Results
from . import attainments, figures, submissions, texts
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
        submissions.trail(results, today),
    )


def book(results: Results, today: str) -> Book:
    """The consolidated workbook."""
    marked = vi.ILLUSTRATIVE_LONG if results.catalogue.illustrative else ""
    laid = tuple(sheet(t) for t in tables(results, today))
    title = vi.CONSOLIDATED.format(period=vi.period(results.period))
    return Book(laid, title=title, marked=marked, active=vi.ATTAINMENT)
