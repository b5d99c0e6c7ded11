"""Which submission of each respondent counts. Pure: it follows from what was received and decided, never from when.

The highest attempt counts (Lần nộp). A form that was only saved again says the same: it is a copy. Submissions of one
attempt that say different things are a conflict, and none counts until somebody has decided between all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .model import Decision, DecisionKind, Entry, Key, Submission


def current(
    submissions: Iterable[Submission], decisions: Iterable[Decision] = ()
) -> tuple[dict[str, Submission], dict[str, list[Submission]]]:
    """The submission that counts for each respondent, and the conflicts: same attempt, other content.

    Of several files that say the same the one with the lowest hash stands for all; it names the others as its copies.
    """
    best: dict[str, dict[str, Submission]] = {}
    for s in submissions:
        group = best.setdefault(s.respondent, {})
        top = max((o.attempt for o in group.values()), default=0)
        if s.attempt > top:
            best[s.respondent] = {s.sha256: s}
        elif s.attempt == top:
            group.setdefault(s.sha256, s)
    choices = [d for d in decisions if d.kind is DecisionKind.CHOOSE]
    chosen, conflicts = {}, {}
    for who, group in best.items():
        different = _different(group)
        picked = _picked(different, [d for d in choices if d.respondent == who])
        if picked is None:
            conflicts[who] = different
        else:
            chosen[who] = picked
    return chosen, conflicts


def hashes(submission: Submission) -> frozenset[str]:
    """Every file that says what the submission says."""
    return submission.copies | {submission.sha256}


def says_the_same(one: Submission, other: Submission) -> bool:
    """Whether two submissions of one attempt have the same content and the same findings, however they were saved."""
    return all(part(one) == part(other) for part in _PARTS)


def _typed(entries: Mapping[Key, Entry]) -> dict[Key, Any]:
    """What was typed into each input, wherever it stood."""
    return {key: (e.status, e.value, "" if e.value is not None else e.raw) for key, e in entries.items()}


_PARTS = (
    lambda s: (s.respondent, s.period, s.attempt, s.edition, s.quality),
    lambda s: _typed(s.entries),
    lambda s: _typed(s.estimates),
    lambda s: s.explanations,
    lambda s: s.causes,
    lambda s: s.tasks,
    lambda s: s.narrative,
    lambda s: {(f.code, f.element, f.unit) for f in s.findings},
)


def _different(group: Mapping[str, Submission]) -> list[Submission]:
    """One submission for each content of a group."""
    if len(group) == 1:
        return list(group.values())
    found: list[Submission] = []
    for s in sorted(group.values(), key=lambda s: s.sha256):
        for i, other in enumerate(found):
            if says_the_same(s, other):
                found[i] = replace(other, copies=other.copies | {s.sha256})
                break
        else:
            found.append(s)
    return found


def _picked(different: list[Submission], choices: list[Decision]) -> Submission | None:
    """The only one, or the one last chosen among all; content that came after the choice opens the question again."""
    if len(different) == 1:
        return different[0]
    for choice in reversed(choices):
        among = frozenset(choice.facts["among"].split())
        if all(hashes(s) & among for s in different):
            return next((s for s in different if choice.sha256 in hashes(s)), None)
    return None
