"""The targets: each as an article with its verdict, figures, bar, the units that account for the gap, and why."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .. import aggregating, vi
from ..attainment import Attainment
from ..consolidating import Results, name_of
from ..model import Indicator, Verdict
from ..presenting.attainments import ACTUAL, counted_in, focus, label, row_cell
from ..presenting.pictures.bars import bar_key, shares
from ..presenting.pictures.drawing import scope_name
from ..presenting.table import CellKey, key
from . import drawing
from .facts import decimals_of, figure, pair, percent, planned, tally, typed
from .markup import Html, el, joined

_TONES = {
    "good": (Verdict.EXCEEDED, Verdict.MET, Verdict.ON_TRACK),
    "fair": (Verdict.BEHIND,),
    "bad": (Verdict.OFF_TRACK, Verdict.REVERSING, Verdict.NOT_MET),
}


def tone(verdict: Verdict) -> str:
    """The colour of a verdict; its sign and its words say the same."""
    return next((name for name, verdicts in _TONES.items() if verdict in verdicts), "none")


def section(results: Results, name: str, rows: tuple[Attainment, ...]) -> Html:
    """One section of the page: those rows that are alike for a leader."""
    heading = el("h2", vi.PAGE_SECTION[name], " (", tally(len(rows)), ")")
    if not rows:
        return el("section", heading, el("p", vi.PAGE_NONE), id=name)
    if name == "later":
        items = (el("li", planned(scope_name(results, a)), ": ", _verdict(a)) for a in rows)
        return el("section", heading, el("ul", *items), id=name)
    return el("section", heading, *(_article(results, a) for a in rows), id=name)


def _verdict(a: Attainment) -> str:
    return label(a.case)(a.verdict, a.reason)


def _article(results: Results, a: Attainment) -> Html:
    sign = el("span", vi.VERDICT_SIGN[a.verdict], cls="sign", aria_hidden="true")
    said = el("p", sign, " ", el("strong", _verdict(a)), cls=f"verdict {tone(a.verdict)}")
    parts = [el("h3", planned(scope_name(results, a))), said, el("dl", *_figures(results, a)), *_bar(a)]
    units = focus(results, a)
    if units:
        parts.append(el("h4", vi.PAGE_FOCUS))
        parts.append(el("ul", *(_unit(results, a, unit, amount) for unit, amount in units)))
    parts += _why(results, a)
    return el("article", *parts, cls=tone(a.verdict))


def _figures(results: Results, a: Attainment) -> Iterator[Html]:
    """What there is, what is demanded, what is still needed; a figure that is not there is words."""
    indicator = results.catalogue.indicators[a.indicator]
    decimals, measure = decimals_of(indicator), vi.measure_after(indicator.measure)
    actual = [vi.NOT_KNOWN] if a.actual is None else _worth(indicator, a.actual, row_cell(a, ACTUAL))
    yield pair(vi.COLUMNS["actual"], *actual)
    demand = vi.demand_of(results.catalogue.targets[a.target_id], a.target, indicator.measure)
    yield pair(vi.DEMAND, planned(f"{demand} ({a.horizon})"))
    if a.needed:
        words = vi.PAGE_LESS if a.case.lower or a.case.change else vi.PAGE_MORE
        yield pair(words, figure(a.needed, 0, row_cell(a, "needed")), " ", planned(counted_in(results, a)))
    if a.percent_of_plan is not None and a.actual is not None:
        yield pair(vi.PERCENT_OF_PLAN, figure(a.percent_of_plan, 2, row_cell(a, "percent")), "%")
    if a.last_year is not None:
        yield pair(vi.LAST_YEAR, *_worth(indicator, a.last_year, row_cell(a, "last_year")))
    if a.forecast is not None and a.verdict not in (Verdict.MET, Verdict.EXCEEDED):
        value = figure(a.forecast, decimals, key(vi.WORKING, a.key, "forecast"))
        yield pair(vi.PAGE_FORECAST, value, planned(measure))
    if a.aggregate is not None:
        counted = figure(a.aggregate.counted, 0, row_cell(a, "coverage"))
        yield pair(vi.PAGE_COVERAGE, counted, "/", figure(a.aggregate.expected, 0, row_cell(a, "coverage")))


def _worth(indicator: Indicator, value: Fraction, cell: CellKey) -> list[Html]:
    """A figure with its measure; a level follows its word, and what is only kept or not is no number."""
    if indicator.measure == vi.YES_NO:
        return [planned(vi.MET if value else vi.NOT_MET)]
    shown = figure(value, decimals_of(indicator), cell)
    if indicator.measure == vi.LEVEL_MEASURE:
        return [planned(f"{vi.LEVEL_MEASURE} "), shown]
    return [shown, planned(vi.measure_after(indicator.measure))]


def _bar(a: Attainment) -> Iterator[Html]:
    done, due = shares(a)
    if done is None:
        return
    said = [vi.PAGE_BACK if done < 0 else vi.PAGE_DONE, " ", percent(done, bar_key(a, "done")), "%"]
    if due is not None:
        said += ["; ", vi.PAGE_DUE, " ", percent(due, bar_key(a, "due")), "%"]
    yield drawing.bar(done, due)
    yield el("p", *said, cls="caption")


def _unit(results: Results, a: Attainment, unit: str, amount: int) -> Html:
    return el("li", planned(results.area_name(unit)), ": ", figure(amount, 0, row_cell(a, "focus")))


def _why(results: Results, a: Attainment) -> Iterator[Html]:
    """Whose figures are missing; the causes and remedies that the forms give."""
    missing = aggregating.lacking(results.catalogue, a.aggregate)
    names = list(dict.fromkeys(name_of(results.catalogue, results.period, who) for who in missing))
    if names:
        shown, more = names[: vi.MOST_NAMED], len(names) - vi.MOST_NAMED
        before, after = vi.AND_OTHERS.split("{count}")
        rest = [before, tally(more), after] if more > 0 else []
        yield el("p", vi.PAGE_MISSING, " ", planned(", ".join(shown)), *rest)
    given = list(_causes(results, a))
    if given:
        yield el("details", el("summary", vi.PAGE_WHY), el("ul", *given))


def _causes(results: Results, a: Attainment) -> Iterator[Html]:
    for who, submission in results.submissions.items():
        if a.area in results.catalogue.units and a.area not in (who, results.catalogue.province.id):
            continue
        cause, remedy = submission.causes.get(a.indicator, ("", ""))
        said = [(vi.PAGE_CAUSE, cause), (vi.PAGE_REMEDY, remedy)]
        parts = joined(el("div", words, " ", typed(text)) for words, text in said if text)
        if parts.text:
            yield el("li", planned(name_of(results.catalogue, results.period, who)), parts)
