"""One form open in LibreOffice, filled again and again, beside the same figures read and checked by Python.

What Python reads are the cells of the written form with the inputs replaced, so that the reader itself is on the way
from a filling to its verdict, and 2,000 fillings need no 2,000 files.
"""

import re
from collections import Counter
from pathlib import Path

from fillings import entry_cells, filling_at_limits, random_prior

from ansx_xl import cells, checking, forms, layout, reading, rules, vi, writing
from ansx_xl.layout import FormLayout
from ansx_xl.model import Prior
from ansx_xl.period import Period

_CHECK = re.compile(r"\bKT[0-9]+\b")
SAYS = {word: code.partition(".")[0] for code, word in (vi.WORDS | vi.SLIPS).items()}
"""What the column Kiểm tra says of one cell -> the code of the finding."""


class Bench:
    """A form of one respondent with earlier figures, open in LibreOffice and as cells in memory."""

    def __init__(self, catalogue, office, folder, period, respondent, chance):
        self.catalogue, self.chance = catalogue, chance
        self.form: FormLayout = layout.form(catalogue, Period.parse(period), respondent)
        self.prior: Prior = random_prior(catalogue, self.form, chance)
        book = forms.make(catalogue, self.form, self.prior)
        data = writing.to_bytes(book, forms.issued_on(self.form))
        path = Path(folder) / f"{period}-{respondent}.xlsx"
        path.write_bytes(data)
        self.blank = cells.read(data)
        self.spots = book.spots
        self.office = office
        self.document = office.open(path)
        self.states: Counter = Counter()
        self.said: Counter = Counter()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.document.close()

    def disagreements(self, count):
        """Fill the form so many times; every way in which the form and Python differ, with the figures at fault."""
        found = []
        for number in range(count):
            contents, explained = filling_at_limits(self.catalogue, self.form, self.prior, self.chance)
            figures, texts = entry_cells(self.form, contents, explained)
            found += [(number, *each) for each in self._compare(figures, texts)]
        return found

    def _compare(self, figures, texts):
        self.document.set(vi.ENTRY, figures | texts)
        self.document.recalculate()
        submission = self._read(figures, texts)
        hidden, entry = self._shown(vi.HIDDEN), self._shown(vi.ENTRY)
        checked = checking.check(self.catalogue, submission)
        yield from self._relations(submission, checked, hidden)
        yield from self._remarks(submission, checked, hidden)
        yield from self._verdicts(checked, entry)
        code = " ".join(f"{int(entry[layout.IDENTITY[role]]):04d}" for role in layout.SEND_CODE)
        if code != submission.send_code:
            yield "send code", code, submission.send_code
        yield from self._counts(submission, checked, hidden)

    def _read(self, figures, texts):
        """The submission that the reader makes of the form filled like this."""
        sheet = self.blank.sheets[vi.ENTRY]
        held = dict(sheet.cells)
        for place, content in (figures | texts).items():
            held.pop(place, None)
            if content is not None:
                kind = "text" if isinstance(content, str) else "number"
                held[place] = cells.Cell(kind, content if kind == "text" else str(content))
        sheets = self.blank.sheets | {vi.ENTRY: sheet._replace(cells=held)}
        book = self.blank._replace(sheets=sheets)
        return reading.read(self.catalogue, book, "form.xlsx", "0" * 64)

    def _shown(self, name):
        """What LibreOffice shows on a sheet: (row, column) -> value."""
        rows = self.document._used(name).getDataArray()
        return {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row)}

    def _relations(self, submission, checked, hidden):
        """Each relation holds, fails or is not applicable in both; failing ones are findings, no others are."""
        known = checking.numbers(self.catalogue, self.form, submission)
        get = checking.getter(known, self.prior)
        failing = Counter()
        for rule in self.form.rules:
            check = self.catalogue.checks[rule.check]
            exp = int(rules.value(rules.relation(check, rules.rule_operand(rule.unit)), get))
            obs = hidden[rule.helper, layout.H_STATE]
            self.states[rule.check, exp] += 1
            if obs != exp:
                operands = [
                    (t.element, t.when, get(rules.rule_operand(rule.unit)(t))) for t in check.terms if t.element
                ]
                yield "relation", rule.check, rule.unit, exp, obs, operands
            if obs == rules.FAILED:
                first = next((t.element for t in check.left if t.element), "")
                failing[check.code, rule.unit, first] += 1
        found = Counter((f.code, f.unit, f.element) for f in checked.findings if f.code.startswith("KT"))
        if failing != found:
            yield "findings", failing - found, found - failing

    def _remarks(self, submission, checked, hidden):
        """What is said of single cells, alone and beside earlier figures, is what Python says of them."""
        said = {(f.element, f.unit): f.code for f in submission.findings if f.code.startswith("R") and f.element}
        slips = _slips(checked)
        for slot in self.form.inputs:
            for col, exp in ((layout.H_WORD, said.get(slot.key, "")), (layout.H_SLIP, slips.get(slot.key, ""))):
                word = hidden[slot.helper, col]
                self.said[exp] += 1
                if SAYS.get(word, word) != exp:
                    yield "remark", slot.key, word, exp, submission.entries[slot.key].raw

    def _verdicts(self, checked, entry):
        """The column Kiểm tra names exactly the findings that touch its row."""
        failing = {(f.code, f.unit) for f in checked.findings if f.code.startswith("KT")}
        firsts = {(f.code, f.unit, f.element) for f in checked.findings if f.code.startswith("KT")}
        said = {(f.element, f.unit): f.code for f in checked.findings if f.code.startswith("R") and f.element}
        slips, rows = _slips(checked), {}
        for slot in self.form.inputs:
            rows.setdefault(slot.row, []).append(slot)
        for row, slots in rows.items():
            verdict = next(
                v
                for col in range(slots[-1].col + 1, layout.EXPLANATION)
                if isinstance(v := entry.get((row, col)), str) and v
            )
            touching = {
                self.catalogue.checks[r.check].code
                for s in slots
                for r in self.form.touching[s.key]
                if (self.catalogue.checks[r.check].code, r.unit) in failing
                and (self.catalogue.checks[r.check].code, r.unit, self._first(r)) in firsts
            }
            words = {said[s.key] for s in slots if s.key in said}
            remarks = words | {slips[s.key] for s in slots if s.key in slips}
            single = not slots[0].column_key
            exp = set() if single and words else touching
            if set(_CHECK.findall(verdict)) != exp and verdict != vi.WORDS["R04"]:
                yield "verdict", row, verdict, exp
            if (verdict == vi.PASSED) != (not touching and not remarks):
                yield "passed", row, verdict, touching, remarks
            if any(code not in {SAYS[word] for word in SAYS if word in verdict} for code in remarks):
                yield "said", row, verdict, remarks

    def _first(self, rule):
        return next((t.element for t in self.catalogue.checks[rule.check].left if t.element), "")

    def _counts(self, submission, checked, hidden):
        """What keeps a form from being sent, and what is still to be explained, are the findings of their severity."""
        errors = sum(1 for f in checked.findings if f.severity.name == "ERROR")
        here = [f for f in checked.findings if f.code.startswith("KT") or f.code in SAYS.values()]
        opened = sum(1 for f in here if f.severity.name == "WARNING" and f.open)
        for name, exp in (("errors", errors), ("open", opened)):
            spot = self.spots["meta", name]
            if hidden[spot.row, spot.col] != exp:
                yield name, hidden[spot.row, spot.col], exp


def _slips(checked):
    """The findings about figures beside earlier ones that nobody has explained yet."""
    return {(f.element, f.unit): f.code for f in checked.findings if f.code in vi.SLIPS and not f.explanation}
