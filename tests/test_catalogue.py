"""A faulty catalogue is refused with every fault at once, each at its file and line; the edition follows the meaning.

Each case is the plan's own catalogue with one line of one file changed. `tests/catalogues/` holds two small files that
are broken in many places. Expected are projections: file, code of the fault, and whether the line is the changed one.
"""

import shutil
from pathlib import Path

import pytest

from ansx_xl import vi
from ansx_xl.catalogue import load
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
    "unknown key": ("targets.yaml", '  scope: "province"', '  scpoe: "x"\n  scope: "province"', "unknown_key", 0),
    "unknown column": ("units.csv", "code,valid_from", "cdoe,code,valid_from", "unknown_key", 0),
    "duplicate key": ("targets.yaml", '  scope: "province"', '  scope: "a"\n  scope: "province"', "duplicate_key", 1),
    "duplicate record": ("sectors.yaml", '- code: "NCC"', '- code: "CHUNG"\n  name: "B"\n- code: "NCC"', "duplicate_record", 0),
    "missing key": ("sectors.yaml", '  name: "Giảm nghèo"\n', "", "missing_key", -1),
    "not a list": ("groups.yaml", '- code: "poor_districts"', 'code: "poor_districts"', "not_a_list", None),
    "not a record": ("groups.yaml", '- code: "poor_districts"', '- "a"\n- code: "poor_districts"', "not_a_record", 0),
    "not a text": ("groups.yaml", 'members: "107; 108; 109; 112"', "members: [107, 108]", "not_a_text", 0),
    "key that is no text": ("groups.yaml", '  members: "', '  [a]: "b"\n  members: "', "unknown_key", 0),
    "yaml syntax": ("checks.yaml", '  operator: "within"', '  operator: "within', "syntax", None),
    "second document": ("checks.yaml", '- code: "KT02"', '---\n- code: "KT02"', "syntax", None),
    "control sign": ("recipients.yaml", "KH IV.1", "KH\x07", "syntax", None),
    "csv quote": ("elements.csv", "CH_DAN_SO,Dân số,", 'CH_DAN_SO,"Dân số,', "syntax", 0),
    "column count": ("unit_changes.csv", "03386,2020-03-01,", "03386,", "column_count", 0),
    "bad number": ("elements.csv", "trẻ,YT,stock,0,", "trẻ,YT,stock,none,", "bad_number", 0),
    "number with underscore": ("elements.csv", "CHUNG,stock,0,0,1000000,", "CHUNG,stock,0,0,1_000_000,", "bad_number", 0),
    "negative decimals": ("indicators.yaml", 'decimals: "2"', 'decimals: "-2"', "bad_number", -5),
    "bad letter": ("encodings.csv", "Â,A2,", "Â,ZZ,", "bad_number", 0),
    "bad date": ("groups.yaml", "2025-06-30", "30/06/2025", "bad_date", -3),
    "impossible date": ("groups.yaml", "2025-06-30", "2025-02-29", "bad_date", -3),
    "date of another form": ("groups.yaml", "2025-06-30", "20250630", "bad_date", -3),
    "ends before it begins": ("agencies.yaml", '  valid_to: "2025-02-28"', '  valid_from: "2025-03-02"\n  valid_to: "2025-03-01"', "bad_validity", -2),
    "bad choice": ("elements.csv", "hộ,CHUNG,stock,", "hộ,CHUNG,stok,", "bad_choice", 0),
    "bad frequency": ("elements.csv", ",H1 9M Y,", ",H1 H2 9M Y,", "bad_choice", 0),
    "bad severity": ("findings.yaml", '  severity: "error"', '  severity: "fatal"', "bad_choice", -1),
    "bad code": ("sectors.yaml", '- code: "VP"', '- code: "V P"', None, 0),
    "bad years": ("targets.yaml", '"2025=20; 2030=25"', '"2025: 20"', "bad_years", -5),
    "years backwards": ("targets.yaml", '"2021-2025=3"', '"2025-2021=3"', "bad_years", -5),
    "year twice": ("targets.yaml", '"2025=20; 2030=25"', '"2025=20; 2025=25"', "bad_years", -5),
    "baseline after the target": ("targets.yaml", '"2020=16.33"', '"2025=16.33"', "bad_years", -6),
    "two baselines": ("targets.yaml", '"2020=16.33"', '"2019=20; 2020=16.33"', "bad_years", -6),
    "bad profile": ("targets.yaml", 'values: "2021-2025=8000"', 'values: "2021-2025=8000"\n  profile: "H1=40"', "bad_profile", -5),
    "bad sum": ("checks.yaml", 'left: "NCC_HO_TB + NCC_HO_NGHEO"', 'left: "NCC_HO_TB NCC_HO_NGHEO"', "bad_sum", -1),
    "between one sum": ("checks.yaml", 'right: "3*CH_HO; 6.5*CH_HO"', 'right: "3*CH_HO"', "bad_sum", -3),
    "within what": ("checks.yaml", '  percent: "5"\n', "", "missing_key", -6),
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
    "parent not valid then": ("units.csv", "03386,2020-03-01", "03386,2019-03-01", None, 0),
    "indicator without formula": ("indicators.yaml", '- code: "GN03"', '- code: "GN04"', None, 0),
    "change without base": ("indicators.yaml", '  base: "GN00"\n', "", "change_needs_base", -7),
    "ratio without denominator": ("formulas.yaml", '  denominator: "NCC_HO"\n', "", "bad_formula", -3),
    "kind of target": ("targets.yaml", 'kind: "annual_change"', 'kind: "by_year"', "bad_kind", -3),
    "annual flow of a rate": ("targets.yaml", 'kind: "by_year"', 'kind: "annual_flow"', "bad_kind", -3),
    "comparison against the grain": ("targets.yaml", 'comparison: "less_than"', 'comparison: "at_least"', "bad_comparison", -4),
    "comparison of a flow": ("targets.yaml", 'kind: "annual_change"\n  comparison: "at_least"', 'kind: "annual_change"\n  comparison: "at_most"', "bad_comparison", -3),
    "tolerance of what": ("targets.yaml", 'values: "2025=98"', 'values: "2025=98"\n  tolerance: "1"', "bad_comparison", -5),
    "prev of stock": ("checks.yaml", "prev_year(CH_HO)", "prev(CH_HO)", "prev_of_stock", -3),
    "prev of each stock": ("checks.yaml", 'each: "flow"', 'each: "element"', "prev_of_stock", -7),
    "bounds": ("elements.csv", "0,0,1000000,yes,no,Y", "0,10,1,yes,no,Y", "bad_bounds", 0),
    "two provinces": ("units.csv", "Thành phố,district,12", "Thành phố,province,", "one_province", 0),
    "overlap of agencies": ("agencies.yaml", 'valid_from: "2025-03-01"', 'valid_from: "2025-02-28"', "overlap", -2),
    "overlap of settings": ("settings.yaml", '  value: "Sở Nội vụ"\n  valid_from: "2025-03-01"', '  value: "Sở Nội vụ"\n  valid_from: "2025-01-01"', "overlap", -1),
    "overlap of definitions": ("formulas.yaml", '  valid_from: "2022-01-01"', '  valid_from: "2021-12-31"', "overlap", -4),
    "a day without agency": ("agencies.yaml", 'valid_to: "2025-06-30"', 'valid_to: "2025-06-29"', "nobody", 7),
    "cycle of indicators": ("indicators.yaml", '  better: "lower"\n  note: "Chỉ tiêu theo dõi, là', '  better: "lower"\n  base: "GN01"\n  note: "Chỉ tiêu theo dõi, là', None, 0),
    "cycle of elements": ("elements.csv", "local,LDTBXH,no,,,Số tại", "local,LDTBXH,no,CH_HO_NT,,Số tại", None, 0),
}
