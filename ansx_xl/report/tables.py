"""Targets in tables: counts of verdicts, those that need attention, and every one; bars of shaded cells."""

from __future__ import annotations

from .. import vi
from ..attainment import Attainment
from ..frozen import frozen
from ..model import Kind, Verdict
from ..presenting.common import in_sectors
from ..vi import report as words
from .bound import Figure, Origin, Quote, Text, catalogued, joined, say, text
from .material import Material
from .targets import GOOD, demand, focus_of, name_of, only_kept, still_needed, value_of, year_of, years_of

BAR = 10
"""How many cells a bar has."""
_FOCUS = (Verdict.REVERSING, Verdict.NOT_MET, Verdict.OFF_TRACK)


@frozen
class Count:
    """How many targets of the province have a verdict of one group."""

    head: str
    words: str
    count: Figure


@frozen
class TableRow:
    """One row of the table of targets; *group* rows are headings of sectors. A bar is ten cells, dark or not."""

    group: Text = Text()
    number: Text = Text()
    name: Text = Text()
    measure: str = ""
    demand: Text = Text()
    horizon: Text = Text()
    before: Text = Text()
    actual: Text = Text()
    percent: Text = Text()
    gap: Text = Text()
    bar: tuple[bool, ...] = ()
    verdict: Text = Text()
    needed: Text = Text()
    coverage: Text = Text()


@frozen
class FocusRow:
    """One target that needs attention, for the first page."""

    name: Text
    demand: Text
    actual: Text
    bar: tuple[bool, ...]
    verdict: Text
    needed: Text


def counts(m: Material) -> list[Count]:
    """How many of the province's targets stand where; the cells counted are the verdicts themselves."""
    found = []
    for _, verdicts in vi.VERDICT_COUNTS:
        verdicts = tuple(v for v in verdicts if v is not Verdict.NOT_DUE)
        rows = [a for a in m.due if a.verdict in verdicts]
        head = words.COUNT_HEADS[len(found)]
        found.append(Count(head, words.count_words(verdicts[0]), m.bind.tally(m.cell(a, "verdict") for a in rows)))
    return found


def bar(a: Attainment) -> tuple[bool, ...]:
    """How much of what must be reached by now is reached, in tenths; nothing where that is not known.

    It is full only where the target is met or its path is kept in full, and never empty where something is reached.
    """
    if a.verdict in GOOD:
        return (True,) * BAR
    if a.verdict is Verdict.NOT_ASSESSED or a.r is None:
        return ()
    dark = max(0, min(BAR, int(a.r * BAR)))
    return tuple(i < max(dark, 1 if a.r > 0 else 0) for i in range(BAR))


def focus(m: Material) -> list[FocusRow]:
    """The targets that a head of department must know of."""
    worst = sorted((a for a in m.due if a.verdict in _FOCUS), key=lambda a: _FOCUS.index(a.verdict))
    return [
        FocusRow(
            name=name_of(m, a),
            demand=demand(m, a),
            actual=text(m.number(a, "actual")) if only_kept(m, a) else value_of(m, a, "actual"),
            bar=bar(a),
            verdict=text(m.words(a, "verdict")),
            needed=joined([_capital(still_needed(m, a)), focus_of(m, a)], "; "),
        )
        for a in worst
    ]


def _capital(what: Text) -> Text:
    first, *rest = what.pieces or ("",)
    return text(words.opened(first) if isinstance(first, str) else first, *rest)


def table(m: Material) -> list[TableRow]:
    """Every row of the assessment that is due, by sectors; targets of units stand under the province's."""
    found, places = [], numbers(m)
    due = (a for a in m.rows if a.verdict is not Verdict.NOT_DUE)
    for _, heading, run in in_sectors(m.results.catalogue, due, m.sector_of):
        found.append(TableRow(group=text(catalogued(heading))))
        found += [_row(m, places.get(a.key), a) for a in run]
    return found


def numbers(m: Material) -> dict[str, int]:
    """The number of each row of the table; those of units have none."""
    due = (a.key for a in m.rows if a.verdict is not Verdict.NOT_DUE and not m.of_unit(a))
    return {row: number for number, row in enumerate(due, start=1)}


def _row(m: Material, number: int | None, a: Attainment) -> TableRow:
    def exact(column: str) -> Text:
        return text(m.number(a, column, fixed=True))

    kept, level = only_kept(m, a), a.case.kind is Kind.STATUS
    measure = m.results.catalogue.indicators[a.indicator].measure
    percent = m.bind.number(m.cell(a, "percent"), 2, fixed=True)
    return TableRow(
        number=text(Quote(str(number), Origin.ORDER)) if number else Text(),
        name=_row_name(m, a),
        measure="" if kept else measure,
        demand=demand(m, a),
        horizon=text(year_of(m, a)),
        before=Text() if kept else exact("baseline" if m.review else "last_year"),
        actual=Text() if kept else exact("actual"),
        percent=years_of(m, a) if m.review else text(percent),
        gap=Text() if level else exact("gap"),
        bar=bar(a),
        verdict=text(m.words(a, "verdict")),
        needed=text(m.bind.number(m.cell(a, "needed"), 0)) if a.needed else Text(),
        coverage=text(m.words(a, "coverage")),
    )


def _row_name(m: Material, a: Attainment) -> Text:
    """The indicator with its area, unless that is the province; of a unit's target, the unit."""
    catalogue = m.results.catalogue
    if m.of_unit(a):
        return say(words.SHARED_ROW, unit=catalogued(catalogue.units[a.area].name))
    if a.area == catalogue.province.id:
        return name_of(m, a)
    return text(name_of(m, a), " (", catalogued(vi.lowered(m.results.area_name(a.area))), ")")
