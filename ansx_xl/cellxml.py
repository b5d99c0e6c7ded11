"""Plain cells as XML: XlsxWriter's workbook, spared a detour for each text, number, blank and formula.

XlsxWriter checks the arguments of each cell, keeps it as an object, asks for its type and writes it in pieces: most of
what a workbook takes, though most cells are one short line of XML. Here a cell is stored as that line, its look and
what follows; the address before them is written with its row. Everything else about a sheet, and every cell that is not
plain (links, dates, array formulas), stays with XlsxWriter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from .layout.spots import letters

_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


@cache
def workbook_class() -> type:
    """XlsxWriter's workbook, made to hold cells that are XML already; a function, for the import is not for free."""
    from xlsxwriter.exceptions import OverlappingRange
    from xlsxwriter.packager import Packager
    from xlsxwriter.sharedstrings import SharedStrings
    from xlsxwriter.utility import xl_range
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):
        """A worksheet with plain `cells` beside XlsxWriter's own: row -> column -> XML; and rows that are only high."""

        def __init__(self) -> None:
            super().__init__()
            self.cells: defaultdict[int, dict[int, str]] = defaultdict(dict)
            self._heights: dict[int, str] = {}

        def put_heights(self, heights: Mapping[int, float], growing: Collection[int]) -> None:
            """How high rows are, in points; *growing* ones become higher when more is typed into them.

            A row that is more than high is XlsxWriter's to set, later.
            """
            for row, height in heights.items():
                pixels = int(height * 4 / 3 + 0.5)
                usual, fixed = pixels == self.default_row_height, "" if row in growing else ' customHeight="1"'
                self._heights[row] = "" if usual else f' ht="{pixels * 0.75:.16g}"{fixed}'
                self.row_sizes[row] = [pixels, False]  # pictures and comments are placed by it
            if heights:
                left = self.dim_colmin or 0
                self._check_dimensions(min(heights), left)
                self._check_dimensions(max(heights), left)

        def put_merged(self, row: int, col: int, span: tuple[int, int], blank: str) -> None:
            """Merge a block of cells, each blank until something is put there; *blank* is "" where there is no cell."""
            last_row, last_col = row + span[0] - 1, col + span[1] - 1
            block = xl_range(row, col, last_row, last_col)
            for at in range(row, last_row + 1):
                cells = self.cells[at]
                for beside in range(col, last_col + 1):
                    if (at, beside) in self.merged_cells:
                        raise OverlappingRange(f"{block}, {self.merged_cells[at, beside]}")
                    self.merged_cells[at, beside] = block
                    if blank:
                        cells[beside] = blank
            self.merge.append([row, col, last_row, last_col])
            self._check_dimensions(last_row, last_col)

        def enclose(self) -> None:
            """Tell XlsxWriter which block holds every plain cell."""
            filled = {row: cells for row, cells in self.cells.items() if cells}
            if filled:
                self._check_dimensions(min(filled), min(map(min, filled.values())))
                self._check_dimensions(max(filled), max(map(max, filled.values())))

        def _write_rows(self) -> None:
            """Each row in one piece; without spans, a hint to readers at the price of a pass over all cells."""
            write, above = self.fh.write, [letters(col) for col in range((self.dim_colmax or 0) + 1)]
            for row in sorted({*self._heights, *self.row_info, *self.comments, *self.cells, *self.table}):
                info, plain, others = self.row_info.get(row), self.cells.get(row, {}), self.table.get(row)
                number, filled = f'{row + 1}"', bool(plain or others)
                if info is None and row in self._heights:
                    write(f'<row r="{number}{self._heights[row]}{">" if filled else "/>"}')
                elif filled or info or row in self.comments:
                    self._write_row(row, None, info, empty_row=not filled)
                if not filled:
                    continue
                if others:
                    for col in sorted({*plain, *others}):
                        if col in others:
                            self._write_cell(row, col, others[col])
                        else:
                            write(f'<c r="{above[col]}{number}{plain[col]}')
                else:
                    write("".join([f'<c r="{above[col]}{number}{plain[col]}' for col in sorted(plain)]))
                self._xml_end_tag("row")

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            """As it is: ours use no newer functions."""
            return formula.removeprefix("=")

    class Strings(SharedStrings):
        """The texts of a workbook; most have nothing in them that needs care."""

        def _write_si(self, string: str) -> None:
            if string.isprintable() and "_x" not in string and string == string.strip():
                self.fh.write(f"<si><t>{_escaped(string)}</t></si>")
            else:
                super()._write_si(string)

    class Parts(Packager):
        """The parts of a workbook, kept by it: XlsxWriter's own zip file says on which system it was made."""

        def _create_package(self) -> list:
            self.workbook.parts = {name: part.getvalue() for part, name, _binary in super()._create_package()}
            return []

        def _write_shared_strings_file(self) -> None:
            strings = Strings()
            strings.string_table = self.workbook.str_table
            if strings.string_table.count:
                strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
                strings._assemble_xml_file()

    class Book(Workbook):
        """A workbook that leaves its `parts`, by name, when it is closed; the file that XlsxWriter writes is empty."""

        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            self.worksheet_class = Sheet
            self.parts: dict[str, str | bytes] = {}

        def _get_packager(self) -> Packager:
            return Parts()

    return Book


def look_of(style: Any) -> str:
    """The look of a cell as XML, for a format of XlsxWriter's or none."""
    return f' s="{style._get_xf_index()}"' if style else ""


# What follows the look of a cell: the attribute of its type, and its elements.

BLANK = "/>"


def number(worth: float) -> str:
    """A number.

    >>> number(7), number(0.1)
    ('><v>7</v></c>', '><v>0.1</v></c>')
    """
    if type(worth) is int and -(10**15) < worth < 10**15:
        return f"><v>{worth}</v></c>"  # the same, without a detour over a double
    return f"><v>{worth:.16G}</v></c>"


def shared_text(index: int) -> str:
    """A text, by its place among the texts of the workbook."""
    return f' t="s"><v>{index}</v></c>'


def formula(text: str, worth: float | str, shared: tuple[int, str] | None = None) -> str:
    """A formula with its value; *shared*: its number, and the block it serves or "" where another cell has it.

    >>> formula("A1&B1", "x")
    ' t="str"><f>A1&amp;B1</f><v>x</v></c>'
    """
    element = f"<f>{_escaped(text)}</f>"
    if shared is not None:
        index, block = shared
        known = f'<f t="shared" ref="{block}" si="{index}">{_escaped(text)}</f>'
        element = known if block else f'<f t="shared" si="{index}"/>'
    return f"{_type(worth)}>{element}<v>{_shown(worth)}</v></c>"


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
