"""The sheet "Tra cứu": every worksheet function in use, each as one formula for a whole column."""

from __future__ import annotations

from collections.abc import Iterator

from .. import fitting, lookups, vi
from ..book import Block, Cell, Sheet
from ..layout import workbook as at
from ..model import Catalogue
from ..rules import asked, ref
from .naming import code_name

WIDTHS = {0: 22, 1: 16, 2: 16, 3: 16, 4: 52}
_GAP, _HEAD = 2, 90
"""Rows between two examples; points for what stands above the first one."""


def sheet(catalogue: Catalogue) -> Sheet:
    cells = [
        Cell(0, 0, vi.LOOKUP_TITLE, "title_left", span=(1, 5)),
        Cell(1, 0, vi.LOOKUP_NOTE, "wrap", span=(1, 5)),
    ]
    heights, blocks, rows, row = {0: 21.0, 1: 33.0}, [], [], at.L_FIRST_ROW
    for name in vi.FUNCTIONS:
        cells += _example(name, row)
        heights[row + 1] = fitting.height([(vi.FUNCTIONS[name][0], sum(WIDTHS.values()))])
        blocks.append(_answers(catalogue, name, row + 3))
        rows.append((row, row + 2 + len(vi.LOOKUP_EXAMPLES[name])))
        row += 3 + len(vi.LOOKUP_EXAMPLES[name]) + _GAP
    return Sheet(
        name=vi.LOOKUP,
        cells=tuple(cells),
        widths=WIDTHS,
        heights=heights,
        freeze=(2, 0),
        breaks=fitting.page_breaks(rows, heights, fitting.page_height(WIDTHS.values()) - _HEAD, 0),
        blocks=tuple(blocks),
        tab="#7030A0",
        footer=f"&L{vi.LOOKUP}&R&P/&N",
        code_name=code_name(vi.LOOKUP),
    )


def _example(name: str, row: int) -> Iterator[Cell]:
    """The function's name, what it answers, and the cells it is asked about."""
    help_text, arguments = vi.FUNCTIONS[name]
    yield Cell(row, 0, name, "function", span=(1, 5))
    yield Cell(row + 1, 0, help_text, "wrap", span=(1, 5))
    examples = vi.LOOKUP_EXAMPLES[name]
    for col, (argument, _) in enumerate(arguments[: len(examples[0])]):
        yield Cell(row + 2, col, vi.LOOKUP_HEADINGS[argument], "header")
    yield Cell(row + 2, at.L_RESULT, vi.LOOKUP_RESULT, "header")
    for i, values in enumerate(examples):
        for col, value in enumerate(values):
            yield Cell(row + 3 + i, col, value, "input_plain", key=("example", name, i, col))


def _answers(catalogue: Catalogue, name: str, row: int) -> Block:
    """One formula for all rows, with what it shows now."""
    examples = vi.LOOKUP_EXAMPLES[name]
    columns = [[values[col] for values in examples] for col in range(len(examples[0]))]
    ranges = [ref(*(("example", name, i, col) for i in range(len(examples)))) for col in range(len(columns))]
    worth = tuple((answer,) for answer in _worth(catalogue, name, columns))
    return Block((row, at.L_RESULT, row + len(examples) - 1, at.L_RESULT), asked(name, *ranges), worth, "label_left")


def _worth(catalogue: Catalogue, name: str, columns: list[list]) -> list[lookups.Answer]:
    """What the function answers where nothing was consolidated yet."""
    function = getattr(lookups, lookups.NAMES[name])
    match name:
        case "ANSX_TY_LE" | "ANSX_DOC_SO":
            return function(*columns)
        case "ANSX_TONG_HOP":
            return function(catalogue, lambda period: None, *columns)
    return function(catalogue, *columns)
