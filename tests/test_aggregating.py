"""Sums first, then the rate; a ratio that is not complete is empty; splitting a unit changes nothing."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import figures, number, submissions, without

from ansx_xl import aggregating, attainment, catalogue, consolidating
from ansx_xl.model import Dossier, Entry, Reason, Status
from ansx_xl.period import Period

PLAN = catalogue.load()
YEAR = Period.parse("2024")


def measure(code, found, area="12", plan=PLAN):
    areas = {a.id: a for a in aggregating.areas(plan, found.period)}
    return aggregating.measure(plan, found, plan.indicators[code].formula(found.period.end), areas[area])


def test_a_rate_is_the_sum_of_numerators_over_the_sum_of_denominators():
    found = figures(PLAN, YEAR)
    units = [u.id for u in PLAN.reporting_units(YEAR)]
    upper = sum(found.number(("NS_HVS", u)) for u in units)
    lower = sum(found.number(("CH_HO_NT", u)) for u in units)
    rate = measure("NS01", found)
    assert (rate.numerator, rate.denominator) == (upper, lower)
    assert rate.value == 100 * Fraction(upper) / Fraction(lower)
    mean = sum(100 * Fraction(found.number(("NS_HVS", u))) / Fraction(found.number(("CH_HO_NT", u))) for u in units) / 8
    assert rate.value != mean


def test_a_group_is_pooled():
    found = figures(PLAN, YEAR)
    poor = ["107", "108", "109", "112"]
    rate = measure("GN00", found, "poor_districts")
    upper, lower = (sum(found.number((e, u)) for u in poor) for e in ("GN_HO_NGHEO", "CH_HO"))
    assert (rate.value, rate.expected) == (100 * Fraction(upper) / Fraction(lower), 4)


def test_an_incomplete_ratio_is_empty_and_names_what_is_missing():
    found = without(figures(PLAN, YEAR), ("NS_HVS", "106"))
    rate = measure("NS01", found)
    assert rate.value is None
    assert (rate.reason, rate.missing, rate.counted, rate.expected) == (Reason.INCOMPLETE, (("NS_HVS", "106"),), 7, 8)
    assert measure("NS01", found, "105").value is not None
    assert rate.numerator == sum(found.number(("NS_HVS", u.id)) or 0 for u in PLAN.reporting_units(YEAR))


def test_a_unit_that_has_not_sent_is_told_from_a_figure_that_is_missing():
    found = figures(PLAN, YEAR)
    gone = [k for k in found.entries if k[1] == "106" and PLAN.elements[k[0]].reporter == "local"]
    silent = replace(without(found, *gone), respondents=found.respondents - {"106"})
    assert measure("NS01", silent).reason is Reason.UNITS_MISSING


def test_no_data_and_a_zero_denominator_have_their_own_reasons():
    found = figures(PLAN, YEAR, BTXH_DX_PS=0, BTXH_DX_TG=0)
    assert measure("BTXH02", found).reason is Reason.ZERO_DENOMINATOR
    gone = [k for k in found.entries if k[0] in ("NS_HVS", "CH_HO_NT")]
    assert measure("NS01", without(found, *gone)).reason is Reason.NO_DATA


def test_nothing_occurred_counts_as_zero_and_not_collected_is_missing():
    found = figures(PLAN, YEAR)
    nil = replace(found, entries={**found.entries, ("NS_HVS", "106"): Entry(Status.NIL)})
    assert measure("NS01", nil).numerator == measure("NS01", without(found, ("NS_HVS", "106"))).numerator
    assert measure("NS01", nil).reason is Reason.NONE
    unknown = replace(found, entries={**found.entries, ("NS_HVS", "106"): Entry(Status.NOT_COLLECTED)})
    assert measure("NS01", unknown).value is None


def test_not_applicable_leaves_a_unit_out_only_with_the_whole_indicator():
    found = figures(PLAN, YEAR)
    x = Entry(Status.NOT_APPLICABLE)
    both = replace(found, entries={**found.entries, ("NS_HVS", "105"): x, ("CH_HO_NT", "105"): x})
    rate = measure("NS01", both)
    assert (rate.expected, rate.counted, rate.reason) == (7, 7, Reason.NONE)
    one = replace(found, entries={**found.entries, ("NS_HVS", "105"): x})
    assert measure("NS01", one).value is None


def test_a_province_figure_has_no_districts():
    found = figures(PLAN, YEAR)
    assert measure("BH05", found, "106") is None
    assert measure("BH01", found, "106") is None
    assert measure("BH01", found).denominator == found.number(("CH_LLLD", "12"))


def test_what_a_finding_took_out_is_missing():
    found = replace(figures(PLAN, YEAR), excluded=frozenset({("NS_HVS", "106")}))
    assert measure("NS01", found).missing == (("NS_HVS", "106"),)


def test_a_rate_has_no_arithmetic():
    rate = measure("NS01", figures(PLAN, YEAR))
    with pytest.raises(TypeError):
        rate + rate
    with pytest.raises(TypeError):
        sum([rate, rate])


def split(plan, unit):
    """The same province with one district cut in two."""
    halves = [replace(plan.units[unit], id=f"{unit}{x}", code=f"{unit}{x}") for x in "ab"]
    units = {u.id: u for u in plan.units.values() if u.id != unit} | {h.id: h for h in halves}
    children = [u for u in units.values() if u.parent == unit]
    for i, child in enumerate(children):
        units[child.id] = replace(child, parent=halves[i % 2].id)
    groups = tuple(
        replace(g, members=tuple(x for m in g.members for x in ((f"{m}a", f"{m}b") if m == unit else (m,))))
        for g in plan.groups
    )
    return replace(plan, units=units, groups=groups)


@pytest.mark.parametrize("unit", ["106", "108"])
@pytest.mark.parametrize("seed", range(4))
def test_splitting_a_unit_in_two_changes_nothing_in_the_province(unit, seed):
    found = figures(PLAN, YEAR, seed)
    before = figures(PLAN, Period.parse("2023"), seed + 50)
    plan = split(PLAN, unit)

    def halved(whole):
        entries = {}
        for (code, place), entry in whole.entries.items():
            if place == unit and PLAN.elements[code].reporter != "auto":
                first = (entry.value // 3).quantize(Decimal(1))
                entries[code, f"{unit}a"], entries[code, f"{unit}b"] = number(first), number(entry.value - first)
            elif place != unit:
                entries[code, place] = entry
        entries |= {k: number(v) for k, v in aggregating.counted_elements(plan, whole.period).items()}
        respondents = (whole.respondents - {unit}) | {f"{unit}a", f"{unit}b"}
        return replace(whole, entries=entries, respondents=frozenset(respondents))

    province, pooled = ({a.id: a for a in aggregating.areas(p, YEAR)} for p in (PLAN, plan))
    for element in PLAN.elements_due(YEAR):
        a = aggregating.add_up(PLAN, found, element, province["12"])
        b = aggregating.add_up(plan, halved(found), element, pooled["12"])
        assert a.value == b.value, element.code
    for area in ("12", "poor_districts"):
        for code in PLAN.indicators:
            if PLAN.indicators[code].formula(YEAR.end):
                a, b = measure(code, found, area), measure(code, halved(found), area, plan)
                assert (a and a.value) == (b and b.value), (code, area)
    first = attainment.attain(PLAN, found, {"2023": before})
    second = attainment.attain(plan, halved(found), {"2023": halved(before)})
    assert [(a.target_id, a.verdict, a.actual, a.r) for a in first] == [
        (a.target_id, a.verdict, a.actual, a.r) for a in second
    ]


def test_a_period_picks_its_units():
    assert len(aggregating.areas(PLAN, Period.parse("2024"))) == 1 + 1 + 8
    later = aggregating.areas(PLAN, Period.parse("2025-H2"))
    assert len(later) == 1 + 38
    assert "03388@2025-07-01" in {a.id for a in later}
    counted = aggregating.counted_elements(PLAN, Period.parse("2025-H2"))
    assert sum(counted.values()) == 38
    assert sum(aggregating.counted_elements(PLAN, YEAR).values()) == 106


def test_an_estimate_marks_what_rests_on_it_and_nothing_else():
    """One agency that sends estimates: its targets say so, those of others do not."""
    sent = submissions(PLAN, figures(PLAN, YEAR, YT_XA_BS=5))
    sent = [replace(s, quality="estimate") if s.respondent == "SYT" else s for s in sent]
    results = consolidating.consolidate(PLAN, Dossier(YEAR, submissions=tuple(sent)), {})
    marked = {a.indicator for a in results.attainments if a.estimated}
    assert "YT02" in marked and not {"GN01", "LD02", "BH01"} & marked
    assert {code for (code, _), total in results.totals.items() if total.estimated} == {
        e.code for e in PLAN.elements_due(YEAR) if e.supplier == "SYT"
    }
