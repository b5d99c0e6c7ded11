"""From the figures of a period to totals and indicators, with coverage. Exact arithmetic, no averaging.

Only element values can be added: a rate has no arithmetic, it is computed last, from sums. A ratio of an area exists
only where every unit expected has every element of both sums; otherwise its value is empty and the units and elements
that are missing are named. What a finding took out counts as missing; "x" leaves a unit out of what is expected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from .frozen import frozen
from .model import LOCAL, Catalogue, Element, Entry, Formula, Indicator, Key, Kind, Nature, Reason, Status, Submission
from .period import Period


@frozen(slots=False)
class Figures:
    """All that was reported for one period: entries by (element, unit), who has reported at all, who sent estimates."""

    period: Period
    entries: Mapping[Key, Entry] = field(default_factory=dict)
    excluded: frozenset[Key] = frozenset()
    respondents: frozenset[str] = frozenset()
    estimated: frozenset[str] = frozenset()

    @cached_property
    def numbers(self) -> Mapping[Key, Decimal]:
        """What enters sums: the figures that are there and that no finding took out."""
        found = ((key, entry.number) for key, entry in self.entries.items() if key not in self.excluded)
        return {key: number for key, number in found if number is not None}

    @cached_property
    def not_applicable(self) -> frozenset[Key]:
        """The figures that do not apply to their unit ("x")."""
        found = (key for key, entry in self.entries.items() if entry.status is Status.NOT_APPLICABLE)
        return frozenset(found) - self.excluded

    def number(self, key: Key) -> Decimal | None:
        return self.numbers.get(key)

    def left_out(self, key: Key) -> bool:
        return key in self.not_applicable

    def rest_on_estimates(self, catalogue: Catalogue, keys: Iterable[Key]) -> bool:
        """Whether any of these figures came on a form that says that it holds estimates or preliminary figures."""
        senders = self.estimated
        return bool(senders) and any(k in self.numbers and sender_of(catalogue, k) in senders for k in keys)


@frozen
class Area:
    """What is added up: one unit, a group of units, or the province."""

    id: str
    name: str
    units: tuple[str, ...]
    whole: bool = False


@frozen
class Total:
    """The sum of one element over an area, with how many of the units expected are in it."""

    element: str
    area: str
    value: Decimal
    counted: int
    expected: int
    estimated: bool = False

    @property
    def complete(self) -> bool:
        return self.counted == self.expected > 0


@frozen
class Aggregate:
    """An indicator over an area. `value` is exact, in percent for a ratio, `None` where `reason` says why.

    `keys` are the figures the two sums are made of; `missing` those of them that are not there.
    """

    indicator: str
    area: str
    version: str
    numerator: Decimal
    denominator: Decimal | None
    value: Fraction | None
    counted: int
    expected: int
    reason: Reason
    numerator_keys: tuple[Key, ...] = ()
    denominator_keys: tuple[Key, ...] = ()
    missing: tuple[Key, ...] = ()
    units_missing: int = 0
    estimated: bool = False

    @property
    def complete(self) -> bool:
        return not self.missing and self.expected > 0

    @property
    def applies(self) -> bool:
        """Whether any figure is expected: none is where "x" stands for all elements of every unit."""
        return bool(self.numerator_keys or self.denominator_keys)

    @property
    def numerator_received(self) -> Fraction | None:
        """The numerator as far as it was received; `None` where nothing was, for missing is not zero."""
        return self._received(self.numerator, self.numerator_keys)

    @property
    def denominator_received(self) -> Fraction | None:
        """The denominator as far as it was received; `None` where nothing was, or the indicator has none."""
        return self._received(self.denominator, self.denominator_keys)

    def _received(self, total: Decimal | None, keys: tuple[Key, ...]) -> Fraction | None:
        return None if total is None or set(keys) <= set(self.missing) else Fraction(total)


def figures_of(catalogue: Catalogue, period: Period, submissions: Iterable[Submission]) -> Figures:
    """Put the submissions of one period side by side; counted elements (number of communes) come from the units."""
    entries: dict[Key, Entry] = {}
    excluded: set[Key] = set()
    respondents, estimated = set(), set()
    for submission in submissions:
        respondents.add(submission.respondent)
        entries.update(submission.entries)
        excluded |= submission.excluded
        if submission.quality != "official":
            estimated.add(submission.respondent)
    for key, number in counted_elements(catalogue, period).items():
        entries[key] = Entry(Status.NUMBER, number)
    return Figures(period, entries, frozenset(excluded), frozenset(respondents), frozenset(estimated))


def counted_elements(catalogue: Catalogue, period: Period) -> dict[Key, Decimal]:
    """The figures that nobody types: how many communes each unit has on the period's last day."""
    auto = [e for e in catalogue.elements.values() if e.reporter == "auto" and period.end in e.validity]
    return {
        (e.code, u.id): Decimal(catalogue.communes_of(u, period.end))
        for e in auto
        for u in catalogue.reporting_units(period)
    }


def areas(catalogue: Catalogue, period: Period) -> tuple[Area, ...]:
    """The province, its groups and its units, as they are on the period's last day."""
    units = catalogue.reporting_units(period)
    ids = {u.code: u.id for u in units}
    province = catalogue.province
    found = [Area(province.id, province.name, tuple(u.id for u in units), whole=True)]
    for group in catalogue.groups_on(period.end):
        found.append(Area(group.code, group.name, tuple(ids[m] for m in group.members if m in ids)))
    found += [Area(u.id, u.name, (u.id,)) for u in units]
    return tuple(found)


def keys_of(catalogue: Catalogue, elements: Iterable[str], area: Area) -> tuple[Key, ...] | None:
    """The figures that sums over an area are made of; `None` where one exists only for the province."""
    keys: list[Key] = []
    for code in elements:
        element = catalogue.elements[code]
        if element.by_unit:
            keys += [(code, unit) for unit in area.units]
        elif area.whole:
            keys.append((code, area.id))
        else:
            return None
    return tuple(keys)


def add_up(catalogue: Catalogue, figures: Figures, element: Element, area: Area) -> Total | None:
    """The total of one element over an area, as received; `None` where the area has no such figure."""
    keys = keys_of(catalogue, [element.code], area)
    if keys is None:
        return None
    known, left_out = figures.numbers, figures.not_applicable
    numbers = [known[k] for k in keys if k in known]
    return Total(
        element=element.code,
        area=area.id,
        value=sum(numbers, Decimal(0)),
        counted=len(numbers),
        expected=len(keys) - sum(1 for k in keys if k in left_out) if left_out else len(keys),
        estimated=figures.rest_on_estimates(catalogue, keys),
    )


def measure(catalogue: Catalogue, figures: Figures, formula: Formula, area: Area) -> Aggregate | None:
    """One definition of an indicator over one area; `None` where the area cannot have it.

    An element that does not apply to a unit leaves that unit out only where none of the indicator's elements does.
    """
    numerator = keys_of(catalogue, formula.numerator, area)
    denominator = keys_of(catalogue, formula.denominator, area)
    if numerator is None or denominator is None:
        return None
    known, left_out = figures.numbers, figures.not_applicable
    kept = dict.fromkeys(unit for code, unit in numerator + denominator if (code, unit) not in left_out)
    if left_out:
        numerator = tuple(k for k in numerator if k[1] in kept)
        denominator = tuple(k for k in denominator if k[1] in kept)
    missing = tuple(k for k in numerator + denominator if k not in known)
    upper = _sum(known, numerator)
    lower = _sum(known, denominator) if formula.denominator else None
    units = [p for p in kept if p in area.units] or list(kept)
    without = {unit for _, unit in missing}
    silent = {unit for code, unit in missing if sender_of(catalogue, (code, unit)) not in figures.respondents}
    reason = _reason(numerator + denominator, missing, silent, lower)
    return Aggregate(
        indicator=formula.indicator,
        area=area.id,
        version=formula.version,
        numerator=upper,
        denominator=lower,
        value=None if reason else _value(catalogue.indicators[formula.indicator], upper, lower),
        counted=sum(1 for u in units if u not in without),
        expected=len(units),
        reason=reason,
        numerator_keys=numerator,
        denominator_keys=denominator,
        missing=missing,
        units_missing=len(silent),
        estimated=figures.rest_on_estimates(catalogue, numerator + denominator),
    )


def cut_off(catalogue: Catalogue, formula: Formula, area: Area, period: Period) -> int:
    """How many figures of the year nobody can send: flows of units that ended within it, before others began there.

    What came is a part of the year; held against a whole year it would count what is missing as zero.
    """
    elements = [catalogue.elements[code] for code in formula.elements]
    flows = sum(1 for e in elements if e.by_unit and e.nature is Nature.FLOW)
    if not flows:
        return 0
    begun = catalogue.begun_within(period)
    return flows * len(catalogue.ended_within(period) if area.whole else [u for u in area.units if u in begun])


def sender_of(catalogue: Catalogue, key: Key) -> str:
    """Who sends a figure: the unit itself, or the agency that holds it."""
    element = catalogue.elements[key[0]]
    return key[1] if element.reporter == LOCAL else element.supplier


def lacking(catalogue: Catalogue, a: Aggregate | None) -> dict[str, list[str]]:
    """Who has still to send what an aggregate lacks: by sender the elements, each once."""
    found: dict[str, list[str]] = {}
    for key in a.missing if a else ():
        elements = found.setdefault(sender_of(catalogue, key), [])
        if key[0] not in elements:
            elements.append(key[0])
    return found


def _sum(known: Mapping[Key, Decimal], keys: tuple[Key, ...]) -> Decimal:
    return sum([known[k] for k in keys if k in known], Decimal(0))


def _reason(keys: tuple[Key, ...], missing: tuple[Key, ...], silent: set[str], lower: Decimal | None) -> Reason:
    if len(missing) == len(keys):
        return Reason.NO_DATA
    if missing:
        return Reason.UNITS_MISSING if silent else Reason.INCOMPLETE
    return Reason.ZERO_DENOMINATOR if lower == 0 else Reason.NONE


def _value(indicator: Indicator, upper: Decimal, lower: Decimal | None) -> Fraction:
    if indicator.kind is Kind.RATIO:
        (n, of_n), (d, of_d) = upper.as_integer_ratio(), lower.as_integer_ratio()
        return Fraction(100 * n * of_d, of_n * d)
    return Fraction(upper)
