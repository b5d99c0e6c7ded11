"""Where the pictures stand on the sheet Biểu đồ: one grid of narrow columns, sections one below the other.

Two wide columns, then `NARROW` narrow ones that every section divides as it needs, then hidden columns for the numbers
that formulas need in between. Rows are counted from what a section holds.
"""

from __future__ import annotations

from ..frozen import frozen

CODE, NAME, GRID, NARROW = 0, 1, 2, 24
CODE_WIDTH, NAME_WIDTH, NARROW_WIDTH = 8.0, 38.0, 5.3
HIDDEN = GRID + NARROW
HIDDEN_COUNT = 30
"""The first hidden column, and how many there are."""
BULLET_NAME = (NAME, 3)
BULLET_SPANS = {
    "verdict": (4, 4),
    "actual": (8, 1),
    "demand": (9, 3),
    "trend": (12, 1),
    "done": (13, 1),
    "due": (14, 1),
}
"""First column and width of each column of the bars' table."""
BULLET_CHART = (15, HIDDEN - 1)
BULLETS_A_PAGE = 20
RANKED_VALUE = 2
"""The column of figures in the ranking; the one beside it is kept free."""
MAP = (4, HIDDEN - 1)
"""First and last column of the tile map and of the trend."""
MAP_WIDTH = 5
"""How many tiles stand side by side where units have no place of their own."""
CHOICE_SPAN = (2, 14)
PAST_NAME, PAST_YEARS = (NAME, 13), NAME + 13
"""In the table of years: the name over that many columns, then a column for each year."""
TREND_ROWS, TREND_LABEL, YEAR_SPAN = 14, 5, 2


_SHORT = 20
"""How many bars and units together still stand on one page."""


@frozen
class PicturePlace:
    """The rows of each section: `bullets` are the numbers of bars of each page, `tiles` rows and columns of the map.

    Every section begins with its heading, and has one row for its note.
    """

    bullets: tuple[int, ...]
    units: int
    tiles: tuple[int, int]
    years: int
    series: int
    title: int = 0
    subtitle: int = 1
    mark: int = 2
    counts: int = 3
    first: int = 4

    def bullet(self, page: int) -> int:
        """The row of the heading of one page of bars: note, column headings and bars follow."""
        return self.first + sum(count + 4 for count in self.bullets[:page])

    @property
    def heat(self) -> int:
        """Heading; note; column headings; levels; then a row for each unit."""
        return self.bullet(len(self.bullets))

    @property
    def chosen(self) -> int:
        """Heading; choice; note; column headings; then ranking on the left, map and trend on the right."""
        return self.heat + 4 + self.units + 1

    @property
    def ranking(self) -> int:
        return self.chosen + 4

    @property
    def map(self) -> int:
        return self.ranking

    @property
    def trend(self) -> int:
        """Years, actual, goal; then the chart."""
        return self.map + 2 * self.tiles[0] + 1

    @property
    def history(self) -> int:
        """Heading; note; column headings; then a row for each target."""
        return max(self.trend + 3 + TREND_ROWS, self.ranking + self.units) + 1

    @property
    def end(self) -> int:
        return self.history + 3 + self.series

    @property
    def breaks(self) -> tuple[int, ...]:
        """Every section begins a page, but for a comparison of few units, which follows a few bars."""
        pages = [self.bullet(page) for page in range(1, len(self.bullets))]
        short = len(self.bullets) > 1 and self.bullets[-1] + self.units <= _SHORT
        return (*pages, *(() if short else (self.heat,)), self.chosen, self.history)

    def tile(self, row: int, column: int) -> tuple[int, int, int]:
        """Row, column and width of a tile; the map's rows and columns count from 1."""
        width = min((MAP[1] - MAP[0] + 1) // self.tiles[1], 4)
        return self.map + 2 * (row - 1), MAP[0] + width * (column - 1), width
