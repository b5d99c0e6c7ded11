"""How much a cold `ansx consolidate` costs beside a naive script on the same forms, as ratios measured in one run.

Usage: python benchmarks/run.py [ROUNDS]. Makes the practice province in a temporary folder, then runs the two commands
in turn on the forms of one annual period (a fresh ledger each time) and prints processor time, memory and their ratio.
Both run as installed: pip compiles what it installs, but not a checkout that is installed for editing, so that is done
here. POSIX only: it reads the operating system's own accounting of each finished process, its workers included.
"""

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import ansx_xl

HERE = Path(__file__).resolve().parent


def cost(command, folder, may_find=(0,)):
    """Processor seconds and peak memory (MB) of one command, its children included."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen(command, cwd=folder, **quiet)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in may_find:
        raise SystemExit(f"{command} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ansx = [sys.executable, "-m", "ansx_xl"]
    compileall.compile_dir(Path(ansx_xl.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as place:
        demo = Path(place) / "demo"
        subprocess.run([*ansx, "demo", str(demo)], check=True, stdout=subprocess.DEVNULL)
        inbox = demo / "bieu-da-nhan" / "2023"
        ours, naive, again = [], [], []
        for number in range(rounds + 1):
            ledger = ["--ledger", f"fresh-{number}.db"]
            out = ["-o", f"out-{number}.xlsx"]
            mine = cost([*ansx, "consolidate", str(inbox), "2023", *out, *ledger], demo, (0, 1))
            same = cost([*ansx, "consolidate", str(inbox), "2023", *out, *ledger], demo, (0, 1))
            theirs = cost([sys.executable, str(HERE / "naive.py"), str(inbox), f"naive-{number}.xlsx"], demo)
            if number:  # the first round warms the disk cache
                ours.append(mine)
                naive.append(theirs)
                again.append(same)
        forms = len(list(inbox.glob("*.xlsx")))
    ratio = statistics.median(a[0] / b[0] for a, b in zip(ours, naive, strict=True))
    for name, found in (("ansx consolidate", ours), ("... the same again", again), ("naive pandas script", naive)):
        seconds, memory = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"{name:20} {seconds:6.2f} s CPU {memory:7.1f} MB   ({forms} forms, median of {rounds})")
    print(f"ratio of CPU times   {ratio:6.3f}")
    second = statistics.median(b[0] / a[0] for a, b in zip(ours, again, strict=True))
    print(f"again, of the first  {second:6.3f}")


if __name__ == "__main__":
    main()
