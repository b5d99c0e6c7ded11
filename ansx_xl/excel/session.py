"""One press of a button: the book that called, quiet while it is written to, and every outcome said in a sentence.

A person never sees a traceback: what is unforeseen goes into a log file beside the workbook, and one sentence says so.
"""

from __future__ import annotations

import contextlib
import functools
import os
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from .. import vi, workflow
from ..errors import AnsxError, CatalogueError
from ..frozen import frozen
from ..model import Stamp

LOG = "ansx.log"


def today() -> str:
    """The day of the press: the only clock of this face."""
    return date.today().isoformat()


@frozen(slots=False)
class Session:
    """The workbook that called (`book` is xlwings'), and the folder in which it lies."""

    book: Any
    folder: Path

    @property
    def app(self) -> Any:
        return self.book.app

    @property
    def ledger(self) -> workflow.LedgerAddress:
        return workflow.ledger_of(self.folder)

    @property
    def stamp(self) -> Stamp:
        """The day, and the person as this machine knows them."""
        return Stamp(today(), os.environ.get("ANSX_BY") or workflow.account())

    def say(self, sentence: str, mode: str | None = "info") -> None:
        self.app.alert(sentence, vi.BUTTON_TITLE, "ok", mode)

    def ask(self, sentence: str) -> bool:
        return self.app.alert(sentence, vi.BUTTON_TITLE, "yes_no", "info") == "yes"

    def cell(self, name: str) -> Any:
        """The cell of a defined name of the template."""
        try:
            return self.book.names[name].refers_to_range
        except Exception:
            raise AnsxError("not_template", name=name) from None

    def sheet(self, name: str) -> Any:
        try:
            return self.book.sheets[name]
        except Exception:
            raise AnsxError("not_template", name=name) from None

    @contextlib.contextmanager
    def quiet(self, step: str) -> Iterator[Callable[[str], None]]:
        """While something is done: a frozen screen, no recalculation, and a status bar that says how far it is."""
        app = self.app
        before = app.screen_updating, app.calculation
        app.screen_updating, app.calculation = False, "manual"
        app.status_bar = vi.step(step)
        try:
            yield _seldom(lambda text: setattr(app, "status_bar", vi.step(step, text)))
        finally:
            app.screen_updating, app.calculation = before
            app.status_bar = False


def _seldom(show: Callable[[str], None]) -> Callable[[str], None]:
    """Shows the 4th, 16th, 64th ... of many steps: each costs a call to Excel."""
    count, shown = 0, 4

    def step(text: str) -> None:
        nonlocal count, shown
        count += 1
        if count == shown:
            shown *= 4
            show(text)

    return step


def button(run: Callable[[Session], None]) -> Callable[[], None]:
    """A function without arguments for a button: finds the book, works in its folder, says what went wrong."""

    @functools.wraps(run)
    def pressed() -> None:
        session = Session(_caller(), Path())
        try:
            session = Session(session.book, _folder(session.book))
            with contextlib.chdir(session.folder):
                run(session)
        except CatalogueError as error:
            faults = [vi.fault(f.file, f.line, f.code, f.facts) for f in error.faults[:5]]
            session.say("\n".join([*faults, vi.error(error.code, error.facts)]), "critical")
        except AnsxError as error:
            session.say(vi.error(error.code, error.facts), "critical")
        except Exception:
            session.say(vi.FAILED.format(log=_logged(session.folder)), "critical")

    del pressed.__wrapped__  # it takes no arguments, whatever tools read from what it wraps
    return pressed


def _caller() -> Any:
    """The workbook whose button was pressed; ends with a sentence where there is no Excel."""
    try:
        import xlwings

        return xlwings.Book.caller()
    except Exception:
        raise SystemExit(vi.error("no_excel", {})) from None


def _folder(book: Any) -> Path:
    """The folder of the book, which must be on a disk."""
    try:
        place = book.fullname
    except Exception:
        place = ""
    if "://" in place or not Path(place).is_absolute():
        raise AnsxError("not_saved", place=place or book.name)
    return Path(place).parent


def _logged(folder: Path) -> Path:
    """Append what happened to the log: beside the workbook, or in the user's own folder where that is not allowed."""
    for place in (folder, Path.home()):
        with contextlib.suppress(OSError):
            with open(place / LOG, "a", encoding="utf-8") as log:
                log.write(f"{today()}\n{traceback.format_exc()}\n")
            return place / LOG
    return Path(LOG)


def show_in_system(path: Path) -> None:
    """Open a file or folder as a double click would; nothing where the system cannot."""
    start = getattr(os, "startfile", None)
    if start is not None:
        start(path)
