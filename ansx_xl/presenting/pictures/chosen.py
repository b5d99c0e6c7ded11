"""One indicator, chosen from a list: ranking of the units, tile map, trend with the target's line. All are formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ... import rules, vi
from ...aggregating import Area
from ...attainment import Attainment
from ...book import Cell, Chart, Highlight, Series, Validation
from ...consolidating import Results
from ...layout import pictures as grid
from ...model import Indicator
from ...rules import Expr, call, ref, when
from . import past
from .comparing import CLASSES, COUNTED, HEAT
from .drawing import Part, at, spread

VALUE, CLASS, ORDER, SPOT, CHOICE, FORM, RANK = "value", "class", "order", "spot", "choice", "form", "rank"
_HIGH, _LOW, _MANY = 18.0, 14.5, 12
"""Heights of rows: of few units, and of many."""
Tiles = Mapping[str, tuple[int, int]]


def tiles(results: Results, units: tuple[Area, ...]) -> Tiles:
    """Where each unit stands on the tile map; a unit without a place of its own gets a free one."""
    wanted = {area.id: results.catalogue.units[area.id].tile for area in units}
    taken: dict[tuple[int, int], str] = {}
    for unit, spot in wanted.items():
        if spot is not None:
            taken.setdefault(spot, unit)
    width = max((column for _, column in taken), default=grid.MAP_WIDTH)
    free = ((row, column) for row in range(1, len(units) + 2) for column in range(1, width + 1))
    found = {unit: spot for spot, unit in taken.items()}
    for unit in wanted.keys() - found.keys() if len(found) < len(wanted) else ():
        found[unit] = next(spot for spot in free if spot not in taken)
        taken[found[unit]] = unit
    return found


def part(
    results: Results,
    place: grid.PicturePlace,
    units: tuple[Area, ...],
    spots: Tiles,
    compared: tuple[Indicator, ...],
    rows: tuple[Attainment, ...],
    years: tuple[int, ...],
) -> Part:
    """The choice and everything that follows it; nothing where there is nothing to choose."""
    if not rows or not units:
        return Part()
    top = place.chosen
    choice, first = top + 1, place.ranking
    cells = [
        Cell(top, 0, vi.CHOSEN_HEADING, "section"),
        Cell(choice, grid.NAME, vi.CHOSEN_LABEL, "label"),
        spread(choice, grid.CHOICE_SPAN, _default(results, rows), "picture_choice", at(CHOICE, "")),
        *_meaning(rows, choice),
        Cell(top + 2, 0, _note(units), "picture_line", at(CHOICE, "note")),
        Cell(top + 3, grid.CODE, vi.RANK_HEADING, "header"),
        Cell(top + 3, grid.NAME, vi.HEAT_UNIT, "header"),
        Cell(top + 3, grid.RANKED_VALUE, vi.RANKED_VALUE, "heat_head"),
        spread(top + 3, (grid.MAP[0], grid.MAP[1] - grid.MAP[0] + 1), vi.MAP_HEADING, "header"),
        *_helpers(place, units, compared),
        *_ranking(first, units),
        *_map(results, place, units, spots),
        *_trend(results, place, rows, years),
    ]
    listed = ref(*(at(a.key, past.LABEL) for a in rows))
    column = grid.CHOICE_SPAN[0]
    asked = Validation(
        (choice, column, choice, column),
        "list",
        listed,
        title=vi.CHOSEN_TITLE,
        prompt=vi.CHOSEN_PROMPT,
        error=vi.CHOSEN_ERROR,
    )
    value = grid.RANKED_VALUE
    ranked = (first, value, first + len(units) - 1, value)
    lights = [*_lights(ranked, at("rank:1", CLASS)), *_lights(_map_block(place), at("map", CLASS))]
    numbers = (place.trend + 1, grid.MAP[0] + grid.TREND_LABEL, place.trend + 2, grid.MAP[1])
    lights.append(Highlight(numbers, ref(at("trend", FORM)).eq(past.WHOLE), "whole"))
    heights = {top: 21.0, choice: 20.0, top + 2: 16.0, top + 3: 18.0}
    heights |= dict.fromkeys(range(first, place.history - 1), _LOW if len(units) > _MANY else _HIGH)
    return Part(tuple(cells), heights, tuple(lights), (asked,), (_chart(place, years),))


def _default(results: Results, rows: tuple[Attainment, ...]) -> str:
    """What is shown first: the target with the worst verdict among those that units have figures of."""
    whole = results.catalogue.province.id
    by_unit = [a for a in rows if {unit for unit, _ in a.contributions} - {whole}] or rows
    worst = min(by_unit, key=lambda a: vi.VERDICT_ORDER.index(a.verdict))
    return past.label(results, worst)


def _meaning(rows: tuple[Attainment, ...], row: int) -> Iterator[Cell]:
    """What the choice means, in hidden cells: its place in the list, and what stands beside it there."""
    labels = ref(*(at(a.key, past.LABEL) for a in rows))
    yield Cell(row, grid.HIDDEN, call("MATCH", ref(at(CHOICE, "")), labels, 0), "text", at(CHOICE, past.LABEL))
    for number, column in enumerate(past.HELP[1:], start=1):
        found = call("INDEX", ref(*(at(a.key, column) for a in rows)), ref(at(CHOICE, past.LABEL)))
        yield Cell(row, grid.HIDDEN + number, found, "text", at(CHOICE, column))


def _own(column: str) -> Expr:
    return ref(at(CHOICE, column))


def _note(units: tuple[Area, ...]) -> Expr:
    known = call("COUNT", ref(*(at(u.id, VALUE) for u in units)))
    return vi.CHOSEN_NOTE & known & vi.CHOSEN_OF.format(len(units)) & _own(past.BY_UNIT) & vi.CHOSEN_SIGNS


def _helpers(place: grid.PicturePlace, units: tuple[Area, ...], compared: tuple[Indicator, ...]) -> Iterator[Cell]:
    """Beside each unit of the comparison, hidden: its figure of the chosen indicator, where that lies, its place."""
    every = ref(*(at(u.id, VALUE) for u in units))
    for number, unit in enumerate(units):
        row, hidden = place.heat + 4 + number, grid.HIDDEN
        own = ref(at(unit.id, VALUE))
        figures = ref(*(at(unit.id, f"{HEAT}:{i.code}") for i in compared)) if compared else rules.lift("")
        found = when(_own(past.HEAT).eq(0), vi.NOT_BY_UNIT, call("INDEX", figures, _own(past.HEAT)))
        yield Cell(row, hidden, found, "text", at(unit.id, VALUE))
        yield Cell(row, hidden + 1, _class(own), "text", at(unit.id, CLASS))
        before = ref(*(at(u.id, VALUE) for u in units[:number])) if number else None
        ties = call("COUNTIF", before, own) if before else rules.lift(0)
        counted = call("COUNT", ref(*(at(u.id, VALUE) for u in units[: number + 1])))
        place_of = when(
            call("ISNUMBER", own),
            call("RANK", own, every, _own(past.LOWER)) + ties,
            call("COUNT", every) + (number + 1 - counted),
        )
        yield Cell(row, hidden + 2, place_of, "text", at(unit.id, ORDER))


def _class(figure: Expr) -> Expr:
    """Where a figure lies to the level, in a word."""
    limit, near = _own(past.LEVEL), _own(past.NEAR)
    lower, strict = _own(past.LOWER).eq(1), _own(past.STRICT).eq(1)
    met = when(
        lower,
        when(strict, figure < limit, figure <= limit),
        when(strict, figure > limit, figure >= limit),
    )
    about = when(lower, figure <= near, figure >= near)
    judged = rules.both(call("ISNUMBER", figure), call("ISNUMBER", limit))
    words = when(met, vi.CLASS_MET, when(about, vi.CLASS_NEAR, vi.CLASS_FAR))
    return when(judged, words, vi.CLASS_NONE) & _own(past.UNIT_FORM)


def _ranking(first: int, units: tuple[Area, ...]) -> Iterator[Cell]:
    """The units from the best on; those alike share a rank, those without a figure come last and have none."""
    orders, names = (ref(*(at(u.id, c) for u in units)) for c in (ORDER, "name"))
    values, classes = (ref(*(at(u.id, c) for u in units)) for c in (VALUE, CLASS))
    lower = _own(past.LOWER)
    for number, row in enumerate(range(first, first + len(units)), start=1):
        name = f"rank:{number}"
        spot, value = ref(at(name, SPOT)), ref(at(name, VALUE))
        rank = when(call("ISNUMBER", value), call("RANK", value, values, lower), "")
        yield Cell(row, grid.CODE, rank, "count", at(name, RANK))
        yield Cell(row, grid.NAME, call("INDEX", names, spot), "picture_label", at(name, "name"))
        yield Cell(row, grid.RANKED_VALUE, call("INDEX", values, spot), "picture_number", at(name, VALUE))
        yield Cell(row, grid.HIDDEN, call("MATCH", number, orders, 0), "text", at(name, SPOT))
        yield Cell(
            row,
            grid.HIDDEN + grid.RANKED_VALUE,
            call("INDEX", classes, spot),
            "text",
            at(name, CLASS),
        )


def _map(results: Results, place: grid.PicturePlace, units: tuple[Area, ...], spots: Tiles) -> Iterator[Cell]:
    """A tile for each unit, roughly where it lies: its name, and its figure with a sign."""
    corner = _map_block(place)[:2]
    for area in units:
        row, column, width = place.tile(*spots[area.id])
        unit = results.catalogue.units[area.id]
        short = unit.name.removeprefix(f"{unit.type} ")
        yield spread(row, (column, width), short, "tile_name")
        yield spread(row + 1, (column, width), ref(at(area.id, VALUE)), "tile_value", at(area.id, "tile"))
        name = at("map", CLASS) if (row + 1, column) == corner else at(area.id, "tile_class")
        yield Cell(row + 1, grid.HIDDEN + column, ref(at(area.id, CLASS)), "text", name)
    if (1, 1) not in spots.values():
        yield Cell(corner[0], grid.HIDDEN + corner[1], None, "text", at("map", CLASS))


def _map_block(place: grid.PicturePlace) -> tuple[int, int, int, int]:
    """The rows of figures of the map, from the first tile's on."""
    return place.map + 1, grid.MAP[0], place.map + 2 * place.tiles[0] - 1, grid.MAP[1]


def _lights(block: tuple[int, int, int, int], first: object) -> Iterator[Highlight]:
    """Signs and colours by the words that stand hidden beside the block, each as far from its cell as the first."""
    for style, word in CLASSES:
        yield Highlight(block, ref(first).eq(word + past.DECIMAL), style)
        yield Highlight(block, ref(first).eq(word + past.WHOLE), style + COUNTED)
    yield Highlight(block, ref(first).eq(vi.CLASS_NONE + past.WHOLE), "whole")


def _trend(
    results: Results, place: grid.PicturePlace, rows: tuple[Attainment, ...], years: tuple[int, ...]
) -> Iterator[Cell]:
    top, left = place.trend, grid.MAP[0]
    label = (left, grid.TREND_LABEL)
    yield spread(top, label, None, "header")
    yield spread(top + 1, label, vi.TREND_ROW_ACTUAL, "picture_label", at("trend", "actual"))
    yield spread(top + 2, label, vi.TREND_ROW_GOAL, "picture_label", at("trend", "goal"))
    for number, year in enumerate(years):
        span = (left + grid.TREND_LABEL + number * grid.YEAR_SPAN, grid.YEAR_SPAN)
        found = call("INDEX", ref(*(at(a.key, str(year)) for a in rows)), _own(past.LABEL))
        yield spread(top, span, past.heading(results, year), "header", at("trend", f"year:{year}"))
        shown = when(found.eq(""), vi.NOT_KNOWN, found)
        yield spread(top + 1, span, shown, "picture_number", at("trend", f"actual:{year}"))
        yield spread(top + 2, span, _own(past.GOAL), "picture_number", at("trend", f"goal:{year}"))
        for row in (top + 1, top + 2):
            name = at("trend", FORM) if (number, row) == (0, top + 1) else at("trend", f"{FORM}:{row}:{year}")
            yield Cell(row, grid.HIDDEN + span[0], _own(past.OWN_FORM), "text", name)


def _chart(place: grid.PicturePlace, years: tuple[int, ...]) -> Chart:
    top = place.trend + 3
    names = tuple(at("trend", f"year:{year}") for year in years)

    def series(row: str, look: str) -> Series:
        return Series(at("trend", row), names, tuple(at("trend", f"{row}:{year}") for year in years), look)

    return Chart(
        kind="columns",
        block=(top, grid.MAP[0], top + grid.TREND_ROWS - 1, grid.MAP[1]),
        series=(series("actual", "actual"), series("goal", "line")),
        says=vi.TREND_SAYS,
        title=at(CHOICE, ""),
        limits=(0, None),
        number_format="#,##0.##",
    )
