"""The command line: parse, one call of `workflow`, words. Exit 0: fine or warnings only; 1: errors found or a file
rejected (the output is written all the same); 2: could not run."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from . import __version__, plain, vi, workflow, workstation
from .consolidating import Results, name_of, reconciliation
from .errors import AnsxError, CatalogueError
from .model import Catalogue, Severity
from .period import Period

OK, FOUND, FAILED = 0, 1, 2
LOG = "ansx.log"


class Face(click.Group):
    """The one place where "cannot go on" becomes a sentence and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
        except CatalogueError as error:
            for fault in error.faults:
                say(vi.fault(fault.file, fault.line, fault.code, fault.facts), error=True)
            say(vi.error(error.code, error.facts), error=True)
            code = FAILED
        except AnsxError as error:
            say(vi.error(error.code, error.facts), error=True)
            code = FAILED
        except click.exceptions.Exit as leave:
            code = leave.exit_code
        except click.ClickException as error:
            say(vi.usage(error), error=True)
            code = FAILED
        except (click.Abort, KeyboardInterrupt):
            say(vi.ABORTED, error=True)
            code = FAILED
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = OK
        except Exception:  # a fault of ours: a sentence for the person, the details for whoever mends it
            say(vi.UNEXPECTED.format(log=_logged()), error=True)
            code = FAILED
        sys.exit(code if isinstance(code, int) else OK)


def _logged() -> str:
    """Append the details of the current exception to the log file in this folder, or in the system's own for such."""
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            with open(folder / LOG, "a", encoding="utf-8") as log:
                log.write(traceback.format_exc() + "\n")
            return str(folder / LOG)
        except OSError:
            continue
    return LOG


def say(text: str, error: bool = False) -> None:
    click.echo(text, err=error)


def today_of(given: str | None) -> str:
    """The day of the run: the only clock of the program."""
    try:
        return (date.fromisoformat(given) if given else date.today()).isoformat()
    except ValueError:
        raise AnsxError("date", text=given) from None


def shared(command: Callable) -> Callable:
    """Options that most commands have."""
    folder = click.Path(path_type=Path)
    command = click.option("--catalogue", "folder", type=folder, help=vi.HELP["catalogue"])(command)
    ledger = click.option(
        "--ledger", type=folder, envvar="ANSX_LEDGER", default=workflow.DEFAULT_LEDGER, help=vi.HELP["ledger"]
    )
    return ledger(command)


@click.group(cls=Face, help=vi.HELP["ansx"], context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ansx")
def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command(help=vi.HELP["forms"], short_help=vi.SHORT_HELP["forms"])
@click.argument("period")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=vi.HELP["output_folder"])
@click.option("--unit", "units", multiple=True, help=vi.HELP["unit"])
@click.option("--sector", "sectors", multiple=True, help=vi.HELP["sector"])
@shared
def forms(
    period: str, output: Path, units: tuple[str, ...], sectors: tuple[str, ...], folder: Path | None, ledger: Path
) -> int:
    catalogue = workflow.load_catalogue(folder)
    when = Period.parse(period)
    chosen = _sectors(sectors)
    with progress(vi.STEPS["forms"]) as step:
        issued = workflow.issue_forms(catalogue, when, output, ledger, units, chosen, step)
    say(vi.issued(len(issued), vi.period(when), str(output)))
    return OK


def _sectors(given: Iterable[str]) -> frozenset[str] | None:
    asked = frozenset(part for text in given for part in text.upper().replace(",", " ").split())
    return None if not asked else frozenset() if "ALL" in asked else asked


@main.command(help=vi.HELP["check"], short_help=vi.SHORT_HELP["check"])
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=vi.HELP["json"])
@shared
def check(files: tuple[Path, ...], as_json: bool, folder: Path | None, ledger: Path) -> int:
    catalogue = workflow.load_catalogue(folder)
    worst = OK
    for result in workflow.check_files(catalogue, files, ledger):
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
    for f in s.findings:
        message, action = vi.finding(f.code, f.facts)
        element = catalogue.elements.get(f.element)
        where = f"{f.place.sheet}!{f.place.cell}" if f.place.cell else f.place.sheet
        say(f"  {vi.SEVERITY[f.severity]} {f.code}  {where}  {element.name if element else ''}".rstrip())
        say(f"      {message} {action}")
    say("  " + vi.counts({sev: sum(1 for f in s.findings if f.severity is sev) for sev in Severity}, vi.CELLS_ABOVE))


@main.command(help=vi.HELP["consolidate"], short_help=vi.SHORT_HELP["consolidate"])
@click.argument("inbox", type=click.Path(path_type=Path))
@click.argument("period")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=vi.HELP["output_file"])
@click.option("--dry-run", is_flag=True, help=vi.HELP["dry_run"])
@click.option("--json", "as_json", is_flag=True, help=vi.HELP["json"])
@click.option("--date", "day", help=vi.HELP["date"])
@shared
def consolidate(
    inbox: Path,
    period: str,
    output: Path,
    dry_run: bool,
    as_json: bool,
    day: str | None,
    folder: Path | None,
    ledger: Path,
) -> int:
    catalogue = workflow.load_catalogue(folder)
    when = Period.parse(period)
    with progress(vi.STEPS["consolidate"]) as step:
        results = workflow.consolidate(catalogue, inbox, when, output, ledger, today_of(day), dry_run, step)
    if as_json:
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
        if f.outcome not in ("used", "skipped"):
            say(f"  {f.file}: {vi.OUTCOME[f.outcome]}. {vi.outcome_reason(f.outcome, f.reason, f.facts)}")
    say(vi.sent(len(results.submissions), len(results.expected)))
    missing = [w for w in results.expected if w not in results.submissions]
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


@main.command(help=vi.HELP["export"], short_help=vi.SHORT_HELP["export"])
@click.argument("period")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=vi.HELP["export_folder"])
@click.option("--date", "day", help=vi.HELP["date"])
@shared
def export(period: str, output: Path, day: str | None, folder: Path | None, ledger: Path) -> int:
    catalogue = workflow.load_catalogue(folder)
    say(vi.exported(str(workflow.export(catalogue, Period.parse(period), output, ledger, today_of(day)))))
    return OK


@main.group(help=vi.HELP["catalogue_group"])
def catalogue() -> None:
    pass


@catalogue.command("check", help=vi.HELP["catalogue_check"])
@click.option("--catalogue", "folder", type=click.Path(path_type=Path), help=vi.HELP["catalogue"])
def catalogue_check(folder: Path | None) -> int:
    found = workflow.load_catalogue(folder)
    faults = workflow.headroom_faults(found)
    for fault in faults:
        say(vi.fault("targets.yaml", 1, "headroom", fault), error=True)
    say(vi.catalogue_fine(found) if not faults else vi.error("catalogue", {"count": len(faults)}))
    return FOUND if faults else OK


@catalogue.command("export", help=vi.HELP["catalogue_export"])
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--catalogue", "folder", type=click.Path(path_type=Path), help=vi.HELP["catalogue"])
def catalogue_export(target: Path, folder: Path | None) -> int:
    workflow.export_catalogue(folder, target)
    say(vi.open_this(str(target)))
    return OK


@catalogue.command("import", help=vi.HELP["catalogue_import"])
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--catalogue", "folder", type=click.Path(path_type=Path), help=vi.HELP["catalogue"])
@click.option("--dry-run", is_flag=True, help=vi.HELP["dry_run"])
def catalogue_import(source: Path, folder: Path | None, dry_run: bool) -> int:
    target, changes = workflow.import_catalogue(folder, source, dry_run)
    for change in changes:
        say("  " + vi.change(change.what, dataclasses.asdict(change)))
    say(vi.changed(len(changes), str(target), dry_run))
    return OK


@main.command(help=vi.HELP["demo"], short_help=vi.SHORT_HELP["demo"])
@click.argument("target", type=click.Path(path_type=Path))
def demo(target: Path) -> int:
    from . import demo as practice

    with progress(vi.STEPS["demo"]) as step:
        made = practice.make(target, step)
    for line in practice.summary(made):
        say(line)
    return OK


for command in workstation.COMMANDS:
    main.add_command(command)


class progress:
    """One line that says what is being done, on a terminal only."""

    def __init__(self, title: str):
        self._title = title
        self._shown = None

    def __enter__(self) -> Callable[[str], None]:
        if not sys.stderr.isatty():
            return workflow.quiet
        from rich.console import Console

        self._shown = Console(stderr=True).status(self._title)
        self._shown.start()
        return lambda text: self._shown.update(f"{self._title}: {text}")

    def __exit__(self, *_exception: object) -> None:
        if self._shown is not None:
            self._shown.stop()


if __name__ == "__main__":
    main()
