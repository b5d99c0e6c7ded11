"""Forms out, forms in: issue, check, consolidate, and the same results again from the ledger alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import checking, consolidating, history, inbox, layout, presenting, standing, vi, writing
from ..consolidating import Results, owed
from ..errors import AnsxError, WorkbookError
from ..ledger import Ledger
from ..model import Catalogue, FileOutcome, Submission
from ..period import Period
from ..text import ascii_fold
from ..worker import Reader
from .folder import Progress, earlier_figures, figures_of_ledger, quiet, refuse_output


@dataclass(frozen=True)
class Issued:
    """One form that was written."""

    respondent: str
    path: Path


def issue_forms(
    catalogue: Catalogue,
    period: Period,
    folder: Path,
    ledger_path: Path,
    units: Iterable[str] = (),
    sectors: frozenset[str] | None = None,
    progress: Progress = quiet,
) -> list[Issued]:
    """Write the form of every respondent that owes one in *period* (or of the *units* asked for).

    Raises AnsxError where nothing is due, a unit or sector is unknown, a file cannot be written, or another form, which
    somebody may have filled, stands where one would be written.
    """
    from .. import forms

    known = {s.code for s in catalogue.sectors}
    for sector in sorted((sectors or frozenset()) - known):
        raise AnsxError("unknown_sector", sector=sector, known=", ".join(sorted(known)))
    respondents = list(owed(catalogue, period, sectors))
    if not respondents:
        raise AnsxError("nothing_due", period=str(period))
    asked = [_named(catalogue, period, respondents, unit) for unit in units] or respondents
    prior = history.prior(catalogue, earlier_figures(catalogue, ledger_path, str(period)), period)
    made: dict[Path, tuple[str, bytes]] = {}
    for who in asked:
        progress(consolidating.name_of(catalogue, period, who))
        form = layout.form(catalogue, period, who, sectors)
        path = Path(folder) / form_file_name(catalogue, period, who)
        made[path] = (who, writing.to_bytes(forms.make(catalogue, form, prior), period.end))
    for path, (_, data) in made.items():
        if path.is_file() and path.read_bytes() != data:
            raise AnsxError("form_exists", file=str(path))
    for path, (_, data) in made.items():
        writing.save(data, path)
    return [Issued(who, path) for path, (who, _) in made.items()]


def _named(catalogue: Catalogue, period: Period, respondents: list[str], asked: str) -> str:
    codes = {catalogue.units[w].code if w in catalogue.units else w: w for w in respondents}
    found = codes.get(asked) or (asked if asked in respondents else None)
    if found is None:
        raise AnsxError("unknown_unit", unit=asked, period=str(period), known=", ".join(codes))
    return found


def form_file_name(catalogue: Catalogue, period: Period, respondent: str) -> str:
    """A file name that any system keeps: period, code and name without diacritics."""
    unit = catalogue.units.get(respondent)
    name = ascii_fold(consolidating.name_of(catalogue, period, respondent))
    words = "-".join("".join(c if c.isalnum() else " " for c in name).split())
    return f"{period}_{unit.code if unit else respondent}_{words}.xlsx"


@dataclass(frozen=True)
class Checked:
    """One file after `check`: its submission with findings, or why it is rejected."""

    file: str
    sha256: str
    submission: Submission | None
    rejection: WorkbookError | None


def check_files(catalogue: Catalogue, files: Iterable[Path], ledger_path: Path) -> list[Checked]:
    """Check forms one by one against themselves and the ledger; nothing is stored."""
    import hashlib

    from .. import cells, reading

    results, priors = [], {}
    with Reader(unread=vi.UNREAD) as reader:
        for path in files:
            digest = ""
            try:
                data = cells.snapshot(path)
                digest = hashlib.sha256(data).hexdigest()
                read = reading.read(catalogue, reader.read(data), path.name, digest)
            except WorkbookError as error:
                results.append(Checked(str(path), digest, None, error))
                continue
            code = str(read.period)
            if code not in priors:
                earlier = earlier_figures(catalogue, ledger_path, code)
                priors[code] = history.prior(catalogue, earlier, read.period)
            results.append(Checked(str(path), digest, checking.check(catalogue, read, priors[code]), None))
    return results


def consolidate(
    catalogue: Catalogue,
    folder: Path,
    period: Period,
    output: Path,
    ledger_path: Path,
    today: str,
    dry_run: bool = False,
    progress: Progress = quiet,
) -> Results:
    """Take in an inbox, add up the period and write the consolidated workbook; *dry_run* writes nothing at all.

    Totals come from the current submission of each respondent in the ledger after this inbox is taken in.
    """
    output = Path(output)
    refuse_output(output, Path(folder), Path(ledger_path))
    stored: dict[str, list[Submission]] = {}
    if not dry_run or Path(ledger_path).exists():
        with Ledger.open(ledger_path) as ledger:
            stored = {code: ledger.submissions(code) for code in ledger.periods()}
    before = stored.pop(str(period), [])
    known = {s.sha256: s for s in before}
    outcomes = inbox.take_in(catalogue, Path(folder), period, known, progress)
    together = _merged(before, [o.submission for o in outcomes if o.submission])
    chosen, conflicts = standing.current(together)
    files = tuple(inbox.settle(outcomes, together))
    results = consolidating.consolidate(
        catalogue,
        period,
        chosen.values(),
        figures_of_ledger(catalogue, stored),
        files,
        conflicts,
        _from_ledger(chosen, outcomes),
    )
    if not dry_run:
        data = writing.to_bytes(presenting.book(results, today), period.end)
        writing.save(data, output)
        with Ledger.open(ledger_path) as ledger:
            ledger.add([s for s in together if s.sha256 not in known], today)
    return results


def from_ledger(catalogue: Catalogue, period: Period, ledger_path: Path) -> Results | None:
    """What the ledger gives for a period as it stands, without any inbox; nothing where nobody has sent."""
    if not Path(ledger_path).exists():
        return None
    with Ledger.open(ledger_path) as ledger:
        stored = {code: ledger.submissions(code) for code in ledger.periods()}
    chosen, conflicts = standing.current(stored.pop(str(period), []))
    if not chosen and not conflicts:
        return None
    earlier = figures_of_ledger(catalogue, stored)
    return consolidating.consolidate(catalogue, period, chosen.values(), earlier, (), conflicts, list(chosen))


def _merged(before: list[Submission], new: list[Submission]) -> list[Submission]:
    """What the ledger holds and what is new, each content once; where a file lies now counts for nothing."""
    return list({(s.respondent, s.sha256): s for s in [*new, *before]}.values())


def _from_ledger(chosen: Mapping[str, Submission], outcomes: list[FileOutcome]) -> list[str]:
    here = {o.sha256 for o in outcomes if o.submission}
    return [who for who, s in chosen.items() if s.sha256 not in here]
