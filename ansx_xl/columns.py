"""Which column of a form's sheet is which: by defined names, confirmed by hidden keys and headings.

A column put in moves all that stand right of it; one that was moved without its names would be read as another, so
names and headings that contradict each other reject the form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from . import cells, vi
from . import layout as at
from .errors import WorkbookError
from .layout import FormLayout


def located(book: cells.Workbook, sheet: cells.Sheet, form: FormLayout) -> Mapping[int, int]:
    """Column of the layout -> column of the sheet, as most names say; WorkbookError F13 if headings say otherwise."""
    votes: dict[int, Counter[int]] = {}
    for slot in form.inputs:
        spot = book.names.get(slot.name)
        if spot and spot[0] == sheet.name:
            votes.setdefault(slot.col, Counter())[spot[2]] += 1
    found = {col: counter.most_common(1)[0][0] for col, counter in votes.items()}
    for col, said, label in _said(sheet, form):
        if found.get(col, col) not in said:
            raise WorkbookError("F13", label=label)
    return found


def _said(sheet: cells.Sheet, form: FormLayout) -> Iterator[tuple[int, set[int], str]]:
    """Where the headings and the keys of columns stand, as far as they are still there."""
    texts: dict[str, set[tuple[int, int]]] = {}
    for spot, cell in sheet.cells.items():
        if cell.kind == "text":
            texts.setdefault(cell.raw.strip(), set()).add(spot)
    if form.singles:
        actual = {c for _, c in texts.get(vi.COLUMNS["actual"], ())}
        yield from ((at.ACTUAL, said, vi.COLUMNS["actual"]) for said in (actual,) if said)
    for table in form.tables:
        own = {row for row, _ in texts.get(table.key, ())}
        for number, (col, element) in enumerate(table.columns, start=1):
            label = at.label(element, form.period)
            keys = {c for row, c in texts.get(element.code, ()) if row in own}
            headings = {c for _, c in texts.get(f"({number}) {label} ({element.measure})", ())}
            yield from ((col, said, label) for said in (keys, headings) if said)


def headed(sheet: cells.Sheet, role: str) -> int | None:
    """The column under a heading of the form; `None` where the heading is gone."""
    under = Counter(col for (_, col), cell in sheet.cells.items() if cell.raw == vi.COLUMNS[role])
    return under.most_common(1)[0][0] if under else None
