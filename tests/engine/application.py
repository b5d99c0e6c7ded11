"""Excel itself and its workbooks."""

from pathlib import Path

from engine.com import Collection, Com, Refusals, change
from engine.ranges import Range
from engine.sheets import Names, Worksheet, Worksheets

AUTOMATIC, MANUAL = -4105, -4135


class Application(Com):
    """Excel itself, with what a test looks at in lower case: `journal`, `writes`, `messages`, `answers`."""

    settings = {"ScreenUpdating": True, "StatusBar": False, "EnableEvents": True, "DisplayAlerts": True}
    settings |= {"Interactive": True, "Visible": True, "Cursor": -4143, "CutCopyMode": False}

    def __init__(self, document, path=None):
        self._application = self
        self._office = document.office
        self._locale = self._office.struct("com.sun.star.lang.Locale", Language="en", Country="US")
        self._refusals = Refusals(self._office.uno.getClass("com.sun.star.uno.Exception"))
        self._settings = dict(self.settings)
        self._automatic = True
        self.journal = []
        self.messages = []  # (title, sentence, buttons) of every message shown
        self.answers = []  # the next messages are answered so ("no"); when there are none, "ok" or "yes"
        self._document = document
        self._books = [Workbook(self, document, path)]

    @property
    def writes(self):
        return len(self.journal)

    def _note(self, target, member):
        self.journal.append(f"{type(target).__name__}.{member} {target._where()}".strip())

    def _close_others(self):
        for book in self._books:
            if book._document is not self._document:
                book._document.close()

    Name, Version, Hwnd, Path, StartupPath = "Microsoft Excel", "16.0", 1, "", ""

    @property
    def Workbooks(self):
        return Workbooks(self)

    @property
    def ActiveWorkbook(self):
        return self._books[-1]

    @property
    def ActiveSheet(self):
        return self.ActiveWorkbook.ActiveSheet

    @property
    def Selection(self):
        book = self.ActiveWorkbook
        return Range._of(book, book._model.CurrentSelection.RangeAddress)

    @property
    def Calculation(self):
        return AUTOMATIC if self._automatic else MANUAL

    @Calculation.setter
    def Calculation(self, value):
        self._automatic = value == AUTOMATIC
        for book in self._books:
            book._model.enableAutomaticCalculation(self._automatic)
            if self._automatic:
                book._model.calculate()

    @change
    def Calculate(self):
        for book in self._books:
            book._model.calculate()

    @change
    def CalculateFull(self):
        for book in self._books:
            book._model.calculateAll()

    def Range(self, address):
        return self.ActiveWorkbook._named(address) or self.ActiveSheet.Range(address)

    @change
    def Goto(self, Reference, Scroll=False):
        Reference._worksheet._show()
        Reference._show()

    @change
    def MacroOptions(self, Macro, Description="", **_):
        """Descriptions of worksheet functions are Excel's own: only counted."""


def _setting(name):
    def get(self):
        return self._settings[name]

    def put(self, value):
        self._settings[name] = value

    return property(get, put)


for _name in Application.settings:
    setattr(Application, _name, _setting(_name))


class Workbooks(Collection):
    def __iter__(self):
        return iter(self._application._books)

    @change
    def Open(self, Filename, *_, **__):
        book = Workbook(self._application, self._application._office.open(Filename), Filename)
        self._application._books.append(book)
        return book


class Workbook(Com):
    def __init__(self, application, document, path=None):
        self._application, self._book = application, self
        self._document = document
        self._model = document.model
        self._path = Path(path or document.copy).absolute()
        self._very_hidden = set()
        self._protections = {}  # sheet -> the arguments of the last Protect

    def _where(self):
        return self.Name

    def _named(self, text):
        name = next((n for n in self.Names if n.Name.casefold() == text.casefold()), None)
        return name and name.RefersToRange

    @property
    def Name(self):
        return self._path.name

    @property
    def FullName(self):
        return str(self._path)

    @property
    def Path(self):
        return str(self._path.parent)

    FileFormat = 52

    @property
    def Worksheets(self):
        return Worksheets(self)

    Sheets = Worksheets

    @property
    def Names(self):
        return Names(self, self._model.NamedRanges)

    @property
    def ActiveSheet(self):
        return Worksheet(self, self._model.CurrentController.ActiveSheet)

    @change
    def Activate(self):
        books = self._application._books
        books.append(books.pop(books.index(self)))

    @change
    def Save(self):
        self._document.save_as(self._path)

    @change
    def SaveAs(self, Filename, FileFormat=None, Password=None):
        self._path = Path(Filename).absolute()
        self._document.save_as(self._path)

    @change
    def SaveCopyAs(self, Filename):
        self._document.save_as(Filename)

    @change
    def Close(self, SaveChanges=False):
        if SaveChanges:
            self._document.save_as(self._path)
        self._application._books.remove(self)
        self._document.close()
