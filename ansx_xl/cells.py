"""Reading .xlsx and .xlsm as data: bytes in, sheets of typed cells out.

A submission may be damaged or hostile, so nothing but the cells is looked at: no macro, link, picture or style beyond
"is a date" and "is an old Vietnamese font". container.py opens the file and holds the limits. Whatever is wrong with a
file becomes one `WorkbookError`. What the cells mean is the business of reading.py; worker.py runs this module where a
hostile file can lose only itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from xml.parsers import expat

from ansx_xl import container
from ansx_xl.container import Package, sniff
from ansx_xl.container import snapshot as snapshot
from ansx_xl.errors import WorkbookError

MAX_SHEETS, MAX_STRINGS = 40, 500_000
MAX_ROW, MAX_COLUMN = 20_000, 1_000  # what lies beyond is no part of any form and is passed over
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

BAD_STRING = "#STRING!"  # an error value of ours: a text cell that points to no text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as stored; for a formula, its cached value (*cached* says whether there is one).

    *kind* is number, date (a number shown as a date), text, bool, error or blank (a formula without a value); *raw* is
    the stored text: a number is not converted, and may even be none. *font* is named only if older than Unicode.
    """

    kind: str
    raw: str
    formula: str | None = None
    cached: bool = False
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet that hold something, by (row, column) from 0; *duplicates* came more than once."""

    name: str
    state: str
    cells: dict[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    duplicates: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Workbook:
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
_BUILT_IN_DATES = frozenset(map(str, (*range(14, 23), 45, 46, 47)))
_OLD_FONTS = (".Vn", "VNI-")


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

    def visit(path: str, attributes: dict[str, str], text: str) -> None:
        nonlocal date1904
        if path == "/workbook/sheets/sheet":
            package.spend_cell(len(attributes["name"]))
            listed.append(attributes)
        elif path == "/workbook/definedNames/definedName":
            package.spend_cell(len(text))
            defined.append((attributes, text.strip()))
        elif path == "/workbook/workbookPr":
            date1904 = attributes.get("date1904") in ("1", "true")

    package.walk(root, visit)
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
    name: str | None = None
    found: list[tuple[str, str]] = []

    def visit(path: str, attributes: dict[str, str], text: str) -> None:
        nonlocal name
        if path == "/styleSheet/numFmts/numFmt":
            formats[attributes["numFmtId"]] = attributes["formatCode"]
        elif path == "/styleSheet/fonts/font/name":
            name = attributes.get("val")
        elif path == "/styleSheet/fonts/font":
            fonts.append(_old_font(name))
            name = None
        elif path == "/styleSheet/cellXfs/xf":
            found.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))

    package.walk(part, visit)
    dates = {id for id, code in formats.items() if _DATE_TOKEN.search(_UNSHOWN.sub("", code))}
    dates |= _BUILT_IN_DATES - formats.keys()
    old = {str(i): font for i, font in enumerate(fonts) if font}
    return {
        str(i): (date in dates, old.get(font)) for i, (date, font) in enumerate(found) if date in dates or font in old
    }


def _strings(package: Package, part: str) -> list[tuple[str, str | None]]:
    """The shared texts: runs joined, reading aids left out, with the old font of a run."""
    strings: list[tuple[str, str | None]] = []
    runs: list[str] = []
    font: str | None = None
    depth = aids = 0
    taking = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal font, depth, aids, taking
        package.spend_element(depth)
        depth += 1
        tag = name.rpartition(":")[2]
        taking = tag == "t" and not aids
        if tag == "rPh":
            aids += 1
        elif tag == "rFont":
            font = font or _old_font(attributes.get("val"))

    def end(name: str) -> None:
        nonlocal font, depth, aids, taking
        depth -= 1
        taking = False
        tag = name.rpartition(":")[2]
        if tag == "rPh":
            aids -= 1
        elif tag == "si":
            if len(strings) == MAX_STRINGS:
                raise WorkbookError("F06", limit="strings")
            strings.append((_unescape("".join(runs)), font))
            runs.clear()
            font = None

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: runs.append(text) if taking else None
    package.feed(part, parser)
    return strings


class _Grid:
    """One pass over the part of a sheet.

    A form may carry millions of formatted blanks, so the end of an element is listened to only from the first child of
    a cell to the end of that cell, and an address is worked out only for a cell that holds something.
    """

    def __init__(self, package: Package, strings: list, styles: dict):
        self.package, self.strings, self.styles = package, strings, styles
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.duplicates: set[tuple[int, int]] = set()
        self.row, self.address, self.steps = -1, None, 0  # row; the last address in it, and cells since without one
        self.attributes: dict[str, str] = {}
        self.depth, self.phonetic = 0, False
        self.pieces: list[str] = []
        self.content: dict[str, str] = {}  # of the cell: v, f and t, where they occur

    def read(self, part: str) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start_root
        self.package.feed(part, self.parser)

    def start_root(self, name: str, attributes: dict[str, str]) -> None:
        """The prefix of the root, if any, is the prefix of all elements that matter."""
        prefix = name[: name.rfind(":") + 1]
        self.cell_tag, self.row_tag, self.data_tag = prefix + "c", prefix + "row", prefix + "sheetData"
        self.local = {prefix + tag: tag for tag in ("v", "f", "t", "rPh", "mergeCell")}
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        package = self.package
        package.elements += 1
        if package.elements > container.MAX_ELEMENTS:
            raise WorkbookError("F06", limit="elements")
        if name == self.cell_tag:
            self.attributes = attributes
            address = attributes.get("r")
            if address:
                self.address, self.steps = address, 0
            else:
                self.steps += 1
        elif name == self.row_tag:
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.address, self.steps = None, 0
        elif name != self.data_tag:
            self.start_inner(self.local.get(name), attributes)

    def start_inner(self, tag: str | None, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > container.MAX_DEPTH:
            raise WorkbookError("F06", limit="depth")
        self.parser.EndElementHandler = self.end
        if tag in ("v", "f", "t"):
            self.pieces = []
            self.parser.CharacterDataHandler = self.pieces.append
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "mergeCell":
            found = _RANGE.fullmatch(attributes.get("ref", ""))
            if found:
                self.package.spend_cell(0)
                self.merged.append((*_place(found[1]), *_place(found[2] or found[1])))

    def end(self, name: str) -> None:
        if name == self.cell_tag:
            self.parser.EndElementHandler = None
            if self.content:
                self.store(self.content)
                self.content = {}
            return
        if name in (self.row_tag, self.data_tag):
            return
        self.depth -= 1
        tag = self.local.get(name)
        if tag in ("v", "f", "t"):
            self.parser.CharacterDataHandler = None
            if not (tag == "t" and self.phonetic):
                self.content[tag] = self.content.get(tag, "") + "".join(self.pieces)
        elif tag == "rPh":
            self.phonetic = False

    def store(self, content: dict[str, str]) -> None:
        cell = self.typed(content, self.attributes.get("t", "n"))
        if cell is None:
            return
        row, column = _place(self.address) if self.address else (self.row, -1)
        place = row, column + self.steps
        if not 0 <= row < MAX_ROW or place[1] >= MAX_COLUMN:
            return
        self.package.spend_cell(len(cell.raw) + len(cell.formula or ""))
        if place in self.cells:
            self.duplicates.add(place)
        self.cells[place] = cell

    def typed(self, content: dict[str, str], kind: str) -> Cell | None:
        date, font = self.styles.get(self.attributes.get("s", "0"), (False, None))
        formula, value = content.get("f"), content.get("v")
        cached = formula is not None
        if kind == "inlineStr" or "t" in content:
            return Cell("text", _unescape(content.get("t", value or "")), formula, cached, font)
        if value is None or not value and kind != "str":  # LibreOffice writes an empty value for no value
            return Cell("blank", "", formula, False, font) if cached else None
        if kind == "str":
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
