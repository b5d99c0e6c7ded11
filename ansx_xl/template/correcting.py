"""The sheet "Nhập điều chỉnh" of the provincial workbook: corrections typed by the department, one row each."""

from __future__ import annotations

from collections.abc import Iterator

from .. import fitting, vi
from ..book import Cell, Highlight, Sheet, Validation
from ..layout import workbook as at
from ..model import Catalogue
from ..rules import both, call, ref
from .naming import code_name

WIDTHS = {0: 5, 1: 14, 2: 12, 3: 17, 4: 14, 5: 34, 6: 24, 7: 13, 8: 60, 9: 10}
_STYLES = {at.C_VALUE: "value_input", at.C_CONFIRMED_ON: "date_input"}
_LAST = at.C_BODY_ROW + at.C_ROWS - 1
_ROW = 28.0
"""Two lines of a small text; a row is made higher where its result takes more."""
_FIRST_DAY = 36526
"""The first of January 2000 as a spreadsheet counts days: an earlier day was mistyped."""


def sheet(catalogue: Catalogue) -> Sheet:
    """Rows for corrections, as `ansx adjust` takes them, with what became of each."""
    shown = at.C_RESULT + 1
    cells = [
        Cell(0, 0, vi.CORRECTING_TITLE, "title_left", span=(1, shown)),
        Cell(1, 0, vi.CORRECTING_NOTE, "wrap", span=(1, shown)),
        *(Cell(at.C_HEADER_ROW, col, words, "header") for col, words in enumerate(vi.CORRECTING_COLUMNS)),
    ]
    if catalogue.illustrative:
        cells.append(Cell(2, 0, vi.ILLUSTRATIVE_LONG, "mark", span=(1, shown)))
    for number in range(at.C_ROWS):
        cells += _row(at.C_BODY_ROW + number, number)
    across = sum(width for col, width in WIDTHS.items() if col < shown)
    return Sheet(
        name=vi.CORRECTING,
        cells=tuple(cells),
        widths=WIDTHS,
        heights={0: 21.0, 1: fitting.height([(vi.CORRECTING_NOTE, across)]), at.C_HEADER_ROW: 34.0}
        | {at.C_BODY_ROW + number: _ROW for number in range(at.C_ROWS)},
        hidden_columns=(at.C_MARK,),
        freeze=(at.C_BODY_ROW, at.C_RESPONDENT),
        repeat_rows=(at.C_HEADER_ROW, at.C_HEADER_ROW),
        validations=tuple(_validations()),
        highlights=tuple(_highlights()),
        tab="#BF8F00",
        footer=f"&L{vi.CORRECTING}&R&P/&N",
        code_name=code_name(vi.CORRECTING),
    )


def _row(row: int, number: int) -> Iterator[Cell]:
    yield Cell(row, at.C_NUMBER, number + 1, "count")
    for col in at.C_INPUTS:
        yield Cell(row, col, None, _STYLES.get(col, "typed_input"), key=("correcting", number, col))
    yield Cell(row, at.C_RESULT, None, "verdict", key=("correcting", number, at.C_RESULT))
    yield Cell(row, at.C_MARK, None, "text", key=("correcting", number, at.C_MARK))


def _validations() -> Iterator[Validation]:
    for col, (title, prompt) in zip(at.C_INPUTS, vi.CORRECTING_INPUTS):
        block = (at.C_BODY_ROW, col, _LAST, col)
        if col == at.C_CONFIRMED_ON:
            day = ref(("correcting", 0, col))
            known = both(call("ISNUMBER", day), day >= _FIRST_DAY)
            yield Validation(block, "custom", known, (), title, prompt, vi.CONFIRMED_ON_ERROR)
        else:
            yield Validation(block, "any", None, (), title, prompt)


def _highlights() -> Iterator[Highlight]:
    """What was recorded is green; what was not, and why, stands out."""
    said, mark = ref(("correcting", 0, at.C_RESULT)), ref(("correcting", 0, at.C_MARK))
    block = (at.C_BODY_ROW, at.C_RESULT, _LAST, at.C_RESULT)
    yield Highlight(block, both(said.ne(""), mark.eq("")), "alert")
    yield Highlight(block, mark.ne(""), "good")
