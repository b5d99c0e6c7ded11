"""Bars of every target: how much of it is reached, where it should be by now, the target itself at 100 percent."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ... import rules, vi
from ...attainment import Attainment
from ...book import Cell, Chart, Highlight, Series, Sparkline
from ...consolidating import Results
from ...frozen import frozen
from ...layout import pictures as grid
from ...model import TargetKind, Verdict
from ...rules import Expr, call, ref, when
from ..attainments import ACTUAL, VERDICT, labels, row_cell, texts_of
from ..table import CellKey, key
from . import past
from .drawing import Part, at, scope_name, spread

DONE, DUE, FULL = "done", "due", "full"
_LEAST, _MOST, _STEP = -50, 150, 50
_HEAD, _ROW = 30.0, 25.5
_LONG = 110
SIGNS = (
    ("verdict_better", (Verdict.EXCEEDED,)),
    ("verdict_good", (Verdict.MET,)),
    ("verdict_fine", (Verdict.ON_TRACK,)),
    ("verdict_fair", (Verdict.BEHIND,)),
    ("verdict_bad", (Verdict.OFF_TRACK, Verdict.REVERSING, Verdict.NOT_MET)),
)


@frozen
class Page:
    """The bars of one printed page, with its heading."""

    heading: str
    rows: tuple[Attainment, ...]


def pages(results: Results) -> tuple[Page, ...]:
    """The bars in order of their verdicts, then of their sectors; targets of single units on pages of their own."""
    catalogue = results.catalogue

    def place(a: Attainment) -> tuple[int, int]:
        return vi.VERDICT_ORDER.index(a.verdict), catalogue.sector_place(catalogue.indicators[a.indicator].sector)

    ordered = sorted(results.attainments, key=place)
    own = [a for a in ordered if past.listed(results, a)]
    shared = [a for a in ordered if not past.listed(results, a)]
    found = list(_cut(own, vi.BULLETS_HEADING, vi.BULLETS_MORE))
    return (*found, *_cut(shared, vi.SHARED_HEADING, vi.SHARED_HEADING))


def _cut(rows: list[Attainment], first: str, later: str) -> Iterator[Page]:
    count = -(-len(rows) // grid.BULLETS_A_PAGE)
    for page in range(count):  # pages of nearly the same length
        cut = rows[len(rows) * page // count : len(rows) * (page + 1) // count]
        yield Page(later if page else first, tuple(cut))


def part(results: Results, place: grid.PicturePlace, number: int, page: Page, years: tuple[int, ...]) -> Part:
    """Table and chart of one page, the bars beside their rows."""
    top = place.bullet(number)
    header, first, last = top + 2, top + 3, top + 2 + len(page.rows)
    width = grid.HIDDEN
    cells = [
        Cell(top, 0, page.heading, "section"),
        Cell(top + 1, 0, vi.BULLETS_NOTE, "picture_note", span=(1, width)),
        *_header(number, header),
    ]
    lines = []
    for row, a in enumerate(page.rows, start=first):
        cells += _row(results, a, row)
        shown = past.drawn(results, a, years)
        if shown:
            points = tuple(at(a.key, str(y)) for y in shown)
            lines.append(Sparkline(row, grid.BULLET_SPANS["trend"][0], points, past.floor(a)))
    chart = Chart(
        kind="bars",
        block=(header, grid.BULLET_CHART[0], last, grid.BULLET_CHART[1]),
        series=tuple(_series(number, page, column) for column in (DONE, DUE, FULL)),
        says=vi.BULLETS_SAY,
        limits=(_LEAST, _MOST),
        step=_STEP,
        number_format='0"%"',
        aligned=1,
    )
    heights = {top: 21.0, top + 1: 26.0, header: _HEAD} | dict.fromkeys(range(first, last + 1), _ROW)
    charts = (chart,) if any(reached(a)[0] is not None for a in page.rows) else ()
    return Part(tuple(cells), heights, tuple(_looks(results, page, first, last)), (), charts, tuple(lines))


def _bar(a: Attainment) -> str:
    """The row of a target among the bars: its row in the table of years has the plain key."""
    return f"bar:{a.key}"


def _header(number: int, row: int) -> Iterator[Cell]:
    yield Cell(row, grid.CODE, vi.BULLET_COLUMNS["code"], "header")
    yield spread(row, grid.BULLET_NAME, vi.BULLET_COLUMNS["name"], "header")
    for column, span in grid.BULLET_SPANS.items():
        yield spread(row, span, vi.BULLET_COLUMNS[column], "header" if span[1] > 1 else "picture_head")
    words = {DONE: vi.BAR_ACTUAL, DUE: vi.BAR_EXPECTED, FULL: vi.BAR_TARGET}
    for hidden, (column, text) in enumerate(words.items()):
        yield Cell(row, grid.HIDDEN + hidden, text, "text", at(f"bars:{number}", column))


def _row(results: Results, a: Attainment, row: int) -> Iterator[Cell]:
    indicator = results.catalogue.indicators[a.indicator]
    number = "picture_count" if indicator.decimals == 0 else "picture_number"
    name, spans = _bar(a), grid.BULLET_SPANS
    yield Cell(row, grid.CODE, a.target_id, "picture_code")
    words = scope_name(results, a)
    look = "picture_label" if len(words) < _LONG else "picture_small"
    yield spread(row, grid.BULLET_NAME, words, look, at(name, "name"))
    yield spread(row, spans["verdict"], ref(row_cell(a, VERDICT)), "picture_label", at(name, VERDICT))
    yield spread(row, spans["actual"], ref(row_cell(a, ACTUAL)), number, at(name, ACTUAL))
    demand = vi.demand_of(results.catalogue.targets[a.target_id], a.target, indicator.measure)
    yield spread(row, spans["demand"], demand, "picture_centre")
    yield spread(row, spans["trend"], None, "picture_label")
    shown = call("ISNUMBER", ref(at(name, ACTUAL)))
    done, due = reached(a)
    yield Cell(row, spans["done"][0], _guarded(shown, done), "picture_percent", at(name, DONE))
    yield Cell(row, spans["due"][0], _guarded(shown, due), "picture_percent", at(name, DUE))
    full = "" if done is None else when(call("ISNUMBER", ref(at(name, DONE))), 100, "")
    yield Cell(row, grid.HIDDEN, full, "text", at(name, FULL))


def shares(a: Attainment) -> tuple[Fraction | None, Fraction | None]:
    """What the cells of a bar are worth: percent reached, percent that should be by now; `None` where there is none."""
    if a.actual is None:
        return None, None
    given = {key(vi.WORKING, a.key, name): each.value for name, each in a.case.inputs.items()}
    given[at(_bar(a), ACTUAL)] = a.actual
    done, due = (None if e is None else Fraction(rules.value(call("ROUND", e, 1), given.get)) for e in reached(a))
    return done, due


def bar_key(a: Attainment, column: str) -> CellKey:
    """The cell of a bar's figure."""
    return at(_bar(a), column)


def _guarded(shown: Expr, worth: Expr | None) -> Expr | str:
    """Rounded to a tenth, which hides the noise of doubles; nothing where there is no figure, and no zero."""
    return "" if worth is None else when(shown, call("ROUND", worth, 1), "")


def reached(a: Attainment) -> tuple[Expr | None, Expr | None]:
    """How many percent of a target are reached, and how many should be by now; nothing where a bar would mislead.

    With a baseline it is the part of the way from there; else the figure over the target, where more is better.
    """
    case = a.case
    if case.settled or "T" not in case or not (case["T"] or case.path):
        return None, None

    def own(name: str) -> Expr:
        return ref(key(vi.WORKING, a.key, name))

    actual, goal = ref(at(_bar(a), ACTUAL)), own("T")
    if case.path and case.path.base:
        start, end, base = own(case.path.start), own(case.path.end), own("b")
        way = goal - base
        done = 100 * (actual * 10**case.scale - base) / way
        if case.path.start == "b" and case.path.end == "T":
            return done, 100 * own("q") / own("Q")
        by_now = own("Q") * (start - base) + (end - start) * own("q")
        return done, 100 * by_now / (own("Q") * way)
    if case.lower or a.kind is TargetKind.BY_YEAR:
        return None, None
    over = 100 * actual * 10**case.scale / goal
    if case.path:
        return over, 100 * own("q") / own("Q")
    return over, rules.lift(100)


def _series(number: int, page: Page, column: str) -> Series:
    look = {DONE: "actual", DUE: "expected", FULL: "target"}[column]
    names = tuple(at(_bar(a), "name") for a in page.rows)
    return Series(at(f"bars:{number}", column), names, tuple(at(_bar(a), column) for a in page.rows), look)


def _looks(results: Results, page: Page, first: int, last: int) -> Iterator[Highlight]:
    """Colour and sign of the verdicts, beside their words."""
    cell = ref(at(_bar(page.rows[0]), VERDICT))
    column, labelled = grid.BULLET_SPANS["verdict"][0], labels(page.rows)
    for style, verdicts in SIGNS:
        texts = texts_of(labelled, verdicts)
        yield Highlight((first, column, last, column), rules.either(*(cell.eq(text) for text in texts)), style)
