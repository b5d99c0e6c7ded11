"""xlwings' own Windows classes on this machine: the few names of pywin32 that they import are stood in for.

What the program says to xlwings then passes through the same code as on an officer's computer, down to the calls of
Excel's object model; only the objects that answer are ours (`objects.py`).
"""

import atexit
import ctypes
import datetime
import sys
from types import ModuleType
from unittest.mock import MagicMock, patch

import xlwings as xw

BUTTONS = {"MB_OK": 0, "MB_OKCANCEL": 1, "MB_YESNOCANCEL": 3, "MB_YESNO": 4}
ICONS = {"MB_ICONWARNING": 48, "MB_ICONINFORMATION": 64}
ANSWERS = {"ok": 1, "cancel": 2, "yes": 6, "no": 7}
FAILED, NOT_FOUND = -2146827284, -2147352565  # Excel's 1004, and "subscript out of range"


class ComError(Exception):
    """pywintypes.com_error: (hresult, text, (code, source, sentence, help file, help context, scode), argument)."""

    def __init__(self, sentence, scode=FAILED):
        super().__init__(-2147352567, "Exception occurred.", (0, "Microsoft Excel", sentence, None, 0, scode), None)
        self.hresult, self.strerror, self.excepinfo, self.argerror = self.args


def _stand_ins(message_box):
    dispatches = {name: type(name, (), {}) for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass")}
    utc = MagicMock(**{"TimeZoneInfo.utc": lambda: datetime.UTC})
    contents = {
        "pythoncom": {"CoInitialize": lambda: None, "ole_error": ComError, "__file__": "pythoncom"},
        "pywintypes": {"com_error": ComError, "error": OSError, "TimeType": datetime.datetime, "IID": str},
        "win32api": {"MessageBox": message_box},
        "win32con": BUTTONS | ICONS,
        "win32gui": {"FindWindowEx": lambda *_: 0},
        "win32process": {"GetWindowThreadProcessId": lambda window: (0, window)},
        "win32timezone": {"TimeZoneInfo": utc.TimeZoneInfo},
        "win32com": {},
        "win32com.client": {**dispatches, "Dispatch": lambda given: given, "DispatchEx": None},
    }
    modules = {}
    for name, members in contents.items():
        modules[name] = ModuleType(name)
        modules[name].__dict__.update(members)
    modules["win32com"].client = modules["win32com.client"]
    return modules


def windows(applications, message_box):
    """(xlwings._xlwindows, xlwings.udfs); `applications` is window number -> Excel's Application. Call it once."""
    modules = _stand_ins(message_box)
    sys.modules.update(modules)
    try:
        with patch.multiple(ctypes, create=True, oledll=MagicMock(), windll=MagicMock(), PyDLL=MagicMock()):
            from xlwings import _xlwindows, udfs
    finally:
        for name in modules:
            del sys.modules[name]
        xw.__dict__.pop("_xlwindows", None)  # its presence decides what Book.caller() says where there is no Excel
    atexit.unregister(_xlwindows.cleanup)
    _xlwindows.get_excel_hwnds = lambda: list(applications)
    _xlwindows.get_xl_app_from_hwnd = applications.__getitem__
    return _xlwindows, udfs
