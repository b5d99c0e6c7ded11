"""The sheets Đánh giá chỉ tiêu and Cách tính: verdicts, and the whole numbers that they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from itertools import product

from .. import attainment as judging
from .. import rules, vi
from ..attainment import Attainment, Case, Input, Source
from ..consolidating import Results
from ..model import Kind, Reason, TargetKind, Verdict
from ..rules import Expr, call, ref, when
from .common import by_sector, frame, once
from .figures import count_of, sum_of, units_counted
from .table import CellKey, Column, Line, Row, Styled, Table, key

VERDICT, ACTUAL = "verdict", "actual"

_LOOKS = (
    ("better", (Verdict.EXCEEDED,)),
    ("good", (Verdict.MET, Verdict.ON_TRACK)),
    ("fair", (Verdict.BEHIND,)),
    ("bad", (Verdict.OFF_TRACK, Verdict.REVERSING, Verdict.NOT_MET)),
)
Label = Callable[[Verdict, Reason], str]
_FOCUS = 3
"""How many units are named as those to which most of a gap is due."""


def row_cell(a: Attainment, column: str) -> CellKey:
    """The cell of the sheet Đánh giá chỉ tiêu that says something of a target."""
    return key(vi.ATTAINMENT, a.key, column)


def label(case: Case) -> Label:
    """The words that the verdict of a case can show."""
    return _label(case.early, case.lower, case.estimated)


@cache
def _label(early: bool, lower: bool, estimated: bool) -> Label:
    @cache
    def words(verdict: Verdict, reason: Reason) -> str:
        text = vi.verdict(verdict, reason, plan_runs=early, lower=lower)
        judged = verdict not in (Verdict.NOT_DUE, Verdict.NOT_ASSESSED, Verdict.NO_CASE)
        return text + (vi.ESTIMATED if estimated and judged else "")

    return words


def labels(rows: Iterable[Attainment]) -> frozenset[Label]:
    """The different ways in which the verdicts of some rows are called: a few for all of them."""
    return frozenset(label(a.case) for a in rows)


def texts_of(
    labelled: Iterable[Label], verdicts: Iterable[Verdict], reasons: Iterable[Reason] = (Reason.NONE,)
) -> list[str]:
    """All that these verdicts can be called, in order."""
    return sorted({words(*called) for words in labelled for called in product(verdicts, reasons)})


def attainment(results: Results) -> Table:
    """Every target with its verdict, on one page for a head of department (Đánh giá chỉ tiêu)."""
    columns = (
        Column("number", vi.COLUMNS["number"], 5, "count"),
        Column("name", vi.INDICATOR, 40),
        Column("measure", vi.COLUMNS["measure"], 10, "unit"),
        Column("demand", vi.DEMAND, 16, "centre_box"),
        Column("horizon", vi.HORIZON, 7, "count"),
        Column("baseline", vi.BASELINE, 9, "percent"),
        Column("last_year", vi.LAST_YEAR, 9, "percent"),
        Column(ACTUAL, vi.COLUMNS["actual"], 10, "percent_total"),
        Column("percent", vi.PERCENT_OF_PLAN, 9, "percent"),
        Column("gap", vi.GAP, 9, "percent"),
        Column(VERDICT, vi.VERDICT_HEADING, 22, "centre_box"),
        Column("needed", vi.NEEDED, 9, "count_large"),
        Column("focus", vi.FOCUS_HEADING, 27),
        Column("coverage", vi.COVERAGE, 8, "count"),
        Column("note", vi.NOTE, 26),
    )
    sector_of = _sector_of(results)
    rows = tuple(by_sector(results, results.attainments, sector_of, lambda n, a: _row(results, n, a)))
    # COUNTIF takes one block only, so the rows of the headings are in it too.
    counts = _counts(results, ref(*(key(vi.ATTAINMENT, r.key, VERDICT) for r in rows)))
    return Table(
        name=vi.ATTAINMENT,
        columns=columns,
        rows=rows,
        lines=(Line("counts", rules.listed(counts)),),
        notes=(vi.ATTAINMENT_NOTE, vi.ROWS_COUNTED, *_footnotes(results, rows)),
        looks=tuple(_looks(results, rows)),
        frozen=2,
        tab="#C00000",
        **frame(results, vi.ATTAINMENT_TITLE),
    )


def _sector_of(results: Results) -> Callable[[Attainment], str]:
    return lambda a: results.catalogue.indicators[a.indicator].sector


def _row(results: Results, number: int, a: Attainment) -> Row:
    catalogue, case, words = results.catalogue, a.case, label(a.case)
    indicator, target = catalogue.indicators[a.indicator], catalogue.targets[a.target_id]
    style = "integer" if indicator.decimals == 0 else "percent"
    scope = "" if a.area == catalogue.province.id else f" ({results.area_name(a.area)})"
    name = indicator.name if a.target_id == indicator.code else f"{indicator.name} [{target.basis}]"
    note = _note(results, a)
    cells: dict[str, object] = {
        "number": number,
        "name": Styled(name + scope, "indent" if a.area in catalogue.units and scope else "label_left"),
        "measure": indicator.measure,
        "demand": vi.demand_of(target, a.target, indicator.measure),
        "horizon": a.horizon,
        "baseline": Styled(a.baseline[1] if a.baseline else None, style),
        "last_year": Styled(a.last_year, style),
        ACTUAL: Styled(_placed(a, a.shown.actual), f"{style}_total"),
        "percent": _placed(a, _percent_of_plan(a)),
        "gap": Styled(_placed(a, a.shown.gap), style),
        VERDICT: Styled(_placed(a, judging.expression(case, words)), shown=words(a.verdict, a.reason)),
        "needed": _placed(a, a.shown.needed),
        "focus": _focus(results, a),
        "coverage": _coverage(results, a),
        "note": note,
    }
    return Row(a.key, cells)


def _placed(a: Attainment, tree: Expr) -> Expr:
    """A tree over the names of inputs, put on the row where these stand on the sheet Cách tính."""
    row = a.key
    return rules.rekeyed(tree, lambda name: key(vi.WORKING, row, name))


def _coverage(results: Results, a: Attainment) -> Expr:
    """How many of the units expected have given every figure; empty where nothing is due."""
    if a.aggregate is None:
        return rules.lift("")
    return units_counted(results, a.aggregate) & vi.OF_EXPECTED.format(a.aggregate.expected)


def _percent_of_plan(a: Attainment) -> Expr:
    """Percent of plan: for flows and counts where more is better; never where less is better."""
    if a.percent_of_plan is None and not (a.kind is TargetKind.ANNUAL_FLOW and not a.case.settled):
        return rules.lift("")
    case = a.case
    target = ref("T")
    demanded = target * ref("d") if case.kind is Kind.RATIO else target
    return when(rules.both(judging.ready(case), target > 0), rules.rate(ref("n") * case.factor, demanded), "")


def counted_in(results: Results, a: Attainment) -> str:
    """What is counted in "how many are still needed": people, households, communes."""
    catalogue = results.catalogue
    if a.case.kind is Kind.COUNT or a.aggregate is None:
        return catalogue.indicators[a.indicator].measure
    formula = catalogue.indicators[a.aggregate.indicator].formula(results.period.end)
    return catalogue.elements[formula.numerator[0]].measure if formula else ""


def focus(results: Results, a: Attainment) -> list[tuple[str, int]]:
    """The units to which most of the gap is due, with how many people or households each.

    None where the figure exists for the province only.
    """
    if not a.needed or {unit for unit, _ in a.contributions} <= {results.catalogue.province.id}:
        return []
    sign = 1 if a.case.lower or a.case.change else -1
    short = sorted(((sign * amount, unit) for unit, amount in a.contributions if sign * amount > 0), reverse=True)
    whole = [(unit, int(rules.shown(amount, 0))) for amount, unit in short[:_FOCUS]]
    return [(unit, amount) for unit, amount in whole if amount]


def _focus(results: Results, a: Attainment) -> str:
    return "\n".join(f"{results.area_name(unit)}: {vi.number(amount)}" for unit, amount in focus(results, a))


def _note(results: Results, a: Attainment) -> str:
    target = results.catalogue.targets[a.target_id]
    parts = []
    if a.years_of:
        parts.append(vi.years(a.kind, a.years_done, a.years_of))
    if a.kind is TargetKind.ANNUAL_CHANGE and a.change_this_year is not None:
        parts.append(vi.fall_this_year(rules.shown(a.change_this_year, 2)))
    if a.baseline and a.case.inputs["b"].source is Source.LEDGER:  # a year that is incomplete gives way to the next
        parts.append(vi.BASELINE_YEAR.format(year=a.baseline[0]))
    if a.disagrees:
        parts.append(vi.DISAGREES)
    if target.invented:
        parts.append(vi.INVENTED_BASELINE if a.baseline or target.milestones else vi.INVENTED_TARGET)
    return "; ".join(parts)


def _counts(results: Results, cells: Expr) -> tuple[tuple[str, Expr], ...]:
    """How many targets stand where: verdicts as counted by the sheet itself."""
    labelled, found = labels(results.attainments), []
    for word, verdicts in vi.VERDICT_COUNTS:
        texts = texts_of(labelled, verdicts)
        if any(v is Verdict.NOT_ASSESSED for v in verdicts):
            texts = texts_of(labelled, (Verdict.NOT_ASSESSED,), Reason)
        found.append((word, rules.total(call("COUNTIF", cells, text) for text in texts)))
    return tuple(found)


def _looks(results: Results, rows: tuple[Row, ...]):
    """Colours of the verdicts; the words say the same, so that black and white is enough."""
    first = next((r.key for r in rows if not r.group), None)
    if first is None:
        return
    cell, labelled = ref(key(vi.ATTAINMENT, first, VERDICT)), labels(results.attainments)
    for style, verdicts in _LOOKS:
        yield VERDICT, rules.either(*(cell.eq(text) for text in texts_of(labelled, verdicts))), style


def _footnotes(results: Results, rows: tuple[Row, ...]) -> tuple[str, ...]:
    """What must be said of definitions and assumptions, each with the rows that it is about."""
    by_key, targets = {a.key: a for a in results.attainments}, results.catalogue.targets
    listed = [(r.cells["number"], by_key[r.key]) for r in rows if not r.group]
    said = [(note, number) for number, a in listed for note in a.footnotes]
    said += [(targets[a.target_id].assumption, number) for number, a in listed]
    return tuple(
        vi.NOTE_ON_ROWS.format(rows=vi.row_numbers(numbers), note=note) for note, numbers in once(said).items()
    )


def working(results: Results) -> Table:
    """Every verdict with all the whole numbers that enter it (Cách tính)."""
    names = tuple(dict.fromkeys(name for a in results.attainments for name in a.case.inputs))
    columns = (
        Column("number", vi.COLUMNS["number"], 5, "count"),
        Column("code", vi.CODE, 11, "code"),
        Column("name", vi.INDICATOR, 44),
        Column("horizon", vi.HORIZON, 7, "count"),
        Column("area", vi.AREA, 18),
        Column("kind", vi.TARGET_KIND_HEADING, 15, "centre_box"),
        *(Column(name, vi.INPUTS.get(name, name), 11, "integer") for name in names),
        Column("r", vi.PROGRESS, 11, "ratio"),
        Column("pace", vi.PACE_SO_FAR, 11, "percent"),
        Column("pace_needed", vi.PACE_NEEDED, 11, "percent"),
        Column("forecast", vi.FORECAST, 11, "percent"),
        Column("weather", vi.WEATHER_HEADING, 16, "centre_box"),
        Column("sentence", vi.PLAN_SENTENCE, 100),
    )
    rows = by_sector(results, results.attainments, _sector_of(results), lambda n, a: _working_row(results, n, a))
    return Table(
        name=vi.WORKING,
        columns=columns,
        rows=tuple(rows),
        notes=vi.WORKING_NOTES,
        frozen=3,
        header_height=78.0,
        tab="#7F7F7F",
        **frame(results, vi.WORKING_TITLE),
    )


def _working_row(results: Results, number: int, a: Attainment) -> Row:
    catalogue = results.catalogue
    target = catalogue.targets[a.target_id]
    cells: dict[str, object] = {
        "number": number,
        "code": a.target_id,
        "name": catalogue.indicators[a.indicator].name,
        "horizon": a.horizon,
        "area": results.area_name(a.area),
        "kind": vi.TARGET_KIND[a.kind],
        "r": _placed(a, a.shown.progress),
        "pace": a.pace_so_far,
        "pace_needed": a.pace_needed,
        "forecast": a.forecast,
        "weather": vi.WEATHER.get(a.weather, "") if a.weather else "",
        "sentence": f"{target.basis}: “{target.sentence}”",
    }
    cells |= {name: _input(results, given) for name, given in a.case.inputs.items()}
    return Row(a.key, cells)


def _input(results: Results, given: Input) -> object:
    """A live input as a formula over the reported figures; any other as the number itself."""
    if given.source in (Source.SUM, Source.SHARE_BASE):
        total = sum_of(results, given.keys)
        return call("ROUND", total * 10**given.decimals, 0) if given.decimals else total
    if given.source is Source.COUNTED:
        return count_of(results, given.keys)
    return None if given.value is None else Fraction(given.value)
