"""A practice province (tỉnh làm thử): forms issued, filled with invented figures, consolidated; mistakes to find.

`province.py` invents the figures, `filling.py` types them into forms, `mistakes.py` spoils some of them, `folder.py`
makes the catalogue, `answers.py` writes the guide and the answers. All texts and tables stand in data/demo/. The same
folder comes out every time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

from .. import catalogue as catalogues
from .. import forms, history, layout, saving, vi, workflow, writing
from ..consolidating import Results
from ..errors import AnsxError
from ..forms import Filling
from ..frozen import frozen
from ..model import Catalogue, Prior
from ..period import Period
from . import answers, filling, folder, mistakes, province

PERIODS = ("2021", "2022", "2023", "2024-H1", "2024", "2025-H1")
PRACTICE = "2024"
"""The period with planted mistakes."""

BLANK = "2025-H1"
"""The period of which the blank forms are kept too."""

ISSUED, RECEIVED, TOTALS = "bieu-phat-hanh", "bieu-da-nhan", "tong-hop"
_DAYS_TO_CONSOLIDATE = 5
"""Before every deadline: only who has not sent is late."""


@frozen(slots=False)
class Made:
    """The practice province as it lies on the disk."""

    target: Path
    catalogue: Catalogue
    results: tuple[Results, ...]
    planted: tuple[mistakes.Mistake, ...]


def make(target: Path, progress: Callable[[str], None] = workflow.quiet) -> Made:
    """Make the whole practice folder; raises AnsxError where *target* is neither new nor empty."""
    target = Path(target)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AnsxError("not_empty", folder=str(target))
    folder.make_catalogue(target / workflow.LOCAL_CATALOGUE)
    catalogue = catalogues.load(target / workflow.LOCAL_CATALOGUE)
    world = province.read(catalogue)
    planted = mistakes.read()
    results: list[Results] = []
    earlier: history.Earlier = {}
    for code in PERIODS:
        progress(vi.period(Period.parse(code)))
        spoilt = planted if code == PRACTICE else ()
        results.append(_period(target, catalogue, world, Period.parse(code), earlier, spoilt))
        earlier = {**earlier, code: results[-1].figures}
    practice = next(r for r in results if str(r.period) == PRACTICE)
    answers.write(target, practice, planted, PERIODS, BLANK)
    return Made(target, catalogue, tuple(results), planted)


def summary(made: Made) -> list[str]:
    """What was made and what to open next, as lines for a person."""
    forms_made = sum(len(r.submissions) for r in made.results)
    lines = [vi.demo_made(str(made.target), len(made.results), forms_made, len(made.planted))]
    for results in made.results:
        verdicts = vi.verdict_counts([a.verdict for a in results.attainments])
        lines.append(vi.demo_period(results.period, verdicts))
    workbook, inbox = f"{TOTALS}/{totals_name(PRACTICE)}", f"{RECEIVED}/{PRACTICE}"
    return lines + vi.demo_next(str(made.target), PRACTICE, answers.README, workbook, inbox, answers.ANSWERS)


def totals_name(period: str) -> str:
    return vi.CONSOLIDATED_FILE.format(period=period)


def _period(
    target: Path,
    catalogue: Catalogue,
    world: province.World,
    period: Period,
    earlier: history.Earlier,
    planted: Iterable[mistakes.Mistake],
) -> Results:
    """Issue, fill, send and consolidate one period."""
    ledger = target / workflow.DEFAULT_LEDGER
    if str(period) == BLANK:
        workflow.issue_forms(catalogue, period, target / ISSUED / BLANK, ledger)
    prior = history.prior(catalogue, earlier, period)
    inbox = target / RECEIVED / str(period)
    for who in workflow.owed(catalogue, period):
        form = layout.form(catalogue, period, who)
        typed = mistakes.spoil(planted, form, filling.fill(catalogue, world, form), prior)
        data = _bytes(catalogue, form, prior, typed)
        name = workflow.form_file_name(catalogue, period, who)
        if not any(m.replaces_form and m.sender == who for m in planted):
            saving.save(data, inbox / name)
        for mistake in planted:
            if mistake.is_file and mistake.sender == who:
                _send_oddly(target, catalogue, mistake, form, prior, typed, data)
    day = period.end + timedelta(days=_DAYS_TO_CONSOLIDATE)
    output = target / TOTALS / totals_name(str(period))
    return workflow.consolidate(catalogue, inbox, period, output, ledger, day.isoformat())


def _bytes(catalogue: Catalogue, form: layout.FormLayout, prior: Prior, typed: Filling) -> bytes:
    return writing.to_bytes(forms.make(catalogue, form, prior, typed), form.period.end)


def _send_oddly(
    target: Path,
    catalogue: Catalogue,
    mistake: mistakes.Mistake,
    form: layout.FormLayout,
    prior: Prior,
    typed: Filling,
    data: bytes,
) -> None:
    """Put beside (or in place of) a form the file that a mistake of sending leaves in the inbox."""
    inbox = target / RECEIVED / str(form.period)
    meant = mistake.meant(form.period)
    name = workflow.form_file_name(catalogue, meant, form.respondent)
    if mistake.kind == "first_attempt":
        data = _bytes(catalogue, form, prior, mistakes.first_attempt(mistake, form, typed))
    elif mistake.kind == "wrong_period":
        data = (target / RECEIVED / str(meant) / name).read_bytes()
    elif mistake.kind != "copy":
        data = mistakes.foreign(mistake.kind)
    if data:
        saving.save(data, inbox / mistake.file_name(name))
