"""What all sheets of a form have in common: who reports, the lines on top, the footer, what has been filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date

from .. import vi
from ..book import Cell, Content, Validation
from ..frozen import frozen
from ..layout import SEND_CODE, FormLayout, Slot
from ..model import Catalogue, Key
from ..rules import ref

WHOSE_ROW = 1
"""Where each sheet but the entry sheet says whose it is."""


@frozen(slots=False)
class Filling:
    """What somebody has already typed into a form: used to return a form to its sender and to practise."""

    entries: Mapping[Key, Content] = field(default_factory=dict)
    estimates: Mapping[Key, Content] = field(default_factory=dict)
    explanations: Mapping[Key, str] = field(default_factory=dict)
    identity: Mapping[str, Content] = field(default_factory=dict)
    causes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tasks: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)


def respondent_name(catalogue: Catalogue, form: FormLayout) -> str:
    """The name of the unit or agency that fills the form, as it is called in the period."""
    if form.is_unit:
        return catalogue.units[form.respondent].name
    agency = catalogue.agency(form.respondent, form.period.end)
    return agency.name if agency else form.respondent


def issued_on(form: FormLayout) -> date:
    """The date written into a form's properties: fixed by the period, so that two builds are the same file."""
    return form.period.end


def whose(catalogue: Catalogue, form: FormLayout) -> str:
    """Respondent and period, as they stand on every printed page."""
    return f"{respondent_name(catalogue, form)} - {vi.period(form.period)}"


def footer(catalogue: Catalogue, form: FormLayout) -> str:
    font = '&"Times New Roman,Italic"&9'
    return f"&L{font}{whose(catalogue, form).replace('&', '&&')}&R{font}&P/&N"


def top(
    catalogue: Catalogue, form: FormLayout, title: str, col: int, width: int, whose_width: int = 0
) -> Iterator[Cell]:
    """The first rows of a sheet: its title, whose it is, and the mark of invented figures."""
    yield Cell(0, col, title, "title_left", span=(1, width))
    yield Cell(WHOSE_ROW, col, whose(catalogue, form), "strong", span=(1, whose_width or width))
    if catalogue.illustrative:
        yield Cell(2, col, vi.ILLUSTRATIVE_LONG, "mark", span=(1, width))


def send_code(part: str, row: int, col: int) -> Iterator[Cell]:
    """The send code above a part of a sheet other than the entry sheet: a label, two groups in each of two cells."""
    yield Cell(row, col, vi.SEND_CODE, "label")
    groups = [ref(role) for role in SEND_CODE]
    for i, (first, second) in enumerate(zip(groups[::2], groups[1::2]), start=1):
        yield Cell(row, col + i, first * 10000 + second, "send_pair", key=("send.pair", part, i))


def explanation_key(slot: Slot) -> tuple:
    """The cell in which an input is explained: a row of a unit table has one for all its figures."""
    return ("explanation", *(slot.key if not slot.column_key else (slot.row_key, slot.unit)))


def words(row: int, col: int, title: str, prompt: str, last: int | None = None) -> Validation:
    """A cell (or a column of cells down to row *last*) for free text; the prompt says what is wanted."""
    return Validation((row, col, row if last is None else last, col), "any", title=title, prompt=prompt)


def choice(row: int, col: int, choices: tuple[str, ...], last: int | None = None) -> Validation:
    """A cell that takes one of a list."""
    block = (row, col, row if last is None else last, col)
    return Validation(block, "list", None, choices, vi.CHOICE_TITLE, vi.CHOICE_PROMPT, vi.CHOICE_ERROR)
