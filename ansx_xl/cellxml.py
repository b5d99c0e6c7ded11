"""Plain cells as XML: XlsxWriter's worksheet, spared a detour for each text, number, blank and formula.

XlsxWriter checks the arguments of each cell, keeps it as an object, asks for its type and writes it in pieces: most of
what a workbook takes, though most cells are one short line of XML. Here a cell is stored as that line. Everything else
about a sheet, and every cell that is not plain (links, merged blocks, array formulas), stays with XlsxWriter.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from .layout import address

_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


@cache
def sheet_class() -> type:
    """XlsxWriter's worksheet, made to hold cells that are XML already; a function, for the import is not for free."""
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):
        def put(self, row: int, col: int, look: str, content: str) -> None:
            """Store a cell: the attribute of its look, and the rest (attribute of its type, elements), as XML."""
            self.table[row][col] = f'<c r="{address(row, col)}"{look}{content}'

        def put_blank(self, row: int, col: int, look: str) -> None:
            self.put(row, col, look, "/>")

        def put_number(self, row: int, col: int, look: str, number: float) -> None:
            self.put(row, col, look, f"><v>{number:.16G}</v></c>")

        def put_text(self, row: int, col: int, look: str, text: str) -> None:
            self.put(row, col, look, f' t="s"><v>{self.str_table._get_shared_string_index(text)}</v></c>')

        def put_formula(
            self, row: int, col: int, look: str, formula: str, worth: float | str, shared: tuple[int, str] | None = None
        ) -> None:
            """A formula with its value; *shared*: its number, and the block it serves or "" where another has it."""
            element = f"<f>{_escaped(formula)}</f>"
            if shared is not None:
                number, block = shared
                known = f'<f t="shared" ref="{block}" si="{number}">{_escaped(formula)}</f>'
                element = known if block else f'<f t="shared" si="{number}"/>'
            self.put(row, col, look, f"{_type(worth)}>{element}<v>{_shown(worth)}</v></c>")

        def enclose(self, top: int, left: int, bottom: int, right: int) -> None:
            """Say which block holds every cell that is put."""
            self._check_dimensions(top, left)
            self._check_dimensions(bottom, right)

        def _write_cell(self, row: int, col: int, cell: Any) -> None:
            if isinstance(cell, str):
                self.fh.write(cell)
            else:
                super()._write_cell(row, col, cell)

        def _calculate_spans(self) -> None:
            """None: they are a hint to readers, and finding them is a pass over all cells."""
            self.row_spans = {}

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            """As it is: ours use no newer functions."""
            return formula.removeprefix("=")

    return Sheet


def look_of(style: Any) -> str:
    """The look of a cell as XML, for a format of XlsxWriter's or none."""
    return f' s="{style._get_xf_index()}"' if style else ""


def _type(worth: float | str) -> str:
    if isinstance(worth, bool):
        return ' t="b"'
    if isinstance(worth, str) and worth:
        return ' t="e"' if worth in _ERRORS else ' t="str"'
    return ""


def _shown(worth: float | str) -> str:
    return _escaped(worth) if isinstance(worth, str) else str(int(worth) if isinstance(worth, bool) else worth)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
