"""The fixed rows and columns of a form's sheets."""

from __future__ import annotations

from collections.abc import Mapping

# Columns of the entry sheet.
(
    KEY,
    NUMBER,
    LABEL,
    MEASURE,
    PLAN,
    LAST_YEAR,
    PREVIOUS,
    ACTUAL,
    ESTIMATE,
    OF_PLAN,
    OF_LAST_YEAR,
    VERDICT,
    EXPLANATION,
) = range(13)
TABLE_FIRST, TABLE_LAST = MEASURE, OF_LAST_YEAR
TABLE_BLOCK = 20

# Rows of the entry sheet.
TITLE_ROW, PERIOD_ROW, MARK_ROW, IDENTITY_ROW, RUNNING_ROW, HEADER_ROW, LETTER_ROW, BODY_ROW = 0, 1, 2, 3, 7, 8, 9, 10

IDENTITY: Mapping[str, tuple[int, int]] = {
    "unit": (IDENTITY_ROW, MEASURE),
    "period": (IDENTITY_ROW + 1, MEASURE),
    "edition": (IDENTITY_ROW + 2, MEASURE),
    "attempt": (IDENTITY_ROW + 3, MEASURE),
    "officer": (IDENTITY_ROW, ACTUAL),
    "telephone": (IDENTITY_ROW + 1, ACTUAL),
    "date": (IDENTITY_ROW + 2, ACTUAL),
    "quality": (IDENTITY_ROW + 3, ACTUAL),
    "ready": (IDENTITY_ROW + 1, VERDICT),
    "send.1": (RUNNING_ROW, PLAN),
    "send.2": (RUNNING_ROW, LAST_YEAR),
    "send.3": (RUNNING_ROW, PREVIOUS),
    "send.4": (RUNNING_ROW, ACTUAL),
}
"""Cells of the head that have a defined name of their own: role -> row and column."""

SEND_CODE = tuple(role for role in IDENTITY if role.startswith("send."))

# Columns of the hidden sheet: one row for each slot, then one for each relation.
(
    H_KEY,
    H_TYPED,
    H_EXPLAINED,
    H_KIND,
    H_NUMBER,
    H_WORD,
    H_PREVIOUS,
    H_LAST_YEAR,
    H_PLAN,
    H_DIGEST,
    H_WEIGHT,
    H_ESTIMATE_TYPED,
    H_ESTIMATE_KIND,
    H_ESTIMATE_DIGEST,
    H_ESTIMATE_WEIGHT,
    H_VERDICT,
    H_SLIP,
) = range(17)
H_STATE, H_OPEN = H_NUMBER, H_WORD
"""On the row of a relation: whether it holds, and whether its failure is still to be explained."""
H_GAP = 4
"""Rows left free between slots and relations; the weights of the send code run on into them."""
META = (
    "form",
    "respondent",
    "sectors",
    "illustrative",
    "number.unit",
    "number.period",
    "number.edition",
    "errors",
    "open",
    "sum.1",
    "sum.2",
    "sum.3",
    "sum.4",
    "elements",
)
"""Facts about the form on the hidden sheet: one row each, name in the first column, value in the second."""
H_META_ROW, H_BODY_ROW = 1, 16

# Rows and columns of the sheets "Chỉ tiêu" and "Công việc và thuyết minh".
INDICATORS_BODY_ROW = 5
I_CAUSE, I_REMEDY = 11, 12
NARRATIVE = ("results", "shortcomings", "causes", "directions", "proposals")
NARRATIVE_ROW, NARRATIVE_COLUMN = 4, 1
"""The first heading of the narrative; its text stands below it, then the next heading."""
TASKS_BODY_ROW = NARRATIVE_ROW + 2 * len(NARRATIVE) + 3
T_STATUS, T_DONE, T_DOCUMENT = 4, 5, 6
