"""A workbook before it is written: sheets of cells, each cell a value or an expression over other cells' keys.

forms/ and presenting/ make books, `writing.py` turns one into a file. A cell with a key can be referred to by
expressions; where it stands is decided once, here, by its row and column. `cached` computes every expression, so that a
written file reads right where nothing recalculates (Protected View).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from itertools import repeat
from operator import attrgetter
from typing import Any, NamedTuple

from . import layout, rules
from .frozen import frozen
from .layout.spots import single
from .rules import Expr

Content = Expr | str | int | Decimal | Fraction | date | None


class Cell(NamedTuple):
    """One cell: where, what, how it looks, and the key under which others know it.

    `span` merges (rows, columns); `link` is the key of a cell to jump to; `note` is a comment on the cell.
    """

    row: int
    col: int
    content: Content
    style: str = "text"
    key: Hashable = None
    span: tuple[int, int] = (1, 1)
    link: Hashable = None
    note: str = ""


_KEY = attrgetter("key")


@frozen
class Validation:
    """What may be typed into a block of cells (first row, first column, last row, last column).

    A list is `choices`, or the cells of `formula`.
    """

    block: tuple[int, int, int, int]
    kind: str
    formula: Expr | None = None
    choices: tuple[str, ...] = ()
    title: str = ""
    prompt: str = ""
    error: str = ""
    strict: bool = True


@frozen
class Highlight:
    """A look that cells of a block take where an expression holds for the first of them."""

    block: tuple[int, int, int, int]
    condition: Expr
    style: str


@frozen
class Button:
    """A button on a sheet that runs a macro, from the corner of a cell on; width and height in pixels."""

    row: int
    col: int
    caption: str
    macro: str
    width: int = 150
    height: int = 26


@frozen
class Series:
    """One series of a chart: the keys of its name, of its categories and of its values, and how it is drawn.

    A value that is no number is not drawn.
    """

    name: Hashable
    categories: tuple[Hashable, ...]
    values: tuple[Hashable, ...]
    look: str


@frozen
class Chart:
    """A native chart over a block of cells (first row, first column, last row, last column).

    With `aligned` its bars stand beside rows of cells: the plot begins below that many rows of the block. `limits` are
    the least and the greatest number of the axis. `says` is its text alternative, `title` the key of its title.
    """

    kind: str
    block: tuple[int, int, int, int]
    series: tuple[Series, ...]
    says: str
    title: Hashable = None
    limits: tuple[int | None, int | None] = (None, None)
    step: int | None = None
    number_format: str = ""
    aligned: int = 0


@frozen
class Sparkline:
    """Small columns in one cell over a row of values, drawn from `floor` up."""

    row: int
    col: int
    values: tuple[Hashable, ...]
    floor: float = 0.0


@frozen
class Block:
    """One formula that fills a block of cells at once (first row, first column, last row, last column).

    `worth` are the values that it shows, row by row.
    """

    block: tuple[int, int, int, int]
    formula: Expr
    worth: tuple[tuple[Content, ...], ...]
    style: str = "text"


@frozen(slots=False)
class Sheet:
    """One sheet: its cells and how it is shown, protected and printed. `breaks` are rows that begin a printed page.

    `print_area` (first row, first column, last row, last column) is what is printed, where it is not everything.
    `growing` rows become higher when more is typed into them.

    `row_styles` and `column_styles` are for cells still to be filled. `code_name` is the sheet's name in VBA.
    """

    name: str
    cells: tuple[Cell, ...]
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    growing: frozenset[int] = frozenset()
    hidden_columns: tuple[int, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    state: str = "visible"
    freeze: tuple[int, int] | None = None
    repeat_rows: tuple[int, int] | None = None
    repeat_columns: int = 0
    pages_wide: int = 1
    print_area: tuple[int, int, int, int] | None = None
    breaks: tuple[int, ...] = ()
    landscape: bool = True
    protected: bool = True
    autofilter: tuple[int, int, int, int] | None = None
    validations: tuple[Validation, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    tab: str = ""
    footer: str = ""
    row_styles: Mapping[int, str] = field(default_factory=dict)
    column_styles: Mapping[int, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    charts: tuple[Chart, ...] = ()
    sparklines: tuple[Sparkline, ...] = ()
    code_name: str = ""


@frozen(slots=False)
class Book:
    """A whole workbook. `names` gives defined names to keys; `marked` says that its figures are invented.

    With `macros`, the bytes of a VBA project, it is an .xlsm. One that goes `by_mail` is packed as small as it gets.
    """

    sheets: tuple[Sheet, ...]
    names: Mapping[str, Hashable] = field(default_factory=dict)
    title: str = ""
    marked: str = ""
    active: str = ""
    macros: bytes = b""
    by_mail: bool = False

    @cached_property
    def _keyed(self) -> Mapping[Hashable, tuple[str, Cell]]:
        """The cell of each key, with the name of its sheet."""
        found: dict[Hashable, tuple[str, Cell]] = {}
        for sheet in self.sheets:
            found.update(zip(map(_KEY, sheet.cells), zip(repeat(sheet.name), sheet.cells)))
        found.pop(None, None)
        return found

    def spot(self, key: Hashable) -> layout.Spot:
        """Where a key stands."""
        sheet, cell = self._keyed[key]
        return layout.Spot(sheet, cell.row, cell.col)

    @cached_property
    def spots(self) -> Mapping[Hashable, layout.Spot]:
        """Where each key stands."""
        return {key: self.spot(key) for key in self._keyed}

    @cached_property
    def contents(self) -> Mapping[Hashable, Content]:
        """What stands there."""
        return {key: cell.content for key, (_, cell) in self._keyed.items()}

    def place(self, sheet: str) -> rules.Place:
        """How formulas on *sheet* write references to keys."""
        keyed = self._keyed

        def place(keys: tuple[Hashable, ...]) -> str:
            if len(keys) > 1:
                return layout.reference([self.spot(key) for key in keys], sheet)
            on, cell = keyed[keys[0]]
            return single(on, cell.row, cell.col, sheet)

        return cache(place)

    @cached_property
    def value(self) -> Callable[[Hashable], Any]:
        """The value of a key, computed where it is an expression."""
        cells = self._keyed

        @cache
        def exact(key: Hashable) -> rules.Value:
            """What a formula finds there: a figure stands in many ranges, it is made exact once."""
            content = cells[key][1].content
            return cached(content, exact) if isinstance(content, Expr) else rules.exact(content)

        def get(key: Hashable) -> Any:
            content = cells[key][1].content
            return exact(key) if isinstance(content, Expr) else content

        return get


def cached(expr: Expr, get: rules.Get) -> rules.Value:
    """What a formula cell shows; an error value where a spreadsheet would show one."""
    try:
        return rules.value(expr, get)
    except ZeroDivisionError:
        return "#DIV/0!"
    except TypeError:
        return "#VALUE!"
