"""One file of an inbox -> what it is: a form, something else, or a parcel with more files in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from .. import cells, reading, vi
from ..container import MAX_FILE
from ..errors import WorkbookError
from ..model import Catalogue, Dossier, FileOutcome, Submission
from ..parcels import Opener
from ..period import Period
from ..unpacking import MAX_PARCEL, PARCELS, Member
from ..worker import Reader
from .listing import passed_over
from .pairing import PAPER

ZIP = b"PK"
"""How every workbook begins, and every archive."""

EMPTY = hashlib.sha256(b"").hexdigest()
"""The hash of a file in which there is nothing."""

_WORKBOOK = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/")
_PAPERS = frozenset(("pdf", "image"))
_NAME = 30  # where the name of the first entry of an archive stands


class Desk:
    """Takes the files of one inbox in hand, one after the other; without a *period*, forms of any.

    After that `parcels` names the archives and mails that were opened, and `codes` gives what stands in the papers.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        folder: Path,
        period: Period | None,
        dossier: Dossier | None,
        reader_name: str,
        reader: Reader,
        opener: Opener,
        read: Callable[..., Submission] = reading.read,
    ):
        self.catalogue, self.folder, self.period = catalogue, folder, period
        self.reader, self.opener, self.read = reader, opener, read
        self.parcels: set[str] = set()
        self._submissions = {s.sha256: s for s in dossier.submissions} if dossier else {}
        self._rejections = {r.sha256: r for r in dossier.rejections if r.reader == reader_name} if dossier else {}
        self._papers = {p.sha256: p.respondent for p in dossier.papers} if dossier else {}
        self._codes: dict[str, list[str]] = {}
        self._again: dict[str, Path] = {}

    def take(self, file: str) -> Iterator[FileOutcome]:
        """What became of one file of the folder; of each file in it, where it is an archive or a mail."""
        path, file = self.folder / file, file.encode(errors="replace").decode()  # names in no known letters are shown
        reason = passed_over(file)
        if reason:
            yield FileOutcome(file, outcome="skipped", reason=reason)
            return
        try:
            data = cells.snapshot(path, MAX_PARCEL)
        except WorkbookError as error:
            digest = EMPTY if error.facts.get("reason") == "empty" else ""
            yield FileOutcome(file, digest, "rejected", error.code, error.facts)
            return
        digest = hashlib.sha256(data).hexdigest()
        found = self._known(file, digest) or self._looked_at(file, digest, data, path)
        if isinstance(found, FileOutcome):
            yield found
            return
        self.parcels.add(file)
        names: set[str] = set()
        for member in found:
            yield self._member(_unlike(f"{file}/{member.name}", names), member)

    def _member(self, file: str, member: Member) -> FileOutcome:
        """What became of a file in a parcel."""
        data = member.data
        digest = hashlib.sha256(data).hexdigest() if data or not member.fault else ""
        if reason := "inline" if member.inline else passed_over(member.name):
            return FileOutcome(file, digest, "skipped", reason)
        if member.fault:
            code, facts = member.fault
            return FileOutcome(file, digest, "rejected", code, facts)
        if not data:
            return FileOutcome(file, digest, "rejected", "F01", {"reason": "empty"})
        found = self._known(file, digest) or self._looked_at(file, digest, data)
        if isinstance(found, FileOutcome):
            return found
        return FileOutcome(file, digest, "rejected", "F04", {"kind": "zip"})  # it was opened before, and is none

    def _known(self, file: str, digest: str) -> FileOutcome | None:
        if digest in self._submissions:
            submission = replace(self._submissions[digest], file=file)
            return FileOutcome(file, digest, unit=submission.respondent, submission=submission)
        if digest in self._rejections:
            known = self._rejections[digest]
            return FileOutcome(file, digest, "rejected", known.code, known.facts)
        return None

    def _looked_at(self, file: str, digest: str, data: bytes, path: Path | None = None) -> FileOutcome | list[Member]:
        """What a file is, by its content; the files in it, where it is a parcel."""
        try:
            if data.startswith(ZIP):
                return self._zipped(file, digest, data)
            kind = cells.sniff(data)
            if kind in _PAPERS:
                self._look_at_paper(kind, digest, data, path)
                return FileOutcome(file, digest, "skipped", PAPER)
            if kind == "signature":
                return FileOutcome(file, digest, "skipped", kind)
            if kind in PARCELS:
                return self.opener.open(data)
            if kind == "packed":
                raise WorkbookError("F18", reason="format")
            return self._form(file, digest, data)
        except WorkbookError as error:
            return FileOutcome(file, digest, "rejected", error.code, error.facts)

    def _zipped(self, file: str, digest: str, data: bytes) -> FileOutcome | list[Member]:
        """A workbook or an archive. The first name in it makes one likely; the processes that open them decide."""
        likely = data[_NAME:].startswith(_WORKBOOK)
        if not likely:
            try:
                return self.opener.open(data)
            except WorkbookError as error:
                if (error.code, error.facts.get("kind")) != ("F04", "xlsx"):
                    raise
        try:
            return self._form(file, digest, data)
        except WorkbookError as error:
            if not likely or (error.code, error.facts.get("kind")) != ("F04", "zip"):
                raise
        return self.opener.open(data)

    def _form(self, file: str, digest: str, data: bytes) -> FileOutcome:
        if len(data) > MAX_FILE:
            raise WorkbookError("F06", limit="file")
        submission = self.read(self.catalogue, self.reader.read(data), file, digest)
        if self.period is not None and submission.period != self.period:
            raise WorkbookError("F12", found=vi.period(submission.period), expected=vi.period(self.period))
        return FileOutcome(file, digest, unit=submission.respondent, submission=submission)

    # What stands in papers.
    def _look_at_paper(self, kind: str, digest: str, data: bytes, path: Path | None) -> None:
        """Read the text of a PDF, but not again of one that is known; its form may have come since, see `codes`."""
        if kind != "pdf" or self.period is None or self._papers.get(digest) or digest in self._codes:
            return
        if digest in self._papers and path:
            self._again[digest] = path
        else:
            self._codes[digest] = self.opener.codes(data)

    def codes(self, outcomes: Iterable[FileOutcome]) -> Mapping[str, list[str]]:
        """What looks like a send code in the papers of the inbox, by their hashes.

        A paper that was known and found no form is looked at again where a form has come.
        """
        if any(o.submission and o.sha256 not in self._submissions for o in outcomes):
            for digest, path in self._again.items():
                with suppress(WorkbookError):
                    self._codes[digest] = self.opener.codes(cells.snapshot(path, MAX_PARCEL))
        return self._codes


def _unlike(file: str, names: set[str]) -> str:
    """The name, numbered where another file of the parcel has it."""
    stem, dot, suffix = file.rpartition(".")
    number, name = 1, file
    while name in names:
        number += 1
        name = f"{stem} ({number}){dot}{suffix}" if stem and "/" not in suffix else f"{file} ({number})"
    names.add(name)
    return name
