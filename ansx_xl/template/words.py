"""The guide, the settings that xlwings reads, and the hidden words that VBA shows."""

from __future__ import annotations

from .. import fitting, vi
from ..book import Cell, Sheet
from ..layout import workbook as at
from ..model import Catalogue
from .naming import code_name

FUNCTIONS_MODULE = "ansx_xl.excel.functions"
SETTINGS = {
    "UDF MODULES": FUNCTIONS_MODULE,
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "SHOW CONSOLE": "False",
    "DEBUG UDFS": "False",
}
"""What xlwings is told by the workbook; which Python to use it learns from the user's own settings (`ansx setup`)."""
_WIDTH, _GAP = 126, 6.0
"""Width of the guide, and the height of the rows between its parts: it is to be one page."""


def guide() -> Sheet:
    """How the workbook is used, in short (Hướng dẫn)."""
    cells = [Cell(0, 0, vi.PROVINCE_GUIDE_TITLE, "title_left")]
    heights, row = {0: 24.0, 1: _GAP}, 2
    for title, steps in vi.PROVINCE_GUIDE:
        cells.append(Cell(row, 0, title, "function"))
        heights[row] = 22.0
        for text in steps:
            row += 1
            cells.append(Cell(row, 0, text, "wrap"))
            heights[row] = fitting.height([(text, _WIDTH)])
        heights[row + 1] = _GAP
        row += 2
    return Sheet(
        name=vi.GUIDE,
        cells=tuple(cells),
        widths={0: _WIDTH},
        heights=heights,
        tab="#7F7F7F",
        footer=f"&L{vi.GUIDE}&R&P/&N",
        code_name=code_name(vi.GUIDE),
    )


def conf() -> Sheet:
    """The settings of xlwings: names and values."""
    cells = []
    for row, (name, value) in enumerate(SETTINGS.items(), start=at.CONF_ROW):
        cells += [Cell(row, 0, name, "text"), Cell(row, 1, value, "text")]
    widths = {0: 34, 1: 40}
    return Sheet(name=vi.CONF, cells=tuple(cells), widths=widths, state="hidden", code_name=code_name(vi.CONF))


def hidden(catalogue: Catalogue) -> Sheet:
    """The sentence for cells without Python, the edition, and a row of help for each worksheet function."""
    cells = [
        Cell(at.WORDS_SENTENCE_ROW, 0, vi.NO_PYTHON, "text", key=("words", "no_python")),
        Cell(at.WORDS_EDITION_ROW, 0, catalogue.edition, "text", key=("words", "edition")),
    ]
    for row, (name, (help_text, arguments)) in enumerate(vi.FUNCTIONS.items(), start=at.WORDS_FUNCTIONS_ROW):
        key = ("words", "functions") if row == at.WORDS_FUNCTIONS_ROW else None
        cells.append(Cell(row, 0, name, "text", key=key))
        for col, text in enumerate((help_text, *(text for _, text in arguments)), start=1):
            cells.append(Cell(row, col, text, "text"))
    return Sheet(name=vi.WORDS_SHEET, cells=tuple(cells), state="veryHidden", code_name=code_name(vi.WORDS_SHEET))
