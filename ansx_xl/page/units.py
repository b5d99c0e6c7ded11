"""The units and agencies: who has sent, and for which targets a unit accounts for much of the gap."""

from __future__ import annotations

from .. import reminding, sending, vi
from ..consolidating import Results
from ..presenting.attainments import focus, row_cell
from ..presenting.pictures.drawing import scope_name
from ..presenting.table import key
from ..sending import Sender, State
from .facts import figure, planned, tally
from .markup import Html, el


def sent(results: Results) -> Html:
    """How many have sent, of how many."""
    have = [who for who in results.expected if who in results.submissions]
    of = key(vi.SENT, "sent", "")
    return el(
        "p", vi.SENT_COUNT, figure(len(have), 0, of), vi.PAGE_OF, figure(len(results.expected), 0, of), vi.PAGE_SENDERS
    )


def section(results: Results) -> Html:
    """A line for each unit and agency, to be opened for its targets."""
    about: dict[str, list[Html]] = {}
    for a in results.attainments:
        for unit, amount in focus(results, a):
            item = el("li", planned(scope_name(results, a)), ": ", figure(amount, 0, row_cell(a, "focus")))
            about.setdefault(unit, []).append(item)
    senders = sending.who_has_sent(results).senders
    items = [_unit(sender, about.get(sender.respondent, [])) for sender in senders]
    heading = el("h2", vi.PAGE_SECTION["units"], " (", tally(len(items)), ")")
    return el("section", heading, el("p", vi.PAGE_UNITS_NOTE), *items, id="units")


_TONES = {State.ACCEPTED: "good", State.IN_PART: "fair"}


def _unit(sender: Sender, items: list[Html]) -> Html:
    state = el("span", reminding.state(sender), cls=f"state {_TONES.get(sender.state, 'bad')}")
    name = el("strong", planned(sender.name))
    if not items:
        return el("p", name, " ", state, cls="unit")
    return el("details", el("summary", name, " ", state), el("ul", *items), cls="unit")
