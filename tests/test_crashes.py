"""A sudden end at any moment leaves ledger and outputs before or after, never between (the long run: tests/long)."""

import os
import random
import shutil
import subprocess
import tempfile

import pytest
from crashing import Job, Trial, command

from ansx_xl import workflow
from ansx_xl.errors import AnsxError
from ansx_xl.ledger import Ledger
from ansx_xl.period import Period

INBOX = "bieu-da-nhan/2023"
ADJUST = ("--unit", "106", "--element", "GN_HS", "--value", "7", "--reason", "r", "--confirmed-by", "c")
JOBS = (
    Job("consolidate", ("consolidate", INBOX, "2023", "-o", "out.xlsx"), "2023"),
    Job("adjust", ("adjust", "2022", *ADJUST), "2022"),
    Job("sign-off", ("sign-off", "2022"), "2022"),
    Job("export", ("export", "2022", "-o", "results"), "2022"),
)


@pytest.fixture(scope="session")
def origin(demo, tmp_path_factory):
    """A working folder with two periods in its ledger and the forms of a third in its inbox."""
    folder = tmp_path_factory.mktemp("crash") / "origin"
    folder.mkdir()
    shutil.copytree(demo / workflow.LOCAL_CATALOGUE, folder / workflow.LOCAL_CATALOGUE)
    shutil.copytree(demo / INBOX, folder / INBOX)
    plan = workflow.load_catalogue(folder / workflow.LOCAL_CATALOGUE)
    for code in ("2021", "2022"):
        out = folder / f"{code}.xlsx"
        inbox = demo / "bieu-da-nhan" / code
        workflow.consolidate(plan, inbox, Period.parse(code), out, folder / workflow.DEFAULT_LEDGER, "2025-01-10")
    return folder


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_sudden_end_leaves_before_or_after(job, origin, tmp_path):
    trial = Trial(origin, tmp_path, job)
    rng = random.Random(job.name)
    assert {trial.kill(rng) for _ in range(4)} <= {"before", "after"}


def limited(size):
    """No file of the process may grow beyond so many bytes: to a program the same as a disk that is full."""

    def before_it_starts():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return before_it_starts


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_full_disk_leaves_what_was_there(job, origin, tmp_path):
    trial = Trial(origin, tmp_path, job)
    ended = []
    for size in (0, 5_000, 40_000, 300_000, 50_000_000):
        folder = trial.fresh("full")
        done = subprocess.run(
            command(job), cwd=folder, capture_output=True, text=True, preexec_fn=limited(size), timeout=60
        )
        assert "Traceback" not in done.stdout + done.stderr
        ended.append((done.returncode, trial.where(folder)))
    assert {where for _, where in ended} <= {"before", "after"}
    assert ended[0] == (2, "before") and ended[-1][0] in (0, 1) and ended[-1][1] == "after"


def held_by(folder, code="2023"):
    with Ledger.open(folder / workflow.DEFAULT_LEDGER) as ledger:
        return ledger.dossier(Period.parse(code))


def counted(real, calls, at):
    def call(*given, **named):
        calls.append(real.__name__)
        if len(calls) == at:
            raise OSError(28, "No space left on device")
        return real(*given, **named)

    return call


def test_whichever_write_fails_the_rest_is_whole(origin, tmp_path, monkeypatch):
    """The N-th call that writes, moves or flushes fails, for every N until the work succeeds."""
    plan = workflow.load_catalogue(origin / workflow.LOCAL_CATALOGUE)
    period, calls = Period.parse("2023"), []

    for at in range(1, 20):
        folder = tmp_path / str(at)
        shutil.copytree(origin, folder)
        before = held_by(folder)
        calls.clear()
        with monkeypatch.context() as patched:
            for module, name in ((tempfile, "mkstemp"), (os, "fsync"), (os, "chmod"), (os, "replace")):
                patched.setattr(module, name, counted(getattr(module, name), calls, at))
            try:
                workflow.consolidate(
                    plan, folder / INBOX, period, folder / "out.xlsx", folder / "ansx.db", "2025-01-11"
                )
                failed = False
            except AnsxError:
                failed = True
        held = held_by(folder)
        if not failed:
            assert (folder / "out.xlsx").exists() and held.version > before.version
            return
        assert not (folder / "out.xlsx").exists()
        assert held.version == before.version or calls[-1] == "replace"
    raise AssertionError("it never succeeded")
