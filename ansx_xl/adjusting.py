"""What the department corrects: adjusted figures in a submission, and the differences between two submissions. Pure.

A submission stays as it was sent; an adjustment is laid over it before it is checked. It was confirmed for one
submission, so it holds for no later one: where the unit has sent again, somebody has to confirm it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from . import standing, vi
from .frozen import frozen
from .model import Adjustment, Catalogue, Entry, Finding, Key, Place, Status, Submission


def in_force(submission: Submission, adjustments: Iterable[Adjustment]) -> dict[Key, Adjustment]:
    """The adjustment of each figure that was made for this very submission; of several the last."""
    return {a.key: a for a in adjustments if _same(submission, a) and a.key in submission.entries}


def lapsed(submission: Submission, adjustments: Iterable[Adjustment]) -> dict[Key, Adjustment]:
    """Adjustments made for another submission of the respondent, where the present one says something else."""
    adjustments = list(adjustments)
    now = in_force(submission, adjustments)
    return {
        a.key: a
        for a in adjustments
        if a.respondent == submission.respondent
        and not _same(submission, a)
        and a.key not in now
        and a.key in submission.entries
        and submission.entries[a.key].number != a.adjusted
    }


def _same(submission: Submission, adjustment: Adjustment) -> bool:
    return adjustment.respondent == submission.respondent and adjustment.sha256 in standing.hashes(submission)


def apply(catalogue: Catalogue, submission: Submission, adjustments: Iterable[Adjustment]) -> Submission:
    """The submission as it enters the totals: adjusted figures in place of those sent, and a finding for each.

    What was found about an adjusted figure as it was typed is settled with it.
    """
    adjustments = list(adjustments)
    now, old = in_force(submission, adjustments), lapsed(submission, adjustments)
    if not now and not old:
        return submission
    entries = dict(submission.entries)
    for key, a in now.items():
        entries[key] = Entry(Status.NUMBER, a.adjusted, entries[key].place, vi.number(a.adjusted))
    places = {submission.entries[key].place for key in now}
    settled = [f for f in submission.findings if f.place not in places or f.element == ""]
    found = [_finding(catalogue, "A08", a, entries) for a in now.values()]
    found += [_finding(catalogue, "A09", a, entries) for a in old.values()]
    limits = "" if now else submission.limits  # an adjusted figure is held to those of the catalogue in use
    return replace(submission, entries=entries, findings=(*settled, *found), limits=limits)


def _finding(catalogue: Catalogue, code: str, a: Adjustment, entries: dict[Key, Entry]) -> Finding:
    entry = entries[a.key]
    facts = {"reported": a.reported or "-", "adjusted": vi.number(a.adjusted), "reason": a.reason, "by": a.confirmed_by}
    return catalogue.finding(code, entry.place, a.key, entry.raw, facts)


@frozen
class Difference:
    """One thing that a later submission says differently: a figure by its key, or another part by its name."""

    key: Key
    before: str
    after: str
    place: Place
    cleared: tuple[str, ...] = ()


def differences(before: Submission, after: Submission) -> Iterator[Difference]:
    """What a replacement changed, figure by figure, with the codes of the findings that it clears; then the texts.

    Both submissions are compared as they were checked. A key whose unit is empty names a text: an explanation stands
    under its element, a task, cause or narrative part under its code.
    """
    gone = _codes(before)
    for code, places in _codes(after).items():
        gone[code] = gone.get(code, set()) - places
    for part in ("entries", "estimates"):
        old, new = getattr(before, part), getattr(after, part)
        for key in dict.fromkeys((*old, *new)):
            one, two = old.get(key), new.get(key)
            if _said(one) != _said(two):
                cleared = tuple(code for code, places in gone.items() if key in places)
                yield Difference(key, _raw(one), _raw(two), (two or one).place, cleared)
    for part in ("explanations", "causes", "tasks", "narrative"):
        old, new = getattr(before, part), getattr(after, part)
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) != new.get(name):
                key = name if isinstance(name, tuple) else (name, "")
                yield Difference(key, _text(old.get(name)), _text(new.get(name)), Place())


def _codes(s: Submission) -> dict[str, set[Key]]:
    """Where each finding stands: every figure of a relation."""
    found: dict[str, set[Key]] = {}
    for f in s.findings:
        for element in f.facts.get("elements") or (f.element,):
            found.setdefault(f.code, set()).add((element, f.unit))
    return found


def _said(entry: Entry | None) -> Any:
    return None if entry is None else (entry.status, entry.value, "" if entry.value is not None else entry.raw)


def _raw(entry: Entry | None) -> str:
    return "" if entry is None else entry.raw


def _text(value: Any) -> str:
    return "; ".join(filter(None, value)) if isinstance(value, tuple) else value or ""
