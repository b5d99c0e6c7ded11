"""The fixed rows and columns of the provincial workbook's own sheets (template.xlsm)."""

from __future__ import annotations

from collections.abc import Mapping

from .spots import address, defined_name

# The panel: inputs on the left, buttons on the right, the matrix of submissions below.
P_NUMBER, P_CODE, P_NAME, P_STATE, P_ATTEMPT, P_ERRORS, P_WARNINGS = range(7)
P_MATRIX = (P_NUMBER, P_CODE, P_NAME, P_STATE, P_ATTEMPT, P_ERRORS, P_WARNINGS)
P_INPUT = P_STATE
P_INPUT_ROW = 3
P_INPUTS = ("year", "kind", "day", "inbox", "output")
"""One row each, from P_INPUT_ROW down."""
P_STATUS_ROW = P_INPUT_ROW + len(P_INPUTS)
P_BUTTON_ROW, P_BUTTON_COLUMNS = P_INPUT_ROW, (8, 10)
P_HEADER_ROW = P_STATUS_ROW + 3
P_BODY_ROW = P_HEADER_ROW + 1
P_RESPONDENTS = 70
"""How many respondents the matrix has room for."""


def panel_block(respondents: int) -> tuple[int, int, int, int]:
    """What is printed of the panel: the inputs, and as much of the matrix as is filled; the buttons are not.

    >>> panel_block(19), panel_block(500) == panel_block(P_RESPONDENTS)
    ((0, 0, 30, 6), True)
    """
    return (0, 0, P_BODY_ROW + max(min(respondents, P_RESPONDENTS), 1) - 1, P_MATRIX[-1])


def panel_print_area(respondents: int) -> str:
    """The same as an address.

    >>> panel_print_area(19)
    '$A$1:$G$31'
    """
    top, left, bottom, right = panel_block(respondents)
    return f"{address(top, left, True)}:{address(bottom, right, True)}"


# The entry sheet.
E_NUMBER, E_CODE, E_LABEL, E_MEASURE, E_ACTUAL, E_VERDICT, E_EXPLANATION = range(7)
E_INPUT_ROW = 3
E_INPUTS = ("unit", "officer", "telephone", "attempt")
E_HEADER_ROW = E_INPUT_ROW + len(E_INPUTS) + 1
E_BODY_ROW = E_HEADER_ROW + 1

# The sheet of corrections: one row each, from C_BODY_ROW down; the last column is hidden and says what was recorded.
C_NUMBER, C_RESPONDENT, C_UNIT, C_ELEMENT, C_VALUE, C_REASON, C_CONFIRMED_BY, C_CONFIRMED_ON, C_RESULT, C_MARK = range(
    10
)
C_INPUTS = (C_RESPONDENT, C_UNIT, C_ELEMENT, C_VALUE, C_REASON, C_CONFIRMED_BY, C_CONFIRMED_ON)
C_HEADER_ROW = 4
C_BODY_ROW = C_HEADER_ROW + 1
C_ROWS = 40
"""How many corrections the sheet has room for."""

# The sheet of pictures. What its bars are drawn from stands, hidden, beside the table of verdicts.
G_CODE, G_NAME, G_VERDICT, G_ACTUAL, G_DEMAND, G_DONE, G_DUE = range(7)
G_CHART = (7, 14)
"""First and last column of the charts."""
G_CLASS, G_WHOLE, G_LABEL, G_LABEL_CODE = range(16, 20)
G_HIDDEN = tuple(range(16, 20))
BARS = ("code", "name", "verdict", "actual", "demand", "done", "due", "full", "class", "whole")
"""What is known of one bar, in the order of its columns."""
G_BARS_A_PAGE, G_PAGES = 20, 3
G_BARS = G_BARS_A_PAGE * G_PAGES
"""How many bars there is room for."""
G_COUNTS_ROW, G_FIRST_ROW = 3, 4
G_AREAS = 45
"""How many areas (units and groups of them) can be compared, and how many indicators the table of totals may have."""
G_INDICATORS = 80


def bars_row(page: int) -> int:
    """The row of the heading of one page of bars: note, column headings and the bars follow."""
    return G_FIRST_ROW + page * (G_BARS_A_PAGE + 3)


G_COMPARED_ROW = bars_row(G_PAGES)
"""Heading; choice; column headings; then a row for each area."""


# The sheet of settings that xlwings reads: names in the first column, values in the second.
CONF_ROW = 0

# The sheet of examples of the worksheet functions: arguments in columns, the answers in one column.
L_RESULT, L_FIRST_ROW = 4, 4

# The hidden sheet of words: the sentence for cells without Python, the edition, the help of the worksheet functions.
WORDS_SENTENCE_ROW, WORDS_EDITION_ROW, WORDS_FUNCTIONS_ROW = 0, 1, 3


def panel_name(role: str) -> str:
    """The defined name of an input or of the status line of the panel."""
    return defined_name("panel", role)


def entry_name(role: str) -> str:
    """The defined name of an input in the head of the entry sheet, or of the first cell of its table."""
    return defined_name("entry", role)


WORDS_NAMES: Mapping[str, str] = {
    "no_python": defined_name("words", "no_python"),
    "edition": defined_name("words", "edition"),
    "functions": defined_name("words", "functions"),
}
"""The names under which VBA finds the words that it shows."""
