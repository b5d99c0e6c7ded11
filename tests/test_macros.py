"""The VBA of the provincial workbook: what is in it, that each command reaches Python and runs when clicked."""

import inspect
import re
import shutil

import engine
import pytest
import xlwings as xw
from macros_in_office import Macros, functions
from provincial import SWAPPED, modules, office_modules, office_template

from ansx_xl import catalogue, excel, lookups, template, vi, workflow
from ansx_xl.layout import workbook as at
from macros import build

RUN = re.compile(r'RunPython "import (?P<module>[\w.]+); (?P=module)\.(?P<name>\w+)\(\)"')
BUTTONS = {macro: macro.lower() for macro in vi.BUTTONS}


def procedures(text):
    """Name and lines of every Sub and Function of a module."""
    found = re.findall(r"^(?:Public |Private )?(?:Sub|Function) (\w+)\((.*?)\)\r?\n(.*?)^End ", text, re.M | re.S)
    return {name: (given, [line.strip() for line in body.splitlines()]) for name, given, body in found}


def test_sources_are_ascii_and_names_are_allowed():
    for name, text in modules().items():
        assert text.isascii() and re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,30}", name)
        assert text.startswith(f'Attribute VB_Name = "{name}"\r\n') and "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize(("module", "prefix"), [("ansx_buttons", ""), ("ansx_ribbon", "On")])
def test_every_command_is_one_line_that_python_has(module, prefix):
    found = procedures(modules()[module])
    assert list(found) == [prefix + macro for macro in vi.BUTTONS]
    for name, (given, body) in found.items():
        assert len(body) == 1 and given == ("control As IRibbonControl" if prefix else "")
        run = RUN.fullmatch(body[0])
        assert run["module"] == "ansx_xl.excel" and run["name"] == BUTTONS[name.removeprefix(prefix)]
        assert run["name"] in excel.__all__ and not inspect.signature(getattr(excel, run["name"])).parameters


def test_the_ribbon_names_every_command():
    ribbon = (build.SOURCES / "customUI14.xml").read_text("utf-8")
    buttons = dict(re.findall(r'<button id="ansx\w+" label="([^"]+)"[^>]*? onAction="On(\w+)"', ribbon))
    assert buttons == {caption: macro for macro, caption in vi.BUTTONS.items()}
    assert ribbon.count("screentip=") == ribbon.count("supertip=") == ribbon.count("imageMso=") == len(vi.BUTTONS)


def test_every_worksheet_function_has_the_arguments_of_python_and_help():
    found = procedures(modules()[build.WRAPPERS])
    assert set(found) == set(vi.FUNCTIONS) == set(lookups.NAMES)
    module = functions("ansx_xl.excel.functions")
    for name, (given, body) in found.items():
        declared = [each.replace("Optional ", "") for each in given.split(", ")]
        parameters = inspect.signature(getattr(module, name)).parameters
        assert declared == list(parameters) == [argument for argument, _ in vi.FUNCTIONS[name][1]]
        optional = [each.startswith("Optional ") for each in given.split(", ")]
        assert optional == [p.default is not p.empty for p in parameters.values()]
        assert body[-1] == f"{name} = NoPython()" and "Volatile" not in "".join(body)
        help_text, arguments = vi.FUNCTIONS[name]
        assert len(help_text) <= 255 and all(len(text) <= 255 for _, text in arguments)


def test_only_two_modules_differ_for_libreoffice():
    real, office = modules(), office_modules()
    assert real.keys() == office.keys()
    assert {name for name in real if real[name] != office[name]} == SWAPPED
    assert build.documents().keys() == {"ThisWorkbook"}


def test_the_interpreter_runs_every_button_up_to_python():
    """pyOpenVBA's own interpreter, with RunPython noting what it is told."""
    from pyopenvba.interpreter import NOTHING, Interpreter

    vba = Interpreter()
    vba.add_module("Public Told\nFunction RunPython(Command)\n    Told = Command\nEnd Function\n", name="xlwings")
    vba.add_module("Function WhatWasTold()\n    WhatWasTold = Told\nEnd Function\n", name="asking")
    for name in ("ansx_buttons", "ansx_ribbon"):
        vba.add_module(modules()[name].partition("\r\n")[2], name=name)
    for macro, function in BUTTONS.items():
        for name, given in ((macro, []), (f"On{macro}", [NOTHING])):
            vba.run(name, given)
            assert str(vba.run("WhatWasTold", [])) == f"import ansx_xl.excel; ansx_xl.excel.{function}()"


@pytest.fixture(scope="module")
def plan(demo):
    return catalogue.load(demo / workflow.LOCAL_CATALOGUE)


@pytest.fixture(scope="module")
def place(tmp_path_factory, demo):
    folder = tmp_path_factory.mktemp("clicked")
    shutil.copytree(demo / workflow.LOCAL_CATALOGUE, folder / workflow.LOCAL_CATALOGUE)
    shutil.copytree(demo / "bieu-da-nhan" / "2024", folder / "nhan")
    shutil.copy(demo / workflow.DEFAULT_LEDGER, folder)
    return folder


@pytest.fixture(scope="module")
def document(office, plan, tmp_path_factory):
    path = office_template(tmp_path_factory.mktemp("macros") / "template.xlsm", plan)
    with office.open(path, macros=True, hidden=False) as opened:
        yield opened


@pytest.fixture
def macros(document, place):
    with engine.opened(document, place / "template.xlsm") as application, Macros(document) as started:
        started.application = application
        names = xw.Book.caller().names
        for role, value in {"inbox": "nhan", "output": "ket-qua"}.items():
            names[at.panel_name(role)].refers_to_range.value = value
        yield started


def test_every_button_is_there(macros):
    tied = {caption: re.search(r"ansx_buttons\.\w+", macro)[0] for caption, macro in macros.buttons().items()}
    assert tied == {caption: f"ansx_buttons.{macro}" for macro, caption in vi.BUTTONS.items()}


def test_a_click_on_tong_hop_fills_the_sheets(macros, document, demo_made, place):
    """The whole story: period and inbox are chosen, one click, the totals are those of the command line."""
    macros.press(vi.BUTTONS["Consolidate"])
    assert macros.commands == ["import ansx_xl.excel; ansx_xl.excel.consolidate()"] and macros.failures == []
    document.recalculate()
    results = next(r for r in demo_made.results if str(r.period) == "2024")
    shown = {code: value for (_, col), (_, code) in document.values(vi.DATA).items() if col == 1 for value in [code]}
    rows = {code: row for (row, col), (_, code) in document.values(vi.DATA).items() if col == 1}
    values = document.values(vi.DATA)
    province = results.areas[0].id
    for (element, area), total in results.totals.items():
        if area == province and total.counted:
            assert values[rows[element], 4] == ("number", pytest.approx(float(total.value), rel=1e-14))
    assert len(shown) > 60
    verdicts = [text for (_, col), (_, text) in document.values(vi.ATTAINMENT).items() if col == 10]
    assert len(verdicts) > len(results.attainments)
    assert (place / "ket-qua" / "tong-hop-2024.xlsx").exists()


@pytest.mark.parametrize("macro", vi.BUTTONS)
def test_every_button_reaches_python(macros, macro):
    macros.application.answers = ["no"] * 3
    macros.press(vi.BUTTONS[macro])
    assert macros.commands == [f"import ansx_xl.excel; ansx_xl.excel.{BUTTONS[macro]}()"] and macros.failures == []
    assert macros.application.messages or macros.application.journal


@pytest.mark.parametrize("macro", vi.BUTTONS)
def test_every_ribbon_command_does_what_its_button_does(macros, macro):
    macros.application.answers = ["no"] * 3
    macros.ribbon(f"On{macro}")
    assert macros.commands == [f"import ansx_xl.excel; ansx_xl.excel.{BUTTONS[macro]}()"] and macros.failures == []
    assert macros.application.messages or macros.application.journal


def test_every_worksheet_function_answers_in_its_cells(macros, document, plan, place):
    """The examples of Tra cứu, computed by Python through VBA; those that ask the ledger have answers now."""
    document.recalculate()
    examples = {
        block.formula.name: block for block in template.make(plan).sheets[template.SHEETS.index(vi.LOOKUP)].blocks
    }
    values = document.values(vi.LOOKUP)
    assert macros.failures == [] and set(macros.calls) == set(vi.FUNCTIONS)
    assert all(macros.calls.count(name) == 1 for name in vi.FUNCTIONS), "one call for a whole column"
    for name, block in examples.items():
        top, col, bottom, _ = block.block
        shown = [values.get((row, col), ("text", ""))[1] for row in range(top, bottom + 1)]
        if name == "ANSX_TONG_HOP":
            assert all(isinstance(answer, float) for answer in shown)
        elif name in ("ANSX_DANH_GIA", "ANSX_CON_THIEU"):
            assert shown == with_earlier_years(plan, place, name)
        else:
            assert shown == [
                worth[0] if isinstance(worth[0], str) else pytest.approx(worth[0]) for worth in block.worth
            ]


def with_earlier_years(plan, place, name):
    """What the examples of a function answer where the ledger knows the years before."""

    def earlier(period):
        return workflow.earlier_figures(plan, place / workflow.DEFAULT_LEDGER, period)

    columns = [list(column) for column in zip(*vi.LOOKUP_EXAMPLES[name])]
    return getattr(lookups, lookups.NAMES[name])(plan, *columns, earlier=earlier)


def test_one_call_answers_300_rows(macros):
    sheet = xw.Book.caller().sheets[vi.LOOKUP]
    sheet.api.Unprotect()
    sheet.range((100, 9), (399, 9)).value = [[n] for n in range(1, 301)]
    cells = sheet.range((100, 10), (399, 10))
    cells.formula_array = "=ANSX_TY_LE(I100:I399,400,1)"
    assert cells.value == [pytest.approx(n // 4 + n % 4 * 0.25, abs=0.051) for n in range(1, 301)]
    assert macros.calls == ["ANSX_TY_LE"]
    sheet.range((100, 9), (399, 10)).clear_contents()
    sheet.api.Protect()


def test_a_function_that_python_does_not_answer_is_no_error():
    """The wrapper of Excel, run with an XLPy that fails; where even the cell of words is gone, ASCII words remain."""
    from pyopenvba.interpreter import Interpreter

    text = modules()[build.WRAPPERS].partition("\r\n")[2]
    text = text.replace("If TypeOf Application.Caller Is Range Then On Error", "On Error")
    vba = Interpreter()
    vba.add_module("Public ThisWorkbook\nFunction XLPy()\n    Err.Raise 1000\nEnd Function\n", name="xlwings")
    vba.add_module(modules()["ansx_words"].partition("\r\n")[2], name="ansx_words")
    vba.add_module(text, name=build.WRAPPERS)
    assert str(vba.run("ANSX_DOC_SO", ["1.234,5"])) == "ansx: Python?"


def test_where_python_is_absent_the_cell_says_so(document):
    """The words come from a cell, for VBA is ASCII; here the function is asked for them directly."""
    script = document.model.getScriptProvider().getScript(
        "vnd.sun.star.script:VBAProject.ansx_words.NoPython?language=Basic&location=document"
    )
    assert script.invoke((), (), ())[0] == vi.NO_PYTHON
