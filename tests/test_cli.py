"""Bad input gets one Vietnamese sentence and exit code 1 or 2; nothing is written over; no traceback."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from ansx_xl import catalogue, cells, forms, layout, vi, writing
from ansx_xl.ledger import Ledger
from ansx_xl.model import Decision, DecisionKind, Prior, Stamp
from ansx_xl.period import Period

PLAN = catalogue.load()
YEAR = Period.parse("2024")


def ansx(folder, *arguments):
    """Run the command as a person would: exit code, what it said, what it complained."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    environment.pop("ANSX_LEDGER", None)
    command = [sys.executable, "-m", "ansx_xl", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, env=environment, encoding="utf-8", timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


def write_form(path: Path, respondent="106", entries=None, period=YEAR, plan=PLAN, **identity):
    filling = forms.Filling(entries=entries or {}, identity=identity)
    book = forms.make(plan, layout.form(plan, period, respondent), Prior(), filling)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(writing.to_bytes(book, period.end))
    return path


def full(respondent="106", period=YEAR):
    """A filling without any gap, in which every relation holds."""
    form = layout.form(PLAN, period, respondent)
    large = {"CH_HO": 10, "NCC_HO": 10, "LD_VL": 10, "GN_HO_NGHEO": 5}
    return {s.key: large.get(s.element.code, 1) for s in form.inputs}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inbox")
    write_form(folder / "one.xlsx", entries=full())
    return folder


def test_forms_go_to_the_units_and_agencies_of_the_period(tmp_path):
    code, said, _ = ansx(tmp_path, "forms", "2024-Q3", "-o", "out")
    names = sorted(p.name.split("_")[1] for p in (tmp_path / "out").iterdir())
    assert code == 0
    assert names == sorted([*["105", "106", "107", "108", "109", "110", "111", "112"], "SLDTBXH", "BHXH"])
    code, _, _ = ansx(tmp_path, "forms", "2025-H2", "-o", "new", "--unit", "03388")
    assert (code, [p.name.split("_")[1] for p in (tmp_path / "new").iterdir()]) == (0, ["03388"])


def test_an_ad_hoc_form_asks_the_sectors_named(tmp_path):
    assert ansx(tmp_path, "forms", "2024-07-15", "-o", "a", "--unit", "105")[0] == 0
    assert ansx(tmp_path, "forms", "2024-07-15", "-o", "b", "--unit", "105", "--sector", "ld")[0] == 0
    rows = []
    for name in "ab":
        (path,) = (tmp_path / name).iterdir()
        rows.append(set(json.loads(ansx(tmp_path, "check", path, "--json")[1])["values"][0]))
        found = json.loads(ansx(tmp_path, "check", path, "--json")[1])
        rows[-1] = {v["element"] for v in found["values"]}
    assert rows[0] == {"BTXH_DX_PS", "BTXH_DX_TG"}
    assert "LD_VL" in rows[1] and "BTXH_DX_PS" not in rows[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("forms", "2024-H3", "-o", "x"), "2024-H3"),
        (("forms", "2024", "-o", "x", "--unit", "999"), "999"),
        (("forms", "2024-07-15", "-o", "x", "--sector", "ABC"), "ABC"),
        (("forms", "2024-M06", "-o", "x"), "--sector"),
        (("forms", "2019", "-o", "x"), "31/12/2019"),
        (("forms", "2019", "-o", "x", "--unit", "SKHDT"), "31/12/2019"),
        (("forms", "2020-02-20", "-o", "x", "--sector", "all"), "20/02/2020"),
        (("consolidate", "empty", "2019", "-o", "x.xlsx"), "31/12/2019"),
        (("consolidate", "empty", "2020-02-20", "-o", "x.xlsx"), "20/02/2020"),
        (("status", "2019"), "31/12/2019"),
        (("remind", "2019", "-o", "x"), "31/12/2019"),
        (("consolidate", "nowhere", "2024", "-o", "x.xlsx"), "nowhere"),
        (("consolidate", "empty", "2024", "-o", "x.xlsx"), "empty"),
        (("consolidate", "empty", "2024"), "--help"),
        (("consolidate", "empty", "2024", "-o", "x.xlsx", "--ledger", "no/such/a.db"), "a.db"),
        (("catalogue", "check", "--catalogue", "nowhere"), "nowhere"),
        (("nonsense",), "--help"),
    ],
)
def test_what_cannot_run_says_why_and_ends_with_2(tmp_path, arguments, words):
    (tmp_path / "empty").mkdir()
    code, said, complained = ansx(tmp_path, *arguments)
    assert (code, words in complained) == (2, True), complained
    assert not (tmp_path / "x.xlsx").exists() and not (tmp_path / "x").exists()


def test_a_clean_form_is_accepted(tmp_path):
    write_form(tmp_path / "a.xlsx", entries=full())
    code, said, _ = ansx(tmp_path, "check", "a.xlsx", "--json")
    found = json.loads(said)
    assert {"file", "sha256", "status", "reason", "unit", "period", "edition", "findings", "values"} == set(found)
    assert (code, found["status"], found["findings"]) == (0, "accepted", [])
    assert (found["unit"], found["period"], found["edition"]) == ("106", "2024", PLAN.edition)


def test_a_text_where_a_number_belongs_names_its_cell_and_ends_with_1(tmp_path):
    entries = full() | {("CH_HO", "106"): "12 hộ", ("LD_VL", "106"): "1.234,5"}
    write_form(tmp_path / "a.xlsx", entries=entries)
    code, said, _ = ansx(tmp_path, "check", "a.xlsx", "--json")
    found = json.loads(said)
    by_element = {f["element"]: f for f in found["findings"] if f["code"].startswith("R")}
    assert code == 1
    assert (by_element["CH_HO"]["code"], by_element["CH_HO"]["value"]) == ("R01", "12 hộ")
    assert by_element["CH_HO"]["cell"] and by_element["CH_HO"]["action"]
    values = {v["element"]: v for v in found["values"]}
    assert (values["CH_HO"]["value"], values["CH_HO"]["status"]) == (None, "error")
    assert ansx(tmp_path, "check", "a.xlsx")[0] == 1


def test_a_form_of_another_edition_period_or_nobody_is_rejected(tmp_path):
    write_form(tmp_path / "in" / "edition.xlsx", entries=full(), edition="2020.1-deadbeef")
    write_form(tmp_path / "in" / "unit.xlsx", entries=full(), unit="999")
    write_form(tmp_path / "in" / "later.xlsx", entries=full("106", Period.parse("2023")), period=Period.parse("2023"))
    write_form(tmp_path / "in" / "nobody.xlsx", entries=full(), unit="SVHTTDL")
    with zipfile.ZipFile(tmp_path / "in" / "other.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    code, said, _ = ansx(tmp_path, "consolidate", "in", "2024", "-o", "out.xlsx", "--json")
    found = json.loads(said)
    reasons = {f["file"]: (f["outcome"], f["reason"]) for f in found["files"]}
    assert code == 1
    assert reasons == {
        "edition.xlsx": ("rejected", "F10"),
        "unit.xlsx": ("rejected", "F11"),
        "later.xlsx": ("rejected", "F12"),
        "nobody.xlsx": ("rejected", "F14"),
        "other.docx": ("rejected", reasons["other.docx"][1]),
    }
    assert found["reconciliation"]["found"] == 5 == found["reconciliation"]["rejected"]


def test_the_json_of_a_period_keeps_its_promises(tmp_path, inbox):
    code, said, _ = ansx(tmp_path, "consolidate", inbox, "2024", "-o", "out.xlsx", "--json", "--date", "2025-01-10")
    found = json.loads(said)
    assert set(found) == {
        *("period", "area", "output", "provisional", "from_ledger"),
        *("reconciliation", "files", "elements", "indicators", "attainments"),
    }
    assert (found["period"], found["area"], found["provisional"]) == ("2024", "12", True)
    assert found["files"][0]["outcome"] == "used" and found["files"][0]["file"] == "one.xlsx"
    assert all(isinstance(e["value"], str | None) for e in found["elements"])
    rates = {(i["indicator"], i["area"]): i for i in found["indicators"]}
    assert rates["NS01", "106"]["value"] == "100" and rates["NS01", "12"]["value"] is None
    assert rates["NS01", "12"]["reason"] == "units_missing"
    assert {a["target_id"] for a in found["attainments"]} == set(PLAN.targets)


def test_a_form_of_a_day_without_units_is_rejected(tmp_path):
    """An agency that reports by unit has no row to fill then, whoever made the form."""
    early, late = Period.parse("2019"), Period.parse("2020")
    day = early.end
    units = {i: replace(u, validity=replace(u.validity, start=day)) if u.reports else u for i, u in PLAN.units.items()}
    plan = replace(PLAN, units=units)
    for who, period in (("SYT", early), ("106", early), ("SYT", late)):
        write_form(tmp_path / f"{who}-{period}.xlsx", who, period=period, plan=plan)
    code, said, _ = ansx(tmp_path, "check", "SYT-2019.xlsx", "106-2019.xlsx", "SYT-2020.xlsx", "--json")
    found = [json.loads(line) for line in said.splitlines()]
    assert (code, [f["reason"] for f in found]) == (1, ["F14", "F14", None])
    assert vi.period(early) in found[0]["findings"][0]["message"]


def test_a_dry_run_writes_nothing(tmp_path, inbox):
    code, _, _ = ansx(tmp_path, "consolidate", inbox, "2024", "-o", "out.xlsx", "--dry-run")
    assert list(tmp_path.iterdir()) == []


def test_known_files_are_used_again_and_an_absent_one_comes_from_the_ledger(tmp_path, inbox):
    first = json.loads(ansx(tmp_path, "consolidate", inbox, "2024", "-o", "a.xlsx", "--json")[1])
    again = json.loads(ansx(tmp_path, "consolidate", inbox, "2024", "-o", "b.xlsx", "--json")[1])
    assert first["files"] == again["files"] and first["elements"] == again["elements"]
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    write_form(tmp_path / "second" / "x.xlsx", "105", full("105"))
    third = json.loads(ansx(tmp_path, "consolidate", "second", "2024", "-o", "c.xlsx", "--json")[1])
    assert third["from_ledger"] == ["106"]
    assert third["reconciliation"]["found"] == 1


def test_what_is_recorded_before_a_period_that_is_signed_off_names_it(tmp_path, inbox):
    after = vi.closed_after([Period.parse("2025")])
    with Ledger.open(tmp_path / "ansx.db") as ledger:
        ledger.append(Period.parse("2025"), [Decision(DecisionKind.SIGN_OFF)], Stamp("2026-01-20"))
    consolidate = ("consolidate", inbox, "2024", "-o", "out.xlsx")
    assert after in ansx(tmp_path, *consolidate)[2]
    assert after not in ansx(tmp_path, *consolidate)[2]  # nothing new came in
    given = ("--unit", "106", "--element", "GN_HS", "--value", "7", "--reason", "r", "--confirmed-by", "c")
    assert after in ansx(tmp_path, "adjust", "2024", *given)[2]
    assert ansx(tmp_path, "reopen", "2025", "--why", "w")[0] == 0
    assert after not in ansx(tmp_path, "adjust", "2024", *given)[2]


def test_the_output_never_lands_among_what_was_sent(tmp_path):
    write_form(tmp_path / "in" / "one.xlsx", entries=full())
    before = (tmp_path / "in" / "one.xlsx").read_bytes()
    for out in ("in/one.xlsx", "in/new.xlsx"):
        code, _, _ = ansx(tmp_path, "consolidate", "in", "2024", "-o", out)
        assert code == 2
    assert [p.name for p in (tmp_path / "in").iterdir()] == ["one.xlsx"]
    assert (tmp_path / "in" / "one.xlsx").read_bytes() == before


def test_a_folder_in_the_place_of_the_output_is_a_sentence(tmp_path, inbox):
    (tmp_path / "out.xlsx").mkdir()
    code, _, complained = ansx(tmp_path, "consolidate", inbox, "2024", "-o", "out.xlsx")
    assert code == 2 and "out.xlsx" in complained


def test_a_broken_catalogue_lists_every_fault(tmp_path):
    from ansx_xl.catalogue import exchange

    exchange.copy_default(tmp_path / "danh-muc")
    path = tmp_path / "danh-muc" / "targets.yaml"
    path.write_text(path.read_text("utf-8").replace('indicator: "YT01"', 'indicator: "YT99"'), "utf-8")
    units = tmp_path / "danh-muc" / "units.csv"
    units.write_text(units.read_text("utf-8").replace("2020-03-01", "2020-13-01", 1), "utf-8")
    code, _, complained = ansx(tmp_path, "catalogue", "check")
    assert code == 2
    assert "targets.yaml:" in complained and "units.csv:3" in complained


def test_the_cold_path_is_light():
    program = "import sys, ansx_xl.cli; print([m for m in ('pandas','numpy','openpyxl','xlwings') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == "[]"


def test_the_workbook_is_written_again_from_the_ledger(tmp_path, inbox):
    ansx(tmp_path, "consolidate", inbox, "2024", "-o", "a.xlsx", "--date", "2025-01-10")
    assert ansx(tmp_path, "export", "2024", "-o", "out", "--date", "2025-01-10")[0] == 0
    first, again = (cells.read(p.read_bytes()) for p in (tmp_path / "a.xlsx", tmp_path / "out" / "tong-hop-2024.xlsx"))
    for sheet in (vi.DATA, vi.TOTALS, vi.ATTAINMENT):
        assert first.sheets[sheet].cells == again.sheets[sheet].cells
    code, _, complained = ansx(tmp_path, "export", "2023", "-o", "out")
    assert code == 2 and "2023" in complained
    assert not [p.name for p in (tmp_path / "out").iterdir() if "2023" in p.name]
