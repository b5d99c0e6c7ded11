"""`Book` -> workbook file, through XlsxWriter.

Every formula cell carries its cached value. Text is always written as text: no foreign string can become a formula, a
link or a number. A file is written beside its place, flushed, and moved there in one step; a warning of the writer
(a validation too long, a name refused) is an error.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import time
import warnings
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from . import rules
from .book import Block, Book, Cell, Sheet, cached
from .errors import AnsxError
from .layout import absolute, address
from .rules import Expr
from .styles import BASE, STYLES

LONGEST_TEXT = 32_767
_BUSY = {5, 32, 33}
"""Windows error numbers of a file that another program holds."""


def to_bytes(book: Book, issued: date) -> bytes:
    """The workbook as the bytes of an .xlsx file; the same book always gives the same bytes."""
    import xlsxwriter

    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        workbook = xlsxwriter.Workbook(
            target, {"in_memory": True, "strings_to_urls": False, "default_format_properties": dict(BASE)}
        )
        workbook.set_properties(
            {"title": book.title, "comments": book.marked, "created": datetime(issued.year, issued.month, issued.day)}
        )
        workbook.set_calc_mode("auto")
        if book.macros:
            workbook.add_vba_project(io.BytesIO(book.macros), True)
            workbook.set_vba_name("ThisWorkbook")
        formats = _Formats(workbook)
        sheets = {sheet.name: workbook.add_worksheet(sheet.name, _sheet_class()) for sheet in book.sheets}
        for sheet in book.sheets:
            _write_sheet(book, sheet, sheets[sheet.name], formats)
        for name, key in book.names.items():
            workbook.define_name(name, "=" + absolute(book.spots[key]))
        visible = [s.name for s in book.sheets if s.state == "visible"]
        sheets[visible[0]].set_first_sheet()
        sheets[book.active or visible[0]].activate()
        workbook.close()
    return target.getvalue()


def save(data: bytes, path: Path) -> None:
    """Put a file in its place in one step: what stood there stays whole until the new one is complete.

    Raises AnsxError ("output_busy") where the file is open in another program or may not be written, ("disk") where
    the disk refuses.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise AnsxError("output_folder", folder=str(path.parent)) from None
    if path.exists() and not os.access(path, os.W_OK):
        raise AnsxError("output_busy", file=str(path))
    try:
        handle, name = tempfile.mkstemp(prefix=".~", suffix=".tmp", dir=path.parent)
    except OSError:
        raise AnsxError("output_folder", folder=str(path.parent)) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        _replace(temporary, path)
    except OSError as error:
        raise AnsxError("disk", file=str(path), detail=error.strerror or "") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _replace(temporary: Path, path: Path) -> None:
    """Move into place; on Windows a virus scanner or Excel may hold the file for a moment, or for good."""
    for wait in (0.05, 0.1, 0.2, 0.4, 0.8, 1.0, None):
        try:
            os.replace(temporary, path)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _BUSY:
                raise
            if wait is None:
                raise AnsxError("output_busy", file=str(path)) from None
            time.sleep(wait)


@cache
def _sheet_class() -> type:
    """XlsxWriter's worksheet, made to store formulas that are alike from row to row once ("shared formulas")."""
    from xlsxwriter.worksheet import Worksheet

    class Sharing(Worksheet):
        shared: Mapping[str, tuple[int, str]] = {}

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            """As it is: ours use no newer functions, and looking for those takes a third of the time."""
            return formula.removeprefix("=")

        def _xml_formula_element(self, formula: str, result: Any, attributes: Any) -> None:
            address = dict(attributes)["r"]
            if address not in self.shared:
                super()._xml_formula_element(formula, result, attributes)
                return
            number, block = self.shared[address]
            about = [("t", "shared"), *([("ref", block)] if block else []), ("si", number)]
            self._xml_start_tag("c", attributes)
            if block:
                self._xml_data_element("f", formula, about)
            else:
                self._xml_empty_tag("f", about)
            self._xml_data_element("v", result)
            self._xml_end_tag("c")

    return Sharing


def _shared(book: Book, sheet: Sheet) -> Mapping[str, tuple[int, str]]:
    """Formulas to be stored once: address -> number of the formula and, for the first of a run, the block it serves.

    Only formulas that stay on their own sheet are shared, and only on hidden sheets: a form of many units has thousands
    of them there, and would not fit into an e-mail otherwise.
    """
    if sheet.state == "visible":
        return {}
    found: dict[str, tuple[int, str]] = {}
    columns: dict[int, list[tuple[int, str]]] = {}
    for cell in sheet.cells:
        if isinstance(cell.content, Expr):
            columns.setdefault(cell.col, []).append((cell.row, _relative(book, sheet, cell)))
    for col, formulas in columns.items():
        for _, run in groupby(enumerate(sorted(formulas)), key=lambda item: (item[1][0] - item[0], item[1][1])):
            rows = [row for _, (row, form) in run if form]
            if len(rows) > 1:
                number = sum(1 for _, block in found.values() if block)
                found |= {address(row, col): (number, "") for row in rows}
                found[address(rows[0], col)] = (number, f"{address(rows[0], col)}:{address(rows[-1], col)}")
    return found


def _relative(book: Book, sheet: Sheet, cell: Cell) -> str:
    """A formula as seen from its own cell: equal for two cells that share it; "" where it leaves the sheet."""
    near = True

    def place(keys: tuple[Hashable, ...]) -> str:
        nonlocal near
        spots = [book.spots[key] for key in keys]
        near = near and all(spot.sheet == sheet.name for spot in spots)
        return str([(spot.row - cell.row, spot.col - cell.col) for spot in spots])

    formula = rules.excel(cell.content, place)
    return formula if near else ""


class _Formats:
    """The looks of `styles.py` as this workbook's formats, made when first used."""

    def __init__(self, workbook: Any):
        self._workbook = workbook
        self._made: dict[str, Any] = {}

    def __getitem__(self, style: str) -> Any:
        if not style:
            return None
        if style not in self._made:
            self._made[style] = self._workbook.add_format({**BASE, **STYLES[style]})
        return self._made[style]

    def highlight(self, style: str) -> Any:
        """A look laid over another one: only what differs from the base."""
        return self._workbook.add_format(STYLES[style])


def _write_sheet(book: Book, sheet: Sheet, out: Any, formats: _Formats) -> None:
    place = book.place(sheet.name)
    for col, width in sheet.widths.items():
        style = formats[sheet.column_styles.get(col, "text")]
        out.set_column(col, col, width, style, {"hidden": col in sheet.hidden_columns})
    for col in sheet.hidden_columns:
        if col not in sheet.widths:
            out.set_column(col, col, None, None, {"hidden": True})
    for row in sorted(sheet.heights.keys() | sheet.row_styles.keys()):
        out.set_row(row, sheet.heights.get(row), formats[sheet.row_styles.get(row, "")])
    for row in sheet.hidden_rows:
        out.set_row(row, None, None, {"hidden": True})
    out.shared = _shared(book, sheet)
    for cell in sheet.cells:
        _write_cell(book, cell, out, formats, place)
    for block in sheet.blocks:
        _write_block(block, out, formats, place)
    for rule in sheet.validations:
        _write_validation(rule, out, place)
    for light in sheet.highlights:
        criteria = "=" + rules.excel(light.condition, place)
        out.conditional_format(
            *light.block, {"type": "formula", "criteria": criteria, "format": formats.highlight(light.style)}
        )
    for button in sheet.buttons:
        look = {"macro": button.macro, "caption": button.caption, "width": button.width, "height": button.height}
        out.insert_button(button.row, button.col, look)
    if sheet.code_name:
        out.set_vba_name(sheet.code_name)
    _write_view(sheet, out)


def _write_cell(book: Book, cell: Cell, out: Any, formats: _Formats, place: rules.Place) -> None:
    style = formats[cell.style]
    if cell.span != (1, 1):
        out.merge_range(cell.row, cell.col, cell.row + cell.span[0] - 1, cell.col + cell.span[1] - 1, "", style)
    content = cell.content
    if isinstance(content, Expr):
        worth = book.value(cell.key) if cell.key is not None else cached(content, book.value)
        out.write_formula(cell.row, cell.col, "=" + rules.excel(content, place), style, plain(worth))
    elif cell.link is not None:
        target = "internal:" + absolute(book.spots[cell.link]).replace("$", "")
        out.write_url(cell.row, cell.col, target, style, string=text(str(content)))
    elif content is None:
        out.write_blank(cell.row, cell.col, None, style)
    elif isinstance(content, str):
        out.write_string(cell.row, cell.col, text(content), style)
    elif isinstance(content, date):
        out.write_datetime(cell.row, cell.col, datetime(content.year, content.month, content.day), style)
    else:
        out.write_number(cell.row, cell.col, plain(content), style)
    if cell.note:
        out.write_comment(cell.row, cell.col, text(cell.note), {"x_scale": 2})


def _write_block(block: Block, out: Any, formats: _Formats, place: rules.Place) -> None:
    """A formula over many cells, entered as one: older and newer Excel fill exactly this block."""
    style, worth = formats[block.style], [[plain(value) for value in row] for row in block.worth]
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
    exact = Fraction(worth)
    return exact.numerator if exact.denominator == 1 else float(exact)


def text(content: str) -> str:
    """Text that any workbook can hold: no control characters, no half of a surrogate pair, not too long."""
    if content.isprintable() and len(content) <= LONGEST_TEXT:
        return content
    kept = "".join(c if c >= " " or c in "\n\t" else " " for c in content.replace("\r\n", "\n").replace("\r", "\n"))
    kept = kept.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    kept = kept.replace("￾", " ").replace("￿", " ")
    return kept if len(kept) <= LONGEST_TEXT else kept[: LONGEST_TEXT - 1] + "…"


def _write_validation(rule: Any, out: Any, place: rules.Place) -> None:
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
        options = {**options, "source": list(rule.choices)}
    elif rule.formula is not None:
        options = {**options, "value": "=" + rules.excel(rule.formula, place)}
    out.data_validation(*rule.block, options)


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
