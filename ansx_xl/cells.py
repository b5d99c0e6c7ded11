"""Reading .xlsx and .xlsm as data: bytes in, sheets of typed cells out.

A submission may be damaged or hostile, so nothing but the cells is looked at: no macro, link, picture or style beyond
"is a date" and "is an old Vietnamese font". container.py opens the file and holds the limits. Whatever is wrong with a
file becomes one `WorkbookError`. What the cells mean is the business of reading.py; worker.py runs this module where a
hostile file can lose only itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ansx_xl import container
from ansx_xl.container import Package, local, sniff
from ansx_xl.container import snapshot as snapshot
from ansx_xl.errors import WorkbookError

MAX_SHEETS, MAX_STRINGS = 40, 500_000
MAX_ROW, MAX_COLUMN = 20_000, 1_000  # what lies beyond is no part of any form and is passed over
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

BAD_STRING = "#STRING!"  # an error value of ours: a text cell that points to no text


class Cell(NamedTuple):
    """One cell as stored; for a formula, its cached value (*cached* says whether there is one).

    *kind* is number, date (a number shown as a date), text, bool, error or blank (a formula without a value); *raw* is
    the stored text: a number is not converted, and may even be none. *font* is named only if older than Unicode.
    """

    kind: str
    raw: str
    formula: str | None = None
    cached: bool = False
    font: str | None = None


class Sheet(NamedTuple):
    """The cells of a sheet that hold something, by (row, column) from 0; *duplicates* came more than once."""

    name: str
    state: str
    cells: dict[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    duplicates: frozenset[tuple[int, int]] = frozenset()


class Workbook(NamedTuple):
    """Sheets in their order; *names* point to one cell (sheet, row, column), *other_names* to anything else.

    A name that belongs to one sheet stands in *other_names* as sheet!name: a copied sheet brings copies of all names.
    """

    sheets: dict[str, Sheet]
    names: dict[str, tuple[str, int, int]]
    other_names: dict[str, str]
    date1904: bool = False


def read(data: bytes, unread: Collection[str] = ()) -> Workbook:
    """The workbook that the bytes hold; a `WorkbookError` (F01-F06, F16) for anything else, never another exception.

    Sheets named in *unread* are listed, but not looked into.
    """
    kind = sniff(data)
    if kind == "empty":
        raise WorkbookError("F01", reason="empty")
    if len(data) > container.MAX_FILE:
        raise WorkbookError("F06", limit="file")
    if kind in ("encrypted", "xls"):
        raise WorkbookError("F02" if kind == "encrypted" else "F03")
    if not data.strip(b"\0"):
        raise WorkbookError("F05", reason="zeros")
    if kind not in ("xlsx", "zip"):
        raise WorkbookError("F04", kind=kind)
    try:
        package = Package(data)
        if kind == "zip":
            raise WorkbookError("F04", kind=kind)
        return _workbook(package, unread)
    except WorkbookError:
        raise
    except MemoryError:
        raise WorkbookError("F06", limit="memory") from None
    except Exception as fault:  # zipfile, zlib and expat have some twenty ways to say that a file is damaged
        raise WorkbookError("F05", reason=type(fault).__name__) from fault


_REFERENCE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile("([A-Z]{1,3}[1-9][0-9]{0,6})(?::([A-Z]{1,3}[1-9][0-9]{0,6}))?")
_ONE_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]:]+))!\$([A-Z]{1,3})\$([1-9][0-9]{0,6})(?::\$\3\$\4)?")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_UNSHOWN = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\])[^\]]*\]', re.IGNORECASE)  # of a number format
_DATE_TOKEN = re.compile("[dmyh]", re.IGNORECASE)
_THOUSANDS = re.compile("[0#?],+(?![0#?,])")  # a comma behind the last digit
_BUILT_IN_DATES = frozenset(map(str, (*range(14, 23), 45, 46, 47)))
_OLD_FONTS = (".Vn", "VNI-")
_PLAIN = (False, None)  # neither a date nor in an old font


def _place(reference: str) -> tuple[int, int]:
    """Row and column, from 0."""
    found = _REFERENCE.fullmatch(reference)
    column = 0
    for letter in found[1] if found else "":
        column = column * 26 + ord(letter) - 64
    if not found or column > LAST_COLUMN or int(found[2]) > LAST_ROW:
        raise WorkbookError("F05", reason="address")
    return int(found[2]) - 1, column - 1


def _unescape(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escape: re.Match) -> str:
    code = int(escape[1], 16)
    return escape[0] if 0xD800 <= code <= 0xDFFF else chr(code)  # half a character can be shown or saved nowhere


def _old_font(name: str | None) -> str | None:
    return name if name and name.startswith(_OLD_FONTS) else None


def _workbook(package: Package, unread: Collection[str]) -> Workbook:
    roots = [path for kind, path in package.relations("").values() if kind == "officeDocument"]
    root = roots[0] if roots else "xl/workbook.xml"
    relations = package.relations(root)
    listed: list[dict[str, str]] = []
    defined: list[tuple[dict[str, str], str]] = []
    date1904 = False
    for section, children in package.sections(root):
        match local(section.tag):
            case "workbookPr":
                date1904 = section.get("date1904") in ("1", "true")
            case "sheets":
                found = _only("sheet", children)
                listed += [{local(name): value for name, value in sheet.items()} for sheet in found]
            case "definedNames":
                defined += [(name.attrib, _text(name).strip()) for name in _only("definedName", children)]
    for text in (*(sheet["name"] for sheet in listed), *(text for _, text in defined)):
        package.spend_cell(len(text))
    if not listed or len(listed) > MAX_SHEETS:
        raise WorkbookError("F06", limit="sheets") if listed else WorkbookError("F05", reason="sheets")
    parts = dict(relations.values())
    styles = _styles(package, parts["styles"]) if "styles" in parts else {}
    strings = _strings(package, parts["sharedStrings"]) if "sharedStrings" in parts else []
    sheets: dict[str, Sheet] = {}
    for sheet in listed:
        name, state = sheet["name"], sheet.get("state", "visible")
        if name in sheets:
            raise WorkbookError("F05", reason="sheets")
        grid = _Grid(package, strings, styles)
        if name not in unread:
            grid.read(relations[sheet["id"]][1])
        state = state if state in ("hidden", "veryHidden") else "visible"
        sheets[name] = Sheet(name, state, grid.cells, tuple(grid.merged), frozenset(grid.duplicates))
    return Workbook(sheets, *_names(defined, sheets), date1904)


def _names(defined: list[tuple[dict[str, str], str]], sheets: dict[str, Sheet]) -> tuple[dict, dict]:
    single: dict[str, tuple[str, int, int]] = {}
    others: dict[str, str] = {}
    order = list(sheets)
    for attributes, text in defined:
        name, local = attributes["name"], attributes.get("localSheetId")
        found = _ONE_CELL.fullmatch(text)
        sheet = (found[1] or found[2]).replace("''", "'") if found else None
        if local is not None:
            others[f"{order[int(local)]}!{name}"] = text
        elif name in single or name in others:
            raise WorkbookError("F05", reason="names")
        elif found and sheet in sheets:
            single[name] = (sheet, *_place(found[3] + found[4]))
        else:
            others[name] = text
    return single, others


def _styles(package: Package, part: str) -> dict[str, tuple[bool, str | None]]:
    """For the index of each cell format that matters: is it a date, which old font has it."""
    formats: dict[str, str] = {}
    fonts: list[str | None] = []
    found: list[tuple[str, str]] = []
    for section, children in package.sections(part):
        match local(section.tag):
            case "numFmts":
                formats |= {e.attrib["numFmtId"]: e.attrib["formatCode"] for e in _only("numFmt", children)}
            case "fonts":
                names = ([e.get("val") for e in _only("name", font)] for font in _only("font", children))
                fonts += [_old_font(name[-1]) if name else None for name in names]
            case "cellXfs":
                found += [(xf.get("numFmtId", "0"), xf.get("fontId", "0")) for xf in _only("xf", children)]
    dates = {id for id, code in formats.items() if _DATE_TOKEN.search(_UNSHOWN.sub("", code))}
    dates |= _BUILT_IN_DATES - formats.keys()
    old = {str(i): font for i, font in enumerate(fonts) if font}
    return {
        str(i): (date in dates, old.get(font)) for i, (date, font) in enumerate(found) if date in dates or font in old
    }


def scaling(package: Package, part: str) -> dict[str, str]:
    """The cell formats that show a number as something else, by their index: percent, thousands, date."""
    codes, used = dict.fromkeys(("9", "10"), "0%") | dict.fromkeys(_BUILT_IN_DATES, "d"), []
    for section, children in package.sections(part) if part else ():
        match local(section.tag):
            case "numFmts":
                codes |= {e.attrib["numFmtId"]: e.attrib["formatCode"] for e in _only("numFmt", children)}
            case "cellXfs":
                used += [xf.get("numFmtId", "0") for xf in _only("xf", children)]
    return {str(i): kind for i, number in enumerate(used) if (kind := _shown_as(codes.get(number, "")))}


def _shown_as(code: str) -> str:
    """What a number format makes of a number.

    >>> [_shown_as(c) for c in ("0.0%", "#,##0,", "dd/mm/yyyy", "#,##0.0", '0" %"')]
    ['percent', 'thousands', 'date', '', '']
    """
    bare = _UNSHOWN.sub("", code)
    if "%" in bare:
        return "percent"
    if _DATE_TOKEN.search(bare):
        return "date"
    return "thousands" if _THOUSANDS.search(bare) else ""


def _strings(package: Package, part: str) -> list[tuple[str, str | None]]:
    """The shared texts, with the old font of a run."""
    strings: list[tuple[str, str | None]] = []
    for item in _only("si", package.children(part)):
        if len(strings) == MAX_STRINGS:
            raise WorkbookError("F06", limit="strings")
        strings.append(_rich(item))
    return strings


def _only(name: str, elements: Iterable[Element]) -> Iterator[Element]:
    return (element for element in elements if local(element.tag) == name)


def _text(element: Element) -> str:
    """The text of an element that holds nothing else: what stood beside others would be lost without a word."""
    if len(element):
        raise WorkbookError("F05", reason="content")
    return element.text or ""


def _rich(item: Element) -> tuple[str, str | None]:
    """A text: runs joined, reading aids left out; and the old font of a run."""
    runs, font = [], None
    for element in item:
        match local(element.tag):
            case "t":
                runs.append(_text(element))
            case "rPr":
                named = (_old_font(e.get("val")) for e in _only("rFont", element))
                font = font or next(named, None)
            case "r":
                text, run_font = _rich(element)
                runs.append(text)
                font = font or run_font
    return _unescape("".join(runs)), font


class _Grid:
    """One pass over the part of a sheet.

    A form may carry millions of formatted blanks, so an address is worked out only for a cell that holds something.
    """

    def __init__(self, package: Package, strings: list, styles: dict):
        self.package, self.strings, self.styles = package, strings, styles
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.duplicates: set[tuple[int, int]] = set()
        self.row = -1
        self.columns: dict[str, int] = {}  # letters -> column, as far as they occurred

    def read(self, part: str) -> None:
        for section, children in self.package.sections(part):
            match local(section.tag):
                case "sheetData":
                    for row in _only("row", children):
                        self.read_row(row)
                case "mergeCells":
                    for merge in _only("mergeCell", children):
                        found = _RANGE.fullmatch(merge.get("ref", ""))
                        if found:
                            self.package.spend_cell(0)
                            self.merged.append((*_place(found[1]), *_place(found[2] or found[1])))

    def read_row(self, row: Element) -> None:
        self.row = int(row.attrib["r"]) - 1 if "r" in row.attrib else self.row + 1
        number, prefix = str(self.row + 1), row.tag.removesuffix("row")
        tag = prefix + "c"
        address, steps = None, 0  # the last address in the row, and cells since without one
        for element in row:
            if element.tag != tag:
                continue
            given = element.get("r")
            address, steps = (given, 0) if given else (address, steps + 1)
            if not len(element):
                continue
            cell = self.typed(element, prefix)
            if cell is None:
                continue
            letters = address.removesuffix(number) if address else ""
            if letters in self.columns:
                place = self.row, self.columns[letters] + steps
            else:
                place = self.far(address, letters, steps)
            self.store(place, cell)

    def far(self, address: str | None, letters: str, steps: int) -> tuple[int, int]:
        """The place of a cell in a column not met yet, without an address, or with that of another row."""
        if address is None:
            return self.row, steps - 1
        row, column = _place(address)
        if row == self.row:
            self.columns[letters] = column
        return row, column + steps

    def store(self, place: tuple[int, int], cell: Cell) -> None:
        if not 0 <= place[0] < MAX_ROW or place[1] >= MAX_COLUMN:
            return
        self.package.spend_cell(len(cell.raw) + len(cell.formula or ""))
        if place in self.cells:
            self.duplicates.add(place)
        self.cells[place] = cell

    def typed(self, element: Element, prefix: str) -> Cell | None:
        """What a cell holds; nothing where it is empty."""
        kind, formula, value = element.get("t", "n"), element.find(prefix + "f"), element.find(prefix + "v")
        formula = None if formula is None else _text(formula)
        value = None if value is None else _text(value)
        date, font = self.styles.get(element.get("s", "0"), _PLAIN)
        cached = formula is not None
        inline = element.find(prefix + "is") if value is None or kind == "inlineStr" else None
        if inline is not None:
            text, run_font = _rich(inline)
            return Cell("text", text, formula, cached, font or run_font)
        if value is None or not value and kind not in ("str", "inlineStr"):  # LibreOffice writes one for no value
            return Cell("blank", "", formula, False, font) if cached else None
        if kind in ("str", "inlineStr"):
            return Cell("text", _unescape(value), formula, cached, font)
        value = value.strip()
        if kind == "s":
            known = value.isascii() and value.isdigit() and int(value) < len(self.strings)
            raw, run_font = self.strings[int(value)] if known else (BAD_STRING, None)
            return Cell("text" if known else "error", raw, formula, cached, font or run_font)
        if kind == "n":
            return Cell("date" if date else "number", value, formula, cached, font)
        # A type that nobody knows counts as an error value: the cell is named, the sheet is not lost.
        return Cell({"b": "bool", "d": "date"}.get(kind, "error"), value, formula, cached, font)
