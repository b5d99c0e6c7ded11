"""From any figure back to the unit, the file, its hash and the cell; the sums of the sources are the figure."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from test_cli import ansx

from ansx_xl import demo, tracing
from ansx_xl.cells import read
from ansx_xl.errors import AnsxError
from ansx_xl.layout import position
from ansx_xl.text import half_up


def sums(found, role):
    return sum((s.value for s in found.sources if s.role == role and s.value is not None), Decimal(0))


def test_the_sources_of_every_indicator_sum_to_it(year):
    for (code, area), a in year.aggregates.items():
        found = tracing.trace(year, code, area)
        assert (sums(found, "numerator"), found.value) == (a.numerator, a.value), (code, area)
        if a.denominator is not None:
            assert sums(found, "denominator") == a.denominator
        missing = {(s.element, s.unit) for s in found.sources if s.value is None and s.status != "not_applicable"}
        assert missing == set(a.missing)


def test_the_sources_of_every_element_sum_to_it(year):
    for (code, area), total in year.totals.items():
        found = tracing.trace(year, code, area)
        assert sums(found, "value") == total.value
        assert sum(1 for s in found.sources if s.value is not None) == total.counted


def test_each_source_is_in_the_cell_of_the_file_that_it_names(demo_made, year):
    found = tracing.trace(year, "GN00")
    hashes = {s.sha256: s for s in year.submissions.values()}
    assert len(found.sources) == 16
    for s in found.sources:
        sheet = read((demo_made.target / demo.RECEIVED / "2024" / s.file).read_bytes()).sheets[s.place.sheet]
        assert Fraction(sheet.cells[position(s.place.cell)].raw) == s.value
        assert hashes[s.sha256].file == s.file and len(s.sha256) == 64


def test_what_is_not_there_says_why(year):
    by_unit = {s.unit: s for s in tracing.trace(year, "NCC02").sources}
    assert (by_unit["112"].value, by_unit["112"].status) == (None, "error") and by_unit["112"].raw
    whole = tracing.trace(year, "GN03")
    assert whole.value is None and whole.reason and [s.unit for s in whole.sources if s.value is None] == ["108"]
    counted = tracing.trace(year, "CH_XA")
    assert {s.status for s in counted.sources} == {"auto"} and counted.value == 106


def test_a_change_is_traced_to_the_rate_that_changes(year):
    found = tracing.trace(year, "gn01")
    assert found.code == "GN01" and {s.element for s in found.sources} == {"GN_HO_NGHEO", "CH_HO"}
    (row,) = (a for a in year.attainments if a.target_id == "GN01")
    assert found.value == row.actual


def test_a_change_is_explained_by_the_rates_at_the_ends_of_its_years(demo_made, year):
    (row,) = (a for a in year.attainments if a.target_id == "GN01")
    years = tracing.trace(year, "GN01").years
    assert [(y.year, y.source) for y in years if y.source != "ledger"] == [(2020, "plan"), (2024, "period")]
    rates = {str(r.period): r.aggregates["GN00", "12"].value for r in demo_made.results if r.period.is_annual}
    new = [y for y in years if y.version == year.due["GN00"].version]
    assert [y.rate for y in new[1:]] == [Fraction(half_up(rates[str(y.year)], 2)) for y in new[1:]]
    falls = [y.fall for y in years if y.fall is not None]
    assert len(falls) == row.years_done == 4 and all(y.counted for y in years)
    assert abs(sum(falls) - 4 * row.actual) < Fraction(1, 100)
    assert all(b.rate == a.rate - b.fall for a, b in zip(years, years[1:]) if b.fall is not None)
    assert tracing.trace(year, "GN00").years == ()


def test_a_year_without_its_rate_is_named_and_leaves_its_version_out(year):
    results = replace(year, earlier={code: f for code, f in year.earlier.items() if code != "2021"})
    years = tracing.trace(results, "GN01").years
    assert [y.counted for y in years] == [False] * len(years)
    assert {y.year for y in years if y.rate is None} == {2021}


@pytest.mark.parametrize(
    ("code", "area", "error"),
    [("XX", "", "trace_unknown"), ("GN00", "999", "unknown_unit"), ("BH05", "106", "trace_not_due")],
)
def test_what_cannot_be_traced_says_so(year, code, area, error):
    with pytest.raises(AnsxError) as caught:
        tracing.trace(year, code, area)
    assert caught.value.code == error


def test_the_command_says_it_in_words_and_in_json(demo):
    code, said, _ = ansx(demo, "trace", "GN00", "2024", "--unit", "106")
    assert code == 0 and "2024_106_huyen-tam-duong.xlsx" in said and "1.714" in said and "chuan-2022-2025" in said
    code, said, _ = ansx(demo, "trace", "BH01", "2024", "--json")
    found = json.loads(said)
    assert code == 0 and (found["code"], found["area"], found["period"]) == ("BH01", "12", "2024")
    values = [Fraction(s["value"]) for s in found["sources"] if s["role"] == "numerator"]
    assert sum(values) == Fraction(found["numerator"]) and found["sources"][0]["cell"] and found["sources"][0]["sha256"]
    assert ansx(demo, "trace", "XX", "2024")[0] == 2
    assert ansx(demo, "trace", "GN00", "2019")[0] == 2


def test_the_years_of_a_change_are_said_too(demo):
    code, said, _ = ansx(demo, "trace", "GN01", "2024")
    lines = [line.split() for line in said.splitlines()]
    falls = [line[3] for line in lines if line[:1] in (["2021"], ["2022"], ["2023"], ["2024"]) and "," in line[3]]
    assert code == 0 and len(falls) == 4
    found = json.loads(ansx(demo, "trace", "GN01", "2024", "--json")[1])
    assert [f"{Decimal(y['fall']):.2f}".replace(".", ",") for y in found["years"] if y["fall"]] == falls
    assert json.loads(ansx(demo, "trace", "GN00", "2024", "--json")[1])["years"] == []


def test_an_adjusted_figure_says_what_was_reported_and_why(demo, tmp_path):
    import shutil

    home = shutil.copytree(demo, tmp_path / "home")
    given = ("--unit", "106", "--element", "CH_HO", "--value", "12300", "--reason", "nhập nhầm", "--confirmed-by", "VP")
    assert ansx(home, "adjust", "2024", *given, "--date", "2025-01-20", "--by", "an")[0] == 0
    found = json.loads(ansx(home, "trace", "CH_HO", "2024", "--unit", "106", "--json")[1])
    (source,) = found["sources"]
    assert (found["value"], source["value"]) == ("12300", "12300")
    assert (source["adjusted"]["reported"], source["adjusted"]["reason"]) == ("12.234", "nhập nhầm")
    assert "nhập nhầm" in ansx(home, "trace", "CH_HO", "2024", "--unit", "106")[1]
