"""The sheet "Biểu đồ" of the provincial workbook: native charts over cells that the one click fills.

A file has as many rows as there are targets; here there is room for all of them, page by page, and what is not used
stays empty. All of it is formulas over the other result sheets, so that filling it costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import vi
from ..book import Cell, Chart, Highlight, Series, Sheet, Validation
from ..layout import workbook as at
from ..model import Catalogue
from ..presenting.pictures.bars import SIGNS
from ..rules import Expr, both, call, either, ref, when
from .naming import code_name

WIDTHS = {0: 10, 1: 50, 2: 22, 3: 11, 4: 17, 5: 9, 6: 9, **dict.fromkeys(range(at.G_CHART[0], at.G_CHART[1] + 1), 9)}
_LEAST, _MOST, _STEP = -50, 150, 50
_HEAD, _ROW, _AREA_ROW = 30.0, 25.5, 15.0
_WIDE = at.G_CHART[1] + 1
_SHOWN = {
    "code": (at.G_CODE, "bare_code"),
    "name": (at.G_NAME, "bare_label"),
    "verdict": (at.G_VERDICT, "bare_label"),
    "actual": (at.G_ACTUAL, "bare_number"),
    "demand": (at.G_DEMAND, "bare_centre"),
    "done": (at.G_DONE, "bare_percent"),
    "due": (at.G_DUE, "bare_percent"),
    "class": (at.G_CLASS, "text"),
    "whole": (at.G_WHOLE, "text"),
}
"""What is shown of a bar: column and look."""
_SERIES = (("done", vi.BAR_ACTUAL, "actual"), ("due", vi.BAR_EXPECTED, "expected"), ("full", vi.BAR_TARGET, "target"))


def sheet(catalogue: Catalogue) -> Sheet:
    """Bars of every target, then the areas compared by one indicator that is chosen from a list."""
    cells = [
        Cell(0, 0, vi.PICTURES_TITLE.upper(), "title_left"),
        Cell(1, 0, _or_empty(ref(("subtitle", vi.ATTAINMENT))), "italic"),
        Cell(at.G_COUNTS_ROW, 0, _or_empty(ref(("line", vi.ATTAINMENT, 0))), "summary", span=(1, _WIDE)),
    ]
    if catalogue.illustrative:
        cells.append(Cell(2, 0, vi.ILLUSTRATIVE_LONG, "mark", span=(1, _WIDE)))
    heights = {0: 21.0, at.G_COUNTS_ROW: 23.0}
    charts, lights = [], []
    for page in range(at.G_PAGES):
        cells += _page(page)
        charts.append(_bars(page))
        lights += _looks(page)
        top = at.bars_row(page)
        rows = range(top + 3, top + 3 + at.G_BARS_A_PAGE)
        heights |= {top: 21.0, top + 1: 26.0, top + 2: _HEAD} | dict.fromkeys(rows, _ROW)
    top = at.G_COMPARED_ROW
    cells += _compared(catalogue)
    charts.append(_areas())
    lights += _area_looks()
    heights |= {top: 21.0, top + 1: 20.0, top + 2: 18.0, top + 3: _HEAD}
    heights |= dict.fromkeys(range(top + 4, top + 4 + at.G_AREAS), _AREA_ROW)
    return Sheet(
        name=vi.PICTURES,
        cells=tuple(cells),
        widths=WIDTHS,
        heights=heights,
        hidden_columns=at.G_HIDDEN,
        breaks=(*(at.bars_row(page) for page in range(1, at.G_PAGES)), top),
        highlights=tuple(lights),
        validations=(_choice(catalogue),),
        charts=tuple(charts),
        tab="#7030A0",
        footer=f"&L{vi.PICTURES}&R&P/&N",
        code_name=code_name(vi.PICTURES),
    )


def _or_empty(cell: Expr) -> Expr:
    return when(cell.eq(""), "", cell)


def _page(page: int) -> Iterator[Cell]:
    """The table of one page; its chart stands beside it."""
    top = at.bars_row(page)
    yield Cell(top, 0, vi.BULLETS_MORE if page else vi.BULLETS_HEADING, "section")
    yield Cell(top + 1, 0, vi.BULLETS_NOTE, "picture_note", span=(1, _WIDE))
    for field, (col, _) in _SHOWN.items():
        if field in vi.BULLET_COLUMNS:
            yield Cell(top + 2, col, vi.BULLET_COLUMNS[field], "header")
    if page == 0:
        for col, (field, words, _) in enumerate(_SERIES, start=at.G_HIDDEN[0]):
            yield Cell(top + 2, col, words, "text", key=("bar", "name", field))
    for row, bar in enumerate(range(page * at.G_BARS_A_PAGE, (page + 1) * at.G_BARS_A_PAGE), start=top + 3):
        for field, (col, style) in _SHOWN.items():
            yield Cell(row, col, _or_empty(ref(("bar", bar, field))), style, key=("picture", bar, field))


def _bars(page: int) -> Chart:
    top = at.bars_row(page)
    bars = range(page * at.G_BARS_A_PAGE, (page + 1) * at.G_BARS_A_PAGE)
    names = tuple(("bar", bar, "name") for bar in bars)
    return Chart(
        kind="bars",
        block=(top + 2, at.G_CHART[0], top + 2 + at.G_BARS_A_PAGE, at.G_CHART[1]),
        series=tuple(
            Series(("bar", "name", f), names, tuple(("bar", b, f) for b in bars), look) for f, _, look in _SERIES
        ),
        says=vi.BULLETS_SAY,
        limits=(_LEAST, _MOST),
        step=_STEP,
        number_format='0"%"',
        aligned=1,
    )


def _looks(page: int) -> Iterator[Highlight]:
    """Colour and sign of the verdicts, and whole numbers as such."""
    first, bar = at.bars_row(page) + 3, page * at.G_BARS_A_PAGE
    last = first + at.G_BARS_A_PAGE - 1
    kind = ref(("picture", bar, "class"))
    for number, (style, _) in enumerate(SIGNS, start=1):
        yield Highlight((first, at.G_VERDICT, last, at.G_VERDICT), kind.eq(number), style)
    whole = ref(("picture", bar, "whole")).eq(1)
    yield Highlight((first, at.G_ACTUAL, last, at.G_ACTUAL), whole, "whole")
    filled = ref(("picture", bar, "name")).ne("")
    for col in range(at.G_CODE, at.G_DUE + 1):
        yield Highlight((first, col, last, col), filled, "box")


# --- areas ------------------------------------------------------------------------------------------------------------


def _labels(catalogue: Catalogue) -> list[tuple[str, str]]:
    """The indicators that can be chosen: code, and words to choose by."""
    known = [i for i in catalogue.indicators.values() if not i.base]
    return [(i.code, f"{i.code} {i.name}") for i in known]


def _compared(catalogue: Catalogue) -> Iterator[Cell]:
    top, labels = at.G_COMPARED_ROW, _labels(catalogue)
    first = top + 4
    chosen, place = ref(("choice", "label")), ref(("choice", "row"))
    listed = ref(*(("choice", n, "label") for n in range(len(labels))))
    codes = ref(*(("choice", n, "code") for n in range(len(labels))))
    totals = ref(*(("total", row, "code") for row in range(at.G_INDICATORS)))
    default = next((words for code, words in labels if code == vi.PICTURED), labels[0][1])
    yield Cell(top, 0, vi.CHOSEN_HEADING, "section")
    yield Cell(top + 1, at.G_NAME, vi.CHOSEN_LABEL, "label")
    across = at.G_CHART[1] - at.G_VERDICT + 1
    yield Cell(top + 1, at.G_VERDICT, default, "picture_choice", key=("choice", "label"), span=(1, across))
    code = call("INDEX", codes, call("MATCH", chosen, listed, 0))
    yield Cell(top + 1, at.G_CLASS, call("MATCH", code, totals, 0), "text", key=("choice", "row"))
    values = ref(*(("compared", area, "value") for area in range(at.G_AREAS)))
    known = call("COUNT", values)
    yield Cell(top + 2, at.G_NAME, when(known.eq(0), vi.BY_UNIT_NONE, ""), "picture_line")
    yield Cell(top + 3, at.G_NAME, vi.HEAT_UNIT, "header", key=("compared", "name"))
    yield Cell(top + 3, at.G_VERDICT, vi.RANKED_VALUE, "header", key=("compared", "value"))
    for area in range(at.G_AREAS):
        heading = ref(("area", area))
        none = either(heading.eq(""), heading.eq(vi.PUBLISHED_FIGURE))
        own = call("INDEX", ref(*(("total", row, area) for row in range(at.G_INDICATORS))), place)
        shown = when(call("ISERROR", place), "", when(both(call("NOT", none), call("ISNUMBER", own)), own, ""))
        yield Cell(first + area, at.G_NAME, when(none, "", heading), "bare_label", key=("compared", area, "name"))
        yield Cell(first + area, at.G_VERDICT, shown, "bare_number", key=("compared", area, "value"))
    for n, (code, words) in enumerate(labels):
        yield Cell(first + n, at.G_LABEL, words, "text", key=("choice", n, "label"))
        yield Cell(first + n, at.G_LABEL_CODE, code, "text", key=("choice", n, "code"))


def _area_looks() -> Iterator[Highlight]:
    first = at.G_COMPARED_ROW + 4
    for col in (at.G_NAME, at.G_VERDICT):
        block = (first, col, first + at.G_AREAS - 1, col)
        yield Highlight(block, ref(("compared", 0, "name")).ne(""), "box")


def _choice(catalogue: Catalogue) -> Validation:
    row, col = at.G_COMPARED_ROW + 1, at.G_VERDICT
    listed = ref(*(("choice", n, "label") for n in range(len(_labels(catalogue)))))
    words = {"title": vi.CHOSEN_TITLE, "prompt": vi.CHOSEN_PROMPT_HERE, "error": vi.CHOSEN_ERROR}
    return Validation((row, col, row, col), "list", listed, **words)


def _areas() -> Chart:
    top = at.G_COMPARED_ROW + 3
    names, values = (tuple(("compared", area, field) for area in range(at.G_AREAS)) for field in ("name", "value"))
    return Chart(
        kind="bars",
        block=(top, at.G_ACTUAL, top + at.G_AREAS, at.G_CHART[1]),
        series=(Series(("choice", "label"), names, values, "actual"),),
        says=vi.COMPARED_SAYS,
        limits=(0, None),
        number_format="#,##0.##",
        aligned=1,
    )
