"""A target as a bar: solid what is reached, a tick where it should be by now, a frame to the target."""

from __future__ import annotations

from fractions import Fraction

from .. import vi
from .markup import Html, el

_BACK, _MOST, _WIDTH, _HEIGHT = -50, 150, 400, 28
"""From where to where a bar goes, in percent; it begins at 0 unless the target has moved away."""


def bar(done: Fraction, due: Fraction | None) -> Html:
    """The bar as inline SVG, with a text that says the same."""
    least = _BACK if done < 0 else 0
    zero, goal = _across(Fraction(0), least), _across(Fraction(100), least)
    left, right = sorted((zero, _across(done, least)))
    parts = [
        _box("track", zero, goal - zero, 3, _HEIGHT - 6),
        _box("done", left, right - left, 8, _HEIGHT - 16),
    ]
    if due is not None:
        parts.append(_box("due", _across(due, least) - 2, 4, 0, _HEIGHT))
    says = vi.bar_says(done, due)
    return el(
        "svg",
        el("title", says),
        *parts,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_label=says,
        preserveAspectRatio="none",
    )


def _across(percent: Fraction, least: int) -> int:
    """How far to the right a percentage lies; what is beyond the ends stays at the end."""
    kept = min(max(percent, Fraction(least)), Fraction(_MOST))
    return int((kept - least) * _WIDTH / (_MOST - least))


def _box(cls: str, left: int, width: int, top: int, height: int) -> Html:
    return el("rect", cls=cls, x=str(left), y=str(top), width=str(width), height=str(height))
