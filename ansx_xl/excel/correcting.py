"""The sheet Nhập điều chỉnh: every row that is not yet recorded goes through the workflow, as `ansx adjust` does.

What cannot be recorded is said beside its row and stops no other. Beside each recorded row stands, hidden, a mark of
what was typed then: a row that was changed afterwards is a new correction, not one that silently does nothing.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .. import consolidating, vi, workflow
from ..errors import AnsxError
from ..frozen import frozen
from ..layout import workbook as at
from ..model import Catalogue, Stamp
from ..period import Period
from ..text import EXCEL_DIGITS, clean, decimal_of
from .filling import as_assigned, unlocked
from .session import Session

_MARK, _LONGEST = 16, 1000
"""Letters of a mark, and of a sentence beside a row: what somebody typed may be as long as a cell."""
_NEEDED = (at.C_RESPONDENT, at.C_ELEMENT, at.C_VALUE)


@frozen(slots=False)
class Typed:
    """What became of the rows: how many were recorded now, and how many could not be."""

    recorded: int = 0
    refused: int = 0


@frozen(slots=False)
class _Line:
    """One row: the inputs by column, as text, numbers or days; what is said of it; its mark where it is recorded."""

    inputs: dict[int, Any]
    said: str
    mark: str

    @property
    def typed(self) -> str:
        """A mark of what was typed, the same for the same; empty where nothing was."""
        words = [str(self.inputs[col]) for col in at.C_INPUTS]
        return hashlib.sha256("\0".join(words).encode()).hexdigest()[:_MARK] if any(words) else ""


def record(session: Session, catalogue: Catalogue, period: Period, stamp: Stamp) -> Typed:
    """Record the rows that are new or changed, and write beside every row what became of it, in one assignment."""
    sheet = session.sheet(vi.CORRECTING)
    last = at.C_BODY_ROW + at.C_ROWS
    block = sheet.range((at.C_BODY_ROW + 1, 1), (last, at.C_MARK + 1))
    before = [_line(cells) for cells in block.options(err_to_str=True).value]
    after, recorded, refused = [], 0, 0
    for line in before:
        said, mark = (line.said, line.mark) if line.typed else ("", "")
        if line.typed and line.typed != line.mark:
            try:
                said, mark = _recorded(catalogue, period, line, session, stamp), line.typed
                recorded += 1
            except AnsxError as error:
                said, mark = vi.refused_row(error.code, error.facts), ""
                refused += 1
        after.append((said, mark))
    if after != [(line.said, line.mark) for line in before]:
        texts = tuple(tuple(as_assigned(text[:_LONGEST]) if text else None for text in row) for row in after)
        with unlocked(sheet):
            sheet.range((at.C_BODY_ROW + 1, at.C_RESULT + 1), (last, at.C_MARK + 1)).formula = texts
            used = max((number for number, (text, _) in enumerate(after, start=1) if text), default=0)
            if used:
                sheet.range((at.C_BODY_ROW + 1, 1), (at.C_BODY_ROW + used, at.C_RESULT + 1)).rows.autofit()
    return Typed(recorded, refused)


def _line(cells: list[Any]) -> _Line:
    inputs = {col: _content(cells[col]) for col in at.C_INPUTS}
    return _Line(inputs, cells[at.C_RESULT] or "", cells[at.C_MARK] or "")


def _content(cell: Any) -> Decimal | date | str:
    """A cell as typed: an exact number, a day, or a clean text."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number = decimal_of(repr(cell))
        return repr(cell) if number is None or number.adjusted() >= EXCEL_DIGITS else number
    return clean(str(cell)) if cell is not None else ""


def _recorded(catalogue: Catalogue, period: Period, line: _Line, session: Session, stamp: Stamp) -> str:
    """Record one row, and say what was recorded; raises AnsxError with the reason why it cannot be."""
    missing = [vi.CORRECTING_INPUTS[at.C_INPUTS.index(col)][0] for col in _NEEDED if line.inputs[col] == ""]
    if missing:
        raise AnsxError("correcting_empty", names=", ".join(missing))
    words = {col: str(content) for col, content in line.inputs.items()}
    element = words[at.C_ELEMENT].upper()
    done = workflow.adjust(
        catalogue,
        period,
        words[at.C_RESPONDENT].upper(),
        element,
        line.inputs[at.C_VALUE] if isinstance(line.inputs[at.C_VALUE], Decimal) else words[at.C_VALUE],
        words[at.C_REASON],
        words[at.C_CONFIRMED_BY],
        _day(line.inputs[at.C_CONFIRMED_ON], stamp.day),
        session.ledger,
        stamp,
        unit=words[at.C_UNIT],
    )
    whose = consolidating.name_of(catalogue, period, done.key[1] or done.respondent)
    name, day = catalogue.elements[element].name, vi.day(date.fromisoformat(stamp.day))
    return vi.corrected_row(day, vi.period(period), name, whose, done.reported, vi.number(done.adjusted))


def _day(typed: Decimal | date | str, today: str) -> str:
    """The day of confirmation as ISO text; today where nothing was typed."""
    if typed == "":
        return today
    try:
        day = typed if isinstance(typed, date) else datetime.strptime(str(typed), "%d/%m/%Y").date()
    except ValueError:
        raise AnsxError("correcting_date", text=typed) from None
    if day.isoformat() > today:
        raise AnsxError("correcting_date", text=vi.day(day))
    return day.isoformat()
