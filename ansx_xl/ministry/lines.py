"""What the sheets of figures by unit show: indicators with their sums, and the data elements of a sector, as lines.

A line has a figure for each area that can have one; how lines stand on a sheet is the business of matrix.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from typing import Any

from .. import addressing, vi
from ..aggregating import Area, Total
from ..consolidating import Results
from ..frozen import frozen
from ..model import Element, Indicator, Key, Kind, Nature, Status, families
from ..presenting.table import Styled
from .grid import NIL, RATE_DECIMALS, Order, decimals_of, footnotes, no_case, rank, successors, void, without_case


@frozen(slots=False)
class Thing:
    """One line of figures: what it is called, and what stands for each unit.

    The total of a `summed` line is a formula over the units in it, or of any other area over its own units; `rate_of`
    names the two lines that a rate is made of. `values` are the figures of areas, exact; an area that is not in it can
    have none. `many` are lines of one indicator that stay together, under one heading (`over`) where they are columns.
    """

    code: str
    name: str
    measure: str
    decimals: int
    values: Mapping[str, Any]
    shown: Mapping[str, Styled] = field(default_factory=dict)
    summed: bool = False
    rate_of: tuple[str, str] | None = None
    style: str = "ruled_text"
    over: str = ""
    short: str = ""
    many: str = ""
    sector: str = ""
    numbered: bool = True
    complete: bool = True
    estimated: bool = False


def areas_of(results: Results) -> list[Area]:
    """The areas in the order of a sheet: the whole, its groups, its units."""
    return [results.areas[0], *results.groups, *results.units]


class ElementLines:
    """The data elements of each sector."""

    def __init__(self, order: Order):
        self.order, self.results = order, order.results
        self.catalogue = order.results.catalogue

    def parts(self) -> Iterator[tuple[str, list[Thing]]]:
        """Each sector that the receiver has figures of, with its lines."""
        asked = dict.fromkeys(code for code, _ in self.results.totals)
        mine = [e for e in map(self.catalogue.elements.get, asked) if addressing.concerns(self.order.receiver, e)]
        for sector in (s.code for s in self.catalogue.sectors):
            if self.order.form.sectors and sector not in self.order.form.sectors:
                continue
            things = [self._thing(e) for e in families([e for e in mine if e.sector == sector])]
            if things:
                yield sector, things

    def _thing(self, e: Element) -> Thing:
        results, values, shown = self.results, {}, {}
        for area in areas_of(results):
            total = results.totals.get((e.code, area.id))
            if total is None or not total.expected:
                continue
            values[area.id] = total.value if total.counted else None
            if area.id in self.catalogue.units or not e.by_unit:
                sign = _sign(results, (e.code, area.id))
                if sign is not None:
                    shown[area.id] = sign
        whole = results.totals[e.code, results.areas[0].id]
        name = vi.part_of(e.name) if e.parent else e.name
        return Thing(
            code=e.code,
            name=vi.provisional_name(name) if 0 < whole.counted < whole.expected else name,
            measure=e.measure,
            decimals=decimals_of(e.decimals, self.order.form),
            values=values,
            shown=shown,
            summed=e.by_unit,
            style="ruled_indent" if e.parent else "ruled_text",
            many=e.parent or e.code,
            sector=e.sector,
            numbered=not e.parent,
            complete=whole.counted == whole.expected,
            estimated=whole.estimated,
        )

    def notes(self, things: list[Thing], _coded: bool) -> tuple[str, ...]:
        """What must be said of figures that run through the year."""
        runs = any(t.summed and self.catalogue.elements[t.code].nature is Nature.FLOW for t in things)
        return successors(self.results) if runs else ()


def _sign(results: Results, figure_key: Key) -> Styled | None:
    """The sign that stands for a figure which is none, or for "nothing occurred"."""
    entry = results.figures.entries.get(figure_key)
    if entry is None or figure_key in results.figures.excluded:
        return None
    if entry.status is Status.NIL:
        return NIL
    return void() if entry.status is Status.NOT_APPLICABLE else None


def _totalled(totals: list[Total]) -> Fraction | None:
    """The sum of what was received; nothing where nothing was."""
    return sum((Fraction(t.value) for t in totals), Fraction(0)) if any(t.counted for t in totals) else None


class IndicatorLines:
    """The indicators of all sectors, rates with numerator and denominator."""

    def __init__(self, order: Order):
        self.order, self.results = order, order.results
        self.catalogue = order.results.catalogue

    def parts(self) -> Iterator[tuple[str, list[Thing]]]:
        """All lines at once, under no sector of their own."""
        mine = [i for i in self.results.indicators() if addressing.concerns(self.order.receiver, i)]
        if self.order.form.sectors:
            mine = [i for i in mine if i.sector in self.order.form.sectors]
        things = [t for i in sorted(mine, key=lambda i: rank(self.catalogue, i)) for t in self._things(i)]
        if things:
            yield "", things

    def _things(self, i: Indicator) -> Iterator[Thing]:
        results = self.results
        found = {a.id: results.aggregates.get((i.code, a.id)) for a in areas_of(results)}
        whole = found[results.areas[0].id]
        found = {area: a for area, a in found.items() if a is not None}
        formula, asked = results.due[i.code], {area: a for area, a in found.items() if a.applies}
        if i.kind is not Kind.RATIO:
            values = {area: a.numerator_received for area, a in asked.items()}
            decimals = i.decimals if i.kind in (Kind.COUNT, Kind.STATUS) else RATE_DECIMALS
            partial = bool(whole.missing) and whole.numerator_received is not None
            yield Thing(
                code=i.code,
                name=vi.provisional_name(i.name) if partial else i.name,
                measure=i.measure,
                decimals=decimals,
                values=values,
                summed=i.kind is Kind.COUNT and len(found) > 1,
                style="ruled_strong",
                sector=i.sector,
                numbered=not i.beside,
                complete=not whole.missing,
                estimated=whole.estimated,
            )
            return
        sides = (("n", formula.numerator), ("d", formula.denominator))
        rate = Thing(
            code=i.code,
            name=i.name,
            measure=i.measure,
            decimals=RATE_DECIMALS,
            values={area: a.value for area, a in asked.items()},
            shown={area: without_case(area not in self.catalogue.units) for area, a in found.items() if no_case(a)},
            rate_of=(f"{i.code}.n", f"{i.code}.d"),
            style="ruled_strong",
            over=i.name,
            short=vi.RATE_SHORT,
            many=i.code,
            sector=i.sector,
            numbered=not i.beside,
            complete=not whole.missing,
            estimated=whole.estimated,
        )
        sums = []
        for part, codes in sides:
            elements = [self.catalogue.elements[c] for c in codes]
            words = vi.NUMERATOR_OF if part == "n" else vi.DENOMINATOR_OF
            text, short = words.format(vi.sum_of_names(e.name for e in elements)), words.format("").rstrip(": ")
            keys = whole.numerator_keys if part == "n" else whole.denominator_keys
            if set(keys) & set(whole.missing) and not set(keys) <= set(whole.missing):
                text, short = vi.provisional_name(text), vi.provisional_name(short)
            sums.append(
                Thing(
                    code=f"{i.code}.{part}",
                    name=text,
                    measure=elements[0].measure,
                    decimals=decimals_of(max(e.decimals for e in elements), self.order.form),
                    values=self._side(part, found, elements),
                    summed=all(e.by_unit for e in elements),
                    style="ruled_indent",
                    over=i.name,
                    short=short,
                    many=i.code,
                    sector=i.sector,
                    numbered=False,
                )
            )
        yield from (rate, *sums)

    def _side(self, part: str, found: Mapping[str, Any], elements: list[Element]) -> dict[str, Any]:
        """One of the two sums for every area that has it, also where the other exists for the province only."""
        values = {}
        for area in areas_of(self.results):
            a = found.get(area.id)
            if a is not None and a.applies:
                values[area.id] = a.numerator_received if part == "n" else a.denominator_received
            elif a is None and all(e.by_unit for e in elements):
                totals = [self.results.totals[e.code, area.id] for e in elements]
                if any(t.expected for t in totals):
                    values[area.id] = _totalled(totals)
        return values

    def notes(self, things: list[Thing], coded: bool) -> tuple[str, ...]:
        """What must be said of rates, running figures and definitions; *coded*: the sheet shows codes."""
        due = [t.code for t in things if t.code in self.results.due]
        said = [(self.results.due[code].footnote, self.catalogue.indicators[code]) for code in due]
        rates = (vi.RATIO_NOTE,) if any(t.rate_of for t in things) else ()
        added = {self.catalogue.elements[e] for code in due for e in self.results.due[code].numerator}
        runs = any(e.by_unit and e.nature is Nature.FLOW for e in added)
        return (*rates, *(successors(self.results) if runs else ()), *footnotes(said, coded))
