"""An unchanged inbox is taken in again without reading a form or writing a file; whatever matters writes it anew."""

import os
import shutil

import pytest
from test_inbox import Untouched

from ansx_xl import inbox, saving, workflow
from ansx_xl.model import Stamp
from ansx_xl.period import Period

YEAR = Period.parse("2022")


@pytest.fixture
def desk(demo, tmp_path):
    """A working folder in which the year has been consolidated once."""
    shutil.copytree(demo / workflow.LOCAL_CATALOGUE, tmp_path / workflow.LOCAL_CATALOGUE)
    (tmp_path / "in").mkdir()
    for file in sorted((demo / "bieu-da-nhan" / "2022").iterdir())[:3]:
        shutil.copy(file, tmp_path / "in")
    run(tmp_path)
    os.utime(tmp_path / "out.xlsx", (1, 1))
    return tmp_path


def run(desk, day="2025-01-11"):
    plan = workflow.load_catalogue(desk / workflow.LOCAL_CATALOGUE)
    return workflow.consolidate(plan, desk / "in", YEAR, desk / "out.xlsx", desk / "ansx.db", day)


def written(desk):
    return (desk / "out.xlsx").stat().st_mtime > 1


def test_nothing_is_read_and_nothing_is_written(desk, monkeypatch):
    monkeypatch.setattr(inbox, "Reader", Untouched)
    monkeypatch.setattr(saving, "staged", None)
    results = run(desk)
    assert [f.outcome for f in results.files] == ["used"] * 3 and not written(desk)


def another_day(desk):
    run(desk, "2025-01-12")


def touched(desk):
    with open(desk / "out.xlsx", "ab") as file:
        file.write(b"!")
    os.utime(desk / "out.xlsx", (1, 1))
    run(desk)


def gone(desk):
    (desk / "out.xlsx").unlink()
    run(desk)


def a_word_of_the_catalogue(desk):
    settings = desk / workflow.LOCAL_CATALOGUE / "settings.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    run(desk)


def an_adjustment(desk):
    plan = workflow.load_catalogue(desk / workflow.LOCAL_CATALOGUE)
    day = "2025-01-11"
    given = ("105", "GN_HS", "7", "r", "c", day, desk / "ansx.db", Stamp(day))
    workflow.adjust(plan, YEAR, *given)
    run(desk)


def another_file(desk):
    shutil.copy(next((desk / "in").iterdir()), desk / "in" / "copy.xlsx")
    run(desk)


@pytest.mark.parametrize(
    "change",
    [another_day, touched, gone, a_word_of_the_catalogue, an_adjustment, another_file],
    ids=lambda c: c.__name__,
)
def test_whatever_matters_writes_it_anew(desk, change):
    change(desk)
    assert written(desk)
