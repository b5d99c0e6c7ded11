"""The texts that remind and ask: one for each respondent of whom something is wanted, one page for the head. Pure.

Bodies outside the province's line of command are asked for their help and never told of a deadline gone by.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from . import vi
from .frozen import frozen
from .model import Catalogue, Finding
from .sending import Sender, Sending, State, Timing


@frozen
class Reminder:
    """A text ready to paste, and for whom."""

    respondent: str
    text: str


def reminders(catalogue: Catalogue, sending: Sending, today: date) -> list[Reminder]:
    """The text for each respondent that has not sent, has sent two different forms, or has something open."""
    return [Reminder(s.respondent, _text(catalogue, sending, s, today)) for s in sending.senders if s.to_remind]


def _text(catalogue: Catalogue, sending: Sending, s: Sender, today: date) -> str:
    to, sender = _addressee(catalogue, s, today), _department(catalogue, today)
    when = vi.period(sending.period)
    if s.state is State.CONFLICT:
        return vi.ask_which(to, sender, when, s.attempt or 1, s.rivals, s.outside)
    if s.state is not State.MISSING:
        items = [_item(catalogue, s, f) for f in s.findings]
        return vi.ask_to_review(to, sender, when, s.attempt or 1, s.latest, items, s.outside)
    plan = catalogue.setting("plan_short", sending.period.end)
    code = catalogue.code_of(s.respondent)
    left = sending.left(s.deadline, today) if s.deadline else 0
    if s.outside:
        return vi.ask_outside(to, sender, when, plan, code, s.deadline, left)
    overdue, over = sending.overdue(s, today), today > sending.last_day
    return vi.ask_for_form(to, sender, when, plan, code, s.deadline, left, overdue, today, over)


def _addressee(catalogue: Catalogue, s: Sender, today: date) -> str:
    """A unit's People's Committee; the body that fills an agency's role today; the department's own division."""
    unit = catalogue.units.get(s.respondent)
    if unit:
        return vi.addressee(unit.name, unit.type)
    agency = catalogue.agency(s.respondent, today)
    name = agency.name if agency else s.name
    return vi.own_division(name) if name == _department(catalogue, today) else name


def _department(catalogue: Catalogue, today: date) -> str:
    return catalogue.setting("lead_agency", today)


def _item(catalogue: Catalogue, s: Sender, f: Finding) -> str:
    name = catalogue.figure_of(f, s.respondent)
    return vi.finding_item(str(f.place), name, f.value, vi.finding(f.code, f.facts)[0])


def deadline_lines(sending: Sending, today: date) -> list[str]:
    """How far the deadline of each level is, a line for each; one line where none is set."""
    lines = []
    for level, deadline in sending.deadlines.items():
        if deadline:
            late = sending.days.late(deadline, today)
            words = vi.deadline_status(deadline, sending.left(deadline, today), late, today)
            lines.append(vi.level_line(level, words))
    return lines or [vi.deadlines(sending.deadlines) + "."]


def state(s: Sender) -> str:
    """In what state a respondent's form is, in words."""
    if s.state is State.MISSING and s.outside:
        return vi.NOT_RECEIVED
    return (vi.OUTCOME if s.state is State.CONFLICT else vi.STATUS)[s.state].capitalize()


def timing(sending: Sending, s: Sender, today: date) -> str:
    """How a respondent stands to its deadline on a day; one that is only asked stands to none."""
    if s.timing is Timing.WAITED_FOR:
        overdue = sending.overdue(s, today)
        return vi.distance(s.deadline, sending.left(s.deadline, today), overdue, today)
    return vi.timing(s.timing, s.received, s.late_days, s.deadline, s.latest)


def to_do(sending: Sending) -> list[str]:
    """What the department is to do next, a sentence for each."""
    lines = [
        vi.TODO_CONFLICT.format(name=s.name, files=", ".join(s.rivals))
        for s in sending.senders
        if s.state is State.CONFLICT
    ]
    years = sorted({day.year for day in sending.deadlines.values() if day})
    lines += [vi.TODO_HOLIDAYS.format(year=year) for year in years if not sending.days.known(year)]
    count = sum(s.to_remind for s in sending.senders)
    return lines + [vi.TODO_REMIND.format(count=count, period=sending.period) if count else vi.TODO_NOTHING]


def counted(sending: Sending) -> str:
    """How many have sent, how many of them late, and for whom the province waits."""
    senders = sending.senders
    return vi.counted(
        sum(s.sent for s in senders),
        len(senders),
        sum(s.timing is Timing.LATE for s in senders),
        sum(not s.sent and not s.outside for s in senders),
        sum(not s.sent and s.outside for s in senders),
    )


def summary(sending: Sending, today: date) -> str:
    """The state of the period on one page, for the head of department."""
    parts: dict[str, list[str]] = {part: [] for part in vi.SUMMARY_PARTS}
    names = [s.name for s in sending.senders]
    for s in sending.senders:
        name = s.name if names.count(s.name) == 1 else vi.with_code(s.name, s.respondent)
        for part, facts in _parts(sending, s, today):
            parts[part].append(vi.summary_item(name, facts))
    head = [*deadline_lines(sending, today), counted(sending)]
    return vi.summary(vi.period(sending.period), today, head, parts)


def _parts(sending: Sending, s: Sender, today: date) -> Iterator[tuple[str, dict[str, int]]]:
    """Under which headings of the summary a respondent stands."""
    if s.state is State.MISSING:
        yield "asked" if s.outside else "overdue" if sending.overdue(s, today) else "waited_for", {}
        return
    if s.state is State.CONFLICT:
        yield "conflict", {}
    elif s.findings:
        yield "review", {"errors": s.errors, "warnings": s.warnings}
    if s.timing is Timing.LATE:
        yield "late", {"days": s.late_days}
    if not s.papers:
        yield "no_paper", {}
