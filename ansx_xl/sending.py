"""Who has sent what for a period, and when: form, signed paper, complete, on time, what is still open. Pure.

A form arrives on the day on which it was first taken into the ledger; dates inside files are shown elsewhere and decide
nothing. Whether a respondent was on time follows from its first submission; a later correction is no lateness, it is
named beside it. Bodies outside the province's line of command are asked, so no deadline is held against them. How many
working days are left or over for those who have not sent is asked of `Sending`, with the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from . import deadlines
from .consolidating import Results, name_of
from .deadlines import Level, WorkingDays
from .frozen import frozen
from .model import LOCAL, Finding, Key, Paper, Severity, Status, Submission
from .period import Period
from .reading import has_errors


class State(StrEnum):
    """What the department has of a respondent's form."""

    ACCEPTED = "accepted"
    IN_PART = "accepted_in_part"
    CONFLICT = "conflict"
    MISSING = "missing"


class Timing(StrEnum):
    """How the arrival stands to the deadline; the last three without a judgement."""

    ON_TIME = "on_time"
    AMENDED = "amended"  # on time; what counts now came after the deadline
    LATE = "late"
    WAITED_FOR = "waited_for"
    NO_DEADLINE = "no_deadline"
    ASKED = "asked"
    UNKNOWN = "unknown"


@frozen
class Sender:
    """One respondent's form of a period.

    *received* is the day of its first submission, *latest* that of the one that counts; *late_days* are working days.
    *given* of *asked* figures can be used, *missing* are required and cannot. *findings* are the open ones; *errors*
    counts the errors, an accepted one too: its figure is out of the totals all the same.
    """

    respondent: str
    name: str
    level: Level
    outside: bool
    state: State
    timing: Timing
    deadline: date | None
    attempt: int | None = None
    received: date | None = None
    latest: date | None = None
    late_days: int = 0
    given: int = 0
    asked: int = 0
    missing: int = 0
    errors: int = 0
    findings: tuple[Finding, ...] = ()
    rivals: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def sent(self) -> bool:
        """Whether anything came, be it two forms that contradict each other."""
        return self.state is not State.MISSING

    @property
    def complete(self) -> bool:
        """Whether every required figure is there and can be used."""
        return self.state in (State.ACCEPTED, State.IN_PART) and not self.missing

    @property
    def warnings(self) -> int:
        """How many warnings are neither explained nor accepted."""
        return sum(1 for f in self.findings if f.severity is Severity.WARNING)

    @property
    def to_remind(self) -> bool:
        """Whether something is to be asked of the respondent: the form, a choice between two, or what is open."""
        return self.state in (State.MISSING, State.CONFLICT) or bool(self.findings)


@frozen(slots=False)
class Sending:
    """Who has sent for one period, in the order of the forms: units, then agencies."""

    period: Period
    last_day: date
    deadlines: Mapping[Level, date | None]
    days: WorkingDays
    senders: tuple[Sender, ...]

    def overdue(self, sender: Sender, today: date) -> int:
        """By how many working days a form that is waited for is past its deadline; 0 for everybody else."""
        waited = sender.timing is Timing.WAITED_FOR and sender.deadline
        return self.days.late(sender.deadline, today) if waited else 0

    def left(self, deadline: date, today: date) -> int:
        """How many working days remain, the last one included; 0 on it and after it."""
        return self.days.between(today, deadline)


def who_has_sent(results: Results) -> Sending:
    """What the department has of every respondent that owes a form."""
    catalogue, period = results.catalogue, results.period
    days = WorkingDays.of(catalogue.settings)
    due = {level: deadlines.deadline(catalogue, period, level, days) for level in Level}
    return Sending(
        period=period,
        last_day=deadlines.bounds(catalogue, period)[1],
        deadlines=due,
        days=days,
        senders=tuple(_sender(results, who, due, days) for who in results.expected),
    )


def _sender(results: Results, who: str, due: Mapping[Level, date | None], days: WorkingDays) -> Sender:
    catalogue = results.catalogue
    agency = None if who in catalogue.units else catalogue.agency(who, results.period.end)
    outside = agency is not None and not agency.commanded
    level = Level.UNIT if who in catalogue.units else Level.AGENCY
    counts = results.submissions.get(who)
    rivals = results.conflicts.get(who, ())
    findings = tuple(f for by, f in results.findings if by == who) if counts else ()
    state = _state(counts, rivals, findings)
    arrivals = _arrivals(results, who)
    first = min(arrivals.values(), default=None)
    latest = arrivals.get(counts.sha256) if counts else max(arrivals.values(), default=None)
    keys = list(_asked(results, who, counts)) if counts else []
    given = {k for k in keys if results.figures.number(k) is not None}
    return Sender(
        respondent=who,
        name=name_of(catalogue, results.period, who),
        level=level,
        outside=outside,
        state=state,
        timing=_timing(state, outside, due[level], first, latest),
        deadline=due[level],
        attempt=counts.attempt if counts else max((s.attempt for s in rivals), default=None),
        received=first,
        latest=latest,
        late_days=days.late(due[level], first) if first and due[level] and not outside else 0,
        given=len(given),
        asked=len(keys),
        missing=sum(1 for k in keys if k not in given and _required(results, k)),
        errors=sum(1 for f in findings if f.severity is Severity.ERROR),
        findings=tuple(f for f in findings if f.open),
        rivals=tuple(s.file for s in rivals),
        papers=_papers(results, who),
    )


def _state(counts: Submission | None, rivals: tuple[Submission, ...], findings: tuple[Finding, ...]) -> State:
    if counts is None:
        return State.CONFLICT if rivals else State.MISSING
    return State.IN_PART if has_errors(findings) else State.ACCEPTED


def _timing(state: State, outside: bool, deadline: date | None, first: date | None, latest: date | None) -> Timing:
    if outside:
        return Timing.ASKED
    if deadline is None:
        return Timing.NO_DEADLINE
    if state is State.MISSING:
        return Timing.WAITED_FOR
    if first is None:
        return Timing.UNKNOWN
    if first > deadline:
        return Timing.LATE
    return Timing.AMENDED if latest and latest > deadline else Timing.ON_TIME


def _arrivals(results: Results, who: str) -> dict[str, date]:
    """The day on which each submission of a respondent was first taken in, by its hash."""
    dossier = results.dossier
    stamps = {s.sha256: dossier.received.get(s.sha256) for s in dossier.submissions if s.respondent == who}
    return {sha256: date.fromisoformat(stamp.day) for sha256, stamp in stamps.items() if stamp and stamp.day}


def _asked(results: Results, who: str, submission: Submission) -> Iterator[Key]:
    """The figures that a respondent owes: what is due of it and whatever else it gave, without what does not apply."""
    catalogue, period = results.catalogue, results.period
    mine = LOCAL if who in catalogue.units else who
    units = [who] if mine == LOCAL else [u.id for u in catalogue.reporting_units(period)]
    due = [e for e in catalogue.elements_due(period, results.sectors) if e.supplier == mine]
    keys = [(e.code, area) for e in due for area in (units if e.by_unit else [catalogue.province.id])]
    for key in dict.fromkeys([*keys, *submission.entries]):
        if not results.figures.left_out(key):
            yield key


def _required(results: Results, key: Key) -> bool:
    """Whether a figure that cannot be used is missing: an optional one is not where nothing was typed."""
    entry = results.figures.entries.get(key)
    return results.catalogue.elements[key[0]].required or (entry is not None and entry.status is not Status.EMPTY)


def _papers(results: Results, who: str) -> tuple[Paper, ...]:
    """The signed papers of a respondent."""
    return tuple(p for p in results.dossier.papers_now if p.respondent == who)
