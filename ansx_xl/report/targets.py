"""What is said of each target in sentences; every number from its cell of the assessment."""

from __future__ import annotations

from collections.abc import Iterator

from .. import vi
from ..attainment import Attainment
from ..model import Kind, TargetKind, Verdict
from ..presenting.attainments import counted_in, focus
from ..presenting.figures import DENOMINATOR, NUMERATOR, TOTAL
from ..vi import report as words
from .bound import Figure, Quote, Text, catalogued, joined, say, text
from .material import Material

_BELOW = (Verdict.BEHIND, Verdict.OFF_TRACK, Verdict.REVERSING, Verdict.NOT_MET)
GOOD = (Verdict.EXCEEDED, Verdict.MET)


def below(m: Material) -> list[Attainment]:
    """The province's targets below "on track", the worst first as they stand in the plan."""
    return [a for a in m.due if a.verdict in _BELOW]


def good(m: Material) -> list[Attainment]:
    """The province's targets that are met."""
    return [a for a in m.due if a.verdict in GOOD]


def unjudged(m: Material) -> list[Attainment]:
    """The province's targets that cannot be judged."""
    return [a for a in m.due if a.verdict is Verdict.NOT_ASSESSED]


def name_of(m: Material, a: Attainment) -> Text:
    """The indicator, with what sets this target apart from others of the same indicator."""
    catalogue = m.results.catalogue
    indicator, target = catalogue.indicators[a.indicator], catalogue.targets[a.target_id]
    basis = "" if a.target_id == indicator.code else f" [{target.basis}]"
    return text(catalogued(indicator.name + basis))


def value_of(m: Material, a: Attainment, column: str) -> Text:
    """A figure with its measure; empty where there is none."""
    figure = m.number(a, column)
    if figure and a.case.kind is Kind.STATUS:
        return say(words.LEVEL_OF, level=figure)
    return text(figure, _measure(m, a)) if figure else Text()


def _measure(m: Material, a: Attainment) -> Quote:
    return catalogued(words.measured(m.results.catalogue.indicators[a.indicator].measure))


def year_of(m: Material, a: Attainment) -> Figure | None:
    """The year in which a target is due."""
    return m.bind.year(m.cell(a, "horizon"))


def only_kept(m: Material, a: Attainment) -> bool:
    """Whether the target is only kept or not, so that its level is no figure to show."""
    return m.results.catalogue.indicators[a.indicator].measure == vi.YES_NO


def demand(m: Material, a: Attainment) -> Text:
    """What the plan asks."""
    return text(m.words(a, "demand"))


def sentence(m: Material, a: Attainment) -> Text:
    """Everything about one target in one sentence or two."""
    judged = m.words(a, "verdict")
    plan = say(_plan_words(a), year=year_of(m, a), demand=demand(m, a))
    actual = m.number(a, "actual")
    if actual is None:
        said = say(words.NO_FIGURE, name=name_of(m, a), verdict=judged)
        return text(joined([said, _lacking(m, a), plan, _before(m, a)], "; "), ".")
    shown = text(actual, _measure(m, a))
    head = say(_head_words(m, a), name=name_of(m, a), actual=actual if a.case.kind is Kind.STATUS else shown)
    percent = m.bind.number(m.cell(a, "percent"), 2) if a.kind is TargetKind.ANNUAL_FLOW else None
    first = joined([head, say(words.OF_PLAN, percent=percent) if percent else None])
    before = _before(m, a)
    facts = joined([text(first, " (", before, ")") if before else first, plan, _years(m, a)], "; ")
    verdict = joined([say(words.JUDGED, verdict=judged), still_needed(m, a)], "; ")
    return text(facts, ". ", verdict, ".")


def reached(m: Material, a: Attainment) -> Text:
    """A target that is met: what was reached of what was planned."""
    value = Text() if only_kept(m, a) else value_of(m, a, "actual")
    facts = {"name": name_of(m, a), "demand": demand(m, a), "verdict": m.words(a, "verdict")}
    return say(words.GOOD, value=value, **facts) if value else say(words.GOOD_KEPT, **facts)


def why_unjudged(m: Material, a: Attainment) -> Text:
    """Why a target cannot be judged, and whose figures are missing."""
    said = say(words.NO_FIGURE, name=name_of(m, a), verdict=m.words(a, "verdict"))
    return text(joined([said, _lacking(m, a)], "; "), ".")


def _lacking(m: Material, a: Attainment) -> Text:
    names = m.lacking(a)
    return say(words.LACKING, names=names) if names else Text()


def focus_of(m: Material, a: Attainment) -> Text:
    """The units to which most of a gap is due, with how much."""
    said = m.cell(a, "focus")
    units = ((m.named(unit), m.bind.text(said, vi.number(amount))) for unit, amount in focus(m.results, a))
    return joined((say(words.FOCUS_UNIT, unit=unit, amount=amount) for unit, amount in units), "; ")


def gap_of(m: Material, a: Attainment) -> Text:
    """A target below its path: what there is, what was planned, what is still needed."""
    facts = {"name": name_of(m, a), "demand": demand(m, a), "verdict": m.words(a, "verdict")}
    said = say(words.SHORT, value=value_of(m, a, "actual"), **facts)
    return joined([said, still_needed(m, a)], "; ")


def _plan_words(a: Attainment) -> str:
    if a.kind is TargetKind.BY_YEAR or a.kind is TargetKind.STATUS:
        return words.PLAN_BY_YEAR
    return words.PLAN_EVERY_YEAR if a.kind is TargetKind.EVERY_YEAR else words.PLAN_OTHER


def _head_words(m: Material, a: Attainment) -> str:
    if only_kept(m, a):
        return words.HELD
    if a.case.kind is Kind.STATUS:
        return words.LEVEL
    return words.ACTUAL


def _before(m: Material, a: Attainment) -> Text:
    """The figure to compare with: last year's, in a review that of the baseline."""
    if a.case.kind is Kind.STATUS or a.case.change:
        return Text()
    column, template = ("baseline", words.BASELINE_WAS) if m.review else ("last_year", words.LAST_YEAR_WAS)
    value = value_of(m, a, column)
    return say(template, value=value) if value else Text()


def _years(m: Material, a: Attainment) -> Text:
    return years_of(m, a) if m.review or a.case.change else Text()


def still_needed(m: Material, a: Attainment) -> Text:
    """How many more people, households, communes."""
    needed = m.bind.number(m.cell(a, "needed"), 0)
    if not a.needed or needed is None:
        return Text()
    template = words.STILL_LESS if a.case.lower or a.case.change else words.STILL_MORE
    return say(template, needed=needed, measure=catalogued(counted_in(m.results, a)))


def of_sector(m: Material, sector: str) -> Iterator[Text]:
    """Everything about one sector: its targets, what is watched beside them, what was shared out to units."""
    catalogue = m.results.catalogue
    for a in m.due:
        if m.sector_of(a) != sector:
            continue
        yield joined([sentence(m, a), *(_later(m, o) for o in m.later(a))], " ")
        if a.target_id == a.indicator and (shared := _shared(m, a)):
            yield shared
    judged = {a.indicator for a in m.rows}
    for code in m.results.due:
        if code in m.indicators and catalogue.indicators[code].sector == sector and code not in judged:
            if said := _beside(m, code):
                yield said


def _later(m: Material, a: Attainment) -> Text:
    year = year_of(m, a)
    return say(words.LATER_HORIZON, year=year, demand=demand(m, a), verdict=m.words(a, "verdict"))


def _shared(m: Material, a: Attainment) -> Text:
    """Targets of single units, in one sentence."""
    parts = []
    for row in m.shared_out(a.indicator):
        if row.verdict is Verdict.NOT_DUE:
            continue
        unit = m.named(row.area)
        facts = {"demand": demand(m, row), "verdict": m.words(row, "verdict")}
        actual = value_of(m, row, "actual")
        parts.append(say(words.SHARED_PART if actual else words.SHARED_NONE, unit=unit, actual=actual, **facts))
    name = catalogued(m.results.catalogue.indicators[a.indicator].name)
    return say(words.SHARED_OUT, indicator=name, parts=joined(parts, "; ")) if parts else Text()


def _beside(m: Material, code: str) -> Text:
    """An indicator without a target, from the sheet of totals."""
    catalogue = m.results.catalogue
    indicator, formula = catalogue.indicators[code], m.results.due[code]

    def figure(column: str, decimals: int) -> Figure | None:
        return m.bind.number((vi.TOTALS, code, column), decimals)

    total = figure(TOTAL, indicator.decimals)
    if total is None:
        return Text()
    value = text(total, catalogued(words.measured(indicator.measure)))
    facts = {"name": catalogued(indicator.name), "value": value}
    n, d = figure(NUMERATOR, 0), figure(DENOMINATOR, 0)
    if n is None or d is None:
        return say(words.BESIDE_COUNT, **facts)
    measure = catalogued(catalogue.elements[formula.numerator[0]].measure)
    return say(words.BESIDE, n=n, d=d, measure=measure, **facts)


def years_of(m: Material, a: Attainment) -> Text:
    """In how many of its years the target was met; empty for a target of one year."""
    if not a.years_of:
        return Text()
    return text(m.bind.text(m.cell(a, "note"), vi.years(a.kind, a.years_done, a.years_of)))
