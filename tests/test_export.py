"""`ansx export`: everything that leaves the department, nothing written over that is not ours, nobody named."""

import hashlib
import io
import json
import resource
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import builders
import pytest
from test_cli import ansx
from test_patching import MAPPING, fancy

from ansx_xl import catalogue as catalogues
from ansx_xl import cells, pdf, vi, workflow
from ansx_xl.errors import AnsxError
from ansx_xl.ledger import Ledger
from ansx_xl.model import Stamp
from ansx_xl.period import Period

__all__ = ["fancy"]

PLAN = catalogues.load()
COMMUNES = Period.parse("2025-H2")
DAY = "2025-01-15"


@pytest.fixture(scope="module")
def exported(demo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    code, said, _ = ansx(demo, "export", "2024", "-o", folder / "out", "--date", DAY)
    assert code == 0
    return folder / "out", said


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_every_file_is_there_listed_and_named_with_its_purpose(exported):
    folder, said = exported
    found = files(folder)
    assert {
        "tong-hop-2024.xlsx",
        "bieu-gui-bo-lao-dong-thuong-binh-va-xa-hoi-2024.xlsx",
        "bao-cao-so-2024.docx",
        "tom-tat-2024.html",
        "du-lieu-2024/so-lieu.csv",
        "du-lieu-2024/datapackage.json",
        "danh-sach-tep-2024.json",
    } <= set(found)
    lines = [line.strip().partition(": ")[::2] for line in said.splitlines()[1:]]
    assert {name for name, _ in lines} == set(found) and all(purpose for _, purpose in lines)
    listed = json.loads(found["danh-sach-tep-2024.json"])
    assert {f["file"]: f["sha256"] for f in listed["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name != "danh-sach-tep-2024.json"
    }


def test_again_it_is_the_same_and_what_is_ours_is_renewed(demo, exported, tmp_path):
    folder = shutil.copytree(exported[0], tmp_path / "out")
    before = files(folder)
    assert ansx(demo, "export", "2024", "-o", folder, "--date", DAY)[0] == 0
    assert files(folder) == before
    assert ansx(demo, "export", "2024", "-o", folder, "--date", "2025-02-01")[0] == 0
    assert files(folder)["du-lieu-2024/datapackage.json"] != before["du-lieu-2024/datapackage.json"]


def test_where_no_pdf_can_be_made_the_rest_stays_ours(demo, tmp_path, monkeypatch):
    plan, folder, day = catalogues.load(demo / "danh-muc"), tmp_path / "out", "2025-02-01"

    def fails(_files):
        raise AnsxError("pdf_slow", seconds=1)

    monkeypatch.setattr(pdf, "office", lambda: "office")
    monkeypatch.setattr(pdf, "convert", fails)
    with pytest.raises(AnsxError):
        workflow.export(plan, Period.parse("2024"), folder, demo / "ansx.db", DAY, with_pdf=True)
    assert workflow.export(plan, Period.parse("2024"), folder, demo / "ansx.db", day).files


@pytest.mark.parametrize(
    "name", ["bao-cao-so-2024.docx", "du-lieu-2024/so-lieu.csv", "danh-sach-tep-2024.json", "tong-hop-2024.xlsx"]
)
def test_what_somebody_changed_or_put_there_stays(demo, exported, tmp_path, name):
    folder = shutil.copytree(exported[0], tmp_path / "out")
    (folder / name).write_bytes(b"somebody's own")
    before = files(folder)
    code, _, complained = ansx(demo, "export", "2024", "-o", folder, "--date", "2025-02-01")
    assert (code, files(folder)) == (2, before) and Path(name).name in complained
    fresh = tmp_path / "fresh"
    (fresh / name).parent.mkdir(parents=True)
    (fresh / name).write_bytes(b"somebody's own")
    code, _, _ = ansx(demo, "export", "2024", "-o", fresh, "--date", DAY)
    assert (code, list(files(fresh))) == (2, [name])


def test_a_form_of_the_ministry_is_filled_in_a_copy(demo, exported, fancy, tmp_path):
    form, mapping = tmp_path / "bieu-bo.xlsx", tmp_path / "anh-xa.yaml"
    form.write_bytes(fancy)
    mapping.write_text(MAPPING, "utf-8")
    asked = ("export", "2024", "-o", tmp_path / "out", "--form", form, "--mapping", mapping, "--date", DAY)
    code, said, _ = ansx(demo, *asked)
    assert code == 0 and form.read_bytes() == fancy
    filled = cells.read((tmp_path / "out" / "bieu-bo-2024.xlsx").read_bytes())
    assert filled.sheets["Số liệu"].cells[3, 1].raw == "107705"
    assert vi.RECALCULATE.format(file="bieu-bo-2024.xlsx") in said
    mapping.write_text('- cell: "LA"\n  figure: "CH_HO"\n', "utf-8")
    code, _, complained = ansx(demo, *asked[:4], *asked[4:])
    assert code == 2 and "anh-xa.yaml:1" in complained
    assert ansx(demo, "export", "2024", "-o", tmp_path / "x", "--form", form)[0] == 2 and not (tmp_path / "x").exists()


def test_totals_in_every_output_are_those_of_consolidate(demo_made, exported):
    """The ministry's sheets, the tables of data and the consolidated workbook say the same of every element."""
    import csv

    from ansx_xl import ministry, plain

    folder, _ = exported
    results = next(r for r in demo_made.results if str(r.period) == "2024")
    said = {(e["element"], e["area"]): e["value"] for e in plain.consolidated(results, "")["elements"]}
    with open(folder / "du-lieu-2024" / "so-lieu.csv", encoding="utf-8", newline="") as file:
        table = {(r["element"], r["area"]): r["value"] or None for r in csv.DictReader(file)}
    assert table == said
    (receiver,) = ministry.receivers(results)
    name = vi.SHEETS_FILE.format(receiver="bo-lao-dong-thuong-binh-va-xa-hoi", period="2024")
    sheets = cells.read((folder / name).read_bytes()).sheets
    book, compared = ministry.book(results, receiver), 0
    for (sheet, element, area), spot in book.spots.items():
        if sheet.startswith("Biểu 03") and (element, area) in said:
            cell = sheets[sheet].cells[spot.row, spot.col]
            value = said[element, area]
            if value is None:  # missing, or "x" as the unit typed it
                assert cell.raw in (vi.MISSING_SIGN, vi.NOT_APPLICABLE_SIGN)
            else:
                assert float(cell.raw) == float(value), (sheet, element, area)
            compared += 1
    assert compared == len(said)


def texts_of(name, data):
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from ((f"{name}/{part}", archive.read(part)) for part in archive.namelist())
    else:
        yield name, data


def test_no_officer_and_no_telephone_is_in_any_file(demo_made, exported):
    people = set()
    for results in demo_made.results:
        for s in results.submissions.values():
            people |= {s.officer, s.telephone} - {""}
    assert people
    for name, data in files(exported[0]).items():
        for part, content in texts_of(name, data):
            assert not [p for p in people if p.encode() in content], part


def test_nobody_has_sent(tmp_path):
    with pytest.raises(AnsxError) as caught:
        workflow.export(PLAN, Period.parse("2031"), tmp_path / "out", tmp_path / "none.db", DAY)
    assert caught.value.code == "nothing_sent" and not (tmp_path / "out").exists()


def test_a_period_of_38_units_takes_less_than_3_seconds_of_processor(tmp_path):
    sent = builders.submissions(PLAN, builders.figures(PLAN, COMMUNES, seed=3))
    with Ledger.open(tmp_path / "ansx.db") as ledger:
        ledger.append(COMMUNES, sent, Stamp(DAY))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "ansx_xl", "export", "2025-H2", "-o", "out", "--date", "2026-01-15"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert used < 3, used
    names = set(files(tmp_path / "out"))
    assert {"bieu-gui-bo-noi-vu-2025-H2.xlsx", "bieu-gui-bo-giao-duc-va-dao-tao-2025-H2.xlsx"} <= names
