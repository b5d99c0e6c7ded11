"""A faulty catalogue is refused with every fault at once, each at its file and line; the edition follows the meaning.

Each case is the plan's own catalogue with one line of one file changed. `tests/catalogues/` holds two small files that
are broken in many places. Expected are projections: file, code of the fault, and whether the line is the changed one.
"""

import random
import shutil
from dataclasses import fields
from pathlib import Path

import pytest

from ansx_xl import catalogue, vi
from ansx_xl.catalogue import load, records
from ansx_xl.catalogue.exchange import copy_default
from ansx_xl.catalogue.records import Record
from ansx_xl.catalogue.values import PROFILE_PERIODS, Cells
from ansx_xl.errors import AnsxError, CatalogueError
from ansx_xl.period import Period

BROKEN = Path(__file__).parent / "catalogues"


@pytest.fixture
def folder(tmp_path):
    copy_default(tmp_path / "catalogue")
    return tmp_path / "catalogue"


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first *old* of a file by *new*; the line on which it stood."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(folder: Path) -> list:
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    for fault in caught.value.faults:  # each has its Vietnamese sentence, with nothing left to fill in
        sentence = vi.fault(fault.file, fault.line, fault.code, fault.facts)
        assert sentence.startswith(f"{fault.file}:{fault.line}: ") and "{" not in sentence
    return caught.value.faults


# file, what stood there, what stands there now, code of the one fault, how many lines below the edit it is found
ONE_FAULT = {
    "bad code": ("checks.yaml", '- code: "KT42"', '- code: "KT 42"', "bad_code", 0),
    "unknown key": ("targets.yaml", '  scope: "province"', '  scpoe: "x"\n  scope: "province"', "unknown_key", 0),
    "unknown column": ("units.csv", ",order,note", ",order,notes", "unknown_key", 0),
    "duplicate key": ("targets.yaml", '  scope: "province"', '  scope: "province"\n  scope: "a"', "duplicate_key", 1),
    "duplicate record": (
        "sectors.yaml",
        '- code: "NCC"',
        '- code: "CHUNG"\n  name: "B"\n- code: "NCC"',
        "duplicate_record",
        0,
    ),
    "missing key": ("sectors.yaml", '  name: "Giảm nghèo"\n', "", "missing_key", -1),
    "not a record": ("groups.yaml", '- code: "poor_districts"', '- "a"\n- code: "poor_districts"', "not_a_record", 0),
    "key that is no text": ("groups.yaml", '  members: "', '  [a]: "b"\n  members: "', "unknown_key", 0),
    "yaml syntax": ("checks.yaml", '  operator: "within"', '  operator: "within', "syntax", None),
    "second document": ("checks.yaml", '- code: "KT02"', '---\n- code: "KT02"', "syntax", None),
    "control sign": ("recipients.yaml", "KH IV.1", "KH\x07", "syntax", None),
    "csv quote": ("elements.csv", "CH_DAN_SO,Dân số,", 'CH_DAN_SO,"Dân số,', "syntax", 0),
    "column count": ("unit_changes.csv", "03386,2020-03-01,", "03386,", "column_count", 0),
    "bad number": ("elements.csv", "trẻ,YT,stock,0,", "trẻ,YT,stock,none,", "bad_number", 0),
    "number with underscore": (
        "elements.csv",
        "CHUNG,stock,0,0,1000000,",
        "CHUNG,stock,0,0,1_000_000,",
        "bad_number",
        0,
    ),
    "negative decimals": ("indicators.yaml", 'decimals: "2"', 'decimals: "-2"', "bad_number", -5),
    "bad letter": ("encodings.csv", "Â,A2,", "Â,ZZ,", "bad_number", 0),
    "bad date": ("groups.yaml", "2025-06-30", "30/06/2025", "bad_date", -3),
    "impossible date": ("groups.yaml", "2025-06-30", "2025-02-29", "bad_date", -3),
    "date of another form": ("groups.yaml", "2025-06-30", "20250630", "bad_date", -3),
    "ends before it begins": (
        "agencies.yaml",
        '  valid_to: "2025-02-28"',
        '  valid_from: "2025-03-02"\n  valid_to: "2025-03-01"',
        "bad_validity",
        -2,
    ),
    "bad choice": ("elements.csv", "hộ,CHUNG,stock,", "hộ,CHUNG,stok,", "bad_choice", 0),
    "bad frequency": ("elements.csv", ",H1 9M Y,", ",H1 H2 9M Y,", "bad_choice", 0),
    "bad severity": ("findings.yaml", '  severity: "error"', '  severity: "fatal"', "bad_choice", -1),
    "bad deadline": ("settings.yaml", 'value: "9"', 'value: "0"', "bad_deadline", -1),
    "deadline in words": ("settings.yaml", 'value: "9"', 'value: "chín"', "bad_deadline", -1),
    "bad holiday": ("settings.yaml", '"2021-02-10"', '"10/02/2021"', "bad_holiday", -1),
    "bad calendar": ("settings.yaml", 'value: "statistical"', 'value: "lunar"', "bad_choice", -1),
    "bad years": ("targets.yaml", '"2025=20; 2030=25"', '"2025: 20"', "bad_years", -5),
    "years backwards": ("targets.yaml", '"2021-2025=3"', '"2025-2021=3"', "bad_years", -5),
    "no year": ("targets.yaml", '"2025=20; 2030=25"', '";"', "bad_years", -5),
    "year twice": ("targets.yaml", '"2025=20; 2030=25"', '"2025=20; 2025=25"', "bad_years", -5),
    "baseline after the target": ("targets.yaml", '"2020=16.33"', '"2025=16.33"', "bad_years", -6),
    "two baselines": ("targets.yaml", '"2020=16.33"', '"2019=20; 2020=16.33"', "bad_years", -6),
    "bad profile": (
        "targets.yaml",
        'values: "2021-2025=8000"',
        'values: "2021-2025=8000"\n  profile: "H1=40"',
        "bad_profile",
        -5,
    ),
    "bad sum": ("checks.yaml", 'left: "NCC_HO_TB + NCC_HO_NGHEO"', 'left: "NCC_HO_TB NCC_HO_NGHEO"', "bad_sum", -1),
    "between one sum": ("checks.yaml", 'right: "3*CH_HO; 6.5*CH_HO"', 'right: "3*CH_HO"', "bad_sum", -3),
    "within what": ("checks.yaml", '  percent: "5"\n', "", "missing_key", -7),
    "dangling sector": ("elements.csv", "hộ,CHUNG,stock", "hộ,CHUNGG,stock", "dangling", 0),
    "dangling parent": ("elements.csv", ",no,CH_HO,", ",no,CH_HOO,", "dangling", 0),
    "dangling office": ("elements.csv", "local,LDTBXH", "local,LDTB", "dangling", 0),
    "reported by nobody": ("elements.csv", "CTK/unit", "CTKK/unit", "dangling", 0),
    "local by unit": ("elements.csv", ",local,LDTBXH", ",local/unit,LDTBXH", "dangling", 0),
    "dangling numerator": ("formulas.yaml", '"NCC_HO_TB"', '"NCC_HO_TBB"', "dangling", -2),
    "dangling in a check": ("checks.yaml", 'right: "CH_HO"', 'right: "CH_HOO"', "dangling", -3),
    "target without indicator": ("targets.yaml", '  indicator: "YT01"', '  indicator: "YT99"', "dangling", -1),
    "dangling scope": ("targets.yaml", '"poor_districts"', '"rich_districts"', "dangling", -2),
    "dangling tolerance": ("targets.yaml", '"NCC_HO"', '"NCC_HOO"', "dangling", -6),
    "dangling member": ("groups.yaml", "107; 108", "107; 999", "dangling", -2),
    "dangling owner": ("tasks.yaml", 'owner: "SXD"', 'owner: "SXDD"', "dangling", -3),
    "dangling recipient": ("recipients.yaml", '"CHUNG; GN"', '"CHUNG; GNN"', "dangling", -2),
    "dangling old unit": ("unit_changes.csv", "03386,2020-03-01", "03386,2021-03-01", "dangling", 0),
    "change without base": ("indicators.yaml", '  base: "GN00"\n', "", "change_needs_base", -7),
    "ratio without denominator": ("formulas.yaml", '  denominator: "NCC_HO"\n', "", "bad_formula", -3),
    "kind of target": ("targets.yaml", 'kind: "annual_change"', 'kind: "by_year"', "bad_kind", -3),
    "annual flow of a rate": ("targets.yaml", 'kind: "by_year"', 'kind: "annual_flow"', "bad_kind", -3),
    "comparison against the grain": (
        "targets.yaml",
        'comparison: "less_than"',
        'comparison: "at_least"',
        "bad_comparison",
        -4,
    ),
    "comparison of a flow": (
        "targets.yaml",
        'kind: "annual_change"\n  comparison: "at_least"',
        'kind: "annual_change"\n  comparison: "at_most"',
        "bad_comparison",
        -3,
    ),
    "tolerance of what": (
        "targets.yaml",
        'values: "2025=98"',
        'values: "2025=98"\n  tolerance: "1"',
        "bad_comparison",
        -5,
    ),
    "tolerance of half a child": (
        "targets.yaml",
        'comparison: "less_than"\n  values: "2025=12"',
        'comparison: "none_left_basically"\n  values: "2025=12"\n  tolerance: "2.5"',
        "bad_tolerance",
        -4,
    ),
    "bound in thousands": ("elements.csv", "CHUNG,stock,0,0,1000000,", "CHUNG,stock,0,0,8.500,", "twofold_number", 0),
    "target in thousands": ("targets.yaml", '"2021-2025=8000"', '"2021-2025=8.000"', "twofold_number", -5),
    "baseline in thousands": ("targets.yaml", '"2020=16.33"', '"2020=16.335"', "twofold_number", -6),
    "milestone in thousands": (
        "targets.yaml",
        '"2025=20; 2030=25"',
        '"2025=20; 2030=25"\n  milestones: "2023=-1.250"',
        "twofold_number",
        -5,
    ),
    "tolerance in thousands": (
        "targets.yaml",
        'tolerance_share_of: "NCC_HO"',
        'tolerance: "1.000"',
        "twofold_number",
        -6,
    ),
    "factor in thousands": ("checks.yaml", "6.5*CH_HO", "6.500*CH_HO", "twofold_number", -3),
    "prev of stock": ("checks.yaml", "prev_year(CH_HO)", "prev(CH_HO)", "prev_of_stock", -3),
    "prev of each stock": ("checks.yaml", 'each: "flow"', 'each: "element"', "prev_of_stock", -7),
    "bounds": ("elements.csv", "0,0,1000000,yes,no,Y", "0,10,1,yes,no,Y", "bad_bounds", 0),
    "two provinces": ("units.csv", "Thành phố,district,12", "Thành phố,province,", "one_province", 0),
    "overlap of agencies": ("agencies.yaml", 'valid_from: "2025-03-01"', 'valid_from: "2025-02-28"', "overlap", -2),
    "overlap of settings": (
        "settings.yaml",
        '  value: "Sở Nội vụ"\n  valid_from: "2025-03-01"',
        '  value: "Sở Nội vụ"\n  valid_from: "2025-01-01"',
        "overlap",
        -1,
    ),
    "overlap of definitions": (
        "formulas.yaml",
        '  valid_from: "2022-01-01"',
        '  valid_from: "2021-12-31"',
        "overlap",
        -4,
    ),
    "a day without agency": ("agencies.yaml", 'valid_to: "2025-06-30"', 'valid_to: "2025-06-29"', "nobody", 3),
}


@pytest.mark.parametrize("case", ONE_FAULT.values(), ids=ONE_FAULT)
def test_one_fault(folder, case):
    file, old, new, code, below = case
    line = edit(folder, file, old, new)
    found = faults(folder)
    assert [(f.file, f.code) for f in found] == [(file, code)]
    if below is not None:
        assert found[0].line == line + below


# Edits that are wrong in several ways: every fault is listed, in the order of file and line.
SEVERAL = {
    "not a text": (
        [("groups.yaml", 'members: "107; 108; 109; 112"', "members: [107, 108]")],
        ["groups.yaml:missing_key", "groups.yaml:not_a_text"],
    ),
    "indicator without formula": (
        [("indicators.yaml", '- code: "GN03"', '- code: "GN04"')],
        ["formulas.yaml:dangling", "indicators.yaml:no_formula"],
    ),
    "parent not valid then": (
        [("units.csv", "03386,2020-03-01", "03386,2019-03-01")],
        ["unit_changes.csv:dangling", "units.csv:dangling"],
    ),
    "cycle of indicators": (
        [("indicators.yaml", '  note: "Chỉ tiêu theo dõi, là', '  base: "GN01"\n  note: "Chỉ tiêu theo dõi, là')],
        ["indicators.yaml:change_needs_base", "indicators.yaml:cycle", "indicators.yaml:cycle"],
    ),
    "cycle of elements": (
        [("elements.csv", "local,LDTBXH,no,,,Số tại", "local,LDTBXH,no,CH_HO_NT,,Số tại")],
        ["elements.csv:cycle", "elements.csv:cycle"],
    ),
    "cycle of units": (
        [
            ("units.csv", "Thành phố,district,12", "Thành phố,district,106"),
            ("units.csv", "Đường,Huyện,district,12", "Đường,Huyện,district,105"),
        ],
        ["units.csv:cycle", "units.csv:cycle"],
    ),
    "two bad cells of a record": (
        [("elements.csv", "hộ,CHUNG,stock,0,0,1000000,yes,no,Y,,", "hộ,CHUNG,stok,a,b,c,maybe,no,X,1/1/2024,")],
        ["elements.csv:bad_choice"] * 3 + ["elements.csv:bad_date"] + ["elements.csv:bad_number"] * 3,
    ),
    "a reference to a faulty record is no second fault": (
        [
            ("sectors.yaml", '- code: "GN"', '- scpoe: "GN"\n  code: "GN"'),
            ("units.csv", "105,2020-03-01,2025-06-30", "105,2020-03-01,2025-06-31"),
        ],
        ["sectors.yaml:unknown_key", "units.csv:bad_date"],
    ),
}


@pytest.mark.parametrize("case", SEVERAL.values(), ids=SEVERAL)
def test_several_faults(folder, case):
    for file, old, new in case[0]:
        edit(folder, file, old, new)
    assert [f"{f.file}:{f.code}" for f in faults(folder)] == case[1]


def test_everything_wrong_is_listed_at_once(folder):
    lines = {
        ("agencies.yaml", "overlap"): edit(folder, "agencies.yaml", '_from: "2025-03-01"', '_from: "2025-02-01"') - 2,
        ("checks.yaml", "bad_sum"): edit(folder, "checks.yaml", '"NCC_HO_TB + NCC_HO_NGHEO"', '"NCC_HO_TB +"') - 1,
        ("elements.csv", "bad_choice"): edit(folder, "elements.csv", "hồ sơ,NCC,flow", "hồ sơ,NCC,flows"),
        ("groups.yaml", "dangling"): edit(folder, "groups.yaml", "107;", "170;") - 2,
        ("indicators.yaml", "unknown_key"): edit(folder, "indicators.yaml", '  measure: "hộ"', '  mesure: "hộ"'),
        ("targets.yaml", "dangling"): edit(folder, "targets.yaml", 'indicator: "VH02"', 'indicator: "VH03"') - 1,
        ("units.csv", "column_count"): edit(folder, "units.csv", "Phường Tân Phong,", "Phường, Tân Phong,"),
    }  # fmt: skip
    found = {(f.file, f.code): f.line for f in faults(folder)}
    assert lines.items() <= found.items()
    assert set(found) - set(lines) == {("indicators.yaml", "missing_key"), ("unit_changes.csv", "dangling")}


@pytest.mark.parametrize("name", ["targets.yaml", "units.csv", "encodings.csv"])
def test_a_missing_file_is_one_fault(folder, name):
    (folder / name).unlink()
    assert [(f.file, f.line, f.code) for f in faults(folder)] == [(name, 1, "missing_file")]


@pytest.mark.parametrize("name", ["targets.yaml", "units.csv"])
def test_a_file_in_another_encoding_is_one_fault(folder, name):
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_bytes(text.encode("utf-16"))
    assert [(f.file, f.code) for f in faults(folder)] == [(name, "not_utf8")]


def test_a_file_of_another_shape(folder):
    (folder / "groups.yaml").write_text('code: "poor_districts"\n', encoding="utf-8")
    assert [(f.file, f.code) for f in faults(folder)] == [("groups.yaml", "not_a_list")]


SIGNS = (
    *"\"'\\:#-&*!|>%@`{}[],? \t\n",
    "\\n",
    ': "',
    "- ",
    "  ",
    "---\n",
    "\u00a0",
    "\x07",
    "\x85",
    "\u2028",
    "\ufeff",
    "\U0001f600",
)


def test_a_plain_file_says_what_yaml_says():
    """Files as `render` writes them are read line by line: what that makes of a text, PyYAML makes of it too."""
    chance, plain = random.Random(7), 0
    texts = [p.read_text(encoding="utf-8") for p in sorted(catalogue.default_folder().glob("*.yaml"))]
    assert all(records._as_rendered(text) is not None for text in texts)
    for _ in range(1500):
        lines = chance.choice(texts).splitlines(keepends=True)
        start = chance.choice([i for i, line in enumerate(lines) if line.startswith("- ")])
        text = "".join(lines[start : start + chance.randrange(1, 9)])
        for _ in range(chance.randrange(3)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(("", *SIGNS)) + text[at + chance.randrange(2) :]
        found = records._as_rendered(text)
        if found is not None:
            plain += 1
            assert records._composed("x", text) == (found, []), text
    assert 300 < plain < 1300


def test_no_province(folder):
    (folder / "units.csv").write_text("code,valid_from,name,type,level,reports\n", encoding="utf-8")
    assert ("units.csv", 1, "one_province") in [(f.file, f.line, f.code) for f in faults(folder)]


@pytest.mark.parametrize("name", ["error_many.yaml", "error_many.csv"])
def test_small_broken_files(folder, name):
    """Each bad line of the file ends in a comment or note that names its fault."""
    table = {"error_many.yaml": "indicators.yaml", "error_many.csv": "elements.csv"}[name]
    text = (BROKEN / name).read_text(encoding="utf-8")
    shutil.copyfile(BROKEN / name, folder / table)
    wanted = [(n, line.split("fault: ")[1]) for n, line in enumerate(text.splitlines(), 1) if "fault: " in line]
    found = [(f.line, f.code) for f in faults(folder) if f.file == table and f.code != "no_formula"]
    assert sorted(wanted) == sorted(found)


def test_every_sentence_about_a_fault_has_its_fault():
    """What `vi.py` can say is said somewhere; the other way round, `faults` above asks for each sentence."""
    source = "".join(p.read_text(encoding="utf-8") for p in Path(catalogue.__file__).parent.glob("*.py"))
    assert {code for code in vi.console._FAULTS if f'"{code}"' not in source} == set()


def test_no_folder(tmp_path):
    with pytest.raises(AnsxError) as caught:
        load(tmp_path / "nowhere")
    assert caught.value.code == "no_catalogue"


def test_the_default_catalogue_is_clean_and_its_copy_the_same(folder):
    own, copy = load(), load(folder)
    assert all(getattr(own, each.name) == getattr(copy, each.name) for each in fields(own))


# What changes the edition, and what does not.
SAME_MEANING = {
    "white space": ("targets.yaml", '  values: "2025=98"', '  values:    "2025=98"   '),
    "blank line": ("targets.yaml", '- id: "NCC02"', '\n\n- id: "NCC02"'),
    "comment": ("checks.yaml", '- code: "KT02"', '# two\n- code: "KT02"'),
    "quotes": ("targets.yaml", '"2025=98"', "'2025=98'"),
    "an empty key": ("targets.yaml", '  values: "2025=98"', '  values: "2025=98"\n  profile: ""'),
    "wording of an element": ("elements.csv", "Tổng số hộ dân cư", "Tổng số hộ gia đình"),
    "wording of a finding": ("checks.yaml", "Đề nghị rà soát ba dòng này.", "Rà soát ba dòng."),
    "wording of a task": ("tasks.yaml", "Giải quyết đầy đủ", "Giải quyết"),
    "a note": ("units.csv", "[GK] valid_from", "valid_from"),
    "a name of an agency": ("agencies.yaml", "Sở Nội vụ", "Sở Nội Vụ tỉnh"),
    "a deadline": ("settings.yaml", 'value: "5"', 'value: "6"'),
}
OTHER_MEANING = {
    "a target": ("targets.yaml", '"2025=98"', '"2025=97"'),
    "a comparison": ("targets.yaml", '"more_than"', '"at_least"'),
    "a frequency": ("elements.csv", ",H1 9M Y,", ",H1 Y,"),
    "a bound": ("elements.csv", ",0,0,1000000,", ",0,0,999999,"),
    "a unit of measure": ("elements.csv", "triệu đồng", "tỷ đồng"),
    "a formula": ("formulas.yaml", '"LD_DT + LD_DT_T"', '"LD_DT"'),
    "a relation": ("checks.yaml", 'operator: "<="', 'operator: "="'),
    "a severity": ("checks.yaml", 'severity: "error"', 'severity: "warning"'),
    "a unit's end": ("units.csv", "03386,2020-03-01,2025-06-30", "03386,2020-03-01,2025-06-29"),
    "a member of a group": ("groups.yaml", "107; 108; 109; 112", "107; 108; 109"),
}  # fmt: skip


@pytest.mark.parametrize("change", SAME_MEANING.values(), ids=SAME_MEANING)
def test_edition_is_not_of_the_wording(folder, change):
    edit(folder, *change)
    assert load(folder).edition == load().edition


@pytest.mark.parametrize("change", OTHER_MEANING.values(), ids=OTHER_MEANING)
def test_edition_is_of_the_meaning(folder, change):
    edit(folder, *change)
    assert load(folder).edition != load().edition


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        ("8.500", None, ("8500", "8.5")),
        ("-12.000", None, ("12000", "12")),
        ("16.335", None, ("16335", "16.3350")),
        ("999.999", None, ("999999", "999.9990")),
        *((text, text, None) for text in ("8500", "8.5", "8.50", "8.5000", "16.3350", "0.825", "-0.005", "1000.125")),
    ],
)
def test_a_number_has_one_meaning(text, number, said):
    cells = Cells(Record("t", 1, {"high": text, "values": f"2025=20; 2026={text}", "left": f"A - {text.strip('-')}*B"}))
    assert str(cells.number("high")) == text
    cells.years("values"), cells.terms("left")
    assert [f.code for f in cells.faults] == ([] if number else ["twofold_number"] * 3)
    for fault in cells.faults:
        assert (fault.facts["whole"], fault.facts["decimal"]) == said
        assert all(each in vi.fault("t", 1, fault.code, fault.facts) for each in (*said, fault.facts["key"]))


def test_edition_begins_with_the_readable_number(folder):
    edit(folder, "settings.yaml", '"2026.1"', '"2026.2"')
    assert load(folder).edition == load().edition.replace("2026.1", "2026.2")


def test_a_profile_names_its_periods_as_period_codes_do():
    assert {str(Period.parse(f"2024-{name}")) for name in PROFILE_PERIODS} == {
        f"2024-{name}" for name in PROFILE_PERIODS
    }
    cells = Cells(Record("t", 1, {"profile": "H1=0.4; 9M=0.75; Q1=1"}))
    assert [str(share) for share in cells.shares("profile").values()] == ["2/5", "3/4", "1"] and not cells.faults
    for bad in ("H1", "H3=0.4", "H1=1.2", "H1=-0.1", "H1=0.4; H1=0.5", "2024-H1=0.4", "H1=a"):
        cells = Cells(Record("t", 1, {"profile": bad}))
        cells.shares("profile")
        assert [f.code for f in cells.faults] == ["bad_profile"], bad
