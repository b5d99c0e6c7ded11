"""The sheet "Bảng điều khiển": which period, which folders, the buttons, and who has sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import vi
from ..book import Button, Cell, Highlight, Sheet, Validation
from ..layout import workbook as at
from ..model import Catalogue
from ..period import Period
from ..rules import both, call, either, ref, when
from .naming import code_name

WIDTHS = {0: 6, 1: 12, 2: 42, 3: 30, 4: 9, 5: 9, 6: 14, 7: 3, 8: 21, 9: 2, 10: 21}
_COLUMNS = {
    at.P_NUMBER: "number",
    at.P_CODE: "code",
    at.P_NAME: "name",
    at.P_STATE: "status",
    at.P_ATTEMPT: "attempt",
    at.P_ERRORS: "errors",
    at.P_WARNINGS: "warnings",
}
_LAST_INPUT = at.P_WARNINGS
_EMPTY_ROWS = 20
"""How many rows of the matrix are printed before anything is filled."""
_STYLES = {at.P_NAME: "cell_shrink"}
_INPUT_STYLES = {"year": "year_input", "day": "date_input"}


def sheet(catalogue: Catalogue) -> Sheet:
    """The panel; its matrix is made of formulas over the sheet Tình hình gửi báo cáo."""
    end = Period(vi.PANEL_DEFAULTS["year"]).end
    subtitle = f"{catalogue.setting('province_name', end)} - {catalogue.setting('plan_short', end)}"
    cells = [
        Cell(0, 0, vi.PANEL_TITLE, "title_left", span=(1, 7)),
        Cell(1, 0, subtitle, "italic", span=(1, 7)),
        *_inputs(),
        *_matrix(),
    ]
    if catalogue.illustrative:
        cells.append(Cell(2, 0, vi.ILLUSTRATIVE_LONG, "mark", span=(1, 7)))
    heights = {0: 24.0, at.P_HEADER_ROW: 48.0, at.P_STATUS_ROW: 52.0}
    heights |= {at.P_INPUT_ROW + i: 27.0 for i in range(len(at.P_INPUTS))}
    return Sheet(
        name=vi.PANEL,
        cells=tuple(cells),
        widths=WIDTHS,
        heights=heights,
        freeze=(at.P_BODY_ROW, 0),
        repeat_rows=(at.P_HEADER_ROW, at.P_HEADER_ROW),
        landscape=False,
        print_area=at.panel_block(_EMPTY_ROWS),
        validations=tuple(_validations()),
        highlights=tuple(_highlights()),
        tab="#1F4E79",
        footer=f"&L{vi.PANEL}&R&P/&N",
        buttons=tuple(_buttons()),
        code_name=code_name(vi.PANEL),
    )


def _inputs() -> Iterator[Cell]:
    defaults: dict[str, Any] = vi.PANEL_DEFAULTS
    for row, role in enumerate(at.P_INPUTS, start=at.P_INPUT_ROW):
        yield Cell(row, at.P_NUMBER, vi.PANEL_INPUTS[role][0], "label", span=(1, at.P_INPUT))
        style = _INPUT_STYLES.get(role, "input_plain")
        span = (1, _LAST_INPUT - at.P_INPUT + 1) if role in ("inbox", "output") else (1, 1)
        yield Cell(row, at.P_INPUT, defaults.get(role), style, key=("panel", role), span=span)
    row = at.P_STATUS_ROW
    yield Cell(row, at.P_NUMBER, vi.STATUS_LABEL, "label", span=(1, 2))
    yield Cell(
        row, at.P_NAME, vi.STATUS_START, "state_open", key=("panel", "status"), span=(1, _LAST_INPUT - at.P_NAME + 1)
    )


def _matrix() -> Iterator[Cell]:
    yield Cell(at.P_HEADER_ROW - 1, 0, vi.MATRIX_TITLE, "strong", span=(1, 7))
    for col, words in zip(at.P_MATRIX, vi.MATRIX_COLUMNS):
        yield Cell(at.P_HEADER_ROW, col, words, "header")
    for row in range(at.P_RESPONDENTS):
        code = ref((vi.SENT, row, "code"))
        for col in at.P_MATRIX:
            own = ref((vi.SENT, row, _COLUMNS[col]))
            shown = when(either(code.eq(""), own.eq("")), "", own)
            yield Cell(at.P_BODY_ROW + row, col, shown, _STYLES.get(col, "cell_centre"), key=("matrix", row, col))


def _highlights() -> Iterator[Highlight]:
    """Who has not sent, or not all of it, stands out; so do counts that are not zero."""
    last = at.P_BODY_ROW + at.P_RESPONDENTS - 1
    state = ref(("matrix", 0, at.P_STATE))
    block = (at.P_BODY_ROW, at.P_STATE, last, at.P_STATE)
    yield Highlight(
        block, either(state.eq(vi.STATUS["missing"]), state.eq(vi.OUTCOME["conflict"].capitalize())), "alert"
    )
    yield Highlight(block, either(state.eq(vi.STATUS["accepted_in_part"]), state.eq(vi.NOT_RECEIVED)), "fair")
    yield Highlight(block, state.eq(vi.STATUS["accepted"]), "good")
    code = ref(("matrix", 0, at.P_CODE))
    for col in at.P_MATRIX:
        block = (at.P_BODY_ROW, col, last, col)
        yield Highlight(block, code.ne(""), "box")
    errors = ref(("matrix", 0, at.P_ERRORS))
    block = (at.P_BODY_ROW, at.P_ERRORS, last, at.P_ERRORS)
    yield Highlight(block, when(errors.eq(""), 0, errors) > 0, "alert")


def _validations() -> Iterator[Validation]:
    for row, role in enumerate(at.P_INPUTS, start=at.P_INPUT_ROW):
        block = (row, at.P_INPUT, row, at.P_INPUT)
        title, prompt = vi.PANEL_INPUTS[role]
        title = title.split(" (")[0]
        match role:
            case "year":
                year = ref(("panel", "year"))
                digits = both(call("ISNUMBER", year), year >= 1000, year <= 9999)
                yield Validation(block, "custom", digits, (), title, prompt, vi.YEAR_ERROR)
            case "kind":
                choices = tuple(vi.PERIOD_KINDS)
                yield Validation(block, "list", None, choices, title, prompt, vi.CHOICE_ERROR)
            case _:
                yield Validation(block, "any", None, (), title, prompt)


def _buttons() -> Iterator[Button]:
    for place, (macro, caption) in enumerate(vi.BUTTONS.items()):
        row, side = divmod(place, len(at.P_BUTTON_COLUMNS))
        yield Button(at.P_BUTTON_ROW + row, at.P_BUTTON_COLUMNS[side], caption, f"ansx_buttons.{macro}", 150, 30)
