"""The sheets Công việc and Thuyết minh: what the respondents wrote."""

from __future__ import annotations

from collections.abc import Iterator

from .. import vi
from ..consolidating import Results, name_of
from ..layout import NARRATIVE
from .common import frame
from .table import Column, Row, Table


def work(results: Results) -> Table:
    """The tasks of the plan, by who carries them out (Công việc)."""
    columns = (
        Column("number", vi.COLUMNS["number"], 5, "count"),
        Column("code", vi.SECTION, 9, "unit"),
        Column("task", vi.TASK_COLUMNS[1], 58),
        Column("respondent", vi.RESPONDENT, 26),
        Column("status", vi.TASK_COLUMNS[3], 24, "centre_box"),
        Column("done", vi.TASK_COLUMNS[4], 46),
        Column("document", vi.TASK_COLUMNS[5], 26),
    )
    return Table(
        name=vi.WORK,
        columns=columns,
        rows=tuple(_work_rows(results)),
        frozen=3,
        filtered=True,
        header_height=34.0,
        tab="#BF8F00",
        **frame(results, vi.WORK_TITLE),
    )


def _work_rows(results: Results) -> Iterator[Row]:
    number = 0
    for task in results.catalogue.tasks:
        for who, s in results.submissions.items():
            said = s.tasks.get(task.code)
            if said is None:
                continue
            number += 1
            text = task.text[:1].upper() + task.text[1:]
            cells = {
                "number": number,
                "code": task.code.rstrip("T"),
                "task": text,
                "respondent": name_of(results.catalogue, results.period, who),
                "status": said[0],
                "done": said[1],
                "document": said[2],
            }
            yield Row(f"{task.code}:{who}", cells)


def narratives(results: Results) -> Table:
    """Results, shortcomings, causes, directions and proposals, and the causes given for indicators (Thuyết minh)."""
    columns = (
        Column("number", vi.COLUMNS["number"], 5, "count"),
        Column("respondent", vi.RESPONDENT, 28),
        Column("part", vi.PART, 40),
        Column("text", vi.CONTENT, 70),
        Column("remedy", vi.INDICATOR_COLUMNS[11], 40),
    )
    return Table(
        name=vi.NARRATIVES,
        columns=columns,
        rows=tuple(_narrative_rows(results)),
        frozen=3,
        filtered=True,
        header_height=22.0,
        tab="#BF8F00",
        loose=True,
        **frame(results, vi.NARRATIVES),
    )


def _narrative_rows(results: Results) -> Iterator[Row]:
    number = 0
    for who, s in results.submissions.items():
        name = name_of(results.catalogue, results.period, who)
        parts = [(role, vi.NARRATIVE[role], s.narrative[role], "") for role in NARRATIVE if role in s.narrative]
        for code, (cause, remedy) in s.causes.items():
            parts.append((code, results.catalogue.indicators[code].name, cause, remedy))
        for role, title, text, remedy in parts:
            number += 1
            cells = {"number": number, "respondent": name, "part": title, "text": text, "remedy": remedy}
            yield Row(f"{who}:{role}", cells)
