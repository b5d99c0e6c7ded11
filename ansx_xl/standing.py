"""Which submission of each respondent counts. Pure: it follows from what was received and decided, never from when.

The highest attempt counts (Lần nộp). Two different submissions of the same attempt are a conflict, and neither counts
until somebody has decided between all of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from .model import Decision, DecisionKind, Submission


def current(
    submissions: Iterable[Submission], decisions: Iterable[Decision] = ()
) -> tuple[dict[str, Submission], dict[str, list[Submission]]]:
    """The submission that counts for each respondent, and the conflicts: same attempt, other content."""
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
        picked = _picked(group, [d for d in choices if d.respondent == who])
        if picked is None:
            conflicts[who] = list(group.values())
        else:
            chosen[who] = picked
    return chosen, conflicts


def _picked(group: dict[str, Submission], choices: list[Decision]) -> Submission | None:
    """The only one, or the one last chosen among all; a file that came after the choice opens the question again."""
    if len(group) == 1:
        return next(iter(group.values()))
    for choice in reversed(choices):
        if choice.sha256 in group and set(group) <= set(choice.facts["among"].split()):
            return group[choice.sha256]
    return None
