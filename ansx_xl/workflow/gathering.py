"""Forms out, forms in: issue, check, consolidate, and the same results again from the ledger alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from .. import __version__, checking, consolidating, history, inbox, layout, ministry, saving, standing, vi, writing
from .. import ledger as ledgers
from ..consolidating import Results, owed
from ..errors import AnsxError, LedgerChanged, LedgerError, WorkbookError
from ..frozen import frozen
from ..ledger import Ledger
from ..model import (
    Catalogue,
    Decision,
    DecisionKind,
    Dossier,
    FileOutcome,
    Paper,
    Record,
    Run,
    Stamp,
    Submission,
)
from ..period import Period
from ..text import slug
from ..worker import Reader
from .folder import (
    PATIENCE,
    LedgerAddress,
    Progress,
    dossier_of,
    earlier_figures,
    quiet,
    refuse_day,
    refuse_output,
    respondent_of,
)


@frozen(slots=False)
class Issued:
    """One form that was written."""

    respondent: str
    path: Path


def issue_forms(
    catalogue: Catalogue,
    period: Period,
    folder: Path,
    ledger: LedgerAddress,
    units: Iterable[str] = (),
    sectors: frozenset[str] | None = None,
    progress: Progress = quiet,
    today: str = "",
    by: str = "",
) -> list[Issued]:
    """Write the form of every respondent that owes one in *period* (or of the *units* asked for).

    Raises AnsxError where nobody is asked or nothing is due, a unit or sector is unknown, a file cannot be written, or
    another form, which somebody may have filled, stands where one would be written.
    """
    from .. import forms

    known = {s.code for s in catalogue.sectors}
    for sector in sorted((sectors or frozenset()) - known):
        raise AnsxError("unknown_sector", sector=sector, known=", ".join(sorted(known)))
    refuse_day(catalogue, period)
    respondents = list(owed(catalogue, period, sectors))
    if not respondents:
        raise AnsxError("nothing_due", period=str(period))
    asked = [respondent_of(catalogue, period, respondents, unit) for unit in units] or respondents
    prior = history.prior(catalogue, earlier_figures(catalogue, ledger, period), period)
    made: dict[Path, tuple[str, bytes]] = {}
    for who in asked:
        progress(consolidating.name_of(catalogue, period, who))
        form = layout.form(catalogue, period, who, sectors)
        path = Path(folder) / form_file_name(catalogue, period, who)
        made[path] = (who, writing.to_bytes(forms.make(catalogue, form, prior), period.end))
    for path, (_, data) in made.items():
        if path.is_file() and path.read_bytes() != data:
            raise AnsxError("form_exists", file=str(path))
    if sectors is not None:
        if dossier_of(ledger, period).signed_off:  # what is asked for decides what is complete
            raise AnsxError("signed_off", period=vi.period(period), files="")
        asked = Decision(DecisionKind.ASK, facts={"sectors": " ".join(sorted(sectors))})
        with Ledger.open(ledger) as opened:
            opened.append(period, [asked], Stamp(today, by))
    for path, (_, data) in made.items():
        saving.save(data, path)
    return [Issued(who, path) for path, (who, _) in made.items()]


def form_file_name(catalogue: Catalogue, period: Period, respondent: str) -> str:
    """A file name that any system keeps: period, code and name without diacritics."""
    name = consolidating.name_of(catalogue, period, respondent)
    return f"{period}_{catalogue.code_of(respondent)}_{slug(name)}.xlsx"


@frozen(slots=False)
class Checked:
    """One file after `check`: its submission with findings, why it is rejected, or why it was not looked into."""

    file: str
    sha256: str
    submission: Submission | None
    rejection: WorkbookError | None
    skipped: str = ""


def check_files(catalogue: Catalogue, files: Iterable[Path | str], ledger: LedgerAddress) -> list[Checked]:
    """Check forms one by one against themselves and the ledger; nothing is stored.

    Raises AnsxError ("no_file", "is_folder") before any of them is looked into.
    """
    from .. import cells, reading

    files = list(files)
    for path in map(Path, files):
        if path.is_dir() or not path.exists():
            raise AnsxError("is_folder" if path.is_dir() else "no_file", file=str(path))
    results, priors = [], {}
    with Reader(unread=vi.UNREAD) as reader:
        for path in files:
            if skipped := inbox.passed_over(Path(path).as_posix()):
                results.append(Checked(str(path), "", None, None, skipped))
                continue
            digest = ""
            try:
                data = cells.snapshot(path)
                digest = hashlib.sha256(data).hexdigest()
                read = reading.read(catalogue, reader.read(data), Path(path).name, digest)
            except WorkbookError as error:
                digest = inbox.EMPTY if error.facts.get("reason") == "empty" else digest
                results.append(Checked(str(path), digest, None, error))
                continue
            code = str(read.period)
            if code not in priors:
                earlier = earlier_figures(catalogue, ledger, read.period)
                priors[code] = history.prior(catalogue, earlier, read.period)
            results.append(Checked(str(path), digest, checking.check(catalogue, read, priors[code]), None))
    return results


def consolidate(
    catalogue: Catalogue,
    folder: Path,
    period: Period,
    output: Path,
    ledger: LedgerAddress,
    today: str,
    dry_run: bool = False,
    progress: Progress = quiet,
    by: str = "",
) -> Results:
    """Take in an inbox, add up the period and write the consolidated workbook; *dry_run* writes nothing at all.

    Totals come from the current submission of each respondent in the ledger after this inbox is taken in. Where
    somebody else has recorded something meanwhile, it is taken into account before anything is written. Raises
    AnsxError where the period is signed off and the inbox would change it.
    """
    output = Path(output)
    refuse_output(output, Path(folder), ledger)
    refuse_day(catalogue, period)
    if period.kind != "D" and not list(owed(catalogue, period)):
        raise AnsxError("nothing_due", period=str(period))
    for _ in range(PATIENCE):
        dossier = dossier_of(ledger, period)
        outcomes = inbox.take_in(catalogue, Path(folder), period, dossier, progress)
        news = inbox.news(catalogue, outcomes, dossier)
        versions = _versions(ledger, period)  # before the figures: what comes in between is seen by the next run
        earlier = earlier_figures(catalogue, ledger, period)
        results = _taken_in(catalogue, dossier, outcomes, news, Stamp(today, by), earlier)
        if dry_run:
            return results
        inputs = _inputs(results, today, versions)
        if _stands(output, dossier, inputs):
            return results
        data = writing.to_bytes(ministry.consolidated(results, today), period.end)
        with saving.staged(data, output) as put, Ledger.open(ledger) as opened:
            if any(isinstance(n, Submission) for n in news):
                results = replace(results, closed_after=tuple(opened.closed_after(period)))
            try:
                opened.append(period, [*news, _run(results, output, inputs, data)], Stamp(today, by), dossier.version)
            except LedgerChanged:
                continue
            put()
        return results
    raise LedgerError("ledger_busy", file=str(ledger))


def _taken_in(
    catalogue: Catalogue,
    dossier: Dossier,
    outcomes: list[FileOutcome],
    news: Iterable[Record],
    stamp: Stamp,
    earlier: history.Earlier,
) -> Results:
    """The period as it stands once *news* are in the ledger."""
    new = [o.submission for o in outcomes if o.submission and o.sha256 not in dossier.received]
    new = [s for s in new if not any(standing.says_the_same(s, known) for known in dossier.submissions)]
    if new and dossier.signed_off:
        changing = vi.CHANGING_FILES.format(files=", ".join(s.file for s in new))
        raise AnsxError("signed_off", period=vi.period(dossier.period), files=changing)
    together = _merged(dossier.submissions, [o.submission for o in outcomes if o.submission])
    files = tuple(inbox.settle(outcomes, together, dossier.decisions))
    papers = tuple(replace(n, stamp=stamp) for n in news if isinstance(n, Paper))
    received = {n.sha256: stamp for n in news if isinstance(n, Submission)} | dict(dossier.received)
    dossier = replace(dossier, submissions=together, received=received, papers=(*dossier.papers, *papers))
    here = {o.sha256 for o in outcomes if o.submission}
    chosen, _ = standing.current(together, dossier.decisions)
    elsewhere = [who for who, s in chosen.items() if here.isdisjoint(standing.hashes(s))]
    return consolidating.consolidate(catalogue, dossier, earlier, files, elsewhere)


def _merged(before: Iterable[Submission], new: list[Submission]) -> tuple[Submission, ...]:
    """What the ledger holds and what is new, each content once; where a file lies now counts for nothing."""
    return tuple({(s.respondent, s.sha256): s for s in [*new, *before]}.values())


def _versions(ledger: LedgerAddress, period: Period) -> list[tuple[str, int]]:
    """How much the ledger holds of each period that ended before."""
    if not ledgers.exists(ledger):
        return []
    with Ledger.open(ledger) as opened:
        earlier = [p for p in map(Period.parse, opened.periods()) if p.end < period.end]
        return [(str(p), opened.version(p)) for p in earlier]


def _inputs(results: Results, today: str, versions: list[tuple[str, int]]) -> str:
    """A hash of everything that the consolidated workbook follows from: the same again gives the same file again."""
    d = results.dossier
    said = (
        (__version__, results.catalogue.fingerprint, today, str(d.period), versions),
        [(f.file, f.sha256, f.outcome, f.reason, f.unit) for f in results.files],
        [(s.respondent, s.sha256, s.file) for s in d.submissions],
        sorted((sha256, stamp.day) for sha256, stamp in d.received.items()),
        (d.adjustments, d.decisions, d.papers, d.published, results.from_ledger),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _stands(output: Path, dossier: Dossier, inputs: str) -> bool:
    """Whether the last run wrote this very file from the same inputs, and nobody has touched it since."""
    last = dossier.runs[-1] if dossier.runs else None
    if last is None or last.inputs != inputs or not output.is_file():
        return False
    return hashlib.sha256(output.read_bytes()).hexdigest() == last.sha256


def _run(results: Results, output: Path, inputs: str, data: bytes) -> Run:
    used = tuple(sorted(s.sha256 for s in results.submissions.values()))
    digest = hashlib.sha256(data).hexdigest()
    return Run(
        results.catalogue.edition, consolidating.reconciliation(results.files), used, output.name, inputs, digest
    )


def from_ledger(catalogue: Catalogue, period: Period, ledger: LedgerAddress) -> Results | None:
    """What the ledger gives for a period as it stands, without any inbox; nothing where nobody has sent."""
    dossier = dossier_of(ledger, period)
    if not dossier.submissions:
        return None
    chosen, _ = standing.current(dossier.submissions, dossier.decisions)
    return consolidating.consolidate(
        catalogue, dossier, earlier_figures(catalogue, ledger, period), from_ledger=list(chosen)
    )
