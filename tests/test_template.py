"""template.xlsm as a file: sound to independent judges, made of these sources only, the same each time it is made."""

import io
import re
import zipfile

import openpyxl
import openxml_audit
import pytest
from provincial import modules
from pyopenvba import ExcelFile

from ansx_xl import catalogue, template, vi
from ansx_xl.layout import workbook as at
from macros import build


@pytest.fixture(scope="module")
def plan():
    return catalogue.load()


RESULTS = [name for name in template.SHEETS[1 : template.SHEETS.index(vi.ENTRY)] if name != vi.PICTURES]
"""The sheets that the one click fills; the pictures are formulas over them."""


@pytest.fixture(scope="module")
def made(plan):
    return template.to_bytes(plan)


@pytest.fixture(scope="module")
def path(made, tmp_path_factory):
    target = tmp_path_factory.mktemp("template") / "template.xlsm"
    target.write_bytes(made)
    return target


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_two_builds_are_the_same_file(plan, made):
    assert template.to_bytes(plan) == made
    project = build.project(template.code_names(), build.modules())
    assert project == build.project(template.code_names(), build.modules()) == build.PROJECT.read_bytes()


def test_the_committed_workbook_is_a_fresh_build(made):
    assert members(build.TEMPLATE.read_bytes()) == members(made)
    assert (build.SOURCES / build.RIBBON.name).read_bytes() == build.RIBBON.read_bytes()


def test_the_audit_finds_nothing(path):
    assert [str(each) for each in openxml_audit.OpenXmlValidator().validate(path).errors] == []


def test_the_project_is_sound(path):
    file = ExcelFile(path)
    assert file.validate() == []
    assert file.module_names() == ["ThisWorkbook", *template.code_names().values(), *modules()]


@pytest.mark.filterwarnings("ignore")  # of the judge's own dependencies
def test_every_module_is_exactly_its_source(path):
    from oletools.olevba import VBA_Parser

    found = {}
    for _, stream, name, text in VBA_Parser(str(path)).extract_macros():
        found[stream.rpartition("/")[2]] = (name, text)
    for name, text in modules().items():
        kept = found.pop(name)[1]
        assert kept.replace("\r\n", "\n").rstrip() == text.replace("\r\n", "\n").rstrip(), name
    for name, text in build.documents().items():
        attributes, _, code = found.pop(name)[1].replace("\r\n", "\n").partition("VB_Customizable = True\n")
        assert all(line.startswith("Attribute ") for line in attributes.splitlines())
        assert code == text.replace("\r\n", "\n")
    assert set(found) == set(template.code_names().values())
    for _, text in found.values():
        assert all(line.startswith("Attribute ") for line in text.split("\r\n") if line)


def test_the_parts_are_there(made):
    parts = members(made)
    assert parts["customUI/customUI14.xml"] == (build.SOURCES / "customUI14.xml").read_bytes()
    assert b"relationships/ui/extensibility" in parts["_rels/.rels"]
    assert parts["xl/vbaProject.bin"] == build.PROJECT.read_bytes()
    buttons = parts["xl/drawings/vmlDrawing1.vml"].decode()
    for macro, caption in vi.BUTTONS.items():
        assert f"ansx_buttons.{macro}" in buttons and caption in buttons


def test_sheets_names_and_validations(path):
    book = openpyxl.load_workbook(path, keep_vba=True)
    assert tuple(book.sheetnames) == template.SHEETS
    assert [sheet.sheet_properties.codeName for sheet in book] == list(template.code_names().values())
    expected = {at.panel_name(role) for role in (*at.P_INPUTS, "status")}
    expected |= {at.entry_name(role) for role in (*at.E_INPUTS, "table")} | set(at.WORDS_NAMES.values())
    assert set(book.defined_names) == expected
    states = {sheet.title: sheet.sheet_state for sheet in book if sheet.sheet_state != "visible"}
    assert states == {vi.CONF: "hidden", vi.WORDS_SHEET: "veryHidden"}
    assert len(book[vi.PANEL].data_validations.dataValidation) == len(at.P_INPUTS)
    assert len(book[vi.CORRECTING].data_validations.dataValidation) == len(at.C_INPUTS)
    assert book[vi.PANEL].print_area == f"'{vi.PANEL}'!{at.panel_print_area(20)}"
    typed = {
        (c.row - 1, c.column - 1) for row in book[vi.CORRECTING].iter_rows() for c in row if not c.protection.locked
    }
    assert typed == {(at.C_BODY_ROW + row, col) for row in range(at.C_ROWS) for col in at.C_INPUTS}
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    unlocked = {c.coordinate for row in book[vi.PANEL].iter_rows() for c in row if not c.protection.locked}
    inputs = {
        book.defined_names[at.panel_name(role)].attr_text.rpartition("!")[2].replace("$", "") for role in at.P_INPUTS
    }
    assert inputs <= unlocked
    book.close()


def test_result_sheets_are_empty_and_say_so(office, path):
    with office.open(path) as book:
        for name in RESULTS:
            texts = [value for _, (kind, value) in book.values(name).items() if kind == "text"]
            assert vi.NOT_FILLED in texts
        assert book.sheet_names(visible=True) == [s for s in template.SHEETS if s not in (vi.CONF, vi.WORDS_SHEET)]


def test_a_worksheet_function_is_one_formula_for_its_column(made):
    sheet = members(made)[f"xl/worksheets/sheet{template.SHEETS.index(vi.LOOKUP) + 1}.xml"].decode()
    for name in vi.FUNCTIONS:
        assert len(re.findall(rf'<f t="array" ref="E\d+:E\d+">{name}\(', sheet)) == 1


def test_names_in_vba_are_allowed():
    for code in template.code_names().values():
        assert code.isascii() and code.isalnum() and code[0].isalpha() and len(code) <= 31
    assert not {c.casefold() for c in template.code_names().values()} & {m.casefold() for m in modules()}


def test_the_settings_of_xlwings_name_the_functions(path):
    book = openpyxl.load_workbook(path)
    settings = {row[0]: row[1] for row in book[vi.CONF].iter_rows(values_only=True)}
    assert settings["UDF MODULES"] == build.FUNCTIONS and all(settings)
    assert "INTERPRETER_WIN" not in settings, "which Python to use is the business of the machine"
    book.close()
