"""Two officers at once, on a shared file and on a server: nothing lost, nothing doubled, the same results for both."""

import shutil
import subprocess
import sys

import pytest

from ansx_xl import catalogue as catalogues
from ansx_xl import consolidating, workflow
from ansx_xl.ledger import Ledger
from ansx_xl.model import DecisionKind, Run, Submission
from ansx_xl.period import Period

YEAR = Period.parse("2022")


@pytest.fixture
def desks(demo, tmp_path):
    """Two working folders with the same catalogue; the forms of the year are divided, with some in both."""
    files = sorted((demo / "bieu-da-nhan" / "2022").iterdir())
    for name, part in (("one", files[:12]), ("two", files[8:])):
        shutil.copytree(demo / workflow.LOCAL_CATALOGUE, tmp_path / name / workflow.LOCAL_CATALOGUE)
        (tmp_path / name / "inbox").mkdir()
        for file in part:
            shutil.copy(file, tmp_path / name / "inbox")
    return tmp_path / "one", tmp_path / "two"


def start(folder, ledger, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "ansx_xl", *arguments, "--ledger", ledger, "--date", "2025-01-11"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ended(*children):
    said = [child.communicate(timeout=120)[0] for child in children]
    assert not [text for text in said if "Traceback" in text]
    return [child.returncode for child in children]


def records(ledger):
    with Ledger.open(ledger) as opened:
        return [e.record for e in opened.events(YEAR)]


def test_both_consolidate_and_nothing_is_lost_or_doubled(desks, address):
    consolidate = ("consolidate", "inbox", "2022", "-o", "out.xlsx")
    first = ended(*(start(desk, address, *consolidate) for desk in desks))
    assert set(first) <= {0, 1}
    found = [r for r in records(address) if isinstance(r, Submission)]
    assert len(found) == len({s.sha256 for s in found}) == 19
    assert sum(isinstance(r, Run) for r in records(address)) == 2
    plan = catalogues.load(desks[0] / workflow.LOCAL_CATALOGUE)
    after = consolidating.published(workflow.from_ledger(plan, YEAR, address))
    ended(*(start(desk, address, *consolidate) for desk in desks))
    assert consolidating.published(workflow.from_ledger(plan, YEAR, address)) == after
    one, two = ((desk / "out.xlsx").read_bytes() for desk in desks)
    assert one and two


def test_what_is_published_is_what_was_there(desks, address):
    """One signs off while the other brings new forms: either before, and they are in it; or after, and refused."""
    ended(start(desks[0], address, "consolidate", "inbox", "2022", "-o", "out.xlsx"))
    bring = start(desks[1], address, "consolidate", "inbox", "2022", "-o", "out.xlsx")
    waive = [f for code in ("A01", "A02") for f in ("--waive", code)]
    sign = start(desks[0], address, "sign-off", "2022", *waive, "--why", "r")
    brought, signed = ended(bring, sign)
    assert signed == 0 and brought in (0, 1, 2)
    plan = catalogues.load(desks[0] / workflow.LOCAL_CATALOGUE)
    results = workflow.from_ledger(plan, YEAR, address)
    assert [d.kind for d in results.dossier.decisions if d.kind is not DecisionKind.WAIVE] == [DecisionKind.SIGN_OFF]
    assert (len(results.dossier.submissions) == 19) == (brought != 2)
    assert list(consolidating.changes_since_published(results)) == []


def test_two_adjustments_at_once_are_both_there(desks, address):
    ended(start(desks[0], address, "consolidate", "inbox", "2022", "-o", "out.xlsx"))
    given = ("adjust", "2022", "--unit", "105", "--element", "GN_HS", "--reason", "r", "--confirmed-by", "c")
    codes = ended(*(start(desk, address, *given, "--value", value) for desk, value in zip(desks, "78", strict=True)))
    assert codes == [0, 0]
    plan = catalogues.load(desks[0] / workflow.LOCAL_CATALOGUE)
    adjusted = workflow.from_ledger(plan, YEAR, address).dossier.adjustments
    assert sorted(str(a.adjusted) for a in adjusted) == ["7", "8"]
