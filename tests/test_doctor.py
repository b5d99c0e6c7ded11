"""The self-check: every line is fine or says what to do; the template tells its edition."""

from pathlib import Path

import pytest

from ansx_xl import catalogue, doctor, template, vi
from ansx_xl.doctor import XLWINGS, Facts, Line, edition_of, examine, look, words

READY = Facts(
    python=(3, 12, 1),
    folder=Path("x"),
    xlwings=XLWINGS,
    edition="2026.1-abc",
    templates={"template.xlsm": "2026.1-abc"},
    windows=True,
    dll=True,
    config=True,
)


def opened(facts):
    return [line.code for line in examine(facts) if not line.fine]


def test_a_ready_machine():
    assert opened(READY) == [] and words(examine(READY))[-1] == vi.DOCTOR_FINE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"python": (3, 10, 9)}, "python"),
        ({"xlwings": "0.30.0"}, "xlwings"),
        ({"dll": False}, "dll"),
        ({"config": False}, "config"),
        ({"templates": {}}, "template"),
        ({"templates": {"template.xlsm": "2025.1-old"}}, "edition"),
        ({"writable": False}, "folder"),
        ({"marked": ("template.xlsm",)}, "mark"),
        ({"macros_off": True}, "macros"),
        ({"network": True}, "ledger"),
    ],
)
def test_each_fault_has_one_line_that_says_what_to_do(change, code):
    from dataclasses import replace

    facts = replace(READY, **change)
    assert opened(facts) == [code]
    (said,) = [w for line, w in zip(examine(facts), words(examine(facts))) if line.code == code]
    assert vi.DOCTOR_TODO[code].split("{")[0] in said and "{" not in said


def test_elsewhere_nothing_is_asked_for_that_only_excel_needs():
    from dataclasses import replace

    lines = examine(replace(READY, windows=False, xlwings="", templates={}))
    assert all(line.fine for line in lines) and "elsewhere" in {line.code for line in lines}


def test_every_line_has_words():
    assert {line.code for line in examine(READY)} | {"template", "elsewhere"} == set(vi.DOCTOR)
    for code in vi.DOCTOR_TODO:
        assert code in vi.DOCTOR
    assert words([Line("package", True, {"found": "1"})])[0] == "[đạt] Chương trình ansx_xl 1."


def test_a_folder_is_looked_at(tmp_path):
    plan = catalogue.load()
    (tmp_path / "template.xlsm").write_bytes(template.to_bytes(plan))
    (tmp_path / "other.xlsm").write_bytes(b"PK")
    facts = look(tmp_path)
    assert facts.templates == {"template.xlsm": plan.edition} and facts.edition == plan.edition
    assert facts.xlwings == XLWINGS and facts.writable and not facts.network


def test_the_version_is_that_of_the_macros():
    import xlwings

    text = Path(xlwings.__file__).with_name("xlwings.bas").read_text("ascii")
    assert f'XLWINGS_VERSION As String = "{XLWINGS}"' in text and doctor._dll().endswith(f"-{XLWINGS}.dll")


def test_another_workbook_has_no_edition(tmp_path):
    (tmp_path / "a.xlsm").write_bytes(b"no workbook")
    assert edition_of(tmp_path / "a.xlsm") is None and edition_of(tmp_path / "none.xlsm") is None
