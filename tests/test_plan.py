"""The catalogue says what the plan says. The tables here were written from the plan's text, not from the catalogue.

PLAN has one row for each measurable target: section, words of the plan that carry the demand, comparison, values.
"""

import re
from collections import Counter
from datetime import date

import pytest

from ansx_xl.catalogue import load
from ansx_xl.model import LOCAL, PROVINCE, Kind, Nature, TargetKind
from ansx_xl.period import Period

FIVE = range(2021, 2026)

# id: section, words, kind, comparison, {year: value}. "all" stands for every year of the plan's period, 2021 to 2025.
PLAN = {
    "NCC01": ("II.1", "100% người có công", "by_year", "at_least", {2025: "100"}),
    "NCC02": ("II.1", "cơ bản không còn hộ nghèo", "by_year", "none_left_basically", {2025: "0"}),
    "GN01": ("II.2", "bình quân 3%/ năm", "annual_change", "at_least", {"all": "3"}),
    "GN02": ("II.2", "riêng các huyện nghèo 4,3%", "annual_change", "at_least", {"all": "4.3"}),
    "BTXH01": ("II.2", "100% đối tượng bảo trợ xã hội", "every_year", "at_least", {"all": "100"}),
    "BTXH02": ("II.2", "100% đối tượng gặp khó khăn đột xuất", "every_year", "at_least", {"all": "100"}),
    "LD01": ("II.3", "đạt 62,8%", "by_year", "at_least", {2025: "62.8"}),
    "LD02": ("II.3", "đào tạo nghề cho 8.000 người", "annual_flow", "at_least", {"all": "8000"}),
    "LD03": ("II.3", "giải quyết việc làm cho 8.500 lao động", "annual_flow", "at_least", {"all": "8500"}),
    "BH01": ("II.4", "đến năm 2025, có 20%, năm 2030 có 25%", "by_year", "at_least", {2025: "20", 2030: "25"}),
    "BH02": ("II.4", "chiếm khoảng 1,1% lực lượng lao động", "by_year", "about", {2025: "1.1"}),
    "BH03": ("II.4", "khoảng 18% lực lượng lao động", "by_year", "about", {2025: "18"}),
    "BH04": ("II.4", "khoảng 18,5% số người sau độ tuổi nghỉ hưu", "by_year", "about", {2025: "18.5"}),
    "BH05": ("II.4", "80% vào năm 2025 và 90% vào năm 2030", "by_year", "at_least", {2025: "80", 2030: "90"}),
    "GD01": ("II.5", "66% trường học đạt chuẩn quốc gia", "by_year", "at_least", {2025: "66"}),
    "GD02": ("II.5", "duy trì, nâng cao chất lượng phổ cập giáo dục mần non", "every_year", "at_least", {"all": "1"}),
    "GD03": ("II.5", "chuẩn mức độ 2 về phổ cập giáo dục tiểu học", "status", "at_least", {2025: "2"}),
    "GD04": ("II.5", "89% số xã, phường, thị trấn trở lên đạt chuẩn mức độ 3", "by_year", "at_least", {2025: "89"}),
    "GD05": ("II.5", "chuẩn mức độ 1 về phổ cập giáo dục trung học cơ sở", "status", "at_least", {2025: "1"}),
    "GD06": ("II.5", "80,5% số xã, phường, thị trấn trở lên đạt chuẩn mức độ 2", "by_year", "at_least", {2025: "80.5"}),
    "NS01": ("II.6", "trên 93% hộ dân nông thôn", "by_year", "more_than", {2025: "93"}),
    "NS02": ("II.6", "không còn thôn, bản khó khăn về nước", "by_year", "none_left", {2025: "0"}),
    "TT01": ("II.6", "100% tỷ lệ phủ sóng phát thanh", "every_year", "at_least", {"all": "100"}),
    "TT02": ("II.6", "100% tỷ lệ phủ sóng phát thanh và truyền hình", "every_year", "at_least", {"all": "100"}),
    "YT01": ("II.7", "bảo hiểm y tế toàn dân đạt 98%", "by_year", "at_least", {2025: "98"}),
    "YT02": ("II.7", "100% trẻ em dưới 1 tuổi", "every_year", "at_least", {"all": "100"}),
    "YT03": ("II.7", "thể nhẹ cân còn dưới 12%", "by_year", "less_than", {2025: "12"}),
    "YT04": ("II.7", "thể thấp còi còn dưới 20% vào năm 2025", "by_year", "less_than", {2025: "20"}),
    "YT05": ("II.7", "trên 90% số xã có bác sĩ", "by_year", "more_than", {2025: "90"}),
    "VH01": ("II.8", "86% hộ gia đình", "by_year", "at_least", {2025: "86"}),
    "VH02": ("II.8", "75% thôn, bản, khu phố", "by_year", "at_least", {2025: "75"}),
}
WITHOUT_A_YEAR = {"NCC01", "NCC02", "NS02", "YT05", "BH02", "BH03", "BH04"}
STATUSES = {"GD02", "GD03", "GD05"}


@pytest.fixture(scope="module")
def catalogue():
    return load()


def test_every_target_of_the_plan_and_no_other(catalogue):
    assert list(catalogue.targets) == list(PLAN) and len(PLAN) == 31
    sections = Counter(t.basis.rpartition("mục ")[2] for t in catalogue.targets.values())
    assert sections == {"II.1": 2, "II.2": 4, "II.3": 3, "II.4": 5, "II.5": 6, "II.6": 4, "II.7": 5, "II.8": 2}


@pytest.mark.parametrize("code", PLAN)
def test_a_target_is_what_the_plan_demands(catalogue, code):
    section, words, kind, comparison, values = PLAN[code]
    target = catalogue.targets[code]
    assert target.basis == f"Kế hoạch thực hiện Kết luận 92-KL/TW, mục {section}"
    assert words in target.sentence
    assert (target.indicator, target.kind, target.comparison) == (code, kind, comparison)
    expected = dict.fromkeys(FIVE, values["all"]) if "all" in values else values
    assert {year: str(value) for year, value in target.values.items()} == expected
    assert not target.invented and not target.milestones and not target.profile and target.tolerance is None


@pytest.mark.parametrize("code", sorted(set(PLAN) - STATUSES - {"NCC02", "NS02"}))
def test_a_sentence_has_its_numbers_as_the_plan_writes_them(catalogue, code):
    """Decimal comma, thousands dot; "khoảng 1,1%" has one digit, which sizes its half unit."""
    target = catalogue.targets[code]
    for value in set(target.values.values()):
        written = f"{value:,}".translate(str.maketrans(",.", ".,"))
        assert re.search(rf"(?<![\d.,]){re.escape(written)}(?=%| người| lao động)", target.sentence), written
        assert target.digits == len(written.partition(",")[2])


def test_strict_and_approximate_demands(catalogue):
    def having(comparison):
        return {t.id for t in catalogue.targets.values() if t.comparison == comparison}

    assert having("more_than") == {"NS01", "YT05"} and having("less_than") == {"YT03", "YT04"}
    assert having("about") == {"BH02", "BH03", "BH04"} and having("at_most") == set()
    assert having("none_left") == {"NS02"} and having("none_left_basically") == {"NCC02"}
    assert catalogue.targets["NCC02"].tolerance_share_of == "NCC_HO"


def test_a_demand_without_a_year_is_marked_as_an_assumption(catalogue):
    assert {t.id for t in catalogue.targets.values() if t.assumption} == WITHOUT_A_YEAR
    for code in WITHOUT_A_YEAR:
        assert list(catalogue.targets[code].values) == [2025]


def test_kinds_of_indicators(catalogue):
    def of(kind):
        return {t.id for t in catalogue.targets.values() if catalogue.indicators[t.indicator].kind is kind}

    assert of(Kind.STATUS) == STATUSES and of(Kind.INDEX) == {"BH05"} and of(Kind.CHANGE) == {"GN01", "GN02"}
    assert of(Kind.COUNT) == {"NCC02", "LD02", "LD03", "NS02"}
    assert len(of(Kind.RATIO)) == 21
    lower = {t.id for t in catalogue.targets.values() if catalogue.indicators[t.indicator].lower_is_better}
    assert lower == {"NCC02", "NS02", "YT03", "YT04"}
    for target in catalogue.targets.values():
        if target.kind is TargetKind.ANNUAL_FLOW:
            formula = catalogue.indicators[target.indicator].formulas[0]
            assert {catalogue.elements[e].nature for e in formula.elements} == {Nature.FLOW}


def test_scopes(catalogue):
    assert {t.id: t.scope for t in catalogue.targets.values() if t.scope != PROVINCE} == {"GN02": "poor_districts"}
    (group,) = catalogue.groups
    assert [catalogue.units[u].name for u in group.members] == [
        "Huyện Mường Tè",
        "Huyện Sìn Hồ",
        "Huyện Phong Thổ",
        "Huyện Nậm Nhùn",
    ]
    assert catalogue.groups_on(date(2025, 6, 30)) and not catalogue.groups_on(date(2025, 7, 1))


def test_published_baselines_only(catalogue):
    """The rate of end 2020 by the old standard is the one figure that was published."""
    assert {t.id: (t.baseline[0], str(t.baseline[1])) for t in catalogue.targets.values() if t.baseline} == {
        "GN01": (2020, "16.33")
    }


def test_poverty_changes_its_standard(catalogue):
    rate = catalogue.indicators["GN00"]
    assert {catalogue.indicators[code].base for code in ("GN01", "GN02")} == {"GN00"}
    old, new = (rate.formula(date(year, 12, 31)) for year in (2021, 2022))
    assert (old.numerator, old.base_year, old.hard_break) == (("GN_HO_NGHEO_C16",), 2020, True)
    assert (new.numerator, new.base_year, new.hard_break) == (("GN_HO_NGHEO",), 2021, True)
    assert old.denominator == new.denominator == ("CH_HO",)
    assert rate.formula(date(2027, 1, 1)) is None  # a new standard from 2027
    assert {e.code for e in catalogue.elements_due(Period(2021))} >= {"GN_HO_NGHEO", "GN_HO_NGHEO_C16"}
    assert "GN_HO_NGHEO_C16" not in {e.code for e in catalogue.elements_due(Period(2022))}


def test_every_indicator_says_how_it_is_computed(catalogue):
    for indicator in catalogue.indicators.values():
        assert all(f.definition for f in indicator.formulas) and (indicator.formulas or indicator.base)
    assert {i.code: i.beside for i in catalogue.indicators.values() if i.beside} == {"LD04": "LD01", "GN03": "GN00"}


# --- figures and when they are due -----------------------------------------------------------------------------------


def test_counts(catalogue):
    assert len(catalogue.elements) == 90
    assert {c.code for c in catalogue.checks.values()} == {f"KT{n:02d}" for n in range(1, 45)}
    flows = [e.code for e in catalogue.elements.values() if e.nature is Nature.FLOW]
    assert [c.subject for c in catalogue.checks.values() if c.code == "KT30"] == flows


def test_who_reports(catalogue):
    reporters = Counter(e.reporter for e in catalogue.elements.values())
    assert reporters == {
        "local": 50,
        "auto": 1,
        "CTK/unit": 1,
        "CTK": 2,
        "BHXH/unit": 5,
        "BHXH": 3,
        "SLDTBXH": 2,
        "NHCSXH/unit": 5,
        "SGDDT": 5,
        "SNNPTNT/unit": 1,
        "SNNPTNT": 1,
        "SXD": 1,
        "STTTT/unit": 2,
        "SYT/unit": 8,
        "SYT": 1,
        "SKHDT": 1,
        "STC": 1,
    }


DUE = {
    "2024": set(PLAN),
    "2024-H2": set(PLAN),
    "2024-H1": {"NCC01", "BTXH01", "BTXH02", "LD02", "LD03", "YT01", "YT02", "YT05"},
    "2024-9M": {"BTXH01", "BTXH02", "LD02", "LD03", "YT01", "YT02"},
    "2024-Q3": {"BTXH01", "BTXH02", "LD02", "LD03"},
    "2024-M06": set(),
    "2024-07-15": {"BTXH02"},
}


@pytest.mark.parametrize("period", DUE)
def test_what_is_due(catalogue, period):
    """GN01 and GN02 are due when the rate is of which they are the change."""
    when, found = Period.parse(period), set()
    for target in catalogue.targets.values():
        indicator = catalogue.indicators[target.indicator]
        if catalogue.due(catalogue.indicators[indicator.base] if indicator.base else indicator, when):
            found.add(target.id)
    assert found == DUE[period]
    assert len(found) == {"2024": 31, "2024-H2": 31, "2024-H1": 8, "2024-9M": 6, "2024-Q3": 4, "2024-07-15": 1}.get(
        period, 0
    )


def test_an_ad_hoc_form_may_ask_whole_sectors(catalogue):
    when = Period.parse("2024-07-15")
    asked = catalogue.elements_due(when, frozenset({"BTXH", "NS"}))
    assert {e.sector for e in asked} == {"BTXH", "NS"} and len(asked) == 7
    assert len(catalogue.elements_due(when, frozenset())) == 89  # all but the old poverty standard


# --- units -----------------------------------------------------------------------------------------------------------


def test_reporting_units(catalogue):
    def names(period):
        return [u.name for u in catalogue.reporting_units(Period.parse(period))]

    assert (
        names("2024")
        == names("2025-H1")
        == [
            "Thành phố Lai Châu",
            "Huyện Tam Đường",
            "Huyện Phong Thổ",
            "Huyện Sìn Hồ",
            "Huyện Nậm Nhùn",
            "Huyện Mường Tè",
            "Huyện Tân Uyên",
            "Huyện Than Uyên",
        ]
    )
    assert len(names("2025-H2")) == len(names("2025")) == 38
    assert Counter(name.split()[0] for name in names("2025-H2")) == {"Xã": 36, "Phường": 2}


def test_communes(catalogue):
    old, new = date(2025, 6, 30), date(2025, 7, 1)

    def communes(day):
        return [u for u in catalogue.units.values() if u.level == "commune" and day in u.validity]

    assert Counter(u.type for u in communes(old)) == {"Xã": 94, "Phường": 5, "Thị trấn": 7}
    assert Counter(u.type for u in communes(new)) == {"Xã": 36, "Phường": 2}
    districts = [u for u in catalogue.units.values() if u.level == "district"]
    assert {u.code: catalogue.communes_of(u, old) for u in districts} == {
        "105": 7,
        "106": 13,
        "107": 14,
        "108": 22,
        "109": 17,
        "110": 12,
        "111": 10,
        "112": 11,
    }
    assert {catalogue.communes_of(u, new) for u in communes(new)} == {1}
    assert {catalogue.units[u.parent].level for u in communes(old)} == {"district"}
    assert {u.parent for u in communes(new)} == {catalogue.province.id} == {"12"}


def test_a_code_alone_is_no_key(catalogue):
    """All 38 codes of 2025 were used before; a unit that shares its code is code@valid_from."""
    new = [u for u in catalogue.units.values() if u.validity.start == date(2025, 7, 1)]
    assert len(new) == 38 and all(u.id == f"{u.code}@2025-07-01" for u in new)
    assert all(f"{u.code}@2020-03-01" in catalogue.units for u in new)
    assert catalogue.units["03388@2020-03-01"].name == "Phường Quyết Tiến"
    assert catalogue.units["03388@2025-07-01"].name == "Phường Đoàn Kết"
    assert all(u.id == u.code for u in catalogue.units.values() if "@" not in u.id)
    assert len(catalogue.units) == 1 + 8 + 106 + 38


def test_every_old_commune_becomes_a_new_one(catalogue):
    old = {u.id for u in catalogue.units.values() if u.level == "commune" and date(2025, 6, 30) in u.validity}
    new = {u.id for u in catalogue.units.values() if u.level == "commune" and date(2025, 7, 1) in u.validity}
    assert len(old) == 106 and {c.old for c in catalogue.unit_changes} == old
    assert len(catalogue.unit_changes) == 106 and {c.new for c in catalogue.unit_changes} == new
    assert {c.day for c in catalogue.unit_changes} == {date(2025, 7, 1)}
    kept = [c.old for c in catalogue.unit_changes if Counter(x.new for x in catalogue.unit_changes)[c.new] == 1]
    assert {catalogue.units[u].name for u in kept} == {"Xã Mù Cả", "Xã Tà Tổng"}


# --- tasks and agencies ----------------------------------------------------------------------------------------------


def test_tasks_by_section(catalogue):
    """Every task of II, III and IV stands in the plan's order; the bodies of IV are those that it names."""
    sections = Counter(t.code.removesuffix("T").partition("-")[0] for t in catalogue.tasks if not t.code.endswith("T"))
    assert " ".join(f"{section}:{count}" for section, count in sections.items()) == (
        "II.1:2 II.2:4 II.3:3 II.4:1 II.5:4 II.6:7 II.7:3 II.8:2 III.1:2 III.2:1 III.3:1 III.4:1 III.5:1 III.6:1 "
        "IV.1:3 IV.2:1 IV.3:1 IV.4:2 IV.5:1 IV.6:2 IV.7:1 IV.8:1 IV.9:2 IV.10:1 IV.11:1 IV.12:1 IV.13:3"
    )
    owners = {t.code.partition("-")[0]: t.owner for t in catalogue.tasks if t.code.startswith("IV.")}
    assert " ".join(owners.values()) == ("SLDTBXH SKHDT STC SYT SGDDT STTTT SXD SVHTTDL SNNPTNT BDT NHCSXH MTTQ local")


def test_a_task_of_the_province_repeats_the_words_of_the_units(catalogue):
    text = {t.code: t.text for t in catalogue.tasks}
    for task in catalogue.tasks:
        if task.code.endswith("T"):
            assert task.owner != LOCAL and task.text == text[task.code.removesuffix("T")]


AGENCIES = [
    ("SLDTBXH", "2025-02-28", "Sở Lao động - Thương binh và Xã hội"),
    ("SLDTBXH", "2025-03-01", "Sở Nội vụ"),
    ("SKHDT", "2024-12-31", "Sở Kế hoạch và Đầu tư"),
    ("SKHDT", "2025-12-31", "Sở Tài chính"),
    ("SNNPTNT", "2024-12-31", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("SNNPTNT", "2025-06-30", "Sở Nông nghiệp và Môi trường"),
    ("STTTT", "2025-06-30", "Sở Khoa học và Công nghệ"),
    ("CTK", "2025-02-28", "Cục Thống kê tỉnh Lai Châu"),
    ("CTK", "2025-06-30", "Chi cục Thống kê tỉnh Lai Châu"),
    ("CTK", "2025-07-01", "Thống kê tỉnh Lai Châu"),
    ("SYT", "2021-12-31", "Sở Y tế"),
]


@pytest.mark.parametrize(("role", "day", "name"), AGENCIES)
def test_who_fills_a_role(catalogue, role, day, name):
    assert catalogue.agency(role, date.fromisoformat(day)).name == name


def test_who_is_asked_and_not_ordered(catalogue):
    """The statistics office and social insurance stand outside section IV; bank and Front are no departments."""
    asked = {a.code for a in catalogue.agencies if not a.commanded}
    assert asked == {"BHXH", "CTK", "NHCSXH", "MTTQ"}
    assert set(catalogue.suppliers(Period(2024))) == {e.supplier for e in catalogue.elements.values()} - {LOCAL, "auto"}
    assert set(catalogue.suppliers(Period.parse("2024-Q3"))) == {"SLDTBXH", "BHXH"}


def test_who_receives(catalogue):
    def names(day):
        on = date.fromisoformat(day)
        return [r.name for r in catalogue.recipients if r.report == "ministry" and on in r.validity]

    assert names("2025-02-28") == ["Bộ Lao động - Thương binh và Xã hội"]
    assert names("2025-03-01") == ["Bộ Nội vụ", "Bộ Y tế", "Bộ Nông nghiệp và Môi trường", "Bộ Giáo dục và Đào tạo"]
