"""From any figure back to the unit, the file, its hash and the cell; the sums of the sources are the figure."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from test_cli import ansx

from ansx_xl import demo, tracing
from ansx_xl.cells import read
from ansx_xl.errors import AnsxError
from ansx_xl.layout import position


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
