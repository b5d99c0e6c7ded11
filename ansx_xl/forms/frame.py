"""What all sheets of a form have in common: who reports, the lines on top, the footer, what has been filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from .. import vi
from ..book import Cell, Content, Validation
from ..layout import FormLayout, Slot
from ..model import Catalogue, Key


@dataclass(frozen=True)
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


def top(catalogue: Catalogue, form: FormLayout, title: str, col: int, width: int) -> Iterator[Cell]:
    """The first rows of a sheet: its title, whose it is, and the mark of invented figures."""
    yield Cell(0, col, title, "title_left", span=(1, width))
    yield Cell(1, col, whose(catalogue, form), "strong", span=(1, width))
    if catalogue.illustrative:
        yield Cell(2, col, vi.ILLUSTRATIVE_LONG, "mark", span=(1, width))


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
