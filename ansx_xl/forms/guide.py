"""The sheet "Hướng dẫn": how to fill the form, the signs, every relation with its present state."""

from __future__ import annotations

from collections.abc import Iterator

from .. import fitting, rules, vi
from .. import layout as at
from ..book import Cell, Highlight, Sheet
from ..layout import FormLayout
from ..model import Catalogue
from ..rules import call, choose, ref
from .frame import footer, top

WIDTHS = {0: 12, 1: 12, 2: 58, 3: 48, 4: 22}
_LAST = 5


def sheet(catalogue: Catalogue, form: FormLayout) -> Sheet:
    cells, heights = [*top(catalogue, form, vi.GUIDE_TITLE, 0, _LAST)], {0: 21.0}
    row = 3
    for part in (_steps, _signs, _relations):
        for cell, height in part(catalogue, form, row):
            cells.append(cell)
            if height:
                heights[cell.row] = max(heights.get(cell.row, 0.0), height)
        row = max(cell.row for cell in cells) + 2
    whole = [(r, r) for r in range(row - 1)]
    found = [c for c in cells if c.key is not None]
    header = next((c.row for c in cells if c.style == "header"), None)
    return Sheet(
        name=vi.GUIDE,
        cells=tuple(cells),
        widths=WIDTHS,
        heights=heights,
        repeat_rows=None if header is None else (header, header),
        breaks=fitting.page_breaks(
            whole, heights, fitting.page_height(WIDTHS.values()), heights.get(header, fitting.LINE) if found else 0.0
        ),
        highlights=_highlights(found),
        tab="#7F7F7F",
        footer=footer(catalogue, form),
    )


Part = Iterator[tuple[Cell, float]]
"""Cells of a part of the sheet, each with the height that its row needs."""


def _steps(catalogue: Catalogue, form: FormLayout, row: int) -> Part:
    receiver = catalogue.setting("lead_agency", form.period.end)
    estimates = form.shows_estimate and any(s.estimate for s in form.slots)
    dated = ((s.element, form.begin_of(s.element)) for s in form.slots)
    begins = sorted({begin for element, begin in dated if at.cumulative(element, form.period, begin)})
    absent = {"flow": not begins, "estimate": not estimates, "rates": not form.indicators}
    steps = [text for step, text in vi.GUIDE_STEPS.items() if not absent.get(step)]
    for number, step in enumerate(steps, start=1):
        text = f"{number}. {step.format(receiver=receiver, begin=vi.OR.join(map(vi.day, begins)))}"
        yield Cell(row + number - 1, 0, text, "wrap", span=(1, _LAST)), fitting.height([(text, sum(WIDTHS.values()))])


def _signs(catalogue: Catalogue, form: FormLayout, row: int) -> Part:
    yield Cell(row, 0, vi.GUIDE_SIGNS_TITLE, "strong", span=(1, _LAST)), 18.0
    for i, (sign, meaning) in enumerate(vi.GUIDE_SIGNS, start=1):
        yield Cell(row + i, 0, sign, "centre_box", span=(1, 2)), 18.0
        yield Cell(row + i, 2, meaning, "label_left", span=(1, 3)), 0.0


def _relations(catalogue: Catalogue, form: FormLayout, row: int) -> Part:
    found: dict[str, list[at.RuleRow]] = {}
    for rule in sorted(form.rules, key=lambda r: r.check):
        found.setdefault(catalogue.checks[rule.check].code, []).append(rule)
    if not found:
        return
    yield Cell(row, 0, vi.GUIDE_CHECKS_TITLE, "strong", span=(1, _LAST)), 18.0
    for i, text in enumerate(vi.GUIDE_CHECK_COLUMNS):
        yield Cell(row + 1, i, text, "header"), 18.0
    for i, (code, members) in enumerate(found.items(), start=2):
        check = catalogue.checks[members[0].check]
        worst = call("MAX", *(ref(("rule", r.check, r.unit)) for r in members))
        shown = choose(
            (worst.eq(rules.FAILED), vi.CHECK_STATE[rules.FAILED]),
            (worst.eq(rules.PASSED), vi.CHECK_STATE[rules.PASSED]),
            otherwise=vi.CHECK_STATE[rules.NOT_APPLICABLE],
        )
        yield Cell(row + i, 0, code, "centre_box"), 0.0
        yield Cell(row + i, 1, vi.SEVERITY[check.severity], "centre_box"), 0.0
        needed = fitting.height([(check.sentence, WIDTHS[2]), (check.action, WIDTHS[3])])
        yield Cell(row + i, 2, check.sentence, "label_left"), needed
        yield Cell(row + i, 3, check.action, "label_left"), 0.0
        yield Cell(row + i, 4, shown, "centre_box", key=("guide", code)), 0.0


def _highlights(found: list[Cell]) -> tuple[Highlight, ...]:
    """Relations that fail are tinted."""
    if not found:
        return ()
    block = (found[0].row, found[0].col, found[-1].row, found[0].col)
    return (Highlight(block, ref(found[0].key).eq(vi.CHECK_STATE[rules.FAILED]), "alert"),)
