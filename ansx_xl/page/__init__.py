"""Results -> one HTML page for leaders: a single file, no network, no script, readable on a phone and on paper.

What is met, what is not, why, which units account for it, how many are still needed. Every figure is that of a cell of
the consolidated workbook and says of which (`data-cell`). `markup.py` makes elements and escapes, `facts.py` shows
figures, `targets.py` and `units.py` are the sections, `drawing.py` the bars, `look.py` the style.
"""

from __future__ import annotations

import base64
import hashlib

from .. import vi
from ..attainment import Attainment
from ..consolidating import Results
from ..model import Verdict
from ..presenting.common import about, frame, standing
from . import look, targets, units
from .facts import tally
from .markup import Html, el, joined

__all__ = ["make"]

GROUPS = (
    ("attention", (Verdict.NOT_MET, Verdict.REVERSING, Verdict.OFF_TRACK, Verdict.BEHIND)),
    ("fine", (Verdict.ON_TRACK, Verdict.MET, Verdict.EXCEEDED)),
    ("unknown", (Verdict.NOT_ASSESSED,)),
    ("later", (Verdict.NOT_DUE, Verdict.NO_CASE)),
)
"""The sections of the page, in the order in which a leader asks."""


def make(results: Results, today: str) -> str:
    """The whole page as text (write it as UTF-8); *today* is the day it says it was made on, as ISO text."""
    style = look.STYLE
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    words = frame(results, vi.PAGE_TITLE)
    title = f"{vi.PAGE_TITLE} - {vi.period(results.period)}"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", title),
        Html(f"<style>{style}</style>"),
    )
    rows = {name: _of(results, verdicts) for name, verdicts in GROUPS}
    body = el(
        "body",
        el("a", vi.PAGE_SKIP, href="#main", cls="skip"),
        _top(results, words),
        el("nav", el("ul", *map(_jump, (*rows, "units"))), aria_label=vi.PAGE_SECTIONS),
        el(
            "main",
            *(targets.section(results, n, found) for n, found in rows.items()),
            units.section(results),
            id="main",
        ),
        _bottom(results, words, today),
    )
    return "<!DOCTYPE html>\n" + el("html", head, body, lang="vi").text + "\n"


def _of(results: Results, verdicts: tuple[Verdict, ...]) -> tuple[Attainment, ...]:
    """The rows of a section: those of the province first, then by verdict, then in the order of the plan."""
    units = results.catalogue.units.keys() - {results.catalogue.province.id}
    found = [a for a in results.attainments if a.verdict in verdicts]
    return tuple(sorted(found, key=lambda a: (a.area in units, verdicts.index(a.verdict))))


def _top(results: Results, words: dict[str, str]) -> Html:
    marks = [el("p", words["mark"], cls="mark")] if words["mark"] else []
    if results.provisional:
        marks.append(el("p", vi.PROVISIONAL_LONG, cls="mark provisional"))
    return el(
        "header",
        el("h1", vi.PAGE_TITLE),
        el("p", about(results), cls="when"),
        *([el("p", now, cls="when")] if (now := standing(results)) else []),
        *marks,
        units.sent(results),
        _counts(results),
        el("p", vi.ROWS_COUNTED, cls="when"),
    )


def _counts(results: Results) -> Html:
    """How many targets stand where, as the sheet counts them."""
    items = []
    for label, verdicts in vi.VERDICT_COUNTS:
        count = sum(1 for a in results.attainments if a.verdict in verdicts)
        if count:
            sign = el("span", vi.VERDICT_SIGN[verdicts[0]], cls="sign", aria_hidden="true")
            items.append(el("li", sign, " ", label, " ", tally(count), cls=targets.tone(verdicts[0])))
    return el("ul", *items, cls="counts")


def _jump(name: str) -> Html:
    return el("li", el("a", vi.PAGE_SECTION[name], href=f"#{name}"))


def _bottom(results: Results, words: dict[str, str], today: str) -> Html:
    lines = (vi.PAGE_HOW, vi.PAGE_SOURCE)
    last = el("p", vi.PAGE_MADE.format(day=vi.iso_day(today), edition=results.catalogue.edition), cls="when")
    return el("footer", joined(el("p", line) for line in lines), last)
