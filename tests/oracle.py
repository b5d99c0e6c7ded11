"""A second opinion on totals and rates, deliberately simple: from the raw XML of the forms, with no code of ours.

It reads the catalogue's CSV and YAML itself, takes each input by its defined name, and adds. It knows nothing of
checks: what an error takes out must be told (`excluded`).
"""

import copy
import csv
import re
import zipfile
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import yaml

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PROVINCE = "12"
X = "x"


class Book:
    """A workbook as XML: its sheets (name -> state and cells) and its defined names."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            rels = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            targets = {r.get("Id"): r.get("Target") for r in rels}
            self.strings = []
            if "xl/sharedStrings.xml" in archive.namelist():
                table = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
                self.strings = ["".join(t.text or "" for t in si.iter(f"{{{NS['m']}}}t")) for si in table]
            self.states, self.sheets = {}, {}
            for sheet in workbook.iterfind("m:sheets/m:sheet", NS):
                name = sheet.get("name")
                self.states[name] = sheet.get("state", "visible")
                root = ElementTree.fromstring(archive.read("xl/" + targets[sheet.get(REL)]))
                self.sheets[name] = dict(self._cells(root))
        found = workbook.iterfind("m:definedNames/m:definedName", NS)
        self.names = {n.get("name"): n.text for n in found}

    def _cells(self, root):
        for cell in root.iter(f"{{{NS['m']}}}c"):
            value, formula = cell.find("m:v", NS), cell.find("m:f", NS)
            text = value.text if value is not None else None
            if cell.get("t") == "s":
                text = self.strings[int(text)]
            elif cell.get("t") == "inlineStr":
                text = "".join(t.text or "" for t in cell.iter(f"{{{NS['m']}}}t"))
            yield cell.get("r"), (cell.get("t", "n"), text, formula is not None)

    def named(self, name):
        """The cell of a defined name: (type, text, whether it is a formula)."""
        sheet, _, cell = self.names[name].rpartition("!")
        return self.sheets[sheet.strip("'")].get(cell.replace("$", ""), ("n", None, False))


def amount(cell):
    """What a cell adds: a number, "x" for not applicable, None for nothing."""
    kind, text, formula = cell
    if text is None or formula or kind in ("e", "b"):
        return None
    if kind == "n":
        return Fraction(repr(float(text)))
    text = text.strip()
    if text in ("-", X):
        return 0 if text == "-" else X
    plain = re.fullmatch(r"(\d{1,3}(?:\.\d{3})*),(\d+)", text)
    return Fraction(f"{plain[1].replace('.', '')}.{plain[2]}") if plain else None


def added(numbers):
    """A sum; None where there is nothing to add."""
    return sum(numbers, Fraction(0)) if numbers else None


def table(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def records(path):
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def valid(row, day):
    return (row.get("valid_from") or "0000") <= day <= (row.get("valid_to") or "9999")


class Oracle:
    """Totals and rates of one period, from the forms of an inbox or from the *books* that are given."""

    def __init__(self, catalogue, inbox, period, excluded=(), books=None):
        year, _, half = period.partition("-")
        self.day = date(int(year), 6 if half else 12, 30 if half else 31).isoformat()
        folder = Path(catalogue)
        read = {name: table(folder / f"{name}.csv") for name in ("elements", "units")}
        load = {name: records(folder / f"{name}.yaml") for name in ("formulas", "groups", "indicators")}
        asked = "H1" if half else "Y"
        self.due = {e["code"]: e for e in read["elements"] if asked in e["frequency"].split() and valid(e, self.day)}
        now = [u for u in read["units"] if valid(u, self.day)]
        self.units = [u["code"] for u in now if u["reports"] == "yes"]
        self.areas = {PROVINCE: self.units} | {u: [u] for u in self.units}
        for group in load["groups"]:
            if valid(group, self.day):
                self.areas[group["code"]] = [m.strip() for m in group["members"].split(";")]
        ratios = {i["code"] for i in load["indicators"] if i["kind"] in ("ratio", "count", "status", "index")}
        self.formulas = [f for f in load["formulas"] if valid(f, self.day) and f["indicator"] in ratios]
        self.figures = {("CH_XA", u): Fraction(sum(1 for c in now if c["parent"] == u)) for u in self.units}
        for book in self._current(inbox, period) if books is None else books:
            self._take(book)
        for key in excluded:
            self.figures[key] = None

    def again(self, books, excluded):
        """The same catalogue and period, with other forms."""
        other = copy.copy(self)
        other.figures = dict(self.figures)
        for book in books:
            other._take(book)
        for key in excluded:
            other.figures[key] = None
        return other

    def _current(self, inbox, period):
        """The form with the highest attempt of each respondent."""
        best = defaultdict(lambda: (0, None))
        for path in sorted(Path(inbox).rglob("*.xlsx")):
            if path.name.startswith("~$") or not zipfile.is_zipfile(path):
                continue
            book = Book(path)
            if "ansx.period" not in book.names or book.named("ansx.period")[1] != period:
                continue
            who, attempt = book.named("ansx.unit")[1], int(book.named("ansx.attempt")[1])
            best[who] = max(best[who], (attempt, book), key=lambda pair: pair[0])
        return [book for _, book in best.values()]

    def _take(self, book):
        who = book.named("ansx.unit")[1]
        for name in book.names:
            parts = name.split(".")[1:]
            if parts[0] not in self.due or len(parts) > 2 or (len(parts) == 2 and not parts[1][1:].isdigit()):
                continue
            place = parts[1][1:] if len(parts) == 2 else who if who in self.units else PROVINCE
            self.figures[parts[0], place] = amount(book.named(name))

    def _keys(self, element, area):
        """The figures of an element that an area is made of; None where it is known for the province only."""
        reporter = self.due[element]["reporter"]
        if reporter in ("local", "auto") or reporter.endswith("/unit"):
            return [(element, unit) for unit in self.areas[area]]
        return [(element, PROVINCE)] if area == PROVINCE else None

    def totals(self):
        """(element, area) -> sum, counted, expected."""
        found = {}
        for element in self.due:
            for area in self.areas:
                keys = self._keys(element, area)
                if keys is not None:
                    values = [v for k in keys if (v := self.figures.get(k)) != X]
                    known = [v for v in values if v is not None]
                    found[element, area] = added(known), len(known), len(values)
        return found

    def rates(self):
        """(indicator, area) -> numerator, denominator (None for a count), value (None where anything is missing)."""
        found = {}
        for formula in self.formulas:
            upper, lower = (
                [c.strip() for c in formula.get(side, "").split("+") if c.strip()]
                for side in ("numerator", "denominator")
            )
            if not set(upper + lower) <= set(self.due):
                continue
            for area in self.areas:
                sides = [[self._keys(c, area) for c in side] for side in (upper, lower)]
                if any(keys is None for side in sides for keys in side):
                    continue
                found[formula["indicator"], area] = self._rate(*([k for keys in side for k in keys] for side in sides))
        return found

    def _rate(self, upper, lower):
        places = {unit for _, unit in upper + lower}
        gone = {p for p in places if all(self.figures.get(k) == X for k in upper + lower if k[1] == p)}
        sums, complete = [], True
        for side in (upper, lower):
            values = [self.figures.get(k) for k in side if k[1] not in gone]
            known = [v for v in values if v not in (None, X)]
            complete = complete and len(known) == len(values)
            sums.append(known)
        n, d = (sum(known, Fraction(0)) if known else None for known in sums)
        if not complete or d == 0 or n is None:
            return n, d, None
        return n, d, n if d is None else 100 * n / d
