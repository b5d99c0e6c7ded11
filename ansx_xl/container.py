"""The container of a workbook: a file's bytes taken once, its kind by content, and its parts behind limits.

Nothing here knows what a sheet is. Every size has a limit (file, members, unpacked parts, elements, depth, text), and a
document type declaration is refused, which leaves no entity to expand. cells.py reads sheets through a `Package`.
"""

from __future__ import annotations

import io
import os
import posixpath
import re
import stat
import time
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from ansx_xl.errors import WorkbookError

MAX_FILE = 25_000_000
MAX_MEMBERS, MAX_PART, MAX_UNPACKED = 5_000, 120_000_000, 300_000_000
MAX_ELEMENTS, MAX_DEPTH, MAX_CELLS, MAX_TEXT = 3_000_000, 64, 300_000, 20_000_000

_CLOUD_ONLY = 0x400000 | 0x1000  # FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, FILE_ATTRIBUTE_OFFLINE
_CLOUD_ERRORS = (362, 395)


def snapshot(path: str | os.PathLike) -> bytes:
    """The bytes of a file, taken at one moment: a regular, local file that nobody is writing to."""
    try:
        for pause in (0.05, 0.1, 0.2, 0):
            before = os.stat(path)
            _guard(before)
            with open(
                os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)), "rb"
            ) as f:
                _guard(os.fstat(f.fileno()))  # it may have become a pipe since
                data = f.read(MAX_FILE + 1)
                after = os.fstat(f.fileno())
            if len(data) == before.st_size == after.st_size and before.st_mtime_ns == after.st_mtime_ns:
                return data
            time.sleep(pause)
    except FileNotFoundError:
        raise WorkbookError("F01", reason="missing") from None
    except OSError as fault:
        if getattr(fault, "winerror", None) in _CLOUD_ERRORS:
            raise WorkbookError("F15") from None
        raise WorkbookError("F01", reason="unreadable") from None
    raise WorkbookError("F07")


def _guard(status: os.stat_result) -> None:
    if getattr(status, "st_file_attributes", 0) & _CLOUD_ONLY:
        raise WorkbookError("F15")
    if not stat.S_ISREG(status.st_mode):
        raise WorkbookError("F01", reason="directory" if stat.S_ISDIR(status.st_mode) else "special")
    if status.st_size == 0:
        raise WorkbookError("F01", reason="empty")
    if status.st_size > MAX_FILE:
        raise WorkbookError("F06", limit="file")


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_HTML = re.compile(r"<(?:!doctype html|html|head|body|table|meta|style|div)\b")
_NOT_TEXT = re.compile(r"[\0-\x08\x0e-\x1f]")


def sniff(data: bytes) -> str:
    """What kind of file the content is, whatever its name says.

    >>> sniff(b"%PDF-1.7"), sniff(b"<html><table>"), sniff(b"a;b\\n1;2\\n"), sniff(b"")
    ('pdf', 'html', 'csv', 'empty')
    """
    if not data:
        return "empty"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "encrypted"
        return "xls" if "Book".encode("utf-16-le") in data or "Workbook".encode("utf-16-le") in data else "unknown"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_IMAGES) or data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    head = data[:4096].decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if _NOT_TEXT.search(head):
        return "unknown"
    if _HTML.match(head) or head.startswith(("<", "mime-version:")) and _HTML.search(head):
        return "html"
    if head.startswith("<"):
        return "xml"
    return "csv" if any(separator in head for separator in ",;\t") else "unknown"


def _sniff_zip(data: bytes) -> str:
    if data[30:38] == b"mimetype" and b"opendocument.spreadsheet" in data[38:200]:
        return "ods"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name.replace("\\", "/").lstrip("/").casefold() for name in archive.namelist()}
    except Exception:  # damaged: tell by what is left of it
        return "xlsx" if b"xl/w" in data else "zip"
    if "xl/workbook.xml" in members:
        return "xlsx"
    return "docx" if "word/document.xml" in members else "zip"


class Package:
    """The parts of the container, guarded: their number, names and declared sizes (which zipfile then enforces)."""

    def __init__(self, data: bytes):
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.members: dict[str, zipfile.ZipInfo] = {}
        self.elements = self.text = self.cells = 0  # used so far, over all parts
        members = self.archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise WorkbookError("F06", limit="members")
        for member in members:
            name = member.filename.replace("\\", "/").lstrip("/").casefold()
            if name in self.members:
                raise WorkbookError("F16", reason="duplicate")
            if member.flag_bits & 0x41:
                raise WorkbookError("F16", reason="encrypted")
            self.members[name] = member
        sizes = [member.file_size for member in members]
        if max(sizes, default=0) > MAX_PART or sum(sizes) > MAX_UNPACKED:
            raise WorkbookError("F06", limit="unpacked")

    def feed(self, part: str, parser) -> None:
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        member = self.members.get(part.casefold())
        if member is None:
            raise WorkbookError("F05", reason="part")
        with self.archive.open(member) as stream:
            while chunk := stream.read(1 << 16):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def walk(self, part: str, visit: Callable[[str, dict[str, str], str], None]) -> None:
        """Call visit(path, attributes, text) at the end of each element of a small part; names without prefixes."""
        parser, stack = expat.ParserCreate(), [("", {}, [])]

        def start(name: str, attributes: dict[str, str]) -> None:
            self.spend_element(len(stack))
            path = f"{stack[-1][0]}/{name.rpartition(':')[2]}"
            stack.append((path, {key.rpartition(":")[2]: value for key, value in attributes.items()}, []))

        def end(name: str) -> None:
            path, attributes, text = stack.pop()
            visit(path, attributes, "".join(text))

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = lambda text: stack[-1][2].append(text)
        self.feed(part, parser)

    def spend_element(self, depth: int) -> None:
        self.elements += 1
        if depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise WorkbookError("F06", limit="depth" if depth > MAX_DEPTH else "elements")

    def spend_cell(self, length: int) -> None:
        """Count a cell, or what takes as much room as one, with the length of its text."""
        self.cells += 1
        self.text += length
        if self.cells > MAX_CELLS or self.text > MAX_TEXT:
            raise WorkbookError("F06", limit="cells" if self.cells > MAX_CELLS else "text")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id -> (last word of the type, path)."""
        found: dict[str, tuple[str, str]] = {}
        folder, name = posixpath.split(part)

        def visit(path: str, attributes: dict[str, str], text: str) -> None:
            if path == "/Relationships/Relationship" and attributes.get("TargetMode", "") != "External":
                target = posixpath.join("/", folder, attributes["Target"].replace("\\", "/"))
                found[attributes["Id"]] = attributes["Type"].rpartition("/")[2], posixpath.normpath(target).lstrip("/")

        rels = posixpath.join(folder, "_rels", name + ".rels")
        if rels.casefold() in self.members:
            self.walk(rels, visit)
        return found


def _refuse(*_declaration: object) -> None:
    raise WorkbookError("F16", reason="dtd")
