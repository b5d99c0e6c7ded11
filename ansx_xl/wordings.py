"""What stands on a form in words besides figures: causes and remedies, tasks, the narrative, each found by its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import cells, vi
from . import layout as at
from .layout import FormLayout
from .text import clean

Words = Callable[[int, int, cells.Sheet], str]
"""The text of a cell, by row, column and sheet."""


def causes(book: cells.Workbook, form: FormLayout, words: Words) -> dict[str, tuple[str, str]]:
    """Cause and remedy of each indicator for which somebody wrote one."""
    asked = {line.indicator for line in form.indicators}
    found = {}
    for key, row, sheet in _keyed(book, vi.INDICATORS):
        texts = (words(row, at.I_CAUSE, sheet), words(row, at.I_REMEDY, sheet)) if key in asked else ()
        if any(texts):
            found[key] = texts
    return found


def tasks(book: cells.Workbook, form: FormLayout, words: Words) -> dict[str, tuple[str, str, str]]:
    """State, what was done and documents of each task of which something is said."""
    asked = {line.task.code for line in form.tasks}
    found = {}
    for key, row, sheet in _keyed(book, vi.TASKS):
        columns = (at.T_STATUS, at.T_DONE, at.T_DOCUMENT)
        texts = tuple(words(row, col, sheet) for col in columns) if key in asked else ()
        if any(texts):
            found[key] = texts
    return found


def narrative(book: cells.Workbook, _form: FormLayout, words: Words) -> dict[str, str]:
    """The parts of the narrative that are not empty."""
    found = {}
    for key, row, sheet in _keyed(book, vi.TASKS):
        text = words(row, at.NARRATIVE_COLUMN, sheet) if key in at.NARRATIVE else ""
        if text:
            found[key] = text
    return found


def _keyed(book: cells.Workbook, name: str) -> Iterator[tuple[str, int, cells.Sheet]]:
    """The rows of a sheet by what its hidden first column says."""
    sheet = book.sheets.get(name)
    if sheet is not None:
        for row in sorted(row for row, col in sheet.cells if col == 0):
            cell = sheet.cells[row, 0]
            if cell.kind == "text":
                yield clean(cell.raw), row, sheet
