"""Back to the sender (Đề nghị chỉnh sửa): the form of everyone whose figures are to be looked at, made anew.

What was sent is only read. The new form has the sender's own values, earlier figures from the ledger, and the next
attempt, so that it wins when it comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from .. import cells, checking, consolidating, history, inbox, layout, migrating, reading, saving, standing, writing
from ..errors import AnsxError, WorkbookError
from ..frozen import frozen
from ..model import Catalogue, Finding, Prior, Severity, Submission
from ..period import Period
from .folder import LedgerAddress, Progress, dossier_of, earlier_figures, quiet
from .gathering import form_file_name

_OURS = frozenset(("A03", "A04", "A05", "A07", "A08", "A09", "A10"))
"""Findings that a sender cannot mend: the department decides about them."""
_ALONE = frozenset(("A06",))
"""Findings that no form is sent back for unless there are others."""


@frozen(slots=False)
class Returned:
    """One form that was written: for whom, with which attempt, and what is to be looked at in it."""

    respondent: str
    period: Period
    attempt: int
    findings: tuple[Finding, ...]
    path: Path


@frozen(slots=False)
class Left:
    """A file or form that is not sent back: the code of its rejection, or conflict, newer, form_exists."""

    file: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    respondent: str = ""
    period: Period | None = None


@frozen(slots=False)
class Returns:
    """What became of an inbox: forms written, and what could not be sent back."""

    written: tuple[Returned, ...]
    left: tuple[Left, ...]

    @property
    def has_errors(self) -> bool:
        """Whether an error was sent back, or something could not be."""
        return bool(self.left) or any(f.severity is Severity.ERROR for r in self.written for f in r.findings)


def return_forms(
    catalogue: Catalogue,
    folder: Path,
    target: Path,
    ledger: LedgerAddress,
    period: Period | None = None,
    progress: Progress = quiet,
) -> Returns:
    """Write the form of everyone in an inbox, or in the ledger for its periods, in whose figures something is open.

    With *period* only forms of that one. A rejected form whose owner is known comes back too, with what could be told
    of it. Nothing is written over: a file that differs from the one to be written is named. Raises AnsxError where the
    folder of the results lies in the inbox, or a file cannot be written.
    """
    folder, target = Path(folder), Path(target)
    if folder.is_dir() and folder.resolve() in (target.resolve(), *target.resolve().parents):
        raise AnsxError("output_is_input", file=str(target))
    outcomes = inbox.look_through(catalogue, folder, _read_or_salvage, progress)
    found = [o.submission for o in outcomes if o.submission]
    periods = sorted({s.period for s in found}, key=lambda p: p.order) if period is None else [period]
    written: list[Returned] = []
    left = [Left(o.file, o.reason, dict(o.facts)) for o in outcomes if o.outcome == "rejected"]
    for each in periods:
        for item in _of_period(catalogue, each, [s for s in found if s.period == each], target, ledger, progress):
            (written if isinstance(item, Returned) else left).append(item)
    return Returns(tuple(written), tuple(left))


def _read_or_salvage(catalogue: Catalogue, book: cells.Workbook, file: str, sha256: str) -> Submission:
    """The submission in a workbook; of a rejected one whose owner is known, what can be told of it."""
    try:
        return reading.read(catalogue, book, file, sha256)
    except WorkbookError as fault:
        if fault.code not in reading.SALVAGED:
            raise
        try:
            return reading.salvage(catalogue, book, file, sha256, fault)
        except WorkbookError:
            raise fault from None


def _fault(submission: Submission) -> Finding | None:
    """Why a submission could only be salvaged."""
    return next((f for f in submission.findings if f.code in reading.SALVAGED), None)


def _of_period(
    catalogue: Catalogue,
    period: Period,
    found: list[Submission],
    target: Path,
    ledger: LedgerAddress,
    progress: Progress,
) -> Iterator[Returned | Left]:
    dossier = dossier_of(ledger, period)
    together = {(s.respondent, s.sha256): s for s in [*(s for s in found if not _fault(s)), *dossier.submissions]}
    dossier = replace(dossier, submissions=tuple(together.values()))
    earlier = earlier_figures(catalogue, ledger, period)
    results = consolidating.consolidate(catalogue, dossier, earlier)
    prior = history.prior(catalogue, earlier, period)
    chosen, conflicts = standing.current(dossier.submissions, dossier.decisions)
    open_to = {who: [] for who in chosen}
    for who, finding in results.findings:
        if who in open_to and finding.open:
            open_to[who].append(finding)
    for s in _latest(s for s in found if _fault(s)):
        others = [chosen[s.respondent]] if s.respondent in chosen else conflicts.get(s.respondent, [])
        if any(other.attempt >= s.attempt for other in others):
            facts = {"reason": _fault(s).code, "attempt": others[0].attempt, "by": others[0].file}
            yield Left(s.file, "newer", facts, s.respondent, period)
        else:
            chosen[s.respondent] = s
            open_to[s.respondent] = [f for f in checking.check(catalogue, s, prior).findings if f.open]
            conflicts.pop(s.respondent, None)
    for who, rivals in conflicts.items():
        yield Left(rivals[0].file, "conflict", {"files": ", ".join(s.file for s in rivals)}, who, period)
    for who in consolidating.owed(catalogue, period, results.sectors):
        findings = [f for f in open_to.get(who, ()) if f.code not in _OURS]
        if any(f.code not in _ALONE for f in findings):
            progress(consolidating.name_of(catalogue, period, who))
            yield _written(catalogue, chosen[who], prior, findings, target)


def _latest(salvaged: Iterable[Submission]) -> list[Submission]:
    """Of each respondent the one with the highest attempt."""
    best: dict[str, Submission] = {}
    for s in sorted(salvaged, key=lambda s: (s.attempt, s.sha256)):
        best[s.respondent] = s
    return list(best.values())


def _written(
    catalogue: Catalogue, submission: Submission, prior: Prior, findings: list[Finding], target: Path
) -> Returned | Left:
    from .. import forms

    s = migrating.lifted(catalogue, submission)
    form = layout.form(catalogue, s.period, s.respondent, checking.sectors_of(catalogue, s))
    filling = forms.refilled(s)
    blank = forms.make(catalogue, form, checking.together(s.stated, prior), filling)
    data = writing.to_bytes(forms.annotated(catalogue, form, blank, s, findings), forms.issued_on(form))
    attempt = int(filling.identity["attempt"])
    path = target / file_name(catalogue, s.period, s.respondent, attempt)
    if path.is_file() and path.read_bytes() != data:
        return Left(submission.file, "form_exists", {"target": str(path)}, s.respondent, s.period)
    saving.save(data, path)
    return Returned(s.respondent, s.period, attempt, tuple(findings), path)


def file_name(catalogue: Catalogue, period: Period, respondent: str, attempt: int) -> str:
    """The name of a form that goes back: that of the form as issued, and the attempt."""
    stem, _, suffix = form_file_name(catalogue, period, respondent).rpartition(".")
    return f"{stem}_lan-{attempt}.{suffix}"
