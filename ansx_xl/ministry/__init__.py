"""The sheets for the ministries (biểu gửi bộ): results -> a workbook for each receiver. Pure.

Forms are data (`data/ministry.yaml`): `indicators.py` and `matrix.py` make the rows of a form as a `Grid`, `page.py`
lays a grid out as an official sheet. Each workbook stands alone: totals are formulas over the units on the same sheet,
rates over their two sums; everything else is a number equal to the consolidated one. `filling.py` says what goes into
a form that a ministry has made itself.
"""

from __future__ import annotations

from .. import addressing, presenting, vi
from ..book import Book
from ..consolidating import Results
from ..model import MinistryForm, Recipient, Report
from ..presenting.common import frame
from ..presenting.table import Column, Row, Styled, Table
from . import indicators
from .grid import WORDS, Grid, Order

__all__ = ["book", "consolidated", "grids", "receivers", "table"]

_TABLE_LOOKS = {"number": "count", "measure": "unit", "code": "code", "verdict": "centre_box"}
_RESULT_LOOKS = {"ruled_strong": "label_bold", "ruled_indent": "indent", "ruled_text": "label_left", "ruled_nil": "nil"}
_RESULT_LOOKS |= {"ruled_sign": "sign", "ruled_sign_total": "sign"}
_RESULT_LOOKS |= {
    f"ruled_{places}{end}": f"{look}{end}"
    for places, look in enumerate(("integer", "decimal", "percent", "decimal"))
    for end in ("", "_total")
}


def receivers(results: Results) -> tuple[Recipient, ...]:
    """The ministries that are to have figures of this period."""
    return tuple(r for r in addressing.ministries(results.catalogue, results.period.end) if _orders(results, r))


def grids(results: Results, receiver: Recipient) -> tuple[tuple[Order, Grid], ...]:
    """Every sheet of one receiver, in the order of the forms."""
    return tuple((order, grid) for order in _orders(results, receiver) for grid in _made(order))


def book(results: Results, receiver: Recipient) -> Book | None:
    """The workbook that one ministry receives; nothing where nothing of the period is for it."""
    from . import page  # of what leaves the province alone

    sheets = tuple(page.sheet(order, grid) for order, grid in grids(results, receiver))
    if not sheets:
        return None
    title = vi.MINISTRY_TITLE.format(receiver=receiver.name, period=vi.period(results.period))
    return Book(sheets, title=title, marked=vi.ILLUSTRATIVE_LONG if results.catalogue.illustrative else "")


def consolidated(results: Results, today: str) -> Book:
    """The consolidated workbook, with the sheet of all indicators as its last."""
    return presenting.book(results, today, [table(results)])


def table(results: Results) -> Table:
    """The sheet of all indicators as one more table of the provincial workbook (Biểu gửi bộ)."""
    everybody = Recipient(Report.MINISTRY, "", (addressing.ALL,), addressing.ALWAYS)
    forms = [f for f in _forms(results, everybody) if f.layout == "indicators"]
    order = _order(results, everybody, forms[0]) if forms else None
    found = indicators.grid(order, vi.MINISTRY) if order else None
    headings = found.columns if found else indicators.columns(order, False) if order else ()
    return Table(
        name=vi.MINISTRY,
        columns=tuple(Column(c.key, c.text, c.width, _column_look(c.key)) for c in headings),
        rows=tuple(_restyled(row) for row in found.rows) if found else (),
        notes=found.notes if found else (),
        apart=found.apart if found else frozenset(),
        frozen=2,
        header_height=62.0,
        tab="#7030A0",
        **frame(results, vi.MINISTRY),
    )


def _column_look(name: str) -> str:
    return _TABLE_LOOKS.get(name, "label_left" if name in WORDS else "decimal")


def _restyled(row: Row) -> Row:
    """The row with the looks of result tables, which the provincial workbook knows."""
    cells = {k: Styled(c[0], _RESULT_LOOKS[c[1]], *c[2:]) if isinstance(c, Styled) else c for k, c in row.cells.items()}
    return Row(row.key, cells, row.group)


def _orders(results: Results, receiver: Recipient) -> tuple[Order, ...]:
    return tuple(_order(results, receiver, form) for form in _forms(results, receiver))


def _order(results: Results, receiver: Recipient, form: MinistryForm) -> Order:
    address = addressing.address(results.catalogue, results.period.end, Report.MINISTRY)
    return Order(results, receiver, address, form)


def _forms(results: Results, receiver: Recipient) -> list[MinistryForm]:
    """The forms in force on the period's last day that this receiver is to have."""
    day = results.period.end
    mine = (f for f in results.catalogue.ministry if day in f.validity)
    return [f for f in mine if not f.receivers or not receiver.name or receiver.name in f.receivers]


def _made(order: Order) -> tuple[Grid, ...]:
    if order.form.layout != "indicators":
        from . import matrix

        return matrix.grids(order)
    found = indicators.grid(order)
    return (found,) if found else ()
