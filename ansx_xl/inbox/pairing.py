"""Signed papers (PDF, scans) and the forms they belong to.

By what a paper is paired, the strongest first: `hand` (somebody said so), `send_code` (the code of the form stands in
its text), `parcel` (the same mail or archive holds the form of one respondent only), `name` (beside it lies a form of
the same name), `folder` (its subfolder holds the form of one respondent only). Where nothing tells, it stays without.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from ..model import Dossier, FileOutcome
from ..text import fold

PAPER = "paper"
"""The reason under which papers are skipped: nobody types figures from them."""


def paired(
    outcomes: Iterable[FileOutcome], dossier: Dossier, parcels: Collection[str], codes: Mapping[str, list[str]]
) -> list[FileOutcome]:
    """The same outcomes, with unit and how (in the facts) at each paper; a pair that the ledger knows stays one.

    *parcels* are the archives and mails among the files, *codes* the send codes in the text of a paper, by its hash.
    """
    outcomes = list(outcomes)
    forms = [o for o in outcomes if o.unit and (o.submission or o.outcome == "duplicate")]
    known = {p.sha256: (p.respondent, p.how) for p in dossier.papers}
    sent: dict[str, set[str]] = defaultdict(set)
    for s in (*dossier.submissions, *(o.submission for o in forms if o.submission)):
        sent[s.send_code].add(s.respondent)

    def places(key: Callable[[str], str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for form in forms:
            if key(form.file):
                found[key(form.file)].add(form.unit)
        return found

    def parcel(file: str) -> str:
        return next((p for p in _above(file) if p in parcels), "")

    beside = (("parcel", parcel, places(parcel)), ("name", _stem, places(_stem)), ("folder", _folder, places(_folder)))

    def pair(paper: FileOutcome) -> FileOutcome:
        who, how = known.get(paper.sha256, ("", ""))
        if not who:
            coded = set().union(*(sent.get(code, ()) for code in codes.get(paper.sha256, ())))
            kinds = [("send_code", coded)] + [(kind, found.get(key(paper.file), ())) for kind, key, found in beside]
            who, how = next(((next(iter(found)), kind) for kind, found in kinds if len(found) == 1), ("", ""))
        return replace(paper, unit=who, facts={"how": how})

    return [pair(o) if o.reason == PAPER else o for o in outcomes]


def _above(file: str) -> Iterable[str]:
    """The folders (and parcels) that hold a file, the outermost first."""
    parts = file.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


def _folder(file: str) -> str:
    """The subfolder that holds a file; nothing for the inbox itself."""
    return posixpath.dirname(file)


def _stem(file: str) -> str:
    folder, name = posixpath.split(file)
    return f"{folder}/{fold(posixpath.splitext(name)[0])}"
