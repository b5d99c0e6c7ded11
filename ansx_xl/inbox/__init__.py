"""A folder of anything -> what each file is: whose form, accepted or not, and which one counts.

Identity is read from inside a form, never from the file's name. Every file ends in exactly one outcome; archives and
mails are opened, and what lies in them is listed in their place. Which of several submissions of a unit is the current
one follows from the set of them and the decisions alone (`standing`). Originals are only read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from .. import __version__, standing, vi
from ..model import Catalogue, Decision, Dossier, FileOutcome, Paper, Record, Rejection, Submission
from ..parcels import Opener
from ..period import Period
from ..worker import Reader
from .listing import list_files, passed_over
from .pairing import PAPER, paired
from .reading import EMPTY, ZIP, Desk

__all__ = ["EMPTY", "PAPER", "ZIP", "list_files", "look_through", "news", "passed_over", "reader_of", "settle"]
__all__ += ["take_in"]

_UNSURE = frozenset(("F01", "F07", "F08", "F11", "F14", "F15"))
"""Reasons that another day, a faster machine or another list of agencies may take away: such a file is read again."""


def reader_of(catalogue: Catalogue) -> str:
    """The edition and program that read a file: what another one turned down is read again.

    A rejection is remembered only under this name (`Rejection.reader`).
    """
    return f"{catalogue.edition} {__version__}"


def take_in(
    catalogue: Catalogue,
    folder: Path,
    period: Period,
    dossier: Dossier,
    progress: Callable[[str], None] = lambda file: None,
) -> list[FileOutcome]:
    """Every file of an inbox, read for one period; what the *dossier* knows by its hash is not read again.

    A readable form carries its submission and no outcome yet, but for a second file of the same content; `settle` gives
    it one. A signed paper is paired with the respondent whose form it belongs to. Raises AnsxError where the folder
    cannot be listed.
    """
    with Reader(unread=vi.UNREAD) as reader, Opener() as opener:
        desk = Desk(catalogue, folder, period, dossier, reader_of(catalogue), reader, opener)
        found: list[FileOutcome] = []
        for file in list_files(folder):
            progress(file)
            found += desk.take(file)
        outcomes = list(_told_apart(found))
        return paired(outcomes, dossier, desk.parcels, desk.codes(outcomes))


def look_through(
    catalogue: Catalogue,
    folder: Path,
    read: Callable[..., Submission],
    progress: Callable[[str], None] = lambda file: None,
) -> list[FileOutcome]:
    """Every file of an inbox, whatever its period, forms as *read* (which takes what `reading.read` does) gives them.

    Nothing is known before, and papers are not looked into. Raises AnsxError where the folder cannot be listed.
    """
    with Reader(unread=vi.UNREAD) as reader, Opener() as opener:
        desk = Desk(catalogue, folder, None, None, reader_of(catalogue), reader, opener, read)
        found: list[FileOutcome] = []
        for file in list_files(folder):
            progress(file)
            found += desk.take(file)
        return list(_told_apart(found))


def _told_apart(found: Iterable[FileOutcome]) -> Iterator[FileOutcome]:
    """A form whose content came before under another name is a duplicate of that."""
    first: dict[str, str] = {}
    for outcome in found:
        earlier = first.get(outcome.sha256) if outcome.submission else None
        if earlier is not None:
            outcome = replace(outcome, outcome="duplicate", reason=earlier, submission=None)
        elif outcome.submission:
            first[outcome.sha256] = outcome.file
        yield outcome


def settle(
    outcomes: Iterable[FileOutcome], submissions: Iterable[Submission], decisions: Iterable[Decision] = ()
) -> Iterator[FileOutcome]:
    """Give every readable file its outcome among all *submissions* of the period, those of the ledger included."""
    chosen, conflicts = standing.current(submissions, decisions)
    for outcome in outcomes:
        s = outcome.submission
        if s is None:
            yield outcome
        elif any(s.sha256 in standing.hashes(other) for other in conflicts.get(s.respondent, ())):
            others = [o.file for o in conflicts[s.respondent] if s.sha256 not in standing.hashes(o)]
            yield replace(outcome, outcome="conflict", reason=", ".join(others))
        elif s.respondent in chosen and chosen[s.respondent].sha256 == s.sha256:
            yield replace(outcome, outcome="used")
        elif s.respondent in chosen and s.sha256 in chosen[s.respondent].copies:
            yield replace(outcome, outcome="duplicate", reason=chosen[s.respondent].file)
        else:
            by = chosen.get(s.respondent) or max(conflicts[s.respondent], key=lambda o: o.attempt)
            yield replace(outcome, outcome="superseded", reason=by.file)


def news(catalogue: Catalogue, outcomes: Iterable[FileOutcome], dossier: Dossier) -> list[Record]:
    """What the ledger does not know yet: submissions, what was rejected for good, papers; each content once."""
    submissions = {(s.respondent, s.sha256) for s in dossier.submissions}
    reader = reader_of(catalogue)
    rejected = {r.sha256 for r in dossier.rejections if r.reader == reader}
    papers = {p.sha256: p.respondent for p in dossier.papers}
    new: dict[tuple, Record] = {}
    for o in sorted(outcomes, key=lambda o: (o.outcome == "rejected", o.reason == PAPER, not o.unit)):
        if o.submission and (o.submission.respondent, o.sha256) not in submissions:
            new.setdefault((o.submission.respondent, o.sha256), o.submission)
        elif o.outcome == "rejected" and o.sha256 and o.sha256 not in rejected and o.reason not in _UNSURE:
            new.setdefault(("", o.sha256), Rejection(o.sha256, o.file, o.reason, o.facts, reader))
        elif o.outcome == "skipped" and o.reason == PAPER and (papers.get(o.sha256) or None) is None:
            if o.unit or o.sha256 not in papers:
                new.setdefault((PAPER, o.sha256), Paper(o.unit, o.sha256, o.file, str(o.facts["how"])))
    return list(new.values())
