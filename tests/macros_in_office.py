"""VBA that calls Python, clicked and called in LibreOffice: a button or a ribbon command -> VBA -> Python -> cells.

    with_macros(path, fill, {"buttons": 'Sub Go()\\nRunPython "import m; m.go()"\\nEnd Sub'})
    with office.open(path, macros=True, hidden=False) as document, engine.opened(document) as application:
        with Macros(document) as macros:
            macros.press("Tổng hợp")
            assert macros.commands == ["import m; m.go()"]

In the workbook the module `xlwings` is the stand-in of `office_macros/xlwings.bas`, and the wrappers of the worksheet
functions are `office_wrappers(text)` of Excel's; every other module is as in Excel. The stand-in hands the command of
RunPython to this process, where it runs on another thread, with the open document as Book.caller().

What LibreOffice 7.4 does and does not:

* It compiles all modules as one; where one fails nothing runs, and nobody is told. Errors in Basic are silent too:
  assert an effect, always. `press`, `ribbon` and `run` at least raise when Python was not called, or failed.
* A ribbon callback `Sub X(control As IRibbonControl)` compiles, and runs when Basic calls it with Nothing, as the
  stand-in's PressRibbon does (Application.Run name, Nothing, by bare name or by module.name). Invoked from outside as a
  script it does not run, whatever it is given: the types never match.
* A click (the accessible action of the control) returns at once, and the macro runs later: `press` waits for Python.
* Buttons answer in a hidden document too; Workbook_Open and Worksheet_Change need hidden=False.
* #If is ignored, Application.Caller is Empty, `Array(x, missing)` fails: hence the other wrappers.
* A function called from a cell gets a range as a Range; an array formula over a column is one call. It must give back
  an array of two dimensions: an array of arrays shows as empty cells. Unlike in Excel a date comes as its number and a
  logical as 1.0 or 0.0.
"""

import io
import queue
import re
import sys
import tempfile
from importlib import import_module, reload
from pathlib import Path
from unittest.mock import patch

import engine
import xlsxwriter
import xlwings as xw
from xlwings import conversion

STAND_IN = (Path(__file__).parent / "office_macros" / "xlwings.bas").read_text("ascii")
WRAPPER = re.compile(r'^Function (\w+)\(([^()]*)\)\n.*?XLPy\.CallUDF\(("[\w.]+"), "\1", Array\((.*?)\)', re.M | re.S)
SECONDS_TO_START, SECONDS_TO_RUN = 10, 60


def office_wrappers(text):
    """The wrappers of the worksheet functions as LibreOffice can run them, from the text that Excel gets."""
    name = re.match(r"Attribute VB_Name = .*", text)[0]
    functions = WRAPPER.findall(text.replace("\r\n", "\n"))
    if len(functions) != len(re.findall(r"^Function ", text, re.M)):
        raise ValueError("A wrapper has another shape than xlwings gives it")
    wrapped = [
        f"Function {function}({parameters})\n    On Error GoTo failed\n"
        f'    {function} = CallUDF({module}, "{function}", {given})\n    Exit Function\n'
        f"failed:\n    {function} = Err.Description\nEnd Function\n"
        for function, parameters, module, given in functions
    ]
    return "\n".join([name, *wrapped])


def with_macros(path, fill, modules):
    """Write an .xlsm: `fill(book)` says what is in it (it is called twice), `modules` is name -> VBA text."""
    from pyopenvba import ExcelFile

    def write(target, project=None):
        with xlsxwriter.Workbook(target) as book:
            if project:
                book.add_vba_project(io.BytesIO(project), True)
            fill(book)

    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.xlsm"
        write(bare)
        file = ExcelFile(bare)
        project = file.add_vba_project()
        for name, text in modules.items():
            body = re.sub(r"\AAttribute VB_Name = .*\n", "", text.replace("\r\n", "\n"))
            project.add_module(name, body.replace("\n", "\r\n"))
        file.save(bare)
        write(path, ExcelFile(bare).vba_project_bytes())


def functions(name):
    """A module of worksheet functions as it is on Windows, where xlwings' decorators note what they are told."""
    udfs = engine.udfs()
    with patch.multiple(xw, func=udfs.xlfunc, arg=udfs.xlarg, ret=udfs.xlret):
        if name not in sys.modules:
            return import_module(name)
        module = sys.modules[name]
        noted = any(hasattr(member, "__xlfunc__") for member in vars(module).values())
        return module if noted else reload(module)


def as_excel_gives(value):
    """Basic makes integers of whole numbers; in Excel every number of a cell is a float."""
    if isinstance(value, tuple):
        return tuple(map(as_excel_gives, value))
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def call_udf(module, name, given):
    """As xlwings' COM server calls a worksheet function: arguments and answer pass through its converters."""
    function = getattr(functions(module), name)
    told = function.__xlfunc__
    values = []
    for i, value in enumerate(given):
        argument = told["args"][min(i, len(told["args"]) - 1)]
        if value is None and "optional" in argument:
            values.append(argument["optional"])
        else:
            values.append(conversion.read(None, as_excel_gives(value), argument["options"]))
    answer = conversion.write(function(*values), None, told["ret"]["options"])
    return tuple(map(tuple, answer)) if isinstance(answer, list) else answer


class Macros:
    """Python as the macros of a document see it, and the ways to start them.

    `commands` are the texts that RunPython was given, `calls` the names of the worksheet functions, one a call,
    `failures` what Python raised.
    """

    def __init__(self, document):
        self.document, self.context = document, document.office.context
        self.commands, self.calls, self.failures = [], [], []
        self._started, self._done = queue.Queue(), queue.Queue()

    def __enter__(self):
        self.context.insertByName("/ansx/python", _listener(self.document.office.uno, self._run, self._call))
        return self

    def __exit__(self, *_):
        self.context.removeByName("/ansx/python")

    def press(self, caption):
        """Click the button that says so, on whichever sheet it is, and wait until Python is done."""
        controller = self.document.model.CurrentController
        sheet, control = self._buttons()[caption]
        controller.setActiveSheet(sheet)
        controller.getControl(control).getAccessibleContext().doAccessibleAction(0)
        self._wait(f"the button {caption}", SECONDS_TO_START)

    def ribbon(self, callback):
        """Call a ribbon callback, `Sub NAME(control As IRibbonControl)`, as its command would."""
        self._script("xlwings.PressRibbon", callback)
        self._wait(callback, 0)

    def run(self, macro):
        """Call a macro without arguments, "module.Name"."""
        self._script(macro)
        self._wait(macro, 0)

    def buttons(self):
        """Captions of the buttons on all sheets -> the macro each is tied to."""
        return {caption: _macro_of(control) for caption, (_, control) in self._buttons().items()}

    def _buttons(self):
        found = {}
        for name in self.document.sheet_names():
            sheet = self.document.sheet(name)
            shapes = [sheet.DrawPage.getByIndex(i) for i in range(sheet.DrawPage.Count)]
            controls = [shape.Control for shape in shapes if shape.supportsService("com.sun.star.drawing.ControlShape")]
            found |= {control.Label: (sheet, control) for control in controls}
        return found

    def _script(self, macro, *args):
        address = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
        return self.document.model.getScriptProvider().getScript(address).invoke(args, (), ())[0]

    def _wait(self, what, seconds):
        try:
            self._started.get(timeout=seconds)
        except queue.Empty:
            raise AssertionError(f"{what}: Python was not called") from None
        failure = self._done.get(timeout=SECONDS_TO_RUN)
        if failure:
            raise failure

    def _run(self, command):
        self.commands.append(command)
        self._started.put(command)
        failure = None
        try:
            exec(command, {"__name__": "__main__"})
        except (Exception, SystemExit) as fault:
            failure = fault
            self.failures.append(fault)
        self._done.put(failure)

    def _call(self, question, values):
        name, _, count = question.rpartition("/")
        module, _, function = name.rpartition(".")
        self.calls.append(function)
        try:
            return call_udf(module, function, values[: int(count)])
        except Exception as fault:
            self.failures.append(fault)
            return str(fault)


def _macro_of(control):
    parent = control.Parent
    index = next(i for i in range(parent.Count) if parent.getByIndex(i).Name == control.Name)
    return parent.getScriptEvents(index)[0].ScriptCode


def _listener(uno, run, call):
    """An object that Basic can call: trigger(command) and execute((question,))."""
    names = ["com.sun.star.lang.XTypeProvider", "com.sun.star.task.XJob", "com.sun.star.task.XJobExecutor"]

    class Python(*map(uno.getClass, names)):
        def getTypes(self):
            return tuple(map(uno.getTypeByName, names))

        def getImplementationId(self):
            return uno.ByteSequence(b"")

        def trigger(self, command):
            run(command)

        def execute(self, arguments):
            return call(arguments[0].Name, arguments[0].Value)

    return Python()
