"""From any figure back to what it is made of: each unit's value, its status, the form's file, SHA-256, sheet and cell.

Pure; what a person may click through in the consolidated workbook, as a list for the command line and for programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from . import vi
from .aggregating import Aggregate, Area
from .attainment import Attainment, history
from .consolidating import Results, name_of
from .errors import AnsxError
from .frozen import frozen
from .model import AUTO, LOCAL, Adjustment, Formula, Key, Place
from .text import half_up

NUMERATOR, DENOMINATOR, VALUE = "numerator", "denominator", "value"


@frozen
class Source:
    """One reported figure: what enters the sum (*value*, `None`: nothing), and where it came from.

    *status* is that of the entry, or auto (counted from the units), absent (no form), excluded (taken out by an error).
    *raw* is what was typed.
    """

    role: str
    element: str
    unit: str
    name: str
    value: Decimal | None
    status: str
    raw: str = ""
    respondent: str = ""
    file: str = ""
    sha256: str = ""
    place: Place = Place()
    adjustment: Adjustment | None = None


@frozen
class Year:
    """One year-end that an annual change rests on, and by how much the rate fell within the year.

    *source* is plan (the published baseline), ledger or period (this period's own cells); *counted*: whether the years
    of this version are in the mean, for which the rates at both ends of them must be known.
    """

    year: int
    version: str
    rate: Fraction | None
    fall: Fraction | None
    source: str
    counted: bool


@frozen(slots=False)
class Trace:
    """One figure over one area with all its sources; sums are what was received, `None` where nothing was.

    A change of another indicator has that one's sums and sources, and the *years* whose mean it is.
    """

    code: str
    name: str
    area: str
    area_name: str
    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    reason: str
    version: str
    definition: str
    footnote: str
    sources: tuple[Source, ...]
    years: tuple[Year, ...] = ()


def trace(results: Results, code: str, area: str = "") -> Trace:
    """Where an indicator or data element over an area comes from; *area*: a unit or a group by code, "" for all.

    A change of another indicator (a fall of the poverty rate) is traced to that indicator at every year-end, and to its
    sources in this period. Raises AnsxError ("trace_unknown") for a code that the catalogue does not have,
    ("unknown_unit") for an area that the period does not have, ("trace_not_due") where it has no such figure.
    """
    catalogue = results.catalogue
    code = _known(results, code)
    place = _area(results, area)
    if code in catalogue.elements:
        return _element(results, code, place)
    indicator = catalogue.indicators[code]
    base = indicator.base or code
    aggregate = results.aggregates.get((base, place.id))
    if aggregate is None:
        raise AnsxError("trace_not_due", figure=code, period=str(results.period), area=f" ({place.name})")
    return _indicator(results, code, results.due[base], place, aggregate)


def _known(results: Results, code: str) -> str:
    known = {c.casefold(): c for c in (*results.catalogue.elements, *results.catalogue.indicators)}
    if code.casefold() not in known:
        raise AnsxError("trace_unknown", figure=code)
    return known[code.casefold()]


def _area(results: Results, asked: str) -> Area:
    found = results.area(asked)
    if found is None:
        raise AnsxError("unknown_unit", unit=asked, period=str(results.period), known=", ".join(results.codes))
    return found


def _element(results: Results, code: str, area: Area) -> Trace:
    element, total = results.catalogue.elements[code], results.totals.get((code, area.id))
    if total is None:
        raise AnsxError("trace_not_due", figure=code, period=str(results.period), area=f" ({area.name})")
    keys = [(code, unit) for unit in area.units] if element.by_unit else [(code, area.id)]
    value = Fraction(total.value) if total.counted else None
    return Trace(
        code=code,
        name=element.name,
        area=area.id,
        area_name=area.name,
        value=value,
        numerator=value,
        denominator=None,
        reason="",
        version="",
        definition=element.note,
        footnote="",
        sources=_sources(results, VALUE, keys),
    )


def _indicator(results: Results, code: str, formula: Formula, area: Area, a: Aggregate) -> Trace:
    indicator = results.catalogue.indicators[code]
    change = next((t for t in results.attainments if (t.indicator, t.area) == (code, area.id)), None)
    value = (change.actual if change else None) if indicator.base else a.value
    return Trace(
        code=code,
        name=indicator.name,
        area=area.id,
        area_name=area.name,
        value=value,
        numerator=a.numerator_received,
        denominator=a.denominator_received,
        reason=a.reason.value,
        version=f"{formula.indicator} {formula.version}",
        definition=formula.definition,
        footnote=formula.footnote,
        years=tuple(_years(results, change)) if change and indicator.base else (),
        sources=(
            *_sources(results, NUMERATOR, _ordered(results, formula.numerator, area, a.numerator_keys)),
            *_sources(results, DENOMINATOR, _ordered(results, formula.denominator, area, a.denominator_keys)),
        ),
    )


def _years(results: Results, change: Attainment) -> Iterator[Year]:
    """The rates that a mean yearly fall rests on, to the hundredth as they enter it."""
    catalogue, now = results.catalogue, results.period
    if not now.is_annual:
        return
    target, base = catalogue.targets[change.target_id], catalogue.indicators[change.indicator].base
    store = history.archive(catalogue, results.figures, results.earlier)
    until = min(change.case.horizon, now.year)
    for ends in history.year_ends(store, target, catalogue.indicators[base], change.area, until):
        counted, before = ends[0].rate is not None and ends[-1].rate is not None, None
        for end in ends:
            rate = None if end.rate is None else Fraction(half_up(end.rate, 2))
            fall = None if rate is None or before is None else before - rate
            source = "period" if end.year == now.year else end.source.value
            yield Year(end.year, end.formula.version if end.formula else "", rate, fall, source, counted)
            before = rate


def _ordered(results: Results, codes: Iterable[str], area: Area, keys: tuple[Key, ...]) -> list[Key]:
    """The figures of a sum, and those that were left out of it because they do not apply."""
    found = list(keys)
    for code in codes:
        if results.catalogue.elements[code].by_unit:
            found += [(code, u) for u in area.units if (code, u) not in keys]
    return found


def _sources(results: Results, role: str, keys: Iterable[Key]) -> tuple[Source, ...]:
    by_key = {key: s for s in results.submissions.values() for key in s.entries}
    adjusted = results.adjusted
    found = []
    for key in keys:
        code, unit = key
        element, entry, s = results.catalogue.elements[code], results.figures.entries.get(key), by_key.get(key)
        who = unit if element.reporter == LOCAL else element.supplier
        status = entry.status.value if entry else "absent"
        if element.reporter == AUTO:
            status, who = AUTO, ""
        elif key in results.figures.excluded:
            status = "excluded"
        elif who in results.submissions and entry is None:
            status = "empty"
        found.append(
            Source(
                role=role,
                element=code,
                unit=unit,
                name=results.area_name(unit),
                value=results.figures.number(key),
                status=status,
                raw=entry.raw if entry else "",
                respondent=name_of(results.catalogue, results.period, who) if who else "",
                file=s.file if s else "",
                sha256=s.sha256 if s else "",
                place=entry.place if entry and s else Place(),
                adjustment=adjusted.get(key),
            )
        )
    return tuple(found)


def status_in_words(source: Source) -> str:
    """What became of a figure, for a person."""
    words = vi.TRACE_STATUS.get(source.status) or vi.ENTRY_STATUS[source.status]
    a = source.adjustment
    if a is None:
        return words
    return f"{words}; {vi.trace_adjusted(a.reported, a.reason, a.confirmed_by, vi.iso_day(a.confirmed_on))}"
