"""What the department decides about a period: adjust a figure, choose between submissions, sign off, open again.

Everything is recorded and nothing replaced. A decision rests on what the ledger held when it was taken: where somebody
else has recorded something meanwhile, it is taken again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

from .. import consolidating, standing, vi
from .. import ledger as ledgers
from ..consolidating import Results
from ..errors import AnsxError, LedgerChanged, LedgerError
from ..frozen import frozen
from ..ledger import Event, Ledger
from ..model import (
    Adjustment,
    Catalogue,
    Decision,
    DecisionKind,
    Dossier,
    Finding,
    Key,
    Record,
    Stamp,
    Submission,
)
from ..period import Period
from ..text import Number, exact, parse_number
from .folder import Address, dossier_of, earlier_figures

PATIENCE = 20


def _record(ledger: Address, period: Period, stamp: Stamp, decide: Callable[[Dossier], list[Record]]) -> list[Record]:
    """Record what *decide* makes of the dossier; again where somebody else was quicker."""
    for _ in range(PATIENCE):
        dossier = dossier_of(ledger, period)
        records = decide(dossier)
        with Ledger.open(ledger) as opened:
            try:
                opened.append(period, records, stamp, dossier.version)
            except LedgerChanged:
                continue
        return records
    raise LedgerError("ledger_busy", file=str(ledger))


def _open_period(dossier: Dossier) -> None:
    if dossier.signed_off:
        raise AnsxError("signed_off", period=vi.period(dossier.period), files="")


def adjust(
    catalogue: Catalogue,
    period: Period,
    respondent: str,
    element: str,
    typed: str | Decimal,
    reason: str,
    confirmed_by: str,
    confirmed_on: str,
    ledger: Address,
    stamp: Stamp,
    unit: str = "",
) -> Adjustment:
    """Correct one figure of the submission that counts; the submission itself stays as it was sent.

    *respondent* is a unit's code or an agency's; *unit* says which row, where an agency's form is a table of units;
    *typed* is a text of the number grammar, or a number already. Raises AnsxError where nobody has sent, the form does
    not ask this figure, the number or the reason is none, or the period is signed off.
    """
    if not reason.strip() or not confirmed_by.strip():
        raise AnsxError("adjust_reason")
    who, area = _unit_id(catalogue, period, respondent), _unit_id(catalogue, period, unit)

    def decide(dossier: Dossier) -> list[Record]:
        _open_period(dossier)
        chosen, _ = standing.current(dossier.submissions, dossier.decisions)
        if who not in chosen:
            raise AnsxError("adjust_nobody", unit=respondent, period=vi.period(period))
        s = chosen[who]
        key = _key(catalogue, s, element, area)
        value = _number(catalogue, element, typed)
        reported = s.entries[key].raw
        return [Adjustment(who, key, s.sha256, reported, value, reason.strip(), confirmed_by.strip(), confirmed_on)]

    (adjustment,) = _record(ledger, period, stamp, decide)
    return adjustment


def _unit_id(catalogue: Catalogue, period: Period, code: str) -> str:
    """The id of a unit by its code in the period; anything else (an agency) as it is."""
    return next((u.id for u in catalogue.reporting_units(period) if code in (u.id, u.code)), code)


def _key(catalogue: Catalogue, s: Submission, element: str, area: str) -> Key:
    """The figure meant: the form's own, or the one of a row."""
    keys = [key for key in s.entries if key[0] == element and (not area or key[1] == area)]
    if len(keys) != 1:
        code = "adjust_unit" if keys else "adjust_element"
        raise AnsxError(code, element=element, unit=consolidating.name_of(catalogue, s.period, s.respondent))
    return keys[0]


def _number(catalogue: Catalogue, element: str, typed: str | Decimal) -> Decimal:
    found = parse_number(typed) if isinstance(typed, str) else Number("number", typed)
    value = found.value
    decimals = catalogue.elements[element].decimals
    if value is None or value != round(value, decimals):
        meant = "" if found.suggestion is None else vi.MEANT.format(number=exact(found.suggestion))
        text = typed if isinstance(typed, str) else vi.number(typed)
        raise AnsxError("adjust_number", text=text, decimals=decimals, meant=meant)
    return value


def choose(catalogue: Catalogue, file: Path, ledger: Address, stamp: Stamp) -> Submission:
    """Decide that this one counts, of the submissions of the same attempt; it is found by its content, or by its name.

    Raises AnsxError where the file is in no conflict of the ledger.
    """
    period, sha256 = _disputed(file, ledger)

    def decide(dossier: Dossier) -> list[Record]:
        _open_period(dossier)
        _, conflicts = standing.current(dossier.submissions, dossier.decisions)
        for who, group in conflicts.items():
            if sha256 in {s.sha256 for s in group}:
                among = {"among": " ".join(sorted(s.sha256 for s in group))}
                return [Decision(DecisionKind.CHOOSE, who, sha256, among)]
        raise AnsxError("no_conflict", file=str(file))

    _record(ledger, period, stamp, decide)
    return next(s for s in dossier_of(ledger, period).submissions if s.sha256 == sha256)


def _disputed(file: Path, ledger: Address) -> tuple[Period, str]:
    """The period and hash of a submission in conflict: the file's own content first, then a name as it was listed."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    named = []
    with Ledger.open(ledger) as opened:
        for period in map(Period.parse, opened.periods()):
            dossier = opened.dossier(period)
            _, conflicts = standing.current(dossier.submissions, dossier.decisions)
            for s in (s for group in conflicts.values() for s in group):
                if s.sha256 == digest:
                    return period, digest
                if not digest and s.file == file.as_posix():
                    named.append((period, s.sha256))
    if len(named) != 1:
        raise AnsxError("no_conflict", file=str(file))
    return named[0]


@frozen(slots=False)
class SignedOff:
    """A period signed off: its results, and the findings that were accepted for it now."""

    results: Results
    waived: tuple[tuple[str, Finding], ...]


def sign_off(
    catalogue: Catalogue, period: Period, waive: Iterable[str], reason: str, ledger: Address, stamp: Stamp
) -> SignedOff:
    """Close a period: its figures are published and change no more until it is opened again.

    *waive* names findings to accept with the *reason*: a code, or code@respondent. Raises AnsxError where nobody has
    sent, it is signed off already, or an error or an unexplained warning is left that nobody has accepted.
    """
    waive = tuple(waive)
    if waive and not reason.strip():
        raise AnsxError("waive_reason")
    earlier = earlier_figures(catalogue, ledger, period)
    done: list[SignedOff] = []

    def decide(dossier: Dossier) -> list[Record]:
        if dossier.signed_off:
            raise AnsxError("signed_off", period=vi.period(period), files="")
        if not dossier.submissions:
            raise AnsxError("nothing_sent", period=vi.period(period))
        results = consolidating.consolidate(catalogue, dossier, earlier)
        left = [(who, f) for who, f in results.findings if f.open]
        accepted = [(who, f) for who, f in left if _meant(catalogue, waive, who, f)]
        still = [pair for pair in left if pair not in accepted]
        if still:
            raise AnsxError("findings_open", count=len(still), period=vi.period(period), codes=_listed(still))
        done[:] = [SignedOff(results, tuple(accepted))]
        waivers = [_waiver(results, who, f, reason.strip()) for who, f in accepted]
        return [*waivers, Decision(DecisionKind.SIGN_OFF), consolidating.published(results)]

    _record(ledger, period, stamp, decide)
    return done[0]


def _meant(catalogue: Catalogue, waive: tuple[str, ...], who: str, f: Finding) -> bool:
    unit = catalogue.units.get(who)
    return any(text in waive for text in (f.code, f"{f.code}@{who}", f"{f.code}@{unit.code if unit else who}"))


def _listed(pairs: list[tuple[str, Finding]]) -> str:
    return ", ".join(dict.fromkeys(f"{f.code}@{who}" if who else f.code for who, f in pairs))


def _waiver(results: Results, who: str, f: Finding, reason: str) -> Decision:
    sha256 = results.submissions[who].sha256 if who in results.submissions else ""
    facts = {"code": f.code, "element": f.element, "unit": f.unit}
    return Decision(DecisionKind.WAIVE, who, sha256, facts, reason)


def reopen(period: Period, reason: str, ledger: Address, stamp: Stamp) -> None:
    """Open a signed-off period again, with the reason; raises AnsxError where it is not signed off."""
    if not reason.strip():
        raise AnsxError("reopen_reason")

    def decide(dossier: Dossier) -> list[Record]:
        if not dossier.signed_off:
            raise AnsxError("not_signed_off", period=vi.period(period))
        return [Decision(DecisionKind.REOPEN, reason=reason.strip())]

    _record(ledger, period, stamp, decide)


def history(ledger: Address, period: Period | None = None) -> list[Event]:
    """Everything that was ever recorded, in its order, of one period or of all."""
    with _existing(ledger) as opened:
        return list(opened.events(period))


def export_history(ledger: Address, folder: Path, period: Period | None = None) -> list[Path]:
    """Write everything that was ever recorded as CSV files."""
    with _existing(ledger) as opened:
        return opened.export(folder, period)


def _existing(ledger: Address) -> Ledger:
    if not ledgers.exists(ledger):
        raise AnsxError("no_ledger", file=str(ledger))
    return Ledger.open(ledger)
