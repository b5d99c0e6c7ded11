"""What the charts of the open book are drawn from: the bars of the sheet Biểu đồ as values, each a row.

They stand in hidden columns beside the table of verdicts and reach it in the same assignment; the charts and tables of
the template point to them.
"""

from __future__ import annotations

from typing import Any

from .. import vi
from ..attainment import Attainment
from ..consolidating import Results
from ..layout import workbook as at
from ..presenting.attainments import label
from ..presenting.pictures import bars as drawn
from ..presenting.pictures.drawing import scope_name


def bars(results: Results) -> list[list[Any]]:
    """Every bar in the order of the file; the columns are `BARS` of the layout.

    Where there is no room for all of them, the last row says how many are left out.
    """
    rows = [_bar(results, a) for page in drawn.pages(results) for a in page.rows]
    if len(rows) <= at.G_BARS:
        return rows
    said = vi.BARS_LEFT_OUT.format(count=len(rows) - at.G_BARS + 1)
    return [*rows[: at.G_BARS - 1], [said if field == "name" else None for field in at.BARS]]


def _bar(results: Results, a: Attainment) -> list[Any]:
    catalogue = results.catalogue
    indicator, target = catalogue.indicators[a.indicator], catalogue.targets[a.target_id]
    done, due = drawn.shares(a)
    kinds = [verdicts for _, verdicts in drawn.SIGNS]
    found = {
        "code": a.target_id,
        "name": scope_name(results, a),
        "verdict": label(a.case)(a.verdict, a.reason),
        "actual": a.actual,
        "demand": vi.demand_of(target, a.target, indicator.measure),
        "done": done,
        "due": due,
        "full": None if done is None else 100,
        "class": next((n for n, verdicts in enumerate(kinds, start=1) if a.verdict in verdicts), 0),
        "whole": int(indicator.decimals == 0),
    }
    return [found[field] for field in at.BARS]
