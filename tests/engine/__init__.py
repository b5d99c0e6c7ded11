"""Excel for the tests: `ansx_xl.excel` runs unchanged on a workbook that is open in LibreOffice.

    with office.open("book.xlsm", macros=True, hidden=False) as document, engine.opened(document) as application:
        xw.Book.caller().sheets["Số liệu"].range((1, 1), (2, 2)).value = [[1, None], ["x", "=A1+1"]]
        assert application.writes == 1
        assert document.values("Số liệu")[0, 0] == ("number", 1)

The program speaks to xlwings, xlwings' own Windows classes (`pywin32.py`) speak to Excel's object model, and that is
played over UNO by the other modules. Names, arguments and refusals are Excel's: a refusal is a ComError with the
sentence in it, and a locked cell of a protected sheet is refused. What is not played raises AttributeError: add it when
the program needs it.

`application.journal` has one line for each property set and each method called that changes something, so
`application.writes` is what would cross to Excel; `application.messages` has what `app.alert` showed, answered from
`application.answers`.

Known differences: while calculation is manual a new formula shows 0 until it is calculated; the value of a formula such
as =1<2 is 1.0, not True; there are no dynamic arrays (use `formula_array`); a very hidden sheet of a file is merely
hidden; a screen tip is not kept; a name with a dot cannot be added, only found; filters, charts, tables, pictures, data
validations and conditional formats are not here.
"""

from contextlib import ExitStack
from functools import cache
from unittest.mock import patch

import xlwings as xw

from engine.application import Application
from engine.pywin32 import ANSWERS, BUTTONS, ICONS, ComError, windows

__all__ = ["ComError", "opened", "udfs"]

_running = {}  # window number -> Application


def _message_box(window, sentence, title, style):
    application = _running[window]
    buttons = next(name for name, number in BUTTONS.items() if number == style % min(ICONS.values()) % 16)
    application.messages.append((title, sentence, buttons.removeprefix("MB_").lower()))
    usual = "yes" if "YES" in buttons else "ok"
    return ANSWERS[application.answers.pop(0) if application.answers else usual]


@cache
def _modules():
    return windows(_running, _message_box)


def udfs():
    """xlwings.udfs, as on Windows: real `func`, `arg`, `ret`, and the writer of the VBA wrappers."""
    return _modules()[1]


class opened:
    """Excel with this document as its open book and as Book.caller(); `path` is where the book believes it lies."""

    def __init__(self, document, path=None):
        self.document, self.path = document, path

    def __enter__(self):
        classes, _ = _modules()
        application = Application(self.document, self.path)
        book = xw.Book(impl=classes.Book(application.Workbooks(1)))
        with ExitStack() as undo:
            undo.enter_context(patch.dict(_running, {application.Hwnd: application}, clear=True))
            undo.enter_context(patch.object(xw, "_xlwindows", classes, create=True))
            undo.enter_context(patch.multiple(xw.engines, engines=[], engines_by_name={}, active=None))
            undo.enter_context(patch.object(xw.Book, "_mock_caller", book, create=True))
            undo.callback(application._close_others)
            xw.engines.add(xw.Engine(impl=classes.engine))
            xw.engines[0].activate()
            self.undo = undo.pop_all()
        return application

    def __exit__(self, *_):
        self.undo.close()
