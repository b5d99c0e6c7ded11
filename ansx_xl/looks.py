"""How cells of a result sheet look in the open book: by codes in hidden columns beside the table.

A file is written with the looks of `styles.py`. In the open book that would take a call for every cell; there one
assignment puts the table and, in hidden columns, a code for each cell, and conditional formats that stand in the
template turn codes into looks: borders, fill, font colour, number format. A code is the number of the look, plus
`OVERLAY` times the number of a look laid over it (a verdict's colour, a count that is too small).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from . import rules
from .book import Highlight, Sheet, cached
from .rules import Expr, call, ref
from .styles import STYLES

OVERLAY = 100
_SHOWN = ("bold", "italic", "underline", "font_color", "bg_color", "border", "border_color", "num_format")
_TABLE = (
    *("label_left", "group", "count", "unit", "centre_box", "integer", "decimal", "percent", "ratio", "nil", "sign"),
    *(
        "integer_adjusted",
        "decimal_adjusted",
        "percent_adjusted",
        "faulty",
        "missing",
        "void",
        "day",
        "link",
        "code",
        "indent",
        "label_bold",
        "count_large",
        "header",
    ),
    *("alert_box", "fair_box", "good_box", "integer_total", "decimal_total", "percent_total", "total_label"),
)
_OVER = ("alert", "waiting", "good", "better", "fair", "bad", "neutral")


def _effect(style: str) -> tuple:
    return tuple((name, STYLES[style].get(name)) for name in _SHOWN)


_BY_EFFECT = {_effect(style): style for style in reversed(_TABLE)}
_DISTINCT = [style for style in _TABLE if _BY_EFFECT[_effect(style)] == style]


def code(style: str, over: str = "") -> int:
    """The code of a look: 0 for one that needs none.

    >>> code("text"), code("label_left"), code("code"), code("count", "alert") - code("count")
    (0, 1, 1, 100)
    """
    base = _DISTINCT.index(_BY_EFFECT[_effect(style)]) + 1 if style in _TABLE else 0
    return base + (OVERLAY * (_OVER.index(over) + 1) if over else 0)


def highlights(block: tuple[int, int, int, int], first: Hashable) -> Iterator[Highlight]:
    """The conditional formats of a block of cells; *first* is the key of the code of its first cell."""
    worth = call("N", ref(first))
    for number, style in enumerate(_OVER, start=1):
        yield Highlight(block, call("INT", worth / OVERLAY).eq(number), style)
    for number, style in enumerate(_DISTINCT, start=1):
        yield Highlight(block, call("MOD", worth, OVERLAY).eq(number), style)


def codes(sheet: Sheet, get: rules.Get) -> dict[tuple[int, int], int]:
    """The code of every cell of a table: its own look and what the sheet's highlights lay over it."""
    over = dict(_overlays(sheet, get))
    found = {}
    for cell in sheet.cells:
        for row in range(cell.row, cell.row + cell.span[0]):
            for col in range(cell.col, cell.col + cell.span[1]):
                found[row, col] = code(cell.style, over.get((row, col), ""))
    return found


def _overlays(sheet: Sheet, get: rules.Get) -> Iterator[tuple[tuple[int, int], str]]:
    """Where a highlight of the sheet holds now; the first that does wins, so the last comes first."""
    keys = {(c.row, c.col): c.key for c in sheet.cells if c.key is not None}
    spots = {key: at for at, key in keys.items()}
    for light in reversed(sheet.highlights):
        top, left, bottom, right = light.block
        for row in range(top, bottom + 1):
            for col in range(left, right + 1):
                condition = _moved(light.condition, keys, spots, row - top, col - left)
                if condition is not None and cached(condition, get) is True:
                    yield (row, col), light.style


def _moved(condition: Expr, keys: dict, spots: dict, down: int, right: int) -> Expr | None:
    """A condition written for the first cell of a block, for another cell of it; nothing where a cell is not there."""

    def moved(key: Hashable) -> Hashable:
        row, col = spots[key]
        return keys[row + down, col + right]

    try:
        return rules.rekeyed(condition, moved)
    except KeyError:
        return None
