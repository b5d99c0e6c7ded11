"""The sheet "Nhập liệu" of the provincial workbook: figures typed here for a unit that cannot send a file."""

from __future__ import annotations

from collections.abc import Iterator

from .. import fitting, vi
from ..book import Cell, Highlight, Sheet, Validation
from ..layout import workbook as at
from ..model import LOCAL, Catalogue, Element
from ..period import Period
from ..rules import call, either, ref
from .naming import code_name

WIDTHS = {0: 6, 1: 17, 2: 58, 3: 11, 4: 16, 5: 44, 6: 34}
_TEXT = {"unit", "telephone"}


def sheet(catalogue: Catalogue) -> Sheet:
    """One row for every figure that reporting units give in some period."""
    cells = [
        Cell(0, 0, vi.ENTRY_TITLE, "title_left", span=(1, 7)),
        Cell(1, 0, vi.ENTRY_NOTE, "wrap", span=(1, 7)),
        *_head(),
    ]
    rows, heights = [], {0: 21.0, 1: 33.0, at.E_HEADER_ROW: 22.0}
    row = at.E_BODY_ROW
    for title, elements in _groups(catalogue):
        cells.append(Cell(row, 0, title, "group", span=(1, 7), key=("entry", "table") if not rows else None))
        row += 1
        for element in elements:
            rows.append(row)
            cells += _row(row, len(rows), element)
            heights[row] = fitting.height([(element.name, WIDTHS[at.E_LABEL])])
            row += 1
    block = (rows[0], at.E_ACTUAL, rows[-1], at.E_ACTUAL)
    notes = (rows[0], at.E_EXPLANATION, rows[-1], at.E_EXPLANATION)
    return Sheet(
        name=vi.ENTRY,
        cells=tuple(cells),
        widths=WIDTHS,
        heights=heights,
        freeze=(at.E_BODY_ROW, at.E_MEASURE),
        repeat_rows=(at.E_HEADER_ROW, at.E_HEADER_ROW),
        validations=(
            *_validations(),
            Validation(block, "any", None, (), vi.INPUT_TITLE, vi.ENTRY_PROMPT),
            Validation(notes, "any", None, (), vi.TEXT_TITLE, vi.TEXT_PROMPT),
        ),
        highlights=tuple(_highlights(rows[0], rows[-1])),
        tab="#BF8F00",
        footer=f"&L{vi.ENTRY}&R&P/&N",
        code_name=code_name(vi.ENTRY),
    )


def _head() -> Iterator[Cell]:
    for row, role in enumerate(at.E_INPUTS, start=at.E_INPUT_ROW):
        yield Cell(row, at.E_NUMBER, vi.ENTRY_INPUTS[role][0], "label", span=(1, 2))
        style = "note_input" if role in _TEXT else "input_plain"
        yield Cell(row, at.E_LABEL, 1 if role == "attempt" else None, style, key=("entry", role))
    for col, words in enumerate(vi.ENTRY_COLUMNS):
        yield Cell(at.E_HEADER_ROW, col, words, "header")


def _groups(catalogue: Catalogue) -> Iterator[tuple[str, list[Element]]]:
    """The figures of reporting units by the office that knows them."""
    end = Period(vi.PANEL_DEFAULTS["year"]).end
    offices: dict[str, list[Element]] = {}
    for element in catalogue.elements.values():
        if element.reporter == LOCAL:
            offices.setdefault(catalogue.office_name(element.office, end) or vi.OTHER, []).append(element)
    yield from offices.items()


def _row(row: int, number: int, element: Element) -> Iterator[Cell]:
    yield Cell(row, at.E_NUMBER, number, "count")
    yield Cell(row, at.E_CODE, element.code, "code", key=("entry.code", element.code))
    yield Cell(row, at.E_LABEL, element.name, "indent" if element.parent else "label_left")
    yield Cell(row, at.E_MEASURE, element.measure, "unit")
    style = "integer_input" if element.decimals == 0 else "decimal_input"
    yield Cell(row, at.E_ACTUAL, None, style, key=("entry.value", row))
    yield Cell(row, at.E_VERDICT, None, "verdict", key=("entry.verdict", row))
    yield Cell(row, at.E_EXPLANATION, None, "note_input", key=("entry.explanation", element.code))


def _validations() -> Iterator[Validation]:
    for row, role in enumerate(at.E_INPUTS, start=at.E_INPUT_ROW):
        yield Validation((row, at.E_LABEL, row, at.E_LABEL), "any", None, (), *vi.ENTRY_INPUTS[role])


def _highlights(first: int, last: int) -> Iterator[Highlight]:
    """A cell about which something is said is tinted, and so is what is said."""
    said = ref(("entry.verdict", first))
    silent = either(said.eq(""), said.eq(vi.ENTRY_PASSED), said.eq(vi.NOT_DUE))
    for col in (at.E_ACTUAL, at.E_VERDICT):
        block = (first, col, last, col)
        yield Highlight(block, call("NOT", silent), "alert")
        yield Highlight(block, said.eq(vi.NOT_DUE), "waiting")
