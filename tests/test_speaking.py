"""What the command line says: its own language everywhere, and always which thing is meant."""

import hashlib
import json
import re
from pathlib import Path

import click
import pytest
from test_architecture import Module
from test_cli import ansx, full, write_form

from ansx_xl import catalogue, vi
from ansx_xl import ledger as ledgers
from ansx_xl.cli import main
from ansx_xl.cli.face import day_of
from ansx_xl.errors import AnsxError
from ansx_xl.model import Comparison
from ansx_xl.period import FIRST_YEAR, LAST_YEAR, Period
from ansx_xl.presenting.table import Column, Table, sheet


def helps(command, context):
    """The help of a command and of all commands in it."""
    yield command.get_help(context)
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        below = command.get_command(context, name)
        yield from helps(below, below.context_class(below, info_name=name, parent=context))


def test_no_help_speaks_another_language():
    said = list(helps(main, main.context_class(main, info_name="ansx")))
    assert len(said) == 1 + len(main.list_commands(None)) + 3  # the three of `catalogue`
    for text in said:
        assert text.startswith(vi.HELP_WORDS["Usage: "])
        english = ("Usage", "Options", "Commands", "Show this", "required", "TEXT", "PATH", "PERIOD", "FILE", "FOLDER")
        assert not [w for w in english if w in text]
        listed = text.partition(f"{vi.HELP_WORDS['Commands']}:")[2].splitlines()
        assert not [line for line in listed if line.endswith("...")], "a line that is cut"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("adjust", "2024", "--unit", "106"), ("--element", "ansx adjust --help")),
        (("status", "2024", "2025"), ("2025", "ansx status --help")),
        (("nonsense",), ("nonsense", "ansx --help")),
        (("catalogue", "nonsense"), ("nonsense", "ansx catalogue --help")),
        (("forms",), (f" {vi.ARGUMENTS['period']}.", "ansx forms --help")),
        (("check",), (f" {vi.ARGUMENTS['files']}.", "ansx check --help")),
        (("consolidate",), (f" {vi.ARGUMENTS['inbox']}.", "ansx consolidate --help")),
        (("template", "-o", "a.xlsx"), ("a.xlsx", ".xlsm")),
        (("consolidate", "in", "2024", "-o", "a.txt"), ("a.txt", ".xlsx")),
        (("choose", "nowhere.xlsx"), ("nowhere.xlsx", vi.error("no_file", {"file": "nowhere.xlsx"}))),
    ],
)
def test_a_command_typed_wrongly_says_what_is_wrong_with_it(tmp_path, arguments, named):
    write_form(tmp_path / "in" / "a.xlsx", entries=full())
    with ledgers.Ledger.open(tmp_path / "ansx.db"):
        pass
    code, _, complained = ansx(tmp_path, *arguments)
    assert (code, [n for n in named if n not in complained]) == (2, []), complained
    assert {p.name for p in tmp_path.iterdir()} == {"in", "ansx.db"}


ROOT = Path(__file__).parent.parent
TEXTS = [*(ROOT / "docs").glob("*.md"), *(ROOT / "ansx_xl" / "vi").glob("*.py"), ROOT / "README.md"]
TEXTS += (ROOT / "ansx_xl" / "data" / "demo").glob("*.yaml")


def said(path):
    """A text as a person reads it; of a module only what stands in quotes."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    return "\n".join(literal for _, literal in Module(path.stem, text).texts)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_code_that_is_quoted_is_there(path):
    plan = catalogue.load()
    known = {*plan.elements, *plan.indicators, *plan.targets, *plan.findings, *(c.code for c in plan.checks.values())}
    beginnings = "|".join({re.match("[A-Z]+", code)[0] for code in known})
    quoted = re.findall(rf"\b(?:{beginnings})(?:_[A-Z0-9_]*[A-Z0-9]|[0-9]{{2}})\b", said(path))
    assert {*quoted} - known == set()


def test_some_codes_are_quoted():
    assert len([code for path in TEXTS for code in re.findall("GN_HO_NGHEO|KT08", said(path))]) >= 3


def test_after_an_export_of_the_catalogue_its_import_is_named(tmp_path):
    code, said, _ = ansx(tmp_path, "catalogue", "export", "plan.xlsx")
    assert code == 0 and said.strip().endswith("ansx catalogue import plan.xlsx")
    code, said, _ = ansx(tmp_path, *said.strip().rpartition("ansx ")[2].split())
    assert code == 0 and [p.name for p in tmp_path.iterdir()] == ["plan.xlsx"]


def test_what_a_parser_says_does_not_reach_a_person(tmp_path):
    (tmp_path / "plan").mkdir()
    for file in catalogue.default_folder().glob("*.[yc][as][mv]*"):
        (tmp_path / "plan" / file.name).write_bytes(file.read_bytes())
    for name, line in (("targets.yaml", '- id: "x\n'), ("units.csv", '113,"x\n')):
        with (tmp_path / "plan" / name).open("a", encoding="utf-8") as out:
            out.write(line)
    code, _, complained = ansx(tmp_path, "catalogue", "check", "--catalogue", "plan")
    lines = [line for line in complained.splitlines() if line.startswith(("targets.yaml:", "units.csv:"))]
    assert code == 2 and {line.partition(": ")[2] for line in lines} == {vi.fault("x", 0, "syntax", {})[3:]}


def test_checking_tells_what_is_no_form_from_a_form_to_be_sent_again(tmp_path):
    write_form(tmp_path / "in" / "a.xlsx", entries=full())
    for missing, error in (("in/b.xlsx", "no_file"), ("in", "is_folder")):
        code, said, complained = ansx(tmp_path, "check", "in/a.xlsx", missing)
        assert (code, said, complained.strip()) == (2, "", vi.error(error, {"file": missing}))
    (tmp_path / "in" / "~$a.xlsx").write_bytes(b"officer")
    code, said, _ = ansx(tmp_path, "check", "./in//a.xlsx", "in/~$a.xlsx")
    assert code == 0 and said.startswith("./in//a.xlsx: ")
    (passed_over,) = (line for line in said.splitlines() if line.startswith("in/~$a.xlsx"))
    assert vi.OUTCOME["skipped"] in passed_over
    code, said, complained = ansx(tmp_path, "check", "in/a.xlsx", "in/~$a.xlsx", "--json")
    assert code == 0 and len(said.splitlines()) == 1 and passed_over in complained


def test_an_empty_file_is_called_empty(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xlsx").touch()
    nothing = hashlib.sha256(b"").hexdigest()
    code, said, _ = ansx(tmp_path, "check", "in/a.xlsx", "--json")
    found = json.loads(said)
    assert (code, found["reason"], found["sha256"]) == (1, "F01", nothing)
    assert found["findings"][0]["message"] == vi.finding("F01", {"reason": "empty"})[0]
    assert vi.finding("F01", {"reason": "empty"}) != vi.finding("F01", {"reason": "unreadable"})
    said = ansx(tmp_path, "consolidate", "in", "2024", "-o", "out.xlsx", "--json")[1]
    assert [f["sha256"] for f in json.loads(said)["files"]] == [nothing]


def test_a_finding_in_a_table_of_units_names_the_unit(demo):
    code, said, _ = ansx(demo, "check", "bieu-da-nhan/2024/2024_SYT_so-y-te.xlsx")
    (line,) = (line for line in said.splitlines() if "KT27" in line)
    assert code == 0 and line.endswith(" - Huyện Nậm Nhùn")


@pytest.mark.parametrize("code", ["1999", "2101-H1"])
def test_a_year_out_of_all_reason_says_which_are_taken(code):
    with pytest.raises(AnsxError) as refused:
        Period.parse(code)
    said = vi.error(refused.value.code, refused.value.facts)
    assert all(word in said for word in (code, str(FIRST_YEAR), str(LAST_YEAR)))


def test_a_day_is_taken_as_it_is_written_here_or_in_iso():
    assert day_of("31/12/2024") == day_of("2024-12-31") == "2024-12-31"
    with pytest.raises(AnsxError):
        day_of("12/31/2024")


def test_what_keeps_a_period_open_is_named_with_its_cell_and_a_slip_in_the_codes_too(tmp_path):
    write_form(tmp_path / "in" / "a.xlsx", entries=full() | {("CH_HO", "106"): "12 hộ"})
    ansx(tmp_path, "consolidate", "in", "2024", "-o", "out.xlsx")
    code, _, complained = ansx(tmp_path, "sign-off", "2024", "--waive", "A01", "--waive", "XX9@106", "--why", "a")
    (line,) = (line for line in complained.splitlines() if line.startswith("  R01@106"))
    assert code == 2 and f"{vi.ENTRY}!" in line
    *_, unknown = complained.splitlines()
    assert unknown == vi.WAIVED_NOTHING.format(codes="XX9@106").strip()


def test_a_traced_rate_has_its_unit_of_measure_and_a_count_no_numerator(tmp_path):
    write_form(tmp_path / "in" / "a.xlsx", entries=full())
    ansx(tmp_path, "consolidate", "in", "2024", "-o", "out.xlsx")
    rate = ansx(tmp_path, "trace", "GN00", "2024", "--unit", "106")[1]
    count = ansx(tmp_path, "trace", "LD03", "2024", "--unit", "106")[1]
    assert vi.trace_value("50", "%", "") in rate.splitlines()
    assert vi.trace_sums("10", None) in count.splitlines()


def test_a_number_to_be_typed_anew_is_shown_as_it_is_typed():
    assert "1.234" not in vi.finding("R03", {"raw": "1 234", "taken": "1.234"})[0]
    more, less = ({"taken": t, "previous": p, "times": "1.000"} for t, p in (("5.000", "5"), ("5", "5.000")))
    assert vi.finding("C01", more)[0] != vi.finding("C01", less)[0].replace("5 ", "5.000 ")


def test_all_of_a_share_asks_for_no_more_than_all():
    assert vi.demand(Comparison.AT_LEAST, 100, "%") == "100%" != vi.demand(Comparison.AT_LEAST, 98, "%")
    plan = catalogue.load()
    said = {
        t.id: vi.demand_of(t, max(t.values.values()), plan.indicators[t.indicator].measure)
        for t in plan.targets.values()
    }
    assert (said["GD02"], said["GD03"], said["GD05"]) == ("duy trì đạt", "mức độ 2 trở lên", "mức độ 1 trở lên")
    assert not any("đạt/không" in words or "mức độ trở" in words for words in said.values())


def test_a_long_line_under_the_title_gets_the_height_it_needs():
    columns = tuple(Column(str(i), str(i), 12) for i in range(20))
    short, long = (sheet(Table("a", "A", text, columns, ())) for text in ("b", "b " * 400))
    assert short.heights[1] < 2 * 15 <= long.heights[1]
