"""The sheet "Công việc và thuyết minh": the narrative first, then the tasks of the plan with their state.

The tasks come last so that their header, with the send code above it, can be repeated on every page they take.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import fitting, vi
from .. import layout as at
from ..book import Cell, Sheet, Validation
from ..layout import FormLayout, TaskRow
from ..model import Catalogue
from .frame import WHOSE_ROW, Filling, choice, footer, send_code, top, words

WIDTHS = {1: 5, 2: 58, 3: 8, at.T_STATUS: 19, at.T_DONE: 44, at.T_DOCUMENT: 30}
_LAST = at.T_DOCUMENT
_ROOM_TO_WRITE, _HIGHEST = 62.0, 409.0
"""Of a row for a part of the narrative, in points; a spreadsheet has none that are higher."""


def sheet(catalogue: Catalogue, form: FormLayout, filling: Filling) -> Sheet:
    header = at.TASKS_BODY_ROW - 1
    cells = [*top(catalogue, form, vi.TASKS_TITLE, 1, _LAST, at.T_STATUS - 1), *_narrative(filling)]
    cells += send_code(vi.TASKS, WHOSE_ROW, at.T_STATUS)
    rows = [at.NARRATIVE_ROW + 2 * i for i in range(len(at.NARRATIVE))]
    heights = {0: 21.0, at.NARRATIVE_ROW - 1: 22.0}
    for row, role in zip(rows, at.NARRATIVE):
        told = filling.narrative.get(role) or ""
        heights[row + 1] = min(_HIGHEST, fitting.height([(told, sum(WIDTHS.values()))], least=_ROOM_TO_WRITE))
    heights |= dict.fromkeys(rows, 18.0)
    blocks = [(0, at.NARRATIVE_ROW - 1), *((row, row + 1) for row in rows)]
    validations = [
        words(row + 1, at.NARRATIVE_COLUMN, vi.NARRATIVE[r], vi.NARRATIVE_PROMPT) for row, r in zip(rows, at.NARRATIVE)
    ]
    if form.tasks:
        cells.append(Cell(header - 1, 1, vi.TASKS_HEADING, "title_left", span=(1, at.T_STATUS - 1)))
        cells += send_code(vi.TASKS_HEADING, header - 1, at.T_STATUS)
        cells += [Cell(header, 1 + i, text, "header") for i, text in enumerate(vi.TASK_COLUMNS)]
        heights |= {header - 1: 22.0, header: 20.0}
        validations += _task_validations(form)
    for number, line in enumerate(form.tasks, start=1):
        cells += _task(line, number, filling)
        _, done, document = filling.tasks.get(line.task.code, (None, None, None))
        said = [(line.task.text, WIDTHS[2]), (done or "", WIDTHS[at.T_DONE]), (document or "", WIDTHS[at.T_DOCUMENT])]
        heights[line.row] = fitting.height(said, least=34.0)
        blocks.append((header - 1 if number == 1 else line.row, line.row))
    page = fitting.page_height(WIDTHS.values())
    repeated = heights[header - 1] + heights[header] if form.tasks else fitting.LINE
    return Sheet(
        name=vi.TASKS,
        cells=tuple(cells),
        widths=WIDTHS,
        heights=heights,
        growing=frozenset(line.row for line in form.tasks),
        hidden_columns=(0,),
        repeat_rows=(header - 1, header) if form.tasks else (WHOSE_ROW, WHOSE_ROW),
        breaks=fitting.page_breaks(blocks, heights, page, repeated),
        validations=tuple(validations),
        tab="#BF8F00",
        footer=footer(catalogue, form),
    )


def _narrative(filling: Filling) -> Iterator[Cell]:
    yield Cell(at.NARRATIVE_ROW - 1, 1, vi.NARRATIVE_TITLE, "title_left", span=(1, _LAST))
    for number, role in enumerate(at.NARRATIVE, start=1):
        row = at.NARRATIVE_ROW + 2 * (number - 1)
        yield Cell(row, 1, f"{number}. {vi.NARRATIVE[role]}", "group", span=(1, _LAST))
        yield Cell(row + 1, 0, role, "key")
        text = filling.narrative.get(role)
        yield Cell(row + 1, at.NARRATIVE_COLUMN, text, "note_input", key=("narrative", role), span=(1, _LAST))


def _task(line: TaskRow, number: int, filling: Filling) -> Iterator[Cell]:
    code, row = line.task.code, line.row
    status, done, document = filling.tasks.get(code, (None, None, None))
    yield Cell(row, 0, code, "key")
    yield Cell(row, 1, number, "count")
    yield Cell(row, 2, line.task.text[:1].upper() + line.task.text[1:], "label_left")
    yield Cell(row, 3, code.rstrip("T"), "unit")
    yield Cell(row, at.T_STATUS, status, "choice_input", key=("task.status", code))
    yield Cell(row, at.T_DONE, done, "note_input", key=("task.done", code))
    yield Cell(row, at.T_DOCUMENT, document, "note_input", key=("task.document", code))


def _task_validations(form: FormLayout) -> Iterator[Validation]:
    first, last = form.tasks[0].row, form.tasks[-1].row
    titles = {col: vi.TASK_COLUMNS[col - 1].split(" (")[0] for col in (at.T_DONE, at.T_DOCUMENT)}
    yield choice(first, at.T_STATUS, vi.TASK_STATUSES, last=last)
    yield words(first, at.T_DONE, titles[at.T_DONE], vi.TASK_DONE_PROMPT, last=last)
    yield words(first, at.T_DOCUMENT, titles[at.T_DOCUMENT], vi.TASK_DOCUMENT_PROMPT, last=last)
