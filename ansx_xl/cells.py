"""Reading .xlsx and .xlsm as data: bytes in, sheets of typed cells out.

A submission may be damaged or hostile, so nothing but the cells is looked at: no macro, link, picture or style beyond
"is a date" and "is an old Vietnamese font". container.py opens the file and holds the limits. A part is read from its
tree; where it is as plain as nearly all are, tiling.py gives the same in half the time. Whatever is wrong with a file
becomes one `WorkbookError`. What the cells mean is the business of reading.py; worker.py runs this module where a
hostile file can lose only itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache, partial
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ansx_xl import container, formats, tiling
from ansx_xl.container import Package, local, only, sniff
from ansx_xl.container import snapshot as snapshot
from ansx_xl.errors import WorkbookError

MAX_SHEETS, MAX_STRINGS = 40, 500_000
MAX_ROW, MAX_COLUMN = 20_000, 1_000  # what lies beyond is no part of any form and is passed over
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

BAD_STRING = "#STRING!"  # an error value of ours: a text cell that points to no text


class Cell(NamedTuple):
    """One cell as stored; for a formula, its cached value.

    *kind* is number, date or scaled (a number shown as a day, or as another number), text, bool, error or blank (a
    formula without a value); *raw* is the stored text: a number is not converted, and may even be none. *font* is
    named only if older than Unicode.
    """

    kind: str
    raw: str
    formula: str | None = None
    font: str | None = None


made = partial(tuple.__new__, Cell)
"""A cell from (kind, raw, formula, font): the same as `Cell(...)`, for those that make thousands."""

_NO_STRING = Cell("error", BAD_STRING)


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
    archive = container.opened(data)
    kind = sniff(data, archive)
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
        package = Package(data, archive)
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
_ONE_CELL = re.compile(r"(?:'((?:[^']++|'')++)'|([^'!\[\]:]++))!\$([A-Z]{1,3})\$([1-9][0-9]{0,6})(?::\$\3\$\4)?")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@lru_cache(1 << 16)  # forms have their cells at the same places
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
    # Half a character and NUL can be shown or saved nowhere; handover.py relies on there being no NUL.
    return escape[0] if 0xD800 <= code <= 0xDFFF or not code else chr(code)


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
                found = only("sheet", children)
                listed += [{local(name): value for name, value in sheet.items()} for sheet in found]
            case "definedNames":
                defined += [(name.attrib, _text(name).strip()) for name in only("definedName", children)]
    named = [*(sheet["name"] for sheet in listed), *(text for _, text in defined)]
    package.spend(sum(map(len, named)), len(named))
    if not listed or len(listed) > MAX_SHEETS:
        raise WorkbookError("F06", limit="sheets") if listed else WorkbookError("F05", reason="sheets")
    parts = dict(relations.values())
    styles = formats.looks(package, parts["styles"]) if "styles" in parts else {}
    strings = _strings(package, parts["sharedStrings"]) if "sharedStrings" in parts else []
    texts = {str(index): text for index, text in enumerate(strings)}
    sheets: dict[str, Sheet] = {}
    for sheet in listed:
        name, state = sheet["name"], sheet.get("state", "visible")
        if name in sheets:
            raise WorkbookError("F05", reason="sheets")
        grid = _Grid(package, texts, styles)
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


def _strings(package: Package, part: str) -> list[Cell]:
    """The shared texts, as the cells that hold them: with the old font of a run."""
    strings = package.attempt(part, _plain_strings)
    if strings is None:
        strings = []
        for item in only("si", package.children(part)):
            if len(strings) == MAX_STRINGS:
                raise WorkbookError("F06", limit="strings")
            text, font = _rich(item)
            strings.append(Cell("text", text, None, font))
    return strings


def _plain_strings(content: bytes) -> list[Cell] | None:
    """The same from the plain form of their part, if it has that."""
    texts, rest = tiling.texts(content) or ((), b"")
    if not texts or len(texts) > MAX_STRINGS or [(e.tag, len(e)) for e in container.children([rest])] != [("si", 0)]:
        return None
    unescaped = map(_unescape, texts) if b"_x" in content else texts
    return [made(("text", text, None, None)) for text in unescaped]


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
                named = (formats.old_font(e.get("val")) for e in only("rFont", element))
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

    def __init__(self, package: Package, texts: dict[str, Cell], styles: Mapping[str, formats.Look]):
        self.package, self.texts, self.styles = package, texts, styles  # the shared texts by their index
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.duplicates: set[tuple[int, int]] = set()
        self.row = -1
        self.columns: dict[str, int] = {}  # letters -> column, as far as they occurred

    def read(self, part: str) -> None:
        if not self.package.attempt(part, self.read_plain):
            self.merged.clear()
            self.read_sections(self.package.sections(part))

    def read_plain(self, content: bytes) -> bool:
        """Whether a part was read in its plain form. Cells that came twice are for the tree to tell."""
        plain = tiling.cells(content)
        sections = list(container.sections([plain.rest])) if plain else []
        if [local(section.tag) for section, _ in sections].count("sheetData") != 1:
            return False
        self.read_sections(sections)
        abouts, looks_of = plain.abouts.items(), self.styles
        looks = {k: (kind or "n", *looks_of.get(style or "0", formats.PLAIN)) for k, (style, kind) in abouts}
        cells, texts, count = {}, self.texts, 0
        for address, about, formula, value, _ in plain.found:
            if not address:
                continue
            kind, shown, font = looks[about]
            if kind == "s" and not formula and not font and value in texts:
                cell = texts[value]
            else:
                if "&" in formula:
                    formula = tiling.plain(formula)
                if "&" in value:
                    value = tiling.plain(value)
                cell = self.held(kind, formula or None, value, shown, font)
                if cell is None:
                    continue
            cells[_place(address)] = cell
            count += 1
        if len(cells) < count:
            return False
        self.package.spend(sum([len(raw) + len(formula or "") for _, raw, formula, _ in cells.values()]), count)
        self.cells = cells
        return True

    def read_sections(self, sections: Iterable[tuple[Element, list[Element]]]) -> None:
        for section, children in sections:
            match local(section.tag):
                case "sheetData":
                    for row in only("row", children):
                        self.read_row(row)
                case "mergeCells":
                    for merge in only("mergeCell", children):
                        found = _RANGE.fullmatch(merge.get("ref", ""))
                        if found:
                            self.package.spend(0)
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
        self.package.spend(len(cell.raw) + len(cell.formula or ""))
        if place in self.cells:
            self.duplicates.add(place)
        self.cells[place] = cell

    def typed(self, element: Element, prefix: str) -> Cell | None:
        """What a cell holds; nothing where it is empty."""
        kind, formula, value = element.get("t", "n"), element.find(prefix + "f"), element.find(prefix + "v")
        formula = None if formula is None else _text(formula)
        value = None if value is None else _text(value)
        shown, font = self.styles.get(element.get("s", "0"), formats.PLAIN)
        inline = element.find(prefix + "is") if value is None or kind == "inlineStr" else None
        if inline is not None:
            text, run_font = _rich(inline)
            return Cell("text", text, formula, font or run_font)
        return self.held(kind, formula, value, shown, font)

    def held(self, kind: str, formula: str | None, value: str | None, shown: str, font: str | None) -> Cell | None:
        """A cell by its type; *shown* is what kind of content a number is."""
        if value is None or not value and kind not in ("str", "inlineStr"):  # LibreOffice writes one for no value
            return None if formula is None else made(("blank", "", formula, font))
        if kind == "n":
            return made((shown, value.strip(), formula, font))
        if kind in ("str", "inlineStr"):
            return made(("text", _unescape(value), formula, font))
        if kind == "s":
            index = value.strip()
            shared = self.texts.get(str(int(index)) if index.isascii() and index.isdigit() else "", _NO_STRING)
            return Cell(shared.kind, shared.raw, formula, font or shared.font)
        # A type that nobody knows counts as an error value: the cell is named, the sheet is not lost.
        return Cell({"b": "bool", "d": "date"}.get(kind, "error"), value.strip(), formula, font)
