"""What an officer's quick script does with the same forms: read everything, pile it up, pivot, write.

Usage: python benchmarks/naive.py INBOX OUT.xlsx
"""

import sys
import warnings
from pathlib import Path

import pandas as pd

warnings.simplefilter("ignore")
inbox, target = Path(sys.argv[1]), sys.argv[2]
pieces = []
for path in sorted(inbox.glob("*.xlsx")):
    for sheet, frame in pd.read_excel(path, sheet_name=None, header=None).items():
        frame = frame.reset_index().melt(id_vars="index", var_name="column")
        pieces.append(frame.assign(file=path.name, sheet=sheet))
long = pd.concat(pieces, ignore_index=True)
long["value"] = pd.to_numeric(long["value"], errors="coerce")
long.dropna().pivot_table(index=["sheet", "index"], columns="file", values="value", aggfunc="sum").to_excel(target)
