"""Which column of a form's sheet is which: by defined names, confirmed by hidden keys and headings.

A column put in moves all that stand right of it; one that was moved without its names would be read as another, so
names and headings that contradict each other reject the form.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from . import cells, vi
from . import layout as at
from .errors import WorkbookError
from .layout import FormLayout

Texts = Mapping[str, list[tuple[int, int]]]
"""Where each text of a sheet stands: rows and columns, in the order of the file."""


def texts_of(sheet: cells.Sheet) -> Texts:
    """Every text of a sheet, without spaces around it, and where it stands."""
    found: dict[str, list[tuple[int, int]]] = {}
    for spot, cell in sheet.cells.items():
        if cell.kind == "text":
            found.setdefault(cell.raw.strip(), []).append(spot)
    return found


def located(book: cells.Workbook, sheet: cells.Sheet, texts: Texts, form: FormLayout) -> Mapping[int, int]:
    """Column of the layout -> column of the sheet, as most names say; WorkbookError F13 if headings say otherwise."""
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for slot in form.inputs:
        spot = book.names.get(slot.name)
        if spot and spot[0] == sheet.name:
            votes[slot.col][spot[2]] += 1
    found = {col: counter.most_common(1)[0][0] for col, counter in votes.items()}
    for col, said, label in _said(texts, form):
        if found.get(col, col) not in said:
            raise WorkbookError("F13", label=label)
    return found


def _said(texts: Texts, form: FormLayout) -> Iterator[tuple[int, set[int], str]]:
    """Where the headings and the keys of columns stand, as far as they are still there."""
    if form.singles:
        actual = {c for _, c in texts.get(vi.COLUMNS["actual"], ())}
        yield from ((at.ACTUAL, said, vi.COLUMNS["actual"]) for said in (actual,) if said)
    for table in form.tables:
        own = {row for row, _ in texts.get(table.key, ())}
        for number, (col, element) in enumerate(table.columns, start=1):
            label = at.label(element, form.period, form.units_begin)
            keys = {c for row, c in texts.get(element.code, ()) if row in own}
            headings = {c for _, c in texts.get(f"({number}) {label} ({element.measure})", ())}
            yield from ((col, said, label) for said in (keys, headings) if said)


def headed(texts: Texts, role: str) -> int | None:
    """The column under a heading of the form; `None` where the heading is gone."""
    under = Counter(col for _, col in texts.get(vi.COLUMNS[role], ()))
    return under.most_common(1)[0][0] if under else None
