"""Cells put into a workbook that somebody else has made, so that everything else stays as it is.

Only the XML of the cells that are named is written anew, their look kept; every other byte of the sheet and every other
part of the file stays: pictures, charts, conditional formats, what this program does not know. Where the workbook has
formulas, one word tells spreadsheets to compute them when they open it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from xml.parsers import expat
from xml.sax.saxutils import escape

from . import writing
from .container import Package, local, sniff
from .errors import AnsxError, WorkbookError
from .formats import scaling
from .frozen import frozen
from .layout import address, position

Content = Decimal | Fraction | int | str
Spot = tuple[int, int]
"""Row and column, from 0."""

WORKBOOK = "xl/workbook.xml"
_CHAIN = "xl/calcChain.xml"


def patch(data: bytes, cells: Mapping[str, Mapping[Spot, Content]]) -> bytes:
    """The workbook with these cells filled: sheet -> row and column -> number or text.

    A cell inside a merged block is the block's first one; a formula that stood in a cell is gone. Raises WorkbookError
    where the bytes are no workbook, AnsxError ("patch_sheet") for a sheet that is not there, ("patch_shared") for a
    cell whose formula others share, ("patch_form") where a sheet's XML is not as spreadsheets write it.
    """
    if sniff(data) != "xlsx":
        raise WorkbookError("F04", kind=sniff(data))
    try:
        package = Package(data)
        parts = _parts(package)
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, OSError) as fault:
        raise WorkbookError("F05", reason=type(fault).__name__) from fault
    changed: dict[str, bytes] = {}
    lost = False
    for sheet, contents in cells.items():
        if sheet not in parts:
            raise AnsxError("patch_sheet", sheet=sheet)
        source = _read(package, parts[sheet])
        found = _survey(source, sheet)
        changed[parts[sheet]] = _patched(source, found, contents, sheet)
        lost = lost or any(found.cells[at].formula for at in _targets(found, contents) if at in found.cells)
    if has_formulas(data):
        changed[WORKBOOK] = _computing(_read(package, WORKBOOK))
    if lost and _CHAIN.casefold() in package.members:
        changed |= _without_chain(package)
    return _packed(package, changed)


def has_formulas(data: bytes) -> bool:
    """Whether any sheet of a workbook computes something, so that it must be opened once before it is read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n)]
        return any(re.search(rb"<(?:\w+:)?f[\s/>]", archive.read(n)) for n in sheets)


def scales(data: bytes) -> Callable[[str, int, int], str]:
    """A function that says of a cell (sheet, row, column) whether its format shows a number as something else.

    "percent" (95 shows as 9500%), "thousands" (95000 shows as 95), "date", "other"; empty where it is shown as it is.
    """
    try:
        package = Package(data)
        parts = _parts(package)
        looks = scaling(package, next((p for kind, p in package.relations(WORKBOOK).values() if kind == "styles"), ""))
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, OSError) as fault:
        raise WorkbookError("F05", reason=type(fault).__name__) from fault
    known: dict[str, _Survey] = {}

    def of(sheet: str, row: int, col: int) -> str:
        found = known.get(sheet) or known.setdefault(sheet, _survey(_read(package, parts[sheet]), sheet))
        cell, line = found.cells.get((row, col)), found.rows.get(row)
        look = cell.attributes.get("s") if cell else (line.attributes.get("s") if line else None)
        return looks.get(look or ("" if cell else _column_style(found, col) or ""), "")

    return of


def _parts(package: Package) -> dict[str, str]:
    """The part of each sheet, by its name."""
    relations = package.relations(WORKBOOK)
    found: dict[str, str] = {}
    for section, children in package.sections(WORKBOOK):
        if local(section.tag) == "sheets":
            for sheet in children:
                about = {local(name): value for name, value in sheet.attrib.items()}
                found[about["name"]] = relations[about["id"]][1]
    names = {name.casefold(): name for name in package.archive.namelist()}
    return {name: names[part.casefold()] for name, part in found.items()}


# --- what stands where in the XML of a sheet ------------------------------------------------------------------------


@frozen
class _Piece:
    """An element: where it begins and ends, where its content begins, and its attributes."""

    start: int
    inner: int
    end: int
    attributes: Mapping[str, str]
    formula: str = ""
    """For a cell: the kind of its formula ("normal", "shared" ...); empty without one."""
    master: bool = False

    @property
    def empty(self) -> bool:
        """Written as one tag."""
        return self.inner == self.end


@dataclass
class _Survey:
    """Where the rows and cells of a sheet stand in its bytes."""

    prefix: str = ""
    data: _Piece | None = None
    rows: dict[int, _Piece] = field(default_factory=dict)
    cells: dict[Spot, _Piece] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    arrays: list[tuple[int, int, int, int]] = field(default_factory=list)
    columns: list[tuple[int, int, str]] = field(default_factory=list)
    implicit: bool = False


def _survey(source: bytes, sheet: str) -> _Survey:
    """Go through the XML once and note the place of everything that matters."""
    found = _Survey()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    stack: list[tuple[str, int, Mapping[str, str]]] = []
    at = {"row": -1, "col": -1}
    formula: list[Mapping[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        prefix, _, tag = name.rpartition(":")
        if not stack:
            found.prefix = f"{prefix}:" if prefix else ""
        stack.append((tag, parser.CurrentByteIndex, attributes))
        path = [each for each, _, _ in stack]
        if path[1:] == ["sheetData", "row"]:
            at["row"] = int(attributes["r"]) - 1 if "r" in attributes else at["row"] + 1
            at["col"] = -1
            found.implicit = found.implicit or "r" not in attributes
        elif path[1:] == ["sheetData", "row", "c"]:
            at["col"] = position(attributes["r"])[1] if "r" in attributes else at["col"] + 1
            found.implicit = found.implicit or "r" not in attributes
            formula.clear()
        elif path[1:] == ["sheetData", "row", "c", "f"]:
            formula.append(attributes)
        elif tag == "mergeCell":
            found.merged.append(_block(attributes["ref"]))
        elif path[1:] == ["cols", "col"] and "style" in attributes:
            found.columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1, attributes["style"]))

    def end(_name: str) -> None:
        tag, begin, attributes = stack.pop()
        depth = len(stack)
        if (tag, depth) not in (("sheetData", 1), ("row", 2), ("c", 3)):
            return
        inner = _tag_end(source, begin)
        closed = source[inner - 2 : inner - 1] == b"/"
        stop = inner if closed else source.index(b">", parser.CurrentByteIndex) + 1
        kind, shares = "", False
        if tag == "c" and formula:
            kind, shares = formula[0].get("t", "normal"), "ref" in formula[0]
            if kind in ("array", "dataTable") and shares:
                found.arrays.append(_block(formula[0]["ref"]))
        piece = _Piece(begin, inner, stop, attributes, kind, shares)
        if tag == "sheetData":
            found.data = piece
        elif tag == "row":
            found.rows[at["row"]] = piece
        else:
            found.cells[at["row"], at["col"]] = piece
            formula.clear()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(source, True)
    except (expat.ExpatError, ValueError, KeyError, IndexError) as fault:
        raise AnsxError("patch_form", sheet=sheet) from fault
    if found.data is None or not _is_utf8(source):
        raise AnsxError("patch_form", sheet=sheet)
    return found


def _refuse(*_declaration: object) -> None:
    raise WorkbookError("F16", reason="dtd")


def _is_utf8(source: bytes) -> bool:
    """Whether what is put in between can be written as ASCII."""
    head = source[:200].decode("latin-1")
    named = re.search(r"""encoding=["']([^"']+)""", head)
    return not source.startswith((b"\xff\xfe", b"\xfe\xff")) and (named is None or named[1].lower() in _ASCII_LIKE)


_ASCII_LIKE = ("utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252")


def _tag_end(source: bytes, start: int) -> int:
    """Just behind the tag that begins at *start*; a > may stand in the value of an attribute."""
    quote = b""
    for i in range(start, len(source)):
        sign = source[i : i + 1]
        if quote:
            quote = b"" if sign == quote else quote
        elif sign in (b'"', b"'"):
            quote = sign
        elif sign == b">":
            return i + 1
    raise ValueError(start)


def _block(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    return (*position(first), *position(last or first))


# --- writing --------------------------------------------------------------------------------------------------------


def _targets(found: _Survey, contents: Mapping[Spot, Content]) -> dict[Spot, Content]:
    """The cells that are written: of a merged block the first."""
    targets = {}
    for (row, col), content in contents.items():
        inside = next((m for m in found.merged if m[0] <= row <= m[2] and m[1] <= col <= m[3]), None)
        targets[(inside[0], inside[1]) if inside else (row, col)] = content
    return targets


def _patched(source: bytes, found: _Survey, contents: Mapping[Spot, Content], sheet: str) -> bytes:
    changes: list[tuple[int, int, bytes]] = []
    new: dict[int, dict[int, Content]] = {}
    for (row, col), content in _targets(found, contents).items():
        piece = found.cells.get((row, col))
        shared = piece is not None and piece.formula == "shared" and piece.master
        if shared or any(a[0] <= row <= a[2] and a[1] <= col <= a[3] for a in found.arrays):
            raise AnsxError("patch_shared", sheet=sheet, cell=address(row, col))
        if piece is None:
            new.setdefault(row, {})[col] = content
            continue
        style = piece.attributes.get("s")
        changes.append((piece.start, piece.end, _cell(found.prefix, row, col, style, content)))
    if new and found.implicit:
        raise AnsxError("patch_form", sheet=sheet)
    changes += _inserted(found, new)
    out, at = [], 0
    for begin, end, text in sorted(changes, key=lambda change: change[:2]):
        out += [source[at:begin], text]
        at = end
    return b"".join([*out, source[at:]])


def _inserted(found: _Survey, new: Mapping[int, Mapping[int, Content]]) -> list[tuple[int, int, bytes]]:
    """Cells that are not there yet, each in its place among those that are, with the look of its row or column."""
    prefix, data = found.prefix, found.data
    changes: list[tuple[int, int, bytes]] = []
    alone: dict[int, bytes] = {}
    for row, contents in sorted(new.items()):
        piece = found.rows.get(row)
        own = piece.attributes if piece else {}
        look = own.get("s") if own.get("customFormat") in ("1", "true") else None
        made = {c: _cell(prefix, row, c, look or _column_style(found, c), v) for c, v in sorted(contents.items())}
        if piece is None:
            alone[row] = _element(prefix, "row", f' r="{row + 1}"', b"".join(made.values()))
        elif piece.empty:
            tag = _opened(piece, prefix, "row")
            changes.append((piece.start, piece.end, tag + b"".join(made.values()) + f"</{prefix}row>".encode()))
        else:
            here = sorted((col, cell) for (r, col), cell in found.cells.items() if r == row)
            last = max((cell.end for _, cell in here), default=piece.inner)
            for col, text in made.items():
                before = next((cell.start for at, cell in here if at > col), last)
                changes.append((before, before, text))
    if alone and data.empty:
        changes.append((data.start, data.end, _element(prefix, "sheetData", "", b"".join(alone.values()))))
    elif alone:
        last = max((piece.end for piece in found.rows.values()), default=data.inner)
        for row, text in alone.items():
            before = min((piece.start for at, piece in found.rows.items() if at > row), default=last)
            changes.append((before, before, text))
    return changes


def _opened(piece: _Piece, prefix: str, tag: str) -> bytes:
    attributes = "".join(f' {name}="{_quoted(value)}"' for name, value in piece.attributes.items())
    return _ascii(f"<{prefix}{tag}{attributes}>")


def _element(prefix: str, tag: str, attributes: str, content: bytes) -> bytes:
    return f"<{prefix}{tag}{attributes}>".encode() + content + f"</{prefix}{tag}>".encode()


def _column_style(found: _Survey, col: int) -> str | None:
    return next((style for first, last, style in found.columns if first <= col <= last), None)


def _cell(prefix: str, row: int, col: int, style: str | None, content: Content) -> bytes:
    """One cell: a number as a number, a text as a text that can be nothing else."""
    look = f' s="{style}"' if style else ""
    place = f'<{prefix}c r="{address(row, col)}"{look}'
    if isinstance(content, str):
        kept = _ESCAPE.sub("_x005F_x", writing.text(content))
        shown = f'<{prefix}t xml:space="preserve">{escape(kept)}</{prefix}t>'
        return _ascii(f'{place} t="inlineStr"><{prefix}is>{shown}</{prefix}is></{prefix}c>')
    return _ascii(f"{place}><{prefix}v>{_number(content)}</{prefix}v></{prefix}c>")


_ESCAPE = re.compile("_x(?=[0-9A-Fa-f]{4}_)")
"""What a workbook would take for the number of a letter."""


def _number(content: Decimal | Fraction | int) -> str:
    exact = Fraction(content)
    return str(exact.numerator) if exact.denominator == 1 else repr(float(exact))


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def _ascii(text: str) -> bytes:
    return text.encode("ascii", "xmlcharrefreplace")


# --- other parts ----------------------------------------------------------------------------------------------------


def _computing(source: bytes) -> bytes:
    """The workbook part, asking for all formulas to be computed on opening."""
    text = source.decode("utf-8")
    found = re.search(r"<(\w+:)?calcPr\b[^>]*?(/?)>", text)
    if found:
        kept = re.sub(r'\s+fullCalcOnLoad="[^"]*"', "", found[0])
        cut = kept.rindex("/>") if found[2] else kept.rindex(">")
        return (text[: found.start()] + kept[:cut] + ' fullCalcOnLoad="1"' + kept[cut:] + text[found.end() :]).encode()
    prefix = re.search(r"<(\w+:)?sheets\b", text)[1] or ""
    tags = "|".join(("sheets", "functionGroups", "externalReferences", "definedNames"))  # what calcPr stands behind
    after = max(m.end() for m in re.finditer(rf"</{prefix}(?:{tags})>|<{prefix}(?:{tags})\b[^>]*/>", text))
    return (text[:after] + f'<{prefix}calcPr fullCalcOnLoad="1"/>' + text[after:]).encode()


def _without_chain(package: Package) -> dict[str, bytes]:
    """The list of formulas in the order of their computing is dropped: it would name one that is gone."""
    types, rels = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    override = re.compile(rb"""<(?:\w+:)?Override\b[^>]*PartName=["']/xl/calcChain\.xml["'][^>]*?/>""")
    relation = re.compile(rb"""<(?:\w+:)?Relationship\b[^>]*Target=["'](?:/xl/)?calcChain\.xml["'][^>]*?/>""")
    return {
        types: override.sub(b"", _read(package, types)),
        rels: relation.sub(b"", _read(package, rels)),
        _CHAIN: b"",
    }


def _read(package: Package, part: str) -> bytes:
    return package.archive.read(package.members[part.casefold()])


def _packed(package: Package, changed: Mapping[str, bytes]) -> bytes:
    """All parts in their order; those that are empty now are left out."""
    lowered = {name.casefold(): content for name, content in changed.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in package.archive.infolist():
            content = lowered.get(member.filename.casefold())
            if content is None:
                content = package.archive.read(member)
            elif not content:
                continue
            archive.writestr(member, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
