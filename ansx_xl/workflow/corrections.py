"""What the department decides about a period: adjust a figure, choose between submissions, sign off, open again.

Everything is recorded and nothing replaced. A decision rests on what the ledger held when it was taken: where somebody
else has recorded something meanwhile, it is taken again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from pathlib import Path

from .. import consolidating, limits, migrating, standing, vi
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
    Entry,
    Finding,
    Key,
    Record,
    Stamp,
    Status,
    Submission,
)
from ..period import Period
from ..text import Number, exact, parse_number
from .folder import PATIENCE, LedgerAddress, dossier_of, earlier_figures


def _record(
    ledger: LedgerAddress, period: Period, stamp: Stamp, decide: Callable[[Dossier], list[Record]]
) -> list[Record]:
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


def _refuse_closed(dossier: Dossier) -> None:
    """Nothing changes in a period that is signed off."""
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
    ledger: LedgerAddress,
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
        _refuse_closed(dossier)
        chosen, _ = standing.current(dossier.submissions, dossier.decisions)
        if who not in chosen:
            raise AnsxError("adjust_nobody", unit=respondent, period=vi.period(period))
        s = chosen[who]
        key = _key(catalogue, s, element, area)
        value = _number(catalogue, element, typed)
        _within_bounds(catalogue, period, key, value)
        reported = s.entries[key].raw
        return [Adjustment(who, key, s.sha256, reported, value, reason.strip(), confirmed_by.strip(), confirmed_on)]

    (adjustment,) = _record(ledger, period, stamp, decide)
    return adjustment


def _unit_id(catalogue: Catalogue, period: Period, code: str) -> str:
    """The id of a unit by its code in the period; anything else (an agency) as it is."""
    return next((u.id for u in catalogue.reporting_units(period) if code in (u.id, u.code)), code)


def _key(catalogue: Catalogue, s: Submission, element: str, area: str) -> Key:
    """The figure meant: the form's own, or the one of a row; only what is still asked in the meaning it was sent in."""
    keys = [key for key in migrating.kept(catalogue, s) if key[0] == element and (not area or key[1] == area)]
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


def _within_bounds(catalogue: Catalogue, period: Period, key: Key, value: Decimal) -> None:
    """A corrected figure keeps the limits that the form itself would have held it to."""
    code, unit = key
    entry = Entry(Status.NUMBER, value)
    _, beyond = limits.limited(catalogue, catalogue.elements[code], unit, period.end, entry)
    if beyond:
        raise AnsxError("adjust_bounds", text=vi.number(value), low=beyond.facts["low"], high=beyond.facts["high"])


def choose(catalogue: Catalogue, file: Path, ledger: LedgerAddress, stamp: Stamp) -> Submission:
    """Decide that this one counts, of the submissions of the same attempt; it is found by its content, or by its name.

    Raises AnsxError where the file is in no conflict of the ledger.
    """
    period, sha256 = _disputed(file, ledger)

    def decide(dossier: Dossier) -> list[Record]:
        _refuse_closed(dossier)
        _, conflicts = standing.current(dossier.submissions, dossier.decisions)
        for who, group in conflicts.items():
            if any(sha256 in standing.hashes(s) for s in group):
                among = {"among": " ".join(sorted(s.sha256 for s in group))}
                same = next(s.sha256 for s in group if sha256 in standing.hashes(s))
                return [Decision(DecisionKind.CHOOSE, who, same, among)]
        raise AnsxError("no_conflict", file=str(file))

    _record(ledger, period, stamp, decide)
    return next(s for s in dossier_of(ledger, period).submissions if s.sha256 == sha256)


def _disputed(file: Path, ledger: LedgerAddress) -> tuple[Period, str]:
    """The period and hash of a submission in conflict: the file's own content first, then a name as it was listed."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    named = []
    with Ledger.open(ledger) as opened:
        for period in map(Period.parse, opened.periods()):
            dossier = opened.dossier(period)
            _, conflicts = standing.current(dossier.submissions, dossier.decisions)
            for s in (s for group in conflicts.values() for s in group):
                if digest in standing.hashes(s):
                    return period, digest
                if not digest and s.file == file.as_posix():
                    named.append((period, s.sha256))
    if len(named) != 1:
        raise AnsxError("no_conflict" if digest or named else "no_file", file=str(file))
    return named[0]


@frozen(slots=False)
class SignedOff:
    """A period signed off: its results, and the findings that were accepted for it now."""

    results: Results
    waived: tuple[tuple[str, Finding], ...]


def sign_off(
    catalogue: Catalogue, period: Period, waive: Iterable[str], reason: str, ledger: LedgerAddress, stamp: Stamp
) -> SignedOff:
    """Close a period: its figures are published and change no more until it is opened again.

    *waive* names findings to accept with the *reason*: a code, or code@respondent; either with "=" and a reason of its
    own. Raises AnsxError where nobody has sent, it is signed off already, or an error or an unexplained warning is left
    that nobody has accepted; nothing at all is recorded then.
    """
    named = {code.strip(): own.strip() or reason.strip() for code, _, own in (text.partition("=") for text in waive)}
    if not all(named.values()):
        raise AnsxError("waive_reason")
    earlier = earlier_figures(catalogue, ledger, period)
    done: list[SignedOff] = []

    def decide(dossier: Dossier) -> list[Record]:
        _refuse_closed(dossier)
        if not dossier.submissions:
            raise AnsxError("nothing_sent", period=vi.period(period))
        results = consolidating.consolidate(catalogue, dossier, earlier)
        left = [(who, f) for who, f in results.findings if f.open]
        meant = [_meant(catalogue, named, who, f) for who, f in left]
        accepted = [pair for pair, code in zip(left, meant) if code]
        still = [pair for pair, code in zip(left, meant) if not code]
        known = {code for who, f in left for code in _codes(catalogue, who, f)}
        unknown = [code for code in named if code not in known]
        if still:
            more = dict.fromkeys(_codes(catalogue, who, f)[-2] for who, f in still)
            raise AnsxError(
                "findings_open",
                count=len(still),
                period=vi.period(period),
                codes=_listed(catalogue, period, still),
                nothing=vi.waived_in_vain(len(accepted)),
                command=vi.waiving(str(period), [*dict.fromkeys(filter(None, meant)), *more], len(more)),
                unknown=vi.WAIVED_NOTHING.format(codes=", ".join(unknown)) if unknown else "",
            )
        done[:] = [SignedOff(results, tuple(accepted))]
        waivers = [_waiver(results, who, f, named[code]) for (who, f), code in zip(left, meant)]
        return [*waivers, Decision(DecisionKind.SIGN_OFF), consolidating.published(results)]

    _record(ledger, period, stamp, decide)
    return done[0]


def _codes(catalogue: Catalogue, who: str, f: Finding) -> tuple[str, ...]:
    """How a finding may be named, the narrowest first: with its respondent by id or as people know it, and alone."""
    return (f"{f.code}@{who}", f"{f.code}@{catalogue.code_of(who)}", f.code) if who else ("", f.code, f.code)


def _meant(catalogue: Catalogue, named: Collection[str], who: str, f: Finding) -> str:
    """By which of the names a finding is to be accepted; "" for none of them."""
    return next((code for code in _codes(catalogue, who, f) if code in named), "")


def _listed(catalogue: Catalogue, period: Period, pairs: list[tuple[str, Finding]]) -> str:
    """Each finding with its code as `--waive` takes it, whose it is, where it is and what it says."""
    lines = []
    for who, f in pairs:
        code = catalogue.code_of(who)
        name = consolidating.name_of(catalogue, period, who) if who and f.place.sheet else ""
        place = str(f.place) if f.place.cell else ""
        figure = catalogue.figure_of(f, who)
        lines.append(vi.open_finding(f.code, code, name, place, figure, vi.finding(f.code, f.facts)[0]))
    return "".join(dict.fromkeys(lines))


def _waiver(results: Results, who: str, f: Finding, reason: str) -> Decision:
    sha256 = results.submissions[who].sha256 if who in results.submissions else ""
    facts = {"code": f.code, "element": f.element, "unit": f.unit, "said": consolidating.said(f)}
    return Decision(DecisionKind.WAIVE, who, sha256, facts, reason)


def reopen(period: Period, reason: str, ledger: LedgerAddress, stamp: Stamp) -> None:
    """Open a signed-off period again, with the reason; raises AnsxError where it is not signed off."""
    if not reason.strip():
        raise AnsxError("reopen_reason")

    def decide(dossier: Dossier) -> list[Record]:
        if not dossier.signed_off:
            raise AnsxError("not_signed_off", period=vi.period(period))
        return [Decision(DecisionKind.REOPEN, reason=reason.strip())]

    _record(ledger, period, stamp, decide)


def history(ledger: LedgerAddress, period: Period | None = None) -> list[Event]:
    """Everything that was ever recorded, in its order, of one period or of all."""
    with _existing(ledger) as opened:
        return list(opened.events(period))


def export_history(ledger: LedgerAddress, folder: Path, period: Period | None = None) -> list[Path]:
    """Write everything that was ever recorded as CSV files."""
    with _existing(ledger) as opened:
        return opened.export(folder, period)


def _existing(ledger: LedgerAddress) -> Ledger:
    if not ledgers.exists(ledger):
        raise AnsxError("no_ledger", file=str(ledger))
    return Ledger.open(ledger)
