"""Figures and words as the page shows them: each with the cell of the consolidated workbook that says the same."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .. import rules, vi
from ..model import Indicator
from ..presenting.table import CellKey
from .markup import Html, el


def figure(value: Fraction | int, decimals: int, cell: CellKey) -> Html:
    """A number as Vietnamese readers write it, rounded half up as the cell shows it."""
    exact = rules.shown(Fraction(value), decimals)
    return el("data", vi.number(exact, decimals), value=str(exact), data_cell="|".join(cell))


def decimals_of(indicator: Indicator) -> int:
    """With how many decimals the sheets show an indicator."""
    return 0 if indicator.decimals == 0 else 2


def percent(value: Fraction, cell: CellKey) -> Html:
    """A whole percent, as the bars' table shows it."""
    return figure(value, 0, cell)


def tally(count: int) -> Html:
    """How many there are of something on the page itself."""
    return el("data", vi.number(count), value=str(count), cls="tally")


def planned(text: str) -> Html:
    """Words of the plan, digits and all."""
    return el("span", text, cls="plan")


def typed(text: str) -> Html:
    """What somebody wrote in a form."""
    return el("q", text, cls="typed")


def pair(term: str, *given: Any) -> Html:
    """A term and what is said of it."""
    return el("div", el("dt", term), el("dd", *given))
