"""One sheet for a ministry before it is laid out: columns, rows, what must be said below. And its cells.

A row is a `Row` of presenting/table.py, so that a grid can also become a table of the provincial workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .. import vi
from ..addressing import Address
from ..aggregating import Aggregate
from ..consolidating import Results
from ..frozen import frozen
from ..model import Catalogue, Indicator, MinistryForm, Reason, Recipient
from ..presenting.common import once
from ..presenting.table import Row, Styled
from ..rules import Expr
from ..text import half_up

WORDS = frozenset({"number", "name", "code", "measure", "unit", "verdict", "note"})
"""Columns that hold words: they are lettered; columns of figures are numbered."""

RATE_DECIMALS = 2
"""With how many decimals a rate is shown."""


@frozen
class Heading:
    """One column: its key, heading, the heading over it, its width, and what stands in the row of letters."""

    key: str
    text: str
    width: float
    over: str = ""
    letter: str = ""


@frozen(slots=False)
class Grid:
    """One sheet. `provisional`: some figure on it is still to come; `estimated`: some figure was sent as an estimate.

    `apart` are the rows (by position) at which no page may begin: they belong to the row above.
    """

    name: str
    number: str
    title: str
    basis: str
    columns: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    measure: str
    provisional: bool
    estimated: bool
    apart: frozenset[int] = frozenset()


@frozen(slots=False)
class Order:
    """What is to be made: a period's results for one receiver, by one form."""

    results: Results
    receiver: Recipient
    address: Address
    form: MinistryForm


def lettered(columns: Iterable[Heading], formulas: Mapping[str, tuple[str, str]]) -> tuple[Heading, ...]:
    """The columns with the row of letters: A, B ... for words, 1, 2 ... for figures, and how some are computed.

    *formulas* names for a column the two that it is the percentage of.
    """
    columns = tuple(columns)
    words = iter(vi.LETTERS)
    places = {c.key: next(words) for c in columns if c.key in WORDS}
    figures = (c.key for c in columns if c.key not in WORDS)
    places |= {name: str(place) for place, name in enumerate(figures, start=1)}
    found = []
    for c in columns:
        letter = places[c.key]
        above, below = formulas.get(c.key, ("", ""))
        if above in places and below in places:
            letter = vi.OF_COLUMNS.format(place=letter, above=places[above], below=places[below])
        found.append(Heading(c.key, c.text, c.width, c.over, letter))
    return tuple(found)


_KEPT = 2
"""Figures with more decimals than that are amounts of money; a survey's index keeps its two."""


def rank(catalogue: Catalogue, indicator: Indicator) -> tuple[int, int, bool]:
    """The order of indicators on a sheet: by sector, each followed by those that are shown beside it."""
    places = {code: i for i, code in enumerate(catalogue.indicators)}
    return catalogue.sector_place(indicator.sector), places[indicator.beside or indicator.code], bool(indicator.beside)


# --- cells ----------------------------------------------------------------------------------------------------------


def figure(content: Expr | Decimal | Fraction | int | None, decimals: int, strong: bool = False) -> Styled:
    """A number, or a formula that gives one; nothing is the sign of a missing figure."""
    if content is None:
        return missing(strong)
    return Styled(content, f"ruled_{decimals}" + ("_total" if strong else ""))


def missing(strong: bool = False) -> Styled:
    """The sign of a missing figure."""
    return Styled(vi.MISSING_SIGN, "ruled_sign_total" if strong else "ruled_sign")


def without_case(strong: bool = False) -> Styled:
    """Nothing occurred, so that there is no rate of it."""
    return Styled(vi.NIL_SIGN, "ruled_sign_total" if strong else "ruled_sign")


def no_case(a: Aggregate | None) -> bool:
    """Whether a rate does not exist because both of its sums are 0."""
    return a is not None and a.reason is Reason.ZERO_DENOMINATOR and a.numerator == 0


def void(strong: bool = False) -> Styled:
    """There can be no figure here."""
    return Styled(vi.NOT_APPLICABLE_SIGN, "ruled_sign_total" if strong else "ruled_sign")


NIL = Styled(0, "ruled_nil")
"""Nothing occurred: a number to every sum, shown as the sign."""


def decimals_of(own: int, form: MinistryForm) -> int:
    """With how many decimals a figure is shown: an amount (kept to three) with no more than the form asks for."""
    return min(own, form.decimals) if own > _KEPT else own


def signs(rows: Iterable[Row]) -> tuple[str, ...]:
    """What must be said of the signs that occur."""
    cells = [c for row in rows for c in row.cells.values() if isinstance(c, Styled)]
    seen = {c.content for c in cells if c.style.startswith("ruled_sign")}
    seen |= {vi.NIL_SIGN for c in cells if c.style == "ruled_nil"}
    return tuple(text for sign, text in vi.SIGN_NOTES.items() if sign in seen)


def successors(results: Results) -> tuple[str, ...]:
    """What must be said of running figures in a year in which units gave way to others."""
    found = (f.facts for _, f in results.findings if f.code == "A07")
    units = ", ".join(vi.inside(u.name, u.type) for u in results.catalogue.ended_within(results.period))
    return tuple(vi.SUCCESSOR_NOTE.format(day=facts["day"], units=units) for facts in found)


def begun_last_year(results: Results) -> tuple[str, ...]:
    """What must be said of running figures of a year ago, where units of that year began in the midst of it."""
    ended = results.catalogue.ended_within(results.period.same_last_year)
    if not ended:
        return ()
    day = max(u.validity.end for u in ended) + timedelta(days=1)
    return (vi.BEGUN_LAST_YEAR_NOTE.format(day=vi.day(day)),)


def footnotes(said: Iterable[tuple[str, Indicator]], coded: bool) -> tuple[str, ...]:
    """What must be said of definitions, each with the indicators that it is about: by code where the sheet shows it."""
    return tuple(
        vi.NOTE_ON.format(things="; ".join(i.code if coded else i.name for i in indicators), note=note)
        for note, indicators in once(said).items()
    )


def adds_up(total: Fraction | Decimal | int, parts: Iterable[Fraction | Decimal | int], decimals: int) -> bool:
    """Whether what is shown of the parts sums to what is shown of the total.

    >>> adds_up(Decimal("1.0"), [Decimal("0.5"), Decimal("0.5")], 0), adds_up(3, [1, 2], 0)
    (False, True)
    """
    return half_up(total, decimals) == sum((half_up(p, decimals) for p in parts), Decimal(0))


def numbers(contents: Iterable[Any]) -> list[Any]:
    """The numbers among contents of cells."""
    return [c for c in contents if isinstance(c, (int, Decimal, Fraction))]
