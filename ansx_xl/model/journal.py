"""What the ledger keeps besides submissions: corrections, decisions, papers, runs, published figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum

from ..frozen import frozen
from ..period import Period
from .submission import Key, Submission


@frozen
class Stamp:
    """When something was recorded (ISO day) and by whom, as this machine knows the person."""

    day: str = ""
    by: str = ""


@frozen
class Rejection:
    """A file that could not be used for the period, so that it need not be read again: code and facts of the reason.

    *reader* is the edition and program that read it; another one reads it again.
    """

    sha256: str
    file: str
    code: str
    facts: Mapping[str, object]
    reader: str


@frozen
class Adjustment:
    """A figure corrected by the department (điều chỉnh). It holds for the submission *sha256* and no later one."""

    respondent: str
    key: Key
    sha256: str
    reported: str
    adjusted: Decimal
    reason: str
    confirmed_by: str
    confirmed_on: str
    stamp: Stamp = Stamp()


class DecisionKind(StrEnum):
    """What the department decides."""

    CHOOSE = "choose"  # between submissions of the same attempt: the one with *sha256*, among facts["among"]
    WAIVE = "waive"  # accept a finding (facts: code, element, unit) of the respondent's submission *sha256*
    SIGN_OFF = "sign_off"
    REOPEN = "reopen"
    ASK = "ask"  # what an ad hoc period asks for: facts["sectors"], codes joined by spaces; empty for all


@frozen
class Decision:
    """One decision about a period, with its reason."""

    kind: DecisionKind
    respondent: str = ""
    sha256: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    stamp: Stamp = Stamp()


@frozen
class Paper:
    """A signed paper (PDF, scan) and the form it belongs to; *how* says by what they were paired.

    The last record of a paper counts; number, date and signatory are empty until somebody has recorded them.
    """

    respondent: str
    sha256: str
    file: str
    how: str
    number: str = ""
    signed_on: str = ""
    signatory: str = ""
    stamp: Stamp = Stamp()


@frozen
class Run:
    """One consolidation: the edition, how the files ended, which submissions counted, and the file that was written.

    *inputs* is a hash of everything that the file followed from, *sha256* is the file's: where both are the same, there
    is nothing to write.
    """

    edition: str
    counts: Mapping[str, int]
    used: tuple[str, ...]
    output: str = ""
    inputs: str = ""
    sha256: str = ""
    stamp: Stamp = Stamp()


@frozen
class Published:
    """The figures as they were when the period was signed off: exact decimal text, by (code, area); empty: no value.

    *attained* are the figures beside each verdict (actual, r, needed, target), by its key and their name; the first
    records have none, and then nothing is known of them.
    """

    edition: str
    totals: Mapping[Key, str]
    indicators: Mapping[Key, str]
    verdicts: Mapping[str, str]
    stamp: Stamp = Stamp()
    attained: Mapping[tuple[str, str], str] = field(default_factory=dict)


Record = Submission | Rejection | Adjustment | Decision | Paper | Run | Published


@frozen(slots=False)
class Dossier:
    """Everything the ledger holds about one period, each kind in the order in which it was recorded.

    *version* grows whenever something is recorded that may change results (not with runs, papers, rejections);
    *received* says when each submission first came, by its hash.
    """

    period: Period
    version: int = 0
    submissions: tuple[Submission, ...] = ()
    received: Mapping[str, Stamp] = field(default_factory=dict)
    rejections: tuple[Rejection, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    papers: tuple[Paper, ...] = ()
    runs: tuple[Run, ...] = ()
    published: tuple[Published, ...] = ()

    @property
    def papers_now(self) -> tuple[Paper, ...]:
        """Each paper as it was last recorded, in the order in which they first came."""
        return tuple({p.sha256: p for p in self.papers}.values())

    @property
    def signed_off(self) -> bool:
        """Whether the period is closed: signed off, and not opened again since."""
        last = [d.kind for d in self.decisions if d.kind in (DecisionKind.SIGN_OFF, DecisionKind.REOPEN)]
        return last[-1:] == [DecisionKind.SIGN_OFF]
