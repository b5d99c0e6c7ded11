"""Verdicts case by case: section 8 of the design, the plan's own sentences and published outcomes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from ansx_xl import catalogue as real
from ansx_xl import model, rules
from ansx_xl.aggregating import Figures
from ansx_xl.attainment import Source, Weather, attain, expression
from ansx_xl.attainment.headroom import headroom
from ansx_xl.model import Comparison, Reason, TargetKind, Verdict
from ansx_xl.period import Period

ALWAYS = model.Validity()
FREQUENT = frozenset({"Y", "H1", "9M", "Q", "M", "AH"})


def element(code, nature="stock", decimals=0, high="1000000", frequency=FREQUENT, reporter="local", **more):
    return model.Element(
        code=code,
        name=code,
        measure="",
        sector="S",
        nature=model.Nature(nature),
        decimals=decimals,
        low=Decimal(0),
        high=Decimal(high),
        required=True,
        may_not_apply=False,
        frequency=frequency,
        validity=ALWAYS,
        reporter=reporter,
        office="",
        **more,
    )


def formula(indicator, numerator, denominator="", version="v1", start=None, end=None, base_year=None, hard=False):
    return model.Formula(
        indicator=indicator,
        version=version,
        numerator=tuple(numerator.split()),
        denominator=tuple(denominator.split()),
        validity=model.Validity(start, end),
        base_year=base_year,
        hard_break=hard,
        definition="",
        footnote=f"note {version}" if start else "",
    )


def indicator(code, kind, *formulas, base="", lower=False):
    return model.Indicator(code, code, "S", model.Kind(kind), "", 2, lower, base=base, formulas=formulas)


ELEMENTS = (
    element("NUM"),
    element("DEN"),
    element("FLO", "flow"),
    element("MONEY", decimals=3),
    element("YEARLY", frequency=frozenset({"Y"})),
    element("OLD", frequency=frozenset({"Y"})),
    element("LEV", reporter="X"),
    element("IDX", decimals=2, reporter="X"),
    element("WHOLE", reporter="X"),
)
BREAK = date(2022, 1, 1)
INDICATORS = (
    indicator("RATIO", "ratio", formula("RATIO", "NUM", "DEN")),
    indicator("COUNT", "count", formula("COUNT", "NUM")),
    indicator("MONEY", "count", formula("MONEY", "MONEY")),
    indicator("FLOW", "count", formula("FLOW", "FLO")),
    indicator("COVER", "ratio", formula("COVER", "FLO", "DEN")),
    indicator("LATE", "ratio", formula("LATE", "YEARLY", "DEN")),
    indicator("LEVEL", "status", formula("LEVEL", "LEV")),
    indicator("INDEX", "index", formula("INDEX", "IDX")),
    indicator("MIXED", "ratio", formula("MIXED", "NUM WHOLE", "DEN")),
    indicator(
        "SOFT",
        "ratio",
        formula("SOFT", "NUM", "DEN", end=date(2021, 12, 31)),
        formula("SOFT", "NUM", "DEN", "v2", start=BREAK),
    ),
    indicator(
        "POOR",
        "ratio",
        formula("POOR", "OLD", "DEN", "old", end=date(2021, 12, 31), base_year=2020, hard=True),
        formula("POOR", "NUM", "DEN", "new", start=BREAK, base_year=2021, hard=True),
    ),
    indicator("FALL", "change", base="POOR"),
)


def target(indicator="RATIO", kind="by_year", comparison="at_least", values="2025=80", scope="province", **more):
    numbers = dict(part.split("=") for part in values.split())
    years = {int(y): Decimal(v) for y, v in numbers.items()}
    digits = max(-v.as_tuple().exponent for v in years.values())
    baseline = more.pop("baseline", None)
    if baseline:
        baseline = (baseline[0], Decimal(baseline[1]))
    return model.Target(
        id="T1",
        indicator=indicator,
        scope=scope,
        kind=TargetKind(kind),
        comparison=Comparison(comparison),
        values=years,
        digits=digits,
        basis="",
        sentence="",
        baseline=baseline,
        **more,
    )


def unit(code, order, level="unit", reports=True, parent="12", validity=ALWAYS):
    return model.Unit(code, code, code, "", level, parent, validity, reports, order)


def plan(*targets, groups=(), units=None):
    units = units or (unit("1", 1), unit("2", 2))
    return model.Catalogue(
        settings=(),
        sectors=(),
        offices=(),
        elements={e.code: e for e in ELEMENTS},
        indicators={i.code: i for i in INDICATORS},
        targets={t.id: t for t in targets},
        checks={},
        findings={},
        units={u.id: u for u in (unit("12", 0, model.PROVINCE, False, ""), *units)},
        unit_changes=(),
        groups=tuple(groups),
        agencies=(),
        recipients=(),
        ministry=(),
        tasks=(),
        encodings=(),
        edition="test",
    )


def figures(period, estimated=False, **values):
    """NUM=5 puts 5 at unit 1 and 0 at unit 2; NUM=(2, 3) one each; None is missing; agency figures go to "12"."""
    entries, respondents = {}, {"X", "1", "2"}
    for code, value in values.items():
        if code in ("LEV", "IDX", "WHOLE"):
            cells = {"12": value}
        else:
            cells = dict(zip(("1", "2"), value if isinstance(value, tuple) else (value, 0), strict=True))
        for place, number in cells.items():
            if number is not None:
                entries[code, place] = model.Entry(model.Status.NUMBER, Decimal(str(number)))
    senders = frozenset(respondents if estimated else ())
    return Figures(Period.parse(period), entries, frozenset(), frozenset(respondents), senders)


def judged(what, period, earlier=(), groups=(), units=None, **values):
    past = {str(f.period): f for f in earlier}
    (row,) = attain(plan(what, groups=groups, units=units), figures(period, **values), past)
    return row


def brief(row):
    return str(row.verdict) + (f" {row.reason}" if row.reason else "")


def annual(rates, code="NUM", scale=10_000):
    """Figures of year-ends with the given rates in hundredths of a percent."""
    return [figures(str(year), **{code: rate, "DEN": scale}) for year, rate in rates.items()]


# Published outcomes


@pytest.mark.parametrize(
    ("what", "rate", "expected"),
    [
        (target(values="2025=98"), 9500, "not_met"),
        (target(values="2025=98"), 9800, "met"),
        (target(values="2025=98"), 9801, "exceeded"),
        (target(kind="every_year", values="2025=100"), 9500, "not_met"),
        (target(comparison="less_than", values="2025=20"), 1993, "met"),
        (target(comparison="less_than", values="2025=20"), 2000, "not_met"),
        (target(comparison="at_most", values="2025=20"), 2000, "met"),
        (target(comparison="more_than", values="2025=93"), 9300, "not_met"),
        (target(comparison="more_than", values="2025=93"), 9296, "not_met"),
        (target(comparison="more_than", values="2025=93"), 9301, "met"),
        (target(comparison="about", values="2025=18"), 1750, "met"),
        (target(comparison="about", values="2025=18"), 1749, "not_met"),
        (target(comparison="about", values="2025=18"), 1850, "exceeded"),
        (target(comparison="about", values="2025=1.1"), 105, "met"),
        (target(comparison="about", values="2025=1.1"), 104, "not_met"),
    ],
)
def test_year_end_outcomes(what, rate, expected):
    assert brief(judged(what, "2025", NUM=rate, DEN=10_000)) == expected


def test_about_with_two_digits_has_a_bound_of_three():
    what = target(comparison="about", values="2025=1.15")
    assert brief(judged(what, "2025", NUM=1145, DEN=100_000)) == "met"
    assert brief(judged(what, "2025", NUM=1144, DEN=100_000)) == "not_met"
    assert brief(judged(what, "2025", NUM=1155, DEN=100_000)) == "exceeded"


def test_about_a_count_looks_at_half_a_person():
    what = target("COUNT", comparison="about", values="2025=85")
    assert [brief(judged(what, "2025", NUM=n)) for n in (84, 85, 86)] == ["not_met", "met", "exceeded"]


# The eleven rules, one by one


def test_1_a_scope_that_ended_is_not_assessed_and_sets_the_horizon():
    poor = model.Group("poor", "poor", ("1",), model.Validity(None, date(2025, 6, 30)))
    what = target("FALL", "annual_change", values="2021=4.3 2022=4.3 2023=4.3 2024=4.3 2025=4.3", scope="poor")
    row = judged(what, "2025", groups=[poor], NUM=1, DEN=2)
    assert (brief(row), row.horizon, row.actual) == ("not_assessed scope_ended", 2024, None)
    past = annual({2021: 4000, 2022: 3500, 2023: 3000})
    row = judged(what, "2024", past, [poor], NUM=2710, DEN=10_000)
    assert (brief(row), row.area, row.horizon, row.actual) == ("met", "poor", 2024, Fraction(43, 10))
    assert brief(judged(what, "2024", past, [poor], NUM=2711, DEN=10_000)) == "not_met"
    assert brief(judged(what, "2024", past, [poor], NUM=2709, DEN=10_000)) == "exceeded"


def test_1_an_annual_kind_has_no_target_outside_its_years():
    assert brief(judged(target("FLOW", "annual_flow", values="2025=8"), "2026", FLO=9)) == "not_assessed no_target"
    assert brief(judged(target(kind="every_year", values="2025=8"), "2024", NUM=1, DEN=1)) == "not_assessed no_target"


def test_1_a_unit_that_shares_its_code_is_judged_in_its_own_time():
    old = replace(unit("7", 3), validity=model.Validity(None, date(2025, 6, 30)))
    new = model.Unit("7@2025-07-01", "7", "7", "", "unit", "12", model.Validity(date(2025, 7, 1)), True, 4)
    what = target(scope="7")
    assert judged(what, "2024", units=(old, new)).area == "7"
    assert judged(what, "2025", units=(old, new)).area == "7@2025-07-01"
    assert brief(judged(what, "2025", units=(old,))) == "not_assessed scope_ended"
    assert brief(judged(what, "2024", units=(new,))) == "not_assessed no_target"


def test_2_not_due_shows_last_year():
    row = judged(target("LATE"), "2024-H1", [figures("2023", YEARLY=70, DEN=100)])
    assert (brief(row), row.actual, row.last_year) == ("not_due", None, 70)


def test_3_missing_is_never_a_number():
    what = target()
    assert brief(judged(what, "2025")) == "not_assessed no_data"
    row = judged(what, "2025", NUM=(9, None), DEN=(10, 10))
    assert (brief(row), row.actual, row.gap, row.needed, row.contributions) == (
        "not_assessed incomplete",
        None,
        None,
        None,
        (),
    )
    silent = replace(figures("2025", NUM=(9, None), DEN=(10, None)), respondents=frozenset({"1"}))
    (row,) = attain(plan(what), silent, {})
    assert brief(row) == "not_assessed units_missing"


def test_3_a_part_that_already_suffices_is_judged():
    flow = target("FLOW", "annual_flow", values="2025=8000")
    assert brief(judged(flow, "2025", FLO=(8000, None))) == "met"
    assert brief(judged(flow, "2025", FLO=(8001, None))) == "exceeded"
    assert brief(judged(flow, "2025", FLO=(7999, None))) == "not_assessed incomplete"
    assert brief(judged(target("COUNT"), "2024", NUM=(80, None))) == "met"
    assert brief(judged(target("COUNT", comparison="at_most"), "2024", NUM=(8, None))) == "not_assessed incomplete"


def test_4_nothing_occurred_is_neutral_and_a_lone_zero_denominator_is_not():
    assert brief(judged(target(), "2025", NUM=0, DEN=0)) == "no_case"
    assert brief(judged(target(), "2025", NUM=1, DEN=0)) == "not_assessed zero_denominator"


def test_5_status_and_every_year_know_only_met_and_not_met():
    level = target("LEVEL", "status", values="2025=2")
    assert [brief(judged(level, "2024", LEV=n)) for n in (1, 2, 3)] == ["not_met", "met", "met"]
    kept = target(kind="every_year", values="2024=90")
    assert [brief(judged(kept, "2024-H1", NUM=n, DEN=100)) for n in (89, 90, 91)] == ["not_met", "met", "met"]


def test_5_a_flow_over_the_years_stock_is_on_its_way_until_the_year_ends():
    cover = target("COVER", "every_year", values="2024=100")
    shown = [brief(judged(cover, "2024-H1", FLO=n, DEN=1000)) for n in (299, 300, 474, 475, 1000, 1001)]
    assert shown == ["off_track", "behind", "behind", "on_track", "met", "met"]
    assert brief(judged(cover, "2024", FLO=950, DEN=1000)) == "not_met"
    assert brief(judged(cover, "2024-H2", FLO=950, DEN=1000)) == "not_met"


def test_6_met_ahead_of_time():
    row = judged(target(baseline=(2020, "60")), "2023", NUM=80, DEN=100)
    assert (brief(row), row.case.early, row.needed) == ("met", True, 0)


def test_8_9_10_baselines():
    assert brief(judged(target(), "2023", NUM=70, DEN=100)) == "not_assessed no_baseline"
    row = judged(target(), "2023", NUM=70, DEN=100)
    assert (row.gap, row.needed) == (-10, 10)
    late = target(baseline=(2023, "70"))
    assert brief(judged(late, "2023", NUM=71, DEN=100)) == "not_assessed no_path_yet"
    high = target(baseline=(2020, "85"))
    assert brief(judged(high, "2023", NUM=79, DEN=100)) == "reversing"
    strict = target(comparison="more_than", baseline=(2020, "80"))
    assert brief(judged(strict, "2023", NUM=80, DEN=100)) == "off_track"
    assert brief(judged(strict, "2023", NUM=79, DEN=100)) == "reversing"


def test_8_a_hard_break_is_never_crossed_and_a_soft_one_is_with_its_footnote():
    poor = target("POOR", comparison="at_most", values="2025=10", baseline=(2020, "30"))
    assert brief(judged(poor, "2023", NUM=20, DEN=100)) == "not_assessed definition_changed"
    poor = replace(poor, baseline=None)
    past = [figures("2020", OLD=30, DEN=100)]
    assert brief(judged(poor, "2023", past, NUM=20, DEN=100)) == "not_assessed definition_changed"
    counted_back = figures("2021", OLD=25, NUM=40, DEN=100)
    row = judged(poor, "2023", [*past, counted_back], NUM=20, DEN=100)
    assert (row.baseline, row.r, brief(row)) == ((2021, Fraction(40)), Fraction(4, 3), "on_track")
    row = judged(target("SOFT"), "2023", [figures("2021", NUM=70, DEN=100)], NUM=75, DEN=100)
    assert (row.baseline, row.footnotes, brief(row)) == ((2021, Fraction(70)), ("note v2",), "on_track")


@pytest.mark.parametrize(
    ("n", "expected"), [(5999, "reversing"), (6000, "off_track"), (6719, "off_track"), (6720, "behind")]
)
def test_11_a_straight_line(n, expected):
    # 60 at the end of 2020, 80 at the end of 2025: 72 expected at the end of 2023.
    row = judged(target(baseline=(2020, "60")), "2023", NUM=n, DEN=10_000)
    assert (brief(row), row.expected_now) == (expected, 72)


def test_11_the_path_to_2030_passes_through_2025():
    both = target(values="2025=20 2030=25", baseline=(2020, "10"))
    rows = attain(plan(both), figures("2026", NUM=1900, DEN=10_000), {})
    assert [(r.horizon, brief(r), r.expected_now, r.r) for r in rows] == [
        (2025, "not_met", 20, Fraction(9, 10)),
        (2030, "behind", 21, Fraction(9, 11)),
    ]


def test_11_milestones_that_help_nobody_are_left_out():
    what = target(baseline=(2020, "60"), milestones={2019: 61, 2021: 60, 2022: 70, 2023: 65, 2026: 79})
    what = replace(what, milestones={y: Decimal(v) for y, v in what.milestones.items()})
    at = [judged(what, p, NUM=61, DEN=100).expected_now for p in ("2021", "2022", "2024-H1", "2025", "2027")]
    assert at == [65, 70, 75, 80, 80]


def test_11_none_left_goes_down_to_nothing():
    what = target("COUNT", comparison="none_left", values="2025=0", baseline=(2020, "50"))
    rows = [judged(what, "2023", NUM=n) for n in (51, 50, 32, 21, 0)]
    assert [brief(r) for r in rows] == ["reversing", "off_track", "behind", "on_track", "met"]
    assert [r.needed for r in rows] == [51, 50, 32, 21, 0]
    assert brief(judged(what, "2025", NUM=1)) == "not_met"


def test_almost_none_left_is_none_unless_the_department_says_otherwise():
    what = target("COUNT", comparison="none_left_basically", values="2025=0", tolerance_share_of="DEN")
    assert brief(judged(what, "2025", NUM=1, DEN=1000)) == "not_met"
    half = replace(what, tolerance=Decimal("0.5"))
    shown = [judged(half, "2025", NUM=n, DEN=1000) for n in (5, 6)]
    assert [(brief(r), r.needed) for r in shown] == [("met", 0), ("not_met", 1)]
    assert brief(judged(half, "2025", NUM=5, DEN=(1000, None))) == "not_assessed incomplete"
    few = replace(what, tolerance=Decimal(3), tolerance_share_of="")
    assert [brief(judged(few, "2025", NUM=n)) for n in (3, 4)] == ["met", "not_met"]
    started = replace(half, baseline=(2020, Decimal(5)))
    assert brief(judged(started, "2023", NUM=6, DEN=1000)) == "reversing"
    assert brief(judged(replace(started, baseline=(2020, Decimal(9))), "2023", NUM=8, DEN=1000)) == "off_track"


def test_the_year_and_its_second_half_stand_for_each_other_a_year_ago():
    flow = target("FLOW", "annual_flow", values="2024=1000")
    for now, before in (("2024-H2", "2023"), ("2024", "2023-H2"), ("2024-H2", "2023-H2"), ("2024", "2023")):
        row = judged(flow, now, [figures("2023-9M", FLO=500), figures(before, FLO=750)], FLO=900)
        assert (row.last_year, row.percent_of_last_year) == (750, 120), (now, before)
    both = [figures("2023-H2", FLO=740), figures("2023", FLO=750)]
    assert [judged(flow, now, both, FLO=900).last_year for now in ("2024-H2", "2024")] == [740, 750]
    assert judged(flow, "2024-H1", [figures("2023", FLO=750)], FLO=400).last_year is None
    assert judged(target("LATE"), "2024-H1", [figures("2023-H2", YEARLY=70, DEN=100)]).last_year == 70


# Flows


def test_share_of_the_year_profile_last_year_elapsed():
    flow = target("FLOW", "annual_flow", values="2024=1000")
    assert judged(flow, "2024-H1", FLO=300).expected_now == 500
    assert judged(flow, "2024-M01", FLO=300).expected_now == Fraction(1000, 12)
    past = [figures("2023-H1", FLO=250), figures("2023", FLO=750)]
    row = judged(flow, "2024-H1", past, FLO=300)
    assert (row.expected_now, brief(row), row.case.inputs["q"].source) == (
        Fraction(3333, 10),
        "behind",
        Source.LAST_YEAR,
    )
    assert row.forecast == Fraction(3_000_000, 3333)
    assert (row.last_year, row.percent_of_last_year, row.percent_of_plan) == (250, 120, 30)
    profiled = replace(flow, profile={"H1": Fraction(1, 5), "Q1": Fraction(0)})
    assert judged(profiled, "2024-H1", past, FLO=300).expected_now == 200
    assert brief(judged(profiled, "2024-Q1", past, FLO=300)) == "not_assessed no_path_yet"
    assert brief(judged(profiled, "2024-Q1", past, FLO=1000)) == "met"


def test_a_flow_after_its_year_says_in_how_many_years_it_was_reached():
    flow = target("FLOW", "annual_flow", values=" ".join(f"{y}=100" for y in range(2021, 2026)))
    past = [figures(str(y), FLO=n) for y, n in {2021: 100, 2022: 99, 2024: 130}.items()]
    row = judged(flow, "2025", past, FLO=100)
    assert (row.years_done, row.years_of, brief(row), row.weather) == (3, 4, "met", None)


# Yearly falls


GIVEN = (2020, "16.33")
YEARS = "2021=3 2022=3 2023=3 2024=3 2025=3"


def test_a_change_sums_over_both_standards():
    what = target("FALL", "annual_change", values=YEARS, baseline=GIVEN)
    past = [figures("2021", OLD=1300, NUM=3000, DEN=10_000), *annual({2022: 2700, 2023: 2400})]
    row = judged(what, "2024", past, NUM=2000, DEN=10_000)
    # 16.33 - 13.00 under the old standard, 30 - 20 under the new one, over four years
    assert (row.actual, row.years_done, row.years_of) == (Fraction(1333, 400), 4, 4)
    assert (brief(row), row.change_this_year, row.last_year) == ("on_track", 4, Fraction(933, 300))
    assert row.footnotes == ("note new",)
    assert sum(n for _, n in row.contributions) == 2000 - (Fraction(1633 - 1300 + 3000 - 1200, 10_000) * 10_000)


def test_a_version_known_at_one_end_only_is_left_out_with_its_years():
    what = target("FALL", "annual_change", values=YEARS, baseline=GIVEN)
    row = judged(what, "2024", [figures("2021", NUM=3000, DEN=10_000)], NUM=2100, DEN=10_000)
    assert (row.actual, row.years_done, row.years_of, brief(row)) == (3, 3, 4, "on_track")
    row = judged(what, "2024", [figures("2021", OLD=1333, DEN=10_000)], NUM=2100, DEN=10_000)
    assert (row.actual, row.years_done, row.needed, "n" in row.case.inputs) == (3, 1, None, False)
    assert brief(judged(what, "2024", NUM=2100, DEN=10_000)) == "not_assessed no_baseline"
    assert brief(judged(what, "2024-H1", NUM=2100, DEN=10_000)) == "not_due"
    assert brief(judged(what, "2024-H2", NUM=2100, DEN=10_000)) == "not_due"


def test_2021_ends_in_the_old_standard():
    what = target("FALL", "annual_change", values=YEARS, baseline=GIVEN)
    shown = [judged(what, "2021", OLD=n, NUM=2900, DEN=10_000) for n in (1333, 1348, 1349, 1634)]
    assert [brief(r) for r in shown] == ["on_track", "on_track", "behind", "reversing"]
    assert shown[0].actual == 3 and shown[1].r == Fraction(285, 300)


def test_a_change_at_its_horizon():
    what = target("FALL", "annual_change", values=YEARS)
    past = annual({2021: 3000})
    shown = [brief(judged(what, "2025", past, NUM=n, DEN=10_000)) for n in (1799, 1800, 1801)]
    assert shown == ["exceeded", "met", "not_met"]
    assert judged(what, "2025", past, NUM=1801, DEN=10_000).needed == 1


# What stands beside the verdict


@pytest.mark.parametrize(
    ("comparison", "value", "n", "d", "more"),
    [
        ("at_least", "80", 79, 100, 1),
        ("at_least", "80", 0, 7, 6),
        ("more_than", "80", 80, 100, 1),
        ("more_than", "80", 0, 7, 6),
        ("at_most", "20", 21, 100, 1),
        ("less_than", "20", 20, 100, 1),
        ("less_than", "20", 19, 100, 0),
        ("about", "18", 17, 100, 1),
    ],
)
def test_needed_is_the_smallest_number_that_suffices(comparison, value, n, d, more):
    what = target(comparison=comparison, values=f"2025={value}")
    assert judged(what, "2025", NUM=n, DEN=d).needed == more
    step = -1 if what.comparison.lower_is_better else 1
    after = n + step * more
    assert judged(what, "2025", NUM=after, DEN=d).verdict in (Verdict.MET, Verdict.EXCEEDED)
    if more:
        assert brief(judged(what, "2025", NUM=after - step, DEN=d)) == "not_met"


def test_units_account_for_the_gap_exactly():
    row = judged(target(), "2023", NUM=(50, 20), DEN=(60, 40))
    assert row.contributions == (("1", Fraction(2)), ("2", Fraction(-12)))
    assert row.gap == -10 and sum(n for _, n in row.contributions) == -10
    assert judged(target("MIXED"), "2023", NUM=(50, 20), WHOLE=3, DEN=(60, 40)).contributions == ()


def test_units_account_for_what_about_and_almost_none_still_lack():
    about = judged(target(comparison="about", values="2025=18"), "2025", NUM=(10, 7), DEN=(100, 20))
    assert about.needed == 4 and dict(about.contributions) == {"1": Fraction(-15, 2), "2": Fraction(7, 2)}
    fine = judged(target(comparison="about", values="2025=1.15"), "2025", NUM=(1, 0), DEN=(100, 100))
    assert fine.needed == 2 and sum(n for _, n in fine.contributions) == 1 - 2 * Fraction(1145, 1000)
    almost = target("COUNT", comparison="none_left_basically", values="2025=0", tolerance_share_of="DEN")
    row = judged(replace(almost, tolerance=Decimal(1)), "2025", NUM=(5, 1), DEN=(200, 100))
    assert row.needed == 3 and row.contributions == (("1", Fraction(3)), ("2", Fraction(0)))
    assert judged(almost, "2025", NUM=(5, 1), DEN=(200, 100)).contributions == (("1", Fraction(5)), ("2", Fraction(1)))


def test_pace_and_forecast():
    row = judged(target(baseline=(2020, "60")), "2023", NUM=66, DEN=100)
    assert (row.pace_so_far, row.pace_needed, row.forecast) == (2, 7, 70)
    lower = target(comparison="less_than", values="2025=20", baseline=(2020, "30"))
    row = judged(lower, "2022", NUM=27, DEN=100)
    assert (row.percent_of_plan, row.forecast, brief(row)) == (None, Fraction(45, 2), "behind")


def test_decimals_enter_as_whole_numbers():
    what = target("MONEY", values="2025=12.5")
    shown = [judged(what, "2025", MONEY=n) for n in ("12.499", "12.5", "12.501")]
    assert [(brief(r), r.needed) for r in shown] == [("not_met", 1), ("met", 0), ("exceeded", 0)]
    assert (shown[0].case["n"], shown[0].actual) == (12499, Fraction(12499, 1000))


def test_an_index_is_published_not_counted():
    row = judged(target("INDEX", baseline=(2020, "70")), "2023", IDX="75.99")
    assert (brief(row), row.actual, row.r, row.needed) == ("on_track", Fraction(7599, 100), Fraction(599, 600), None)


def test_second_opinion():
    past = annual({2020: 7000, 2021: 7100, 2022: 7200, 2023: 7300})
    row = judged(target(), "2024", past, NUM=7400, DEN=10_000)
    assert (row.weather, brief(row), row.disagrees) == (Weather.CLOUD, "off_track", False)
    falling = annual({2020: 6000, 2021: 7900, 2022: 7800, 2023: 7700})
    row = judged(target(), "2024", falling, NUM=7650, DEN=10_000)
    assert (row.weather, brief(row), row.disagrees) == (Weather.SUN, "on_track", False)
    falling = annual({2019: 6000, 2021: 7900, 2022: 7850, 2023: 7800})
    row = judged(target(), "2024", falling, NUM=7750, DEN=10_000)
    assert (row.weather, brief(row), row.disagrees) == (Weather.STORM, "on_track", True)
    assert row.cagr == pytest.approx(1.065, abs=0.05)
    assert judged(target(), "2023", annual({2021: 7000, 2022: 7100}), NUM=1, DEN=2).weather is None


def test_estimates_and_later_periods():
    row = judged(target(), "2023", [figures("2024", NUM=1, DEN=2)], estimated=True, NUM=80, DEN=100)
    assert row.estimated and row.baseline is None


# The formula itself


def test_the_verdict_formula_of_a_path():
    row = judged(target(baseline=(2020, "60")), "2023", NUM=66, DEN=100)
    text = rules.excel(expression(row.case, lambda verdict, reason: reason or verdict), lambda keys: str(keys[0]))
    assert text == (
        'IF(counted=0,"no_data",IF(counted<expected,IF(silent>0,"units_missing","incomplete"),'
        'IF(d=0,IF(n=0,"no_case","zero_denominator"),IF((n*10000)>=(d*T),IF((n*10000)>(d*T),"exceeded","met"),'
        'IF((((n*10000)*20)*Q)>=(d*(((20*Q)*b)+(19*((T-b)*q)))),"on_track",'
        'IF((((n*10000)*5)*Q)>=(d*(((5*Q)*b)+(3*((T-b)*q)))),"behind",'
        'IF((n*10000)>=(d*b),"off_track","reversing")))))))'
    )
    live = {name: len(i.keys) for name, i in row.case.inputs.items() if i.keys}
    assert live == {"n": 2, "d": 2, "counted": 4, "expected": 4, "silent": 4}
    assert {name: i.value for name, i in row.case.inputs.items() if not i.keys} == {
        "T": 8000,
        "b": 6000,
        "q": 12,
        "Q": 20,
    }


def test_a_settled_verdict_is_a_plain_text():
    row = judged(target("LATE"), "2024-H1")
    assert expression(row.case, lambda verdict, reason: verdict) == rules.Const("not_due")


# The plan


def test_the_plan_has_a_row_for_each_target_and_horizon():
    catalogue = real.load()
    rows = attain(catalogue, Figures(Period.parse("2024")), {})
    assert len(rows) == sum(len(t.values) if t.kind in ("by_year", "status") else 1 for t in catalogue.targets.values())
    assert [r.target_id for r in rows] == sorted((r.target_id for r in rows), key=list(catalogue.targets).index)
    assert all(r.verdict is Verdict.NOT_ASSESSED and r.reason is Reason.NO_DATA for r in rows)
    assert [r.horizon for r in rows if r.target_id == "GN02"] == [2024]


def test_headroom_walks_the_same_formulas():
    what = target(baseline=(2020, "60"))
    found = {h.period_type: h for h in headroom(plan(what))}
    # d * (20*Q*b + 19*(T-b)*q): two units of at most a million, five years of four steps, four of them gone
    assert found["Y"].bound == 2_000_000 * (20 * 20 * 8000 + 19 * 8000 * 16)
    assert found["Y"].sound and not found["D"].sound
    unbounded = plan(what)
    loose = {c: replace(e, high=None) for c, e in unbounded.elements.items()}
    assert {h.bound for h in headroom(replace(unbounded, elements=loose))} == {None}


def threshold_rows():
    """Cases on and beside every threshold, of every kind of formula."""
    dated = [target(baseline=(2020, "60")), target(comparison="less_than", values="2025=20", baseline=(2020, "30"))]
    dated.append(target(comparison="about", values="2025=1.15 2030=2", baseline=(2020, "0.5")))
    stages = {2022: Decimal("66.67"), 2024: Decimal("75.01")}
    dated.append(target(comparison="more_than", baseline=(2020, "60"), milestones=stages))
    for what in dated:
        for period in ("2023", "2024-M02", "2024-07-15", "2025"):
            for n in (*range(0, 3000, 999), *range(5999, 8002, 133), 6720, 7200, 7140, 7999):
                rows = attain(plan(what), figures(period, NUM=n, DEN=10_000), {})
                yield from rows
    yield judged(target(), "2025", NUM=0, DEN=0)
    yield judged(target(), "2025", NUM=(1, None), DEN=0)
    half = target("COUNT", "by_year", "none_left_basically", "2025=0", tolerance_share_of="DEN", baseline=(2020, "9"))
    for n in range(12):
        yield judged(replace(half, tolerance=Decimal("0.5")), "2023", NUM=n, DEN=1000)
    flow = target("MONEY", "annual_flow", "at_least", "2024=12.5")
    for n in ("0", "3.749", "3.75", "5.937", "5.938", "12.5", "12.501"):
        yield judged(flow, "2024-H1", MONEY=(n, 0))
        yield judged(flow, "2024-H1", MONEY=(n, None))
    what = target("FALL", "annual_change", values=YEARS, baseline=GIVEN)
    for n in (0, 1799, 1800, 2027, 2028, 2100, 2101, 2460, 2461, 3000, 3001):
        yield judged(what, "2024", annual({2021: 3000}), NUM=n, DEN=10_000)
        yield judged(what, "2025", annual({2021: 3000}), NUM=n, DEN=10_000)


def test_a_spreadsheet_comes_to_the_same_verdicts(office, tmp_path):
    rows = list(threshold_rows())
    path = tmp_path / "verdicts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        for at, row in enumerate(rows):
            names = list(row.case.inputs)
            for column, name in enumerate(names):
                sheet.write(at, 10 + column, row.case[name])

            def place(keys, at=at, names=names):
                return xl_rowcol_to_cell(at, 10 + names.index(keys[0]))

            judged_by, shown = expression(row.case, lambda v, r: f"{v} {r}".strip()), row.shown
            for column, tree in enumerate((judged_by, shown.actual, shown.gap, shown.progress, shown.needed)):
                sheet.write_formula(at, column, "=" + rules.excel(tree, place))
    with office.open(path) as opened:
        opened.recalculate()
        results = opened.results("S")
    for at, row in enumerate(rows):
        assert results[at, 0] == ("text", brief(row)), row.case
        for column, number in enumerate((row.actual, row.gap, row.r, row.needed), 1):
            kind, shown = results.get((at, column), ("text", ""))
            assert (kind == "number") == (number is not None), (column, row.case)
            assert number is None or shown == pytest.approx(float(number), abs=1e-9)
