"""The worksheet functions without Excel: row by row, nothing raised, the same answers as the sheets give."""

import pytest

from ansx_xl import catalogue, lookups, vi


@pytest.fixture(scope="module")
def plan():
    return catalogue.load()


@pytest.fixture(scope="module")
def results(demo_made):
    return {str(r.period): r for r in demo_made.results}


def test_a_rate_is_exact_and_rounded_half_up():
    assert lookups.rates([1, 2, 5], [8, 3, 0], [1]) == [12.5, 66.7, ""]
    assert lookups.rates([62.8, 0.1], [100, 0.3]) == [62.8, 33.33]


def test_one_cell_serves_a_column():
    assert lookups.rates([1, 2, 3], [4]) == [25, 50, 75]
    assert lookups.rates([None, 2], [4, 4]) == ["", 50]


def test_what_the_plan_demands(plan):
    target = plan.targets["LD02"]
    expected = vi.demand_of(target, target.values[2024], plan.indicators["LD02"].measure)
    assert lookups.demands(plan, ["LD02", "ld02", "ZZ9", "LD02"], [2024, "2024", 2024, 2099]) == [
        expected,
        expected,
        vi.UNKNOWN_CODE,
        vi.NO_TARGET_THEN,
    ]


def test_verdicts_agree_with_the_assessment(results):
    """Every ratio or count of the practice province, asked by hand, gets the verdict it has there."""
    found = results["2024"]
    ours = found.catalogue.targets  # a start that only the ledger knows is not known to a function
    live = [a for a in found.attainments if "n" in a.case.inputs and not a.case.change and not a.aggregate.missing]
    of_province = [a for a in live if a.area == found.areas[0].id]
    of_province = [a for a in of_province if ours[a.target_id].baseline or "b" not in a.case.inputs]
    same = 0
    for a in of_province:
        n, d = a.aggregate.numerator, a.aggregate.denominator
        if a.horizon != min(h for h in _horizons(found, a) if h >= 2024):
            continue
        (words,) = lookups.verdicts(found.catalogue, [a.target_id], ["2024"], [n], [d])
        (needed,) = lookups.still_needed(found.catalogue, [a.target_id], ["2024"], [n], [d])
        expected = vi.verdict(a.verdict, a.reason, plan_runs=a.case.early, lower=a.case.lower)
        assert words == expected, a.target_id
        assert needed == (vi.REASON.get(a.reason, "") if a.needed is None else a.needed), a.target_id
        same += 1
    assert same >= 15


def _horizons(found, a):
    return [b.horizon for b in found.attainments if b.target_id == a.target_id]


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        (("ZZ9", "2024", 1, 1), vi.UNKNOWN_CODE),
        (("LD02", "thang 1", 1, None), vi.UNKNOWN_PERIOD),
        (("LD02", "2024", "x", None), ""),
        (("", "2024", 1, 1), ""),
    ],
)
def test_what_cannot_be_judged_is_said(plan, row, answer):
    assert lookups.verdicts(plan, *[[cell] for cell in row]) == [answer]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12, vi.ENTRY_PASSED),
        ("-", vi.ENTRY_PASSED),
        (1.5, vi.WORDS["R11"]),
        (-1, vi.WORDS["R12"]),
        ("x", vi.WORDS["R10"]),
        ("...", vi.WORDS["R09"]),
        (True, vi.WORDS["R01"]),
        (None, vi.WORDS["R04"]),
    ],
)
def test_a_typed_value_is_judged(plan, value, words):
    assert lookups.checks(plan, ["CH_HO"], [value]) == [words]


def test_an_unclear_number_is_asked_back(plan):
    assert lookups.checks(plan, ["CH_HO"], ["1.234"]) == [f"{vi.WORDS['R01']} (có phải 1.234?)"]
    assert lookups.numbers(["1.234", "abc", "-", ""]) == ["có phải 1.234?", "abc?", 0, ""]


def test_totals_are_those_of_the_ledger(results):
    found = results["2024"]
    total = found.totals["CH_HO", found.areas[0].id]
    answers = lookups.totals(
        found.catalogue,
        lambda period: results.get(str(period)),
        ["CH_HO", "CH_HO", "YT01", "CH_HO", "CH_HO", "ZZ9", "CH_HO"],
        ["2024", 2024.0, "2024", "2019", "2024", "2024", "?"],
        [None, "106", None, None, "999", None, None],
    )
    rate = found.aggregates["YT01", found.areas[0].id].value
    assert answers[0] == float(total.value) and answers[1] == float(found.totals["CH_HO", "106"].value)
    assert answers[2] == pytest.approx(float(rate), abs=0.005) if rate is not None else isinstance(answers[2], str)
    assert answers[3:] == [vi.NOT_YET, vi.UNKNOWN_UNIT, vi.UNKNOWN_CODE, vi.UNKNOWN_PERIOD]


def test_a_code_that_a_cell_took_for_a_number_is_the_code(communes):
    """03388 typed into a cell of the usual format is the number 3388; a long number keeps all its digits."""
    (answer,) = lookups.totals(communes.catalogue, lambda _: communes, ["CH_XA"], ["2025-H2"], [3388])
    assert answer == 1
    assert lookups.text(20240715.0) == "20240715" and lookups.text(2024.5) == "2024.5"


def test_texts_are_made_alike(plan):
    assert lookups.texts(plan, ["  Sìn   Hồ ", "Ho\u0302\u0300", 5]) == ["Sìn Hồ", "Hồ", 5]
    assert lookups.texts(plan, ["D\u00e2n s\u00e8"], [".VnTime"]) != ["D\u00e2n s\u00e8"]


def test_every_function_of_the_sheet_is_here():
    assert set(lookups.NAMES) == set(vi.FUNCTIONS) == set(vi.LOOKUP_EXAMPLES)
    assert all(callable(getattr(lookups, name)) for name in lookups.NAMES.values())
