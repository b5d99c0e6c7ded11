"""What respondents wrote, each sentence once with everybody who wrote it: nothing is reworded, all is attributed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .. import vi
from ..attainment import Attainment
from ..frozen import frozen
from ..model import Submission, Task
from ..text import fold
from ..vi import report as words
from .bound import Origin, Quote, Text, catalogued, joined, say, text
from .material import Material

_LEAST_VOICES = 2
"""What leaves the province takes over what an agency or at least so many respondents wrote."""
_BULLET = re.compile(r"^\s*[-+•*–]\s+")
# A sentence ends after a word in small letters, three digits, or a bracket: never after "TP." or "1."
_END = re.compile(r"(?<=[^\W\d_A-Z\u0110][^\W\d_A-Z\u0110][.!?])\s+(?=\w)|(?<=\d\d\d[.!?])\s+|(?<=[)”][.!?])\s+")
_NAMED, _NAMED_IN_TABLE = 4, 12
"""Up to so many respondents are named; more are counted."""
_NOTHING = frozenset(map(fold, words.NOTHING_TO_SAY))


@frozen
class Line:
    """One paragraph: a heading within it, what is said, and by whom."""

    said: Text
    by: Text = Text()
    lead: Text = Text()


@frozen
class Part:
    """Paragraphs under a heading of their own."""

    title: Text
    lines: tuple[Line, ...]


@frozen
class WorkRow:
    """One task in the table of work; *group* rows are headings of the plan's sections."""

    group: Text = Text()
    number: Text = Text()
    task: Text = Text()
    state: tuple[Text, ...] = ()
    done: tuple[Line, ...] = ()


def sentences(what: str) -> Iterator[str]:
    """The sentences of what somebody typed, without the bullets in front of lines.

    >>> list(sentences("- Giải ngân còn chậm. Nước thiếu ở TP. Lai Châu\\n1. Năm 2024. Đã xong."))
    ['Giải ngân còn chậm.', 'Nước thiếu ở TP. Lai Châu', '1. Năm 2024.', 'Đã xong.']
    """
    for line in what.splitlines():
        for sentence in _END.split(_BULLET.sub("", line)):
            if sentence.strip():
                yield sentence.strip()


def narrative(m: Material, role: str) -> tuple[Line, ...]:
    """One part of the narratives (results, shortcomings, causes, directions, proposals)."""
    return _lines(m, ((who, s.narrative.get(role, "")) for who, s in m.results.submissions.items()))


def causes(m: Material, a: Attainment) -> tuple[Line, ...]:
    """Why an indicator is low, as the forms say."""
    return _lines(m, ((who, s.causes[a.indicator][0]) for who, s in _of(m, a)))


def remedies(m: Material, targets: Iterable[Attainment], name: object) -> tuple[Line, ...]:
    """What the forms propose for each of these targets."""
    found: list[Line] = []
    for a in targets:
        lead = say(words.REMEDY_OF, name=name(m, a))
        for line in _lines(m, ((who, s.causes[a.indicator][1]) for who, s in _of(m, a))):
            found.append(Line(line.said, line.by, lead))
            lead = Text()
    return tuple(found)


def _of(m: Material, a: Attainment) -> Iterator[tuple[str, Submission]]:
    return ((who, s) for who, s in m.results.submissions.items() if a.indicator in s.causes)


def _lines(m: Material, said: Iterable[tuple[str, str]], carried: bool = False) -> tuple[Line, ...]:
    """Each sentence once, the most frequent first, with those who wrote it; *carried* leaves out single voices."""
    found: dict[str, tuple[str, list[str]]] = {}
    for who, what in said:
        for sentence in sentences(what):
            same = _key(sentence)
            if same in _NOTHING:
                continue
            speakers = found.setdefault(same, (sentence, []))[1]
            if who not in speakers:
                speakers.append(who)
    lines = sorted(found.values(), key=lambda each: -len(each[1]))
    kept = lines if m.inward and not carried else [each for each in lines if _carried(m, each[1])] or lines
    return tuple(Line(text(Quote(sentence, Origin.TYPED)), _speakers(m, who)) for sentence, who in kept)


@lru_cache(10_000)
def _key(sentence: str) -> str:
    """Equal for sentences that say the same in the same words."""
    return fold(sentence).rstrip(".;")


def _carried(m: Material, speakers: list[str]) -> bool:
    return len(speakers) >= _LEAST_VOICES or any(who not in m.results.catalogue.units for who in speakers)


def _speakers(m: Material, who: Iterable[str], named: int = _NAMED) -> Text:
    """By whom: all units or all agencies in one word, a few by name, many by number."""
    who, parts = set(who), []
    units = m.results.catalogue.units
    groups = {words.EVERY_UNIT: set(), words.EVERY_AGENCY: set()}
    owing = {who for who in m.results.expected if who in units}  # "all units" are not those that have sent
    for each in owing.union(m.results.submissions):
        groups[words.EVERY_UNIT if each in units else words.EVERY_AGENCY].add(each)
    for name, group in groups.items():
        if len(group) > 2 and group <= who:
            parts.append(text(name))
            who -= group
    if len(who) <= named:
        parts.append(m.names(who, named))
    else:
        counted = words.OTHERS_COUNTED if parts else words.UNITS_COUNTED
        parts.append(say(counted, count=m.bind.tally((vi.SENT, each, "attempt") for each in sorted(who))))
    return joined(parts)


def work_counts(m: Material) -> Text:
    """How many reports on tasks there are, by status."""

    cells: dict[str, list] = {}
    for task, who, (status, _, _) in _reports(m):
        cells.setdefault(status, []).append((vi.WORK, f"{task.code}:{who}", "status"))
    order = [*vi.TASK_STATUSES, *(s for s in cells if s not in vi.TASK_STATUSES)]
    parts = [
        say(words.STATUS_PART, count=m.bind.tally(cells[s]), status=Quote(s.lower(), Origin.TYPED))
        for s in order
        if s and s in cells
    ]
    if not parts:
        return Text()
    total = m.bind.tally(key for s, keys in cells.items() if s for key in keys)
    return say(words.WORK_COUNTED, total=total, parts=joined(parts, "; "))


def work_done(m: Material) -> tuple[Line, ...]:
    """What was done, as an agency or several respondents say; the table of work has everything."""
    return _lines(m, ((who, said[1]) for _, who, said in _reports(m)), carried=True)


def _task(task: Task) -> Quote:
    return catalogued(words.opened(task.text))


def _reports(m: Material) -> Iterator[tuple[Task, str, tuple[str, str, str]]]:
    for task in m.results.catalogue.tasks:
        for who, s in m.results.submissions.items():
            if task.code in s.tasks:
                yield task, who, s.tasks[task.code]


def work_table(m: Material) -> tuple[WorkRow, ...]:
    """Every task with who is how far, what was done and which documents were issued."""

    rows: list[WorkRow] = []
    section, number = "", 0
    reports: dict[str, list[tuple[str, tuple[str, str, str]]]] = {}
    for task, who, said in _reports(m):
        reports.setdefault(task.code, []).append((who, said))
    for task in m.results.catalogue.tasks:
        if task.code not in reports:
            continue
        if task.section != section:
            section = task.section
            rows.append(WorkRow(group=text(catalogued(section))))
        number += 1
        states = []
        for status in dict.fromkeys([*vi.TASK_STATUSES, *(said[0] for _, said in reports[task.code])]):
            who = [w for w, said in reports[task.code] if said[0] == status]
            if who and status:
                states.append(text(Quote(status, Origin.TYPED), ": ", _speakers(m, who, _NAMED_IN_TABLE)))
        done = _lines(m, ((w, said[1]) for w, said in reports[task.code]))
        issued = _lines(m, ((w, said[2]) for w, said in reports[task.code]))
        order = text(Quote(str(number), Origin.ORDER))
        rows.append(WorkRow(number=order, task=text(_task(task)), state=tuple(states), done=done + issued))
    return tuple(rows)
