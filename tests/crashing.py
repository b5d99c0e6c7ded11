"""Runs commands of the program in a working folder, kills them at random moments, and says what they left behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ansx_xl.ledger import Ledger
from ansx_xl.period import Period

OWN = ("danh-muc", "bieu-da-nhan")
"""What lies in the folder before and is never written."""


@dataclass(frozen=True)
class Job:
    """One command: what stands in the folder before it, its arguments, and the period that it may change."""

    name: str
    arguments: tuple[str, ...]
    period: str


def command(job: Job) -> list[str]:
    return [sys.executable, "-m", "ansx_xl", *job.arguments, "--date", "2025-02-01"]


def state(folder: Path, job: Job) -> tuple:
    """What the ledger holds of the period and what lies in the outputs; fails where either is damaged."""
    with sqlite3.connect(folder / "ansx.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
    with Ledger.open(folder / "ansx.db") as ledger:
        d = ledger.dossier(Period.parse(job.period))
    held = (
        sorted((s.respondent, s.sha256) for s in d.submissions),
        [(a.key, a.adjusted) for a in d.adjustments],
        [(x.kind, x.respondent, x.sha256) for x in d.decisions],
        len(d.published),
        len(d.runs),
        sorted(r.sha256 for r in d.rejections),
    )
    return held, written(folder)


def written(folder: Path) -> dict[str, bytes]:
    """Every file that a command has put into the folder, complete or not."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        hidden = path.name.startswith((".~", "ansx.db"))
        if path.is_file() and name.parts[0] not in OWN and not hidden:
            found[name.as_posix()] = path.read_bytes()
    return found


class Trial:
    """One job, run once to its end, so that before and after are known; then as often as wished to a sudden end."""

    def __init__(self, origin: Path, home: Path, job: Job):
        self.origin, self.home, self.job = origin, home, job
        folder = self.fresh("whole")
        self.before = state(folder, job)
        began = time.perf_counter()
        done = subprocess.run(command(job), cwd=folder, capture_output=True, text=True)
        self.duration = time.perf_counter() - began
        assert done.returncode in (0, 1), done.stderr
        self.after = state(folder, job)
        assert self.before != self.after, "nothing to interrupt"

    def fresh(self, name: str) -> Path:
        folder = self.home / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.origin, folder)
        return folder

    def kill(self, rng: random.Random) -> str:
        """Kill the job at a random moment; says whether ledger and files are as before or as after."""
        folder = self.fresh("killed")
        child = subprocess.Popen(
            command(self.job), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            child.wait(rng.uniform(0.3, 1.05) * self.duration)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        return self._again(folder)

    def where(self, folder: Path) -> str:
        """Whether ledger and files are as before the job, as after it, or something else."""
        held, files = state(folder, self.job)
        (old, old_files), (new, new_files) = self.before, self.after
        if held not in (old, new) or any(files[n] not in (old_files.get(n), new_files.get(n)) for n in files):
            return "between"
        if old != new and held == old and files != old_files:
            return "output before ledger"
        return "before" if held == old and files == old_files else "after"

    def _again(self, folder: Path) -> str:
        where = self.where(folder)
        if where not in ("before", "after"):
            return where
        new, new_files = self.after
        subprocess.run(command(self.job), cwd=folder, capture_output=True)  # once more brings everything to its end
        held_again, files_again = state(folder, self.job)
        repeated = set(map(str, held_again[1])) == set(map(str, new[1]))  # an adjustment may stand there twice
        if files_again != new_files or held_again[0] != new[0] or held_again[2:4] != new[2:4] or not repeated:
            return "not recovered"
        return where
