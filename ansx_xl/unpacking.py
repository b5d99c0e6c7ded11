"""What is inside an archive or a mail: the files, in memory, behind limits. Nothing is ever unpacked to the disk.

An archive (.zip) may lie in a mail (.eml), a mail in an archive, a forwarded mail in a mail, to a small depth. A file
inside that cannot be had costs only itself; a parcel that cannot be opened, or passes a limit, is one refused file.
Parsers of old formats are the first thing that hostile bytes attack, so all of this runs in a process of its own, where
the texts of papers are looked at too: `answer` is what that process does, `parcels.Opener` asks it.
"""

from __future__ import annotations

import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator

from ansx_xl.container import sniff
from ansx_xl.errors import WorkbookError
from ansx_xl.frozen import frozen

MAX_PARCEL = 60_000_000  # the parcel itself
MAX_FILES, MAX_OPENED, MAX_DEPTH = 1_000, 80_000_000, 4
MAX_RATIO, FREE = 100, 5_000_000  # how many times its size a parcel may unpack to; so many bytes are always allowed
PARCELS = frozenset(("zip", "mail"))
MAX_CODES = 500
_PAGES = 15  # of a paper; the send code stands on every page of figures, and a guide may come before them
_CODE = r"(?<!\d)(?=(\d{4}(?:[\s.\-]{1,3}\d{4}){3})(?!\d))"  # in a row of numbers any four may be it


@frozen
class Member:
    """One file of a parcel: its path inside, its bytes or the fault (code, facts) for which there are none.

    *inline*: a picture shown within the text of a mail (a logo), not a file that somebody sent.
    """

    name: str
    data: bytes = b""
    fault: tuple[str, dict[str, str]] | None = None
    inline: bool = False


def answer(question: bytes) -> bytes:
    """What the child says to P (a parcel follows) or T (a paper follows)."""
    kind, data = question[:1], question[1:]
    if kind == b"T":
        return json.dumps(_codes(data)).encode()
    return _pack(data) if kind == b"P" else b""


def _pack(data: bytes) -> bytes:
    try:
        members = unpack(data)
    except WorkbookError as fault:
        return json.dumps({"fault": [fault.code, fault.facts]}).encode()
    except (MemoryError, RecursionError) as fault:
        reason = "memory" if isinstance(fault, MemoryError) else "depth"
        return json.dumps({"fault": ["F18", {"reason": reason}]}).encode()
    except Exception:  # a mail or an archive that no program would write
        return json.dumps({"fault": ["F05", {"reason": "archive"}]}).encode()
    head = json.dumps([[m.name, len(m.data), m.fault, m.inline] for m in members])
    return b"".join((head.encode(), b"\n", *(m.data for m in members)))


def unpack(data: bytes) -> list[Member]:
    """The files of an archive or mail, those of archives and mails inside it included."""
    if (kind := sniff(data)) not in PARCELS:
        raise WorkbookError("F04", kind=kind)
    return _Unpacking().members(data, 1)


class _TooMuch(WorkbookError):
    """The parcel as a whole passes a limit; any other fault costs only the parcel inside where it lies."""


class _Unpacking:
    """One parcel being opened with all that is in it, and what is left of its limits."""

    def __init__(self):
        self.files = self.opened = 0

    def spend(self, size: int) -> None:
        """Count a file with its unpacked size."""
        self.files += 1
        self.opened += size
        if self.files > MAX_FILES:
            raise _TooMuch("F18", reason="members")
        if self.opened > MAX_OPENED:
            raise _TooMuch("F18", reason="unpacked")

    def members(self, data: bytes, depth: int) -> list[Member]:
        found = list(self._each(data, depth))
        if not found:
            raise WorkbookError("F18", reason="empty")
        return found

    def _each(self, data: bytes, depth: int) -> Iterator[Member]:
        if sniff(data) == "mail":
            from ansx_xl import mails

            found = (Member(name, self._taken(part), None, inline) for name, part, inline in mails.attachments(data))
        else:
            found = self._archived(data)
        for member in found:
            yield from self._inside(member, depth)

    def _taken(self, data: bytes) -> bytes:
        self.spend(len(data))
        return data

    def _inside(self, member: Member, depth: int) -> Iterator[Member]:
        """A member, or what is in it if it is a parcel itself; one that cannot be opened is a file of its own."""
        if member.fault or sniff(member.data) not in PARCELS:
            yield member
            return
        try:
            if depth == MAX_DEPTH:
                raise WorkbookError("F18", reason="depth")
            for each in self.members(member.data, depth + 1):
                yield Member(f"{member.name}/{each.name}", each.data, each.fault, each.inline)
        except _TooMuch:
            raise
        except WorkbookError as fault:
            yield Member(member.name, member.data, (fault.code, dict(fault.facts)))

    def _archived(self, data: bytes) -> Iterator[Member]:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            entries = [entry for entry in archive.infolist() if not _is_folder(entry)]
        except (MemoryError, RecursionError):
            raise
        except Exception:  # zipfile has many ways to say that an archive is damaged
            raise WorkbookError("F05", reason="archive") from None
        if entries and all(map(_is_locked, entries)):
            raise WorkbookError("F02")
        sizes = [entry.file_size for entry in entries]  # zipfile holds an entry to the size it declares
        if sum(sizes) > max(FREE, MAX_RATIO * len(data)):
            raise WorkbookError("F18", reason="ratio")
        for size in sizes:
            self.spend(size)
        for entry in entries:
            yield self._entry(archive, entry)

    def _entry(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Member:
        name = _name(entry)
        if _is_locked(entry):
            return Member(name, b"", ("F02", {}))
        try:
            return Member(name, archive.read(entry))
        except MemoryError:
            raise
        except NotImplementedError:
            return Member(name, b"", ("F18", {"reason": "format"}))
        except Exception:
            return Member(name, b"", ("F05", {"reason": "archive"}))


def _is_locked(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.flag_bits & 0x41)  # encrypted, strongly encrypted


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or entry.filename.endswith("\\") or stat.S_ISDIR(entry.external_attr >> 16)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: by the archive's Unicode field, else UTF-8 although unmarked, else as zipfile reads it.

    Programs that pack Vietnamese names without marking them as Unicode are common.
    """
    extra = entry.extra
    while len(extra) > 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == 0x7075 and size > 5:  # Info-ZIP Unicode Path: version, checksum of the old name, name
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _codes(data: bytes) -> list[str]:
    """What looks like a send code on the first pages of a PDF."""
    try:
        import pypdf

        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        text = "\n".join(pages[i].extract_text() for i in range(min(_PAGES, len(pages))))
    except Exception:  # not installed, or the PDF is damaged, locked, hostile: there is no text to be had
        return []
    return list(dict.fromkeys(" ".join(re.findall(r"\d{4}", code)) for code in re.findall(_CODE, text)))[:MAX_CODES]
