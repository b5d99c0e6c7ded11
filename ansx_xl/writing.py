"""`Book` -> workbook file, through XlsxWriter.

Every formula cell carries its cached value. Text is always written as text: no foreign string can become a formula, a
link or a number. A warning of the writer (a validation too long, a name refused) is an error; `zipping.py` packs the
parts and `saving.py` puts the file in its place.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import groupby
from typing import Any

from . import fitting, rules
from .book import Block, Book, Sheet, Validation, cached
from .cellxml import BLANK, formula, look_of, number, shared_text, workbook_class
from .layout import absolute, address
from .rules import Expr
from .styles import BASE, STYLES
from .zipping import zipped

LONGEST_TEXT = 32_767
_NOTE_WIDTH, _NOTE_HEIGHT = 36, 55.5
"""Of a comment: twice as wide as usual, in characters, and at least as high, in points."""


def to_bytes(book: Book, issued: date) -> bytes:
    """The workbook as the bytes of an .xlsx file; the same book always gives the same bytes."""
    return zipped(parts(book, issued), small=book.by_mail)


def parts(book: Book, issued: date) -> Mapping[str, str | bytes]:
    """The parts of the file by their names, in their order."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        workbook = workbook_class()(
            io.BytesIO(), {"in_memory": True, "strings_to_urls": False, "default_format_properties": dict(BASE)}
        )
        workbook.set_properties(
            {"title": book.title, "comments": book.marked, "created": datetime(issued.year, issued.month, issued.day)}
        )
        workbook.set_calc_mode("auto")
        if book.macros:
            workbook.add_vba_project(io.BytesIO(book.macros), True)
            workbook.set_vba_name("ThisWorkbook")
        stock = _Stock(workbook)
        sheets = {sheet.name: workbook.add_worksheet(sheet.name) for sheet in book.sheets}
        for sheet in book.sheets:
            _write_sheet(book, sheet, sheets[sheet.name], stock, workbook)
        for name, key in book.names.items():
            workbook.define_name(name, "=" + absolute(book.spot(key)))
        visible = [s.name for s in book.sheets if s.state == "visible"]
        sheets[visible[0]].set_first_sheet()
        sheets[book.active or visible[0]].activate()
        workbook.close()
    return workbook.parts


def _shared(book: Book, sheet: Sheet) -> Mapping[tuple[int, int], tuple[int, str]]:
    """Formulas to be stored once: place -> number of the formula and, for the first of a run, the block it serves.

    Only formulas that stay on their own sheet are shared, and only on hidden sheets: a form of many units has thousands
    of them there, and would not fit into an e-mail otherwise.
    """
    if sheet.state == "visible":
        return {}
    found: dict[tuple[int, int], tuple[int, str]] = {}
    columns: dict[int, list[tuple[int, str]]] = {}
    for cell in sheet.cells:
        if isinstance(cell.content, Expr):
            form = _relative(book, sheet, cell.row, cell.col, cell.content)
            columns.setdefault(cell.col, []).append((cell.row, form))
    for col, formulas in columns.items():
        for _, run in groupby(enumerate(sorted(formulas)), key=lambda item: (item[1][0] - item[0], item[1][1])):
            rows = [row for _, (row, form) in run if form]
            if len(rows) > 1:
                number = sum(1 for _, block in found.values() if block)
                found |= {(row, col): (number, "") for row in rows}
                found[rows[0], col] = (number, f"{address(rows[0], col)}:{address(rows[-1], col)}")
    return found


def _relative(book: Book, sheet: Sheet, row: int, col: int, formula: Expr) -> str:
    """A formula as seen from its own cell: equal for two cells that share it; "" where it leaves the sheet."""
    near = True

    def place(keys: tuple[Hashable, ...]) -> str:
        nonlocal near
        spots = [book.spot(key) for key in keys]
        near = near and all(spot.sheet == sheet.name for spot in spots)
        return str([(spot.row - row, spot.col - col) for spot in spots])

    written = rules.excel(formula, place)
    return written if near else ""


class _Stock:
    """What the cells of a workbook have in common, each made when first used: formats, looks and texts."""

    def __init__(self, workbook: Any):
        self._workbook = workbook
        self._strings = workbook.str_table
        self.format = cache(self._format)
        self.look = cache(lambda style: look_of(self.format(style)))
        self.highlight = cache(lambda style: workbook.add_format(STYLES[style]))
        self.text = cache(self._text)

    def _format(self, style: str) -> Any:
        """A look of `styles.py` as this workbook's format; *highlight* makes one laid over another look."""
        if not style:
            return None
        made = self._workbook.add_format({**BASE, **STYLES[style]})
        made._get_xf_index()  # numbered in the order of first use
        return made

    def _text(self, content: str) -> str:
        """A text as XML; `count` says how many cells have one, for it is made only once."""
        cell = shared_text(self._strings._get_shared_string_index(text(content)))
        self._strings.count -= 1
        return cell

    def count(self, texts: int) -> None:
        self._strings.count += texts


def _write_sheet(book: Book, sheet: Sheet, out: Any, stock: _Stock, workbook: Any) -> None:
    place = book.place(sheet.name)
    for col, width in sheet.widths.items():
        style = stock.format(sheet.column_styles.get(col, "text"))
        out.set_column(col, col, width, style, {"hidden": col in sheet.hidden_columns})
    for col in sheet.hidden_columns:
        if col not in sheet.widths:
            out.set_column(col, col, None, None, {"hidden": True})
    out.put_heights(sheet.heights, sheet.growing)
    for row, style in sorted(sheet.row_styles.items()):
        out.set_row(row, sheet.heights.get(row), stock.format(style))
    for row in sheet.hidden_rows:
        out.set_row(row, None, None, {"hidden": True})
    _write_cells(book, sheet, out, stock, place)
    for block in sheet.blocks:
        _write_block(block, out, stock, place)
    for rules_alike in _alike(book, sheet):
        _write_validation(rules_alike, out, place)
    for light in sheet.highlights:
        criteria = "=" + rules.excel(light.condition, place)
        out.conditional_format(
            *light.block, {"type": "formula", "criteria": criteria, "format": stock.highlight(light.style)}
        )
    if sheet.charts or sheet.sparklines:
        from . import charting

        charting.draw(book, sheet, out, workbook)
    for button in sheet.buttons:
        look = {"macro": button.macro, "caption": button.caption, "width": button.width, "height": button.height}
        out.insert_button(button.row, button.col, look)
    if sheet.code_name:
        out.set_vba_name(sheet.code_name)
    _write_view(sheet, out)


def _write_cells(book: Book, sheet: Sheet, out: Any, stock: _Stock, place: rules.Place) -> None:
    shared = _shared(book, sheet)
    cells, look_of_style, xml_of_text, texts, value = out.cells, stock.look, stock.text, 0, book.value
    last, line = -1, {}
    for row, col, content, style, key, span, link, note in sheet.cells:
        if row != last:
            last, line = row, cells[row]
        style = style or _look_below(sheet, row, col)
        look = look_of_style(style)
        if span != (1, 1):
            out.put_merged(row, col, span, look and look + BLANK)
        if isinstance(content, str):
            if link is None:
                line[col] = look + xml_of_text(content)
                texts += 1
            else:
                out.write_url(row, col, _target(book, link), stock.format(style), string=text(content))
        elif content is None:
            line[col] = look + BLANK
        elif isinstance(content, Expr):
            worth = value(key) if key is not None else cached(content, value)
            if link is not None:
                out.write_url(row, col, _target(book, link), stock.format(style), string=text(str(worth)))
                out.write_formula(row, col, rules.excel(content, place), stock.format(style), plain(worth))
                continue
            line[col] = look + formula(rules.excel(content, place), plain(worth), shared.get((row, col)))
        elif isinstance(content, date):
            out.write_datetime(row, col, datetime(content.year, content.month, content.day), stock.format(style))
        else:
            line[col] = look + number(plain(content))
        if note:
            points = fitting.height([(note, _NOTE_WIDTH)], least=_NOTE_HEIGHT)
            out.write_comment(row, col, text(note), {"x_scale": 2, "height": points * 4 / 3})
    stock.count(texts)
    out.enclose()


def _target(book: Book, link: Hashable) -> str:
    """Where a link leads, as XlsxWriter writes it."""
    return "internal:" + absolute(book.spot(link)).replace("$", "")


def _look_below(sheet: Sheet, row: int, col: int) -> str:
    """The look that a cell without one of its own has from its row or column."""
    column = sheet.column_styles.get(col, "text") if col in sheet.widths else ""
    return sheet.row_styles.get(row) or column


def _write_block(block: Block, out: Any, stock: _Stock, place: rules.Place) -> None:
    """A formula over many cells, entered as one: older and newer Excel fill exactly this block."""
    style, worth = stock.format(block.style), [[plain(value) for value in row] for row in block.worth]
    out.write_array_formula(*block.block, "=" + rules.excel(block.formula, place), style, worth[0][0])
    for row, values in enumerate(worth, start=block.block[0]):
        for col, value in enumerate(values, start=block.block[1]):
            if (row, col) != block.block[:2]:
                (out.write_string if isinstance(value, str) else out.write_number)(row, col, value, style)


def plain(worth: Any) -> float | int | str:
    """A value as a cell stores it: a number, or a text ("" for blank).

    >>> plain(Fraction(7, 1)), plain(Fraction(1, 4)), plain(None)
    (7, 0.25, '')
    """
    if worth is None:
        return ""
    if isinstance(worth, (str, int)):
        return worth
    if isinstance(worth, Decimal):
        whole = int(worth)
        return whole if whole == worth else float(worth)
    exact = worth if type(worth) is Fraction else Fraction(worth)
    return exact.numerator if exact.denominator == 1 else float(exact)


def text(content: str) -> str:
    """Text that any workbook can hold: no control characters, no half of a surrogate pair, not too long."""
    if content.startswith("<r>") and content.endswith("</r>"):
        content += " "  # or XlsxWriter would take it for XML of its own and store it as it is
    if content.isprintable() and len(content) <= LONGEST_TEXT:
        return content
    kept = "".join(c if c >= " " or c in "\n\t" else " " for c in content.replace("\r\n", "\n").replace("\r", "\n"))
    kept = kept.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    kept = kept.replace("￾", " ").replace("￿", " ")
    return kept if len(kept) <= LONGEST_TEXT else kept[: LONGEST_TEXT - 1] + "…"


def _alike(book: Book, sheet: Sheet) -> list[list[Validation]]:
    """The rules for what may be typed, together where they differ only in the rows they stand on, from top to bottom.

    Each says much, and a form has it for many cells.
    """
    found: dict[Hashable, list[Validation]] = {}
    for rule in sheet.validations:
        row, left, _, right = rule.block
        form = rule.formula and (_relative(book, sheet, row, left, rule.formula) or rule.block)
        says = rule.kind, rule.choices, rule.title, rule.prompt, rule.error, rule.strict
        found.setdefault((left, right, form, says), []).append(rule)
    return [sorted(alike, key=lambda rule: rule.block) for alike in found.values()]


def _write_validation(alike: list[Validation], out: Any, place: rules.Place) -> None:
    rule = alike[0]
    options: Mapping[Hashable, Any] = {
        "validate": rule.kind,
        "input_title": rule.title,
        "input_message": rule.prompt,
        "error_title": rule.title,
        "error_message": rule.error,
        "error_type": "stop" if rule.strict else "warning",
        "ignore_blank": True,
    }
    if rule.kind == "list":
        listed = list(rule.choices) if rule.formula is None else "=" + rules.excel(rule.formula, place)
        options = {**options, "source": listed}
    elif rule.formula is not None:
        options = {**options, "value": "=" + rules.excel(rule.formula, place)}
    out.data_validation(*rule.block, {**options, "other_cells": [other.block for other in alike[1:]]})


def _write_view(sheet: Sheet, out: Any) -> None:
    if sheet.state == "hidden":
        out.hide()
    elif sheet.state == "veryHidden":
        out.very_hidden()
    if sheet.landscape:
        out.set_landscape()
    out.set_paper(9)
    out.set_margins(left=0.5, right=0.4, top=0.45, bottom=0.55)
    out.fit_to_pages(sheet.pages_wide, 0)
    if sheet.repeat_columns and sheet.pages_wide > 1:
        out.repeat_columns(0, sheet.repeat_columns - 1)
    out.center_horizontally()
    out.hide_gridlines(2)
    if sheet.repeat_rows:
        out.repeat_rows(*sheet.repeat_rows)
    if sheet.print_area:
        out.print_area(*sheet.print_area)
    if sheet.breaks:
        out.set_h_pagebreaks(sheet.breaks)
    if sheet.freeze:
        out.freeze_panes(*sheet.freeze)
    if sheet.autofilter:
        out.autofilter(*sheet.autofilter)
    if sheet.footer:
        out.set_footer(sheet.footer)
    if sheet.tab:
        out.set_tab_color(sheet.tab)
    if sheet.protected:
        out.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "select_locked_cells": True})
