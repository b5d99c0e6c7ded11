"""Targets held against figures (đánh giá thực hiện chỉ tiêu): section 8 of the design.

`case.py` says what a verdict is decided on, `composing.py` finds it, `verdict.py` writes it as formulas, `assess.py`
goes through the targets, `history.py` reads the years before, `opinion.py` is the second opinion, `headroom.py` the
proof that the formulas stay exact in a spreadsheet, `asking.py` answers for figures that somebody has in mind.
"""

from .asking import Answer, ask
from .assess import Attainment, attain, next_due
from .case import Case, Input, Path, Rest, Source
from .opinion import Weather
from .verdict import Shown, expression, holds, judge, ready, worth

__all__ = [
    "Answer",
    "Attainment",
    "Case",
    "Input",
    "Path",
    "Rest",
    "Shown",
    "Source",
    "Weather",
    "ask",
    "attain",
    "expression",
    "holds",
    "judge",
    "next_due",
    "ready",
    "worth",
]
