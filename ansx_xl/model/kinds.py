"""The kinds of things: closed sets of values, as they stand in data and in JSON."""

from __future__ import annotations

from enum import IntEnum, StrEnum

PROVINCE = "province"
LOCAL = "local"
AUTO = "auto"
BY_UNIT = "/unit"


class Report(StrEnum):
    """What leaves the department: the sheets, and UBND tỉnh's report, to a ministry; copies of the latter; its own."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    DEPARTMENT = "department"


class Nature(StrEnum):
    STOCK = "stock"
    FLOW = "flow"


class Kind(StrEnum):
    RATIO = "ratio"
    COUNT = "count"
    CHANGE = "change"
    STATUS = "status"
    INDEX = "index"


class TargetKind(StrEnum):
    BY_YEAR = "by_year"
    EVERY_YEAR = "every_year"
    ANNUAL_FLOW = "annual_flow"
    ANNUAL_CHANGE = "annual_change"
    STATUS = "status"


class Comparison(StrEnum):
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    ABOUT = "about"
    NONE_LEFT = "none_left"
    NONE_LEFT_BASICALLY = "none_left_basically"

    @property
    def lower_is_better(self) -> bool:
        return self not in (Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.ABOUT)


class Verdict(StrEnum):
    EXCEEDED = "exceeded"
    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    OFF_TRACK = "off_track"
    REVERSING = "reversing"
    NOT_MET = "not_met"
    NOT_DUE = "not_due"
    NO_CASE = "no_case"
    NOT_ASSESSED = "not_assessed"


class Reason(StrEnum):
    """Why a figure is empty or a target is not assessed."""

    NONE = ""
    NO_DATA = "no_data"
    UNITS_MISSING = "units_missing"
    INCOMPLETE = "incomplete"
    ZERO_DENOMINATOR = "zero_denominator"
    NO_BASELINE = "no_baseline"
    NO_PATH_YET = "no_path_yet"
    NO_TARGET = "no_target"
    DEFINITION_CHANGED = "definition_changed"
    SCOPE_ENDED = "scope_ended"


class Severity(IntEnum):
    NOTE = 1
    WARNING = 2
    ERROR = 3


class Status(StrEnum):
    """What an input cell holds."""

    NUMBER = "number"
    NIL = "nil"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"
    EMPTY = "empty"
    ERROR = "error"
