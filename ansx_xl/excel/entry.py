"""The entry sheet of the open workbook, checked as a form is: it becomes one, and is read back as one.

So what is typed here and what a unit types into its own form get the same findings, and the form that is kept is like
any other in the inbox.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from .. import checking, consolidating, forms, history, layout, presenting, reading, saving, vi, workflow, writing
from ..book import Book, Cell, Content
from ..errors import AnsxError
from ..forms import Filling
from ..frozen import frozen
from ..layout import workbook as at
from ..model import Catalogue, Dossier, Finding, Place, Severity, Submission
from ..period import Period
from ..text import clean, decimal_of
from ..worker import Reader
from .filling import unlocked
from .session import Session

_ROWS = 200
"""More rows than the entry sheet has."""


@frozen(slots=False)
class Typed:
    """What stands in the entry sheet: by code, on which row (from 0), what figure and what explanation."""

    rows: Mapping[str, int]
    values: Mapping[str, Content]
    explanations: Mapping[str, str]
    head: Mapping[str, Any]


@frozen(slots=False)
class Checked:
    """The entry sheet after checking: the submission it makes, and the form as a file."""

    submission: Submission
    typed: Typed
    name: str
    file_name: str
    data: bytes
    earlier: history.Earlier

    @property
    def counts(self) -> dict[Severity, int]:
        return {s: sum(1 for f in self.submission.findings if f.severity is s) for s in Severity}


def read(session: Session) -> Typed:
    """Read the entry sheet in two calls."""
    sheet = session.sheet(vi.ENTRY)
    head = {role: session.cell(at.entry_name(role)).value for role in at.E_INPUTS}
    block = sheet.range((at.E_BODY_ROW + 1, 1), (at.E_BODY_ROW + _ROWS, at.E_EXPLANATION + 1))
    rows, values, explanations = {}, {}, {}
    for row, cells in enumerate(block.options(err_to_str=True).value, start=at.E_BODY_ROW):
        code = cells[at.E_CODE]
        if not code:
            continue
        rows[code] = row
        values[code] = _content(cells[at.E_ACTUAL])
        explanations[code] = clean(str(cells[at.E_EXPLANATION] or ""))
    return Typed(rows, values, explanations, head)


def _content(cell: Any) -> Content:
    """A cell's value as it is written into the form: numbers exact, everything else as it is."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (int, float)):
        return decimal_of(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    return cell.date() if isinstance(cell, datetime) else cell or None


def check(session: Session, catalogue: Catalogue, period: Period) -> Checked:
    """Make a form of what was typed, read it, and check it against itself and the ledger."""
    typed = read(session)
    respondent = _respondent(catalogue, period, typed.head["unit"])
    form = layout.form(catalogue, period, respondent)
    filling = Filling(
        entries={s.key: typed.values.get(s.element.code) for s in form.inputs},
        explanations={s.key: t for s in form.inputs if (t := typed.explanations.get(s.element.code))},
        identity={role: _identity(typed.head[role]) for role in ("officer", "telephone", "attempt")},
    )
    earlier = workflow.earlier_figures(catalogue, session.ledger, period)
    prior = history.prior(catalogue, earlier, period)
    data = writing.to_bytes(forms.make(catalogue, form, prior, filling), period.end)
    with Reader(unread=vi.UNREAD) as reader:
        book = reader.read(data)
    submission = reading.read(catalogue, book, vi.ENTRY, hashlib.sha256(data).hexdigest())
    submission = checking.check(catalogue, submission, prior)
    findings = tuple(_moved(f, typed) for f in submission.findings)
    return Checked(
        submission=replace(submission, findings=findings),
        typed=typed,
        name=consolidating.name_of(catalogue, period, respondent),
        file_name=_file_name(catalogue, submission),
        data=data,
        earlier=earlier,
    )


def _file_name(catalogue: Catalogue, s: Submission) -> str:
    """A name that no form sent by its unit has: what the unit sent is never written over."""
    stem, _, suffix = workflow.form_file_name(catalogue, s.period, s.respondent).rpartition(".")
    return f"{stem}_{vi.TYPED_HERE}_lan-{s.attempt}.{suffix}"


def _identity(cell: Any) -> Content:
    """A cell of the head: a number without decimals as one, anything else as text."""
    if isinstance(cell, float) and cell == int(cell):
        return int(cell)
    return clean(str(cell)) if cell is not None else None


def _respondent(catalogue: Catalogue, period: Period, cell: Any) -> str:
    code = clean(str(_identity(cell) or ""))
    if not code:
        raise AnsxError("entry_unit")
    units = {u.code: u.id for u in catalogue.reporting_units(period)}
    if code not in units:
        raise AnsxError("unknown_unit", unit=code, period=str(period), known=", ".join(units))
    return units[code]


def _moved(finding: Finding, typed: Typed) -> Finding:
    """A finding about a cell of the form, said of the cell of the entry sheet."""
    row = typed.rows.get(finding.element)
    spot = Place(vi.ENTRY, layout.address(row, at.E_ACTUAL)) if row is not None else Place(vi.ENTRY)
    return replace(finding, place=spot)


def mark(session: Session, catalogue: Catalogue, found: Checked) -> None:
    """Write the column Kiểm tra in one assignment; the sheet's own formats tint the cells it speaks of."""
    sheet, rows = session.sheet(vi.ENTRY), found.typed.rows
    said: dict[str, list[str]] = {}
    for finding in found.submission.findings:
        said.setdefault(finding.element, []).append(vi.finding(finding.code, finding.facts)[0])
    due = {code for code, _ in found.submission.entries}
    first, last = min(rows.values()), max(rows.values())
    column: list[list[str | None]] = [[None] for _ in range(last - first + 1)]
    for code, row in rows.items():
        words = vi.FAULT + " ".join(said[code]) if code in said else vi.ENTRY_PASSED
        column[row - first][0] = "'" + (words if code in due else vi.NOT_DUE)
    with unlocked(sheet):
        sheet.range((first + 1, at.E_VERDICT + 1), (last + 1, at.E_VERDICT + 1)).formula = tuple(map(tuple, column))


def findings(catalogue: Catalogue, found: Checked) -> Book:
    """The sheet Kết quả kiểm tra of this one submission; each place is a link to the cell that was typed into."""
    s = found.submission
    results = consolidating.consolidate(catalogue, Dossier(s.period, submissions=(s,)), found.earlier)
    results = replace(results, findings=tuple((s.respondent, f) for f in s.findings))
    book = presenting.book(results, "")
    sheet = next(each for each in book.sheets if each.name == vi.FINDINGS)
    targets = {f"{vi.ENTRY}!{f.place.cell}": f for f in s.findings if f.place.cell}
    cells = []
    for cell in sheet.cells:
        finding = targets.get(cell.content) if isinstance(cell.content, str) else None
        if finding:
            cell = cell._replace(link=("place", finding.element), style="link")
        elif cell.link is not None:  # a figure on the sheet Số liệu, which is not of this submission
            cell = cell._replace(content=book.value(cell.key), link=None, style="label_left")
        cells.append(cell)
    spots = {code: Cell(row, at.E_ACTUAL, None, "", key=("place", code)) for code, row in found.typed.rows.items()}
    here = replace(sheet, name=vi.ENTRY, cells=tuple(spots.values()), highlights=())
    return Book((replace(sheet, cells=tuple(cells)), here))


def save(found: Checked, inbox: Path) -> None:
    """Put the form into the inbox, where the next Tổng hợp finds it."""
    saving.save(found.data, inbox / found.file_name)
