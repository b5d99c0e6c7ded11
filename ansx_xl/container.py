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
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from typing import TypeVar
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from ansx_xl.errors import WorkbookError

MAX_FILE = 25_000_000
MAX_MEMBERS, MAX_PART, MAX_UNPACKED = 5_000, 120_000_000, 300_000_000
MAX_TAGS, MAX_DEPTH, MAX_CELLS, MAX_TEXT = 6_000_000, 64, 300_000, 20_000_000
_PIECE, MAX_HELD = 1 << 16, 200_000  # bytes read at once; elements that may wait for their end
MAX_QUICK = 2_000_000  # of a part that is looked at whole
MAX_ALIKE = 1 << 16  # of a part that is remembered
_Answer = TypeVar("_Answer")

_CLOUD_ONLY = 0x400000 | 0x1000  # FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, FILE_ATTRIBUTE_OFFLINE
_CLOUD_ERRORS = (362, 395)


def snapshot(path: str | os.PathLike, limit: int = MAX_FILE) -> bytes:
    """The bytes of a file, taken at one moment: a regular, local file that nobody is writing to, up to *limit*."""
    try:
        for pause in (0.05, 0.1, 0.2, 0):
            before = os.stat(path)
            _guard(before, limit)
            with open(
                os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)), "rb"
            ) as f:
                _guard(os.fstat(f.fileno()), limit)  # it may have become a pipe since
                data = f.read(limit + 1)
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


def _guard(status: os.stat_result, limit: int) -> None:
    if getattr(status, "st_file_attributes", 0) & _CLOUD_ONLY:
        raise WorkbookError("F15")
    if not stat.S_ISREG(status.st_mode):
        raise WorkbookError("F01", reason="directory" if stat.S_ISDIR(status.st_mode) else "special")
    if status.st_size == 0:
        raise WorkbookError("F01", reason="empty")
    if status.st_size > limit:
        raise WorkbookError("F06", limit="file")


_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_PACKED = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"x\x9f>\x22")  # .rar, .7z, .gz, winmail.dat
_PHONE = (b"ftypheic", b"ftypheix", b"ftypmif1")
_SIGNED = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"  # the identifier of a digital signature (.p7s)
# Patterns are texts here, because most files are workbooks and need none of them.
_MAIL = r"(?m)^(?:from|to|cc|subject|date|message-id|received|return-path|delivered-to):"
_HEADED = r"(?:from |[a-z][a-z0-9-]*:)"
_WEB_ARCHIVE = ("x-document-type:", "snapshot-content-location:", "from: <saved by")
_HTML = r"<(?:!doctype html|html|head|body|table|meta|style|div)\b"
_NOT_TEXT = r"[\0-\x08\x0e-\x1f]"


def opened(data: bytes) -> zipfile.ZipFile | None:
    """The archive that the content is, if it is one that is whole."""
    try:
        return zipfile.ZipFile(io.BytesIO(data)) if data.startswith(_ZIP) else None
    except Exception:  # zipfile has more than one way to say that it is damaged
        return None


def sniff(data: bytes, archive: zipfile.ZipFile | None = None) -> str:
    """What kind of file the content is, whatever its name says; *archive* is given where it was `opened` before.

    >>> sniff(b"%PDF-1.7"), sniff(b"<html><table>"), sniff(b"a;b\\n1;2\\n"), sniff(b"")
    ('pdf', 'html', 'csv', 'empty')
    """
    if not data:
        return "empty"
    if data.startswith(_ZIP):
        return _sniff_zip(data, archive or opened(data))
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "encrypted"
        if "__substg1.0_".encode("utf-16-le") in data:
            return "msg"
        return "xls" if "Book".encode("utf-16-le") in data or "Workbook".encode("utf-16-le") in data else "unknown"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_IMAGES) or data[:4] == b"RIFF" and data[8:12] == b"WEBP" or data[4:12] in _PHONE:
        return "image"
    if data.startswith(_PACKED):
        return "packed"
    if data.startswith(b"0") and _SIGNED in data[:32]:
        return "signature"
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    head = data[:4096].decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if re.search(_NOT_TEXT, head):
        return "unknown"
    if _is_mail(head):
        return "mail"
    if re.match(_HTML, head) or head.startswith(("<", "mime-version:")) and re.search(_HTML, head):
        return "html"
    if head.startswith("<"):
        return "xml"
    return "csv" if any(separator in head for separator in ",;\t") else "unknown"


def _is_mail(head: str) -> bool:
    """Whether a text, in lower case, begins with the headers of a mail (and is no web page saved as one)."""
    headers = head.replace("\r\n", "\n").partition("\n\n")[0]
    names = set(re.findall(_MAIL, headers))
    return bool(re.match(_HEADED, headers)) and len(names) > 1 and not any(mark in headers for mark in _WEB_ARCHIVE)


def _sniff_zip(data: bytes, archive: zipfile.ZipFile | None) -> str:
    if data[30:38] == b"mimetype" and b"opendocument.spreadsheet" in data[38:200]:
        return "ods"
    if archive is None:  # damaged: tell by what is left of it
        return "xlsx" if b"xl/w" in data else "zip"
    members = {name.replace("\\", "/").lstrip("/").casefold() for name in archive.namelist()}
    if "xl/workbook.xml" in members:
        return "xlsx"
    if "word/document.xml" in members:
        return "docx"
    if "xl/workbook.bin" in members:
        return "xlsb"
    return "office" if "[content_types].xml" in members or data[30:38] == b"mimetype" else "zip"


class Package:
    """The parts of the container, guarded: their number, names and declared sizes (which zipfile then enforces)."""

    def __init__(self, data: bytes, archive: zipfile.ZipFile | None = None):
        self.archive = archive or zipfile.ZipFile(io.BytesIO(data))
        self.members: dict[str, zipfile.ZipInfo] = {}
        self.tags = self.text = self.cells = 0  # used so far, over all parts
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

    def sections(self, part: str) -> Iterator[tuple[Element, list[Element]]]:
        return sections(self.pieces(part))

    def children(self, part: str) -> Iterator[Element]:
        return children(self.pieces(part))

    def pieces(self, part: str) -> Iterator[bytes]:
        """The content of a part, piece by piece; its tags are counted: no element has less than one."""
        member = self.members.get(part.casefold())
        if member is None:
            raise WorkbookError("F05", reason="part")
        with self.archive.open(member) as stream:
            while piece := stream.read(_PIECE):
                self.tags += piece.count(b"<")
                if self.tags > MAX_TAGS:
                    raise WorkbookError("F06", limit="elements")
                yield piece

    def attempt(self, part: str, quick: Callable[[bytes], _Answer | None]) -> _Answer | None:
        """What a quick way makes of the content of a part; None where it has no answer, for whatever reason.

        Then nothing is counted, and what is wrong with the part is for the other way to find out. Only a part that
        could be held whole as a tree is tried.
        """
        counted = self.tags, self.cells, self.text
        with suppress(Exception):
            if self.members[part.casefold()].file_size <= MAX_QUICK:
                content = b"".join(self.pieces(part))
                few = self.tags - counted[0] < MAX_HELD
                if few and (answer := quick(content)):
                    return answer
        self.tags, self.cells, self.text = counted
        return None

    def spend(self, length: int, cells: int = 1) -> None:
        """Count a cell, or what takes as much room as one, with the length of its text; or several with theirs."""
        self.cells += cells
        self.text += length
        if self.cells > MAX_CELLS or self.text > MAX_TEXT:
            raise WorkbookError("F06", limit="cells" if self.cells > MAX_CELLS else "text")

    def alike(self, part: str, digest: Callable[..., _Answer], *besides: str) -> _Answer:
        """What *digest* makes of the pieces of a part: a small one that is the same in many files is gone through once.

        What it makes belongs to all of them.
        """
        member = self.members.get(part.casefold())
        if member is None or member.file_size > MAX_ALIKE:
            return digest(self.pieces(part), *besides)
        return _digested(b"".join(self.pieces(part)), digest, *besides)

    def relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """The parts that a part refers to: id -> (last word of the type, path)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", name + ".rels")
        return self.alike(rels, _related, folder) if rels.casefold() in self.members else {}


@lru_cache(32)
def _digested(content: bytes, digest: Callable[..., _Answer], *besides: str) -> _Answer:
    return digest([content], *besides)


def _related(pieces: Iterable[bytes], folder: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for relation in children(pieces):
        if local(relation.tag) == "Relationship" and relation.get("TargetMode", "") != "External":
            target = posixpath.join("/", folder, relation.attrib["Target"].replace("\\", "/"))
            path = posixpath.normpath(target).lstrip("/")
            found[relation.attrib["Id"]] = relation.attrib["Type"].rpartition("/")[2], path
    return found


def sections(pieces: Iterable[bytes]) -> Iterator[tuple[Element, list[Element]]]:
    """The children of the root of a document, each with the children that were complete since it was last given.

    A large section is given again and again as it is read, and forgets what it has given: what is held in memory at
    one time follows from the size of a piece, not from that of the document.
    """
    for root, ended in _growing(pieces):
        closed = list(root) if ended else root[:-1]
        for section in closed:
            yield section, list(section)
        del root[: len(closed)]
        for section in root:
            if complete := section[:-1]:
                yield section, complete
                del section[: len(complete)]


def children(pieces: Iterable[bytes]) -> Iterator[Element]:
    """The children of the root of a document, each when it is complete; they are forgotten like sections."""
    for root, ended in _growing(pieces):
        complete = list(root) if ended else root[:-1]
        yield from complete
        del root[: len(complete)]


def _growing(pieces: Iterable[bytes]) -> Iterator[tuple[Element, bool]]:
    """The root of a document after each piece that was read, and whether that was the last one.

    The tree is built without a call of Python for each element; its shape is looked at between the pieces.
    """
    parser, builder, roots = expat.ParserCreate(), TreeBuilder(), []

    def start_root(name: str, attributes: dict[str, str]) -> None:
        roots.append(builder.start(name, attributes))
        parser.StartElementHandler = builder.start

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = start_root, builder.end
    parser.CharacterDataHandler = builder.data
    for piece in pieces:
        parser.Parse(piece, False)
        for root in roots:
            _guard_shape(root)
            yield root, False
    parser.Parse(b"", True)
    yield roots[0], True


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def only(name: str, elements: Iterable[Element]) -> Iterator[Element]:
    """The elements with this name, whatever their prefix."""
    return (element for element in elements if element.tag == name or local(element.tag) == name)


def _guard_shape(root: Element) -> None:
    """Refuse a tree that is too deep, or that grows where nobody takes anything away."""
    level, held = [root], 0
    for _depth in range(MAX_DEPTH):
        level = list(chain.from_iterable(level))
        held += len(level)
        if not level:
            return
        if held > MAX_HELD:
            raise WorkbookError("F06", limit="elements")
    raise WorkbookError("F06", limit="depth")


def _refuse(*_declaration: object) -> None:
    raise WorkbookError("F16", reason="dtd")
