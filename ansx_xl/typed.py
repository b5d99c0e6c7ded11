"""What an input cell holds, as the formulas of a form see it: a number, a sign, nothing, or something else.

Each input is looked at once, here; what the form then says of it, counts it for and puts into the send code rests on
its kind.
"""

from __future__ import annotations

from . import text
from .rules import Expr, call, choose, either, when

NUMBER, EMPTY, NIL, NOT_COLLECTED, NOT_APPLICABLE, OTHER, ERROR, TOO_LARGE = range(1, 9)
"""The kinds, in the order in which CHOOSE takes them."""
LARGEST = 10**11
"""From here on a figure in thousandths no longer has the 15 digits that a spreadsheet keeps."""


def trimmed(cell: Expr) -> Expr:
    """The content without spaces around a text; a blank is an empty text, an error stays one."""
    return when(call("ISNUMBER", cell), cell, call("TRIM", cell))


def kind(content: Expr) -> Expr:
    """The kind of a trimmed content.

    >>> from ansx_xl.rules import ref, value
    >>> [int(value(kind(ref("cell")), {"cell": content}.get)) for content in (12, "", "-", "...", "x", "12 ho", "#N/A")]
    [1, 2, 3, 4, 5, 6, 7]
    """
    return choose(
        (call("ISERROR", content), ERROR),
        (call("ISNUMBER", content), when(call("ABS", content) < LARGEST, NUMBER, TOO_LARGE)),
        (content.eq(""), EMPTY),
        (content.eq(text.NIL), NIL),
        (either(*(content.eq(sign) for sign in text.NOT_COLLECTED)), NOT_COLLECTED),
        (content.eq(text.NOT_APPLICABLE), NOT_APPLICABLE),
        otherwise=OTHER,
    )
