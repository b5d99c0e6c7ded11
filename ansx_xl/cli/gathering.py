"""`ansx forms`, `ansx check`, `ansx consolidate`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from .. import vi, workflow
from ..consolidating import Results, name_of, reconciliation
from ..inbox import PAPER
from ..model import Catalogue, Severity
from ..period import Period
from ..saving import named
from .face import FOUND, OK, by_whom, progress, say, shared, today_of


@click.command(help=vi.HELP["forms"], short_help=vi.SHORT_HELP["forms"])
@click.argument("period")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=vi.HELP["output_folder"])
@click.option("--unit", "units", multiple=True, help=vi.HELP["unit"])
@click.option("--sector", "sectors", multiple=True, help=vi.HELP["sector"])
@by_whom
@shared
def forms(
    period: str,
    output: Path,
    units: tuple[str, ...],
    sectors: tuple[str, ...],
    by: str,
    folder: Path | None,
    ledger: str,
) -> int:
    catalogue = workflow.load_catalogue(folder)
    when = Period.parse(period)
    chosen = _sectors(sectors)
    with progress(vi.STEPS["forms"]) as step:
        issued = workflow.issue_forms(catalogue, when, output, ledger, units, chosen, step, today_of(None), by)
    say(vi.issued(len(issued), vi.period(when), str(output)))
    return OK


def _sectors(given: Iterable[str]) -> frozenset[str] | None:
    asked = frozenset(part for text in given for part in text.upper().replace(",", " ").split())
    return None if not asked else frozenset() if "ALL" in asked else asked


@click.command(help=vi.HELP["check"], short_help=vi.SHORT_HELP["check"])
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help=vi.HELP["json"])
@shared
def check(files: tuple[str, ...], as_json: bool, folder: Path | None, ledger: str) -> int:
    from .. import plain

    catalogue = workflow.load_catalogue(folder)
    worst = OK
    for result in workflow.check_files(catalogue, files, ledger):
        if result.skipped:  # a program asked for forms: it is told apart from them
            words = vi.outcome_reason("skipped", result.skipped, {})
            say(vi.outcome_line(result.file, "skipped", vi.OUTCOME["skipped"], words, "").strip(), error=as_json)
            continue
        if as_json:
            say(json.dumps(plain.checked(result), ensure_ascii=False))
        else:
            _show_checked(catalogue, result)
        if result.submission is None or result.submission.status != "accepted":
            worst = FOUND
    return worst


def _show_checked(catalogue: Catalogue, result: workflow.Checked) -> None:
    s = result.submission
    if s is None:
        message, action = vi.finding(result.rejection.code, result.rejection.facts)
        say(f"{result.file}: {vi.STATUS['rejected']}. {message} {action} [{result.rejection.code}]")
        return
    say(f"{result.file}: {name_of(catalogue, s.period, s.respondent)}, {vi.period(s.period)}: {vi.STATUS[s.status]}")
    say(vi.receipt(s.send_code, s.attempt, sum(1 for f in s.findings if f.open)))
    for f in s.findings:
        message, action = vi.finding(f.code, f.facts)
        figure = catalogue.figure_of(f, s.respondent)
        say(f"  {vi.SEVERITY[f.severity]} {f.code}  {f.place}  {figure}".rstrip())
        say(f"      {message} {action}")
    say("  " + vi.counts({sev: sum(1 for f in s.findings if f.severity is sev) for sev in Severity}, vi.CELLS_ABOVE))


@click.command(help=vi.HELP["consolidate"], short_help=vi.SHORT_HELP["consolidate"])
@click.argument("inbox", type=click.Path(path_type=Path))
@click.argument("period")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=vi.HELP["output_file"])
@click.option("--dry-run", is_flag=True, help=vi.HELP["dry_run"])
@click.option("--json", "as_json", is_flag=True, help=vi.HELP["json"])
@click.option("--date", "day", help=vi.HELP["date"])
@by_whom
@shared
def consolidate(
    inbox: Path,
    period: str,
    output: Path,
    dry_run: bool,
    as_json: bool,
    day: str | None,
    by: str,
    folder: Path | None,
    ledger: str,
) -> int:
    catalogue = workflow.load_catalogue(folder)
    when, today, output = Period.parse(period), today_of(day), named(output, ".xlsx")
    with workflow.at_work(ledger, by) as others, progress(vi.STEPS["consolidate"]) as step:
        if others:
            say(vi.ALSO_AT_WORK.format(who=others), error=True)
        if workflow.first_on_network(ledger):
            say(vi.LEDGER_ON_NETWORK.format(file=ledger), error=True)
        results = workflow.consolidate(catalogue, inbox, when, output, ledger, today, dry_run, step, by)
    if results.closed_after:
        say(vi.closed_after(results.closed_after), error=True)
    if as_json:
        from .. import plain

        say(json.dumps(plain.consolidated(results, str(output)), ensure_ascii=False))
    else:
        show_results(results, output, dry_run)
    return exit_code(results)


def exit_code(results: Results) -> int:
    """1 where something of severity error was found or a file was rejected."""
    errors = any(f.severity is Severity.ERROR for _, f in results.findings)
    return FOUND if errors or any(f.outcome in ("rejected", "conflict") for f in results.files) else OK


def show_results(results: Results, output: Path, dry_run: bool = False) -> None:
    """What an officer wants to know right after the one click."""
    counts = reconciliation(results.files)
    parts = ", ".join(f"{vi.OUTCOME[name]} {n}" for name, n in counts.items() if name != "found" and n)
    say(vi.found_files(counts["found"], parts))
    for f in results.files:
        if f.outcome not in ("used", "skipped") or (f.reason == PAPER and not f.unit):
            why = vi.outcome_reason(f.outcome, f.reason, f.facts)
            say(vi.outcome_line(f.file, f.outcome, vi.OUTCOME[f.outcome], why, f.reason))
    say(vi.sent(len(results.submissions), len(results.expected)))
    for who, group in results.conflicts.items():
        files = ", ".join(s.file for s in group)
        say("  " + vi.TODO_CONFLICT.format(name=name_of(results.catalogue, results.period, who), files=files))
    missing = [w for w in results.expected if w not in results.submissions and w not in results.conflicts]
    if missing:
        say(
            "  "
            + vi.STATUS["missing"]
            + ": "
            + ", ".join(name_of(results.catalogue, results.period, w) for w in missing)
        )
    if results.from_ledger:
        names = ", ".join(name_of(results.catalogue, results.period, w) for w in results.from_ledger)
        say("  " + vi.taken_from_ledger(names))
    say(vi.counts({s: sum(1 for _, f in results.findings if f.severity is s) for s in Severity}))
    say(vi.verdict_counts([a.verdict for a in results.attainments]))
    say(vi.DRY_RUN if dry_run else vi.open_this(str(output)))


COMMANDS = (forms, check, consolidate)
