"""A folder of anything -> what each file is: whose form, accepted or not, and which one counts.

Identity is read from inside a form, never from the file's name. Every file ends in exactly one outcome. Which of
several submissions of a unit is the current one follows from the set of them alone: the highest attempt; two different
ones of the same attempt are a conflict and neither counts. Originals are only read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from . import cells, reading, standing, vi
from .errors import AnsxError, WorkbookError
from .model import Catalogue, FileOutcome, Submission
from .period import Period
from .worker import Reader

_TEMPORARY = (".tmp", ".crdownload", ".part", ".download")
_SYSTEM = {"thumbs.db", "desktop.ini", ".ds_store"}
_PAPER = {"pdf", "image"}
ZIP = b"PK"
"""How every workbook begins: no need to look further whether it is a scan."""


def list_files(folder: Path) -> list[str]:
    """The files of a folder and its subfolders, as paths relative to it with "/", in a fixed order.

    A link to a folder is listed as if it were a file, and so ends as one that cannot be read: whatever lies behind it
    may be a circle, and must not be missed in silence. Raises AnsxError where there is no such folder, where one of its
    subfolders cannot be looked into, or where there is no file in it.
    """
    if not folder.is_dir():
        raise AnsxError("no_inbox", folder=str(folder))
    found = [
        (Path(root) / name).relative_to(folder).as_posix()
        for root, folders, names in os.walk(folder, onerror=_closed)
        for name in (*names, *(f for f in folders if os.path.islink(os.path.join(root, f))))
        if not folders.sort()
    ]
    if not found:
        raise AnsxError("empty_inbox", folder=str(folder))
    return sorted(found)


def _closed(fault: OSError) -> None:
    raise AnsxError("inbox_closed", folder=str(fault.filename)) from None


def take_in(
    catalogue: Catalogue,
    folder: Path,
    period: Period,
    known: Mapping[str, Submission],
    progress: Callable[[str], None] = lambda file: None,
) -> list[FileOutcome]:
    """Read every file of an inbox for one period; a file whose hash is *known* is not read again."""
    outcomes = []
    first: dict[str, str] = {}
    with Reader(unread=vi.UNREAD) as reader:
        for file in list_files(folder):
            progress(file)
            outcome = _take_file(catalogue, folder, file, period, known, reader)
            earlier = first.get(outcome.sha256) if outcome.submission else None
            if earlier is not None:
                outcome = replace(outcome, outcome="duplicate", reason=earlier, submission=None)
            elif outcome.submission:
                first[outcome.sha256] = outcome.file
            outcomes.append(outcome)
    return outcomes


def _take_file(
    catalogue: Catalogue, folder: Path, file: str, period: Period, known: Mapping[str, Submission], reader: Reader
) -> FileOutcome:
    path, file = folder / file, file.encode(errors="replace").decode()  # a name in no known letters can be shown
    name = file.rsplit("/", 1)[-1]
    reason = _skipped(name)
    if reason:
        return FileOutcome(file, outcome="skipped", reason=reason)
    digest = ""
    try:
        data = cells.snapshot(path)
        digest = hashlib.sha256(data).hexdigest()
        if digest in known:
            submission = replace(known[digest], file=file)
            return FileOutcome(file, digest, unit=submission.respondent, submission=submission)
        if not data.startswith(ZIP) and cells.sniff(data) in _PAPER:
            return FileOutcome(file, digest, "skipped", "paper")
        submission = reading.read(catalogue, reader.read(data), file, digest)
        if submission.period != period:
            raise WorkbookError("F12", found=str(submission.period), expected=str(period))
        return FileOutcome(file, digest, unit=submission.respondent, submission=submission)
    except WorkbookError as error:
        return FileOutcome(file, digest, "rejected", error.code, error.facts)


def _skipped(name: str) -> str:
    """Why a file is passed over without a look inside: the lock of an open workbook, a half-finished download."""
    lower = name.casefold()
    if lower.startswith(("~$", ".~lock")):
        return "lock"
    if lower in _SYSTEM:
        return "system"
    return "temporary" if lower.endswith(_TEMPORARY) else ""


def settle(outcomes: Iterable[FileOutcome], all_submissions: Iterable[Submission]) -> Iterator[FileOutcome]:
    """Give every readable file its outcome among all submissions of the period, those of the ledger included."""
    chosen, conflicts = standing.current(all_submissions)
    for outcome in outcomes:
        s = outcome.submission
        if s is None:
            yield outcome
        elif any(s.sha256 == other.sha256 for other in conflicts.get(s.respondent, ())):
            others = [o.file for o in conflicts[s.respondent] if o.sha256 != s.sha256]
            yield replace(outcome, outcome="conflict", reason=", ".join(others))
        elif s.respondent in chosen and chosen[s.respondent].sha256 == s.sha256:
            yield replace(outcome, outcome="used")
        else:
            by = chosen.get(s.respondent) or max(conflicts[s.respondent], key=lambda o: o.attempt)
            yield replace(outcome, outcome="superseded", reason=by.file)
