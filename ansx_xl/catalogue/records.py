"""Catalogue files as records: what stands in which file, on which line, as text.

Every file is a flat table of text: a YAML list of mappings or a CSV. A record remembers its line, so that a fault can
name it. Nothing is interpreted here: see `schema.py`. Unknown and duplicate keys are faults, never ignored.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of the catalogue: where, and which sentence of `vi.py` says what is wrong."""

    file: str
    line: int
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Record:
    file: str
    line: int
    values: Mapping[str, str]

    def get(self, key: str) -> str:
        return self.values.get(key, "")

    def fault(self, code: str, **facts: object) -> Fault:
        return Fault(self.file, self.line, code, facts)


def parse(name: str, text: str, columns: tuple[str, ...]) -> tuple[list[Record], list[Fault]]:
    """Read the records of one file, and every fault of its form: syntax, unknown keys, duplicate keys."""
    read = _parse_csv if name.endswith(".csv") else _parse_yaml
    records, faults = read(name, unicodedata.normalize("NFC", text))
    for record in records:
        faults.extend(record.fault("unknown_key", key=key) for key in record.values if key not in columns)
    return records, faults


def render(name: str, comment: str, columns: tuple[str, ...], rows: list[Mapping[str, str]]) -> str:
    """Write records as the text of a file; `parse` gives them back."""
    if name.endswith(".csv"):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row.get(c, "") for c in columns] for row in rows)
        return out.getvalue()
    lines = [comment] if comment else []
    for row in rows:
        given = [(c, row[c]) for c in columns if row.get(c)]
        lines += [f"{'  ' if i else '- '}{key}: {_quoted(value)}" for i, (key, value) in enumerate(given)]
    return "\n".join(lines) + "\n"


def leading_comment(text: str) -> str:
    """The comment at the top of a YAML file, kept when the file is written again."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line)
    return "\n".join(lines)


def read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _parse_csv(name: str, text: str) -> tuple[list[Record], list[Fault]]:
    reader = csv.reader(io.StringIO(text))
    records, faults = [], []
    header: list[str] = []
    line = 1
    try:
        for row in reader:
            start, line = line, reader.line_num + 1
            if not header:
                header = row
                faults += [Fault(name, 1, "duplicate_key", {"key": h}) for h in set(header) if header.count(h) > 1]
            elif len(row) != len(header):
                if row:
                    faults.append(Fault(name, start, "column_count", {"found": len(row), "expected": len(header)}))
            else:
                records.append(
                    Record(name, start, {k: v.strip() for k, v in zip(header, row, strict=True) if v.strip()})
                )
    except csv.Error as error:
        faults.append(Fault(name, reader.line_num, "syntax", {"detail": str(error)}))
    return records, faults


def _parse_yaml(name: str, text: str) -> tuple[list[Record], list[Fault]]:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return [], [Fault(name, mark.line + 1 if mark else 1, "syntax", {"detail": getattr(error, "problem", "")})]
    if root is None:
        return [], []
    if not isinstance(root, yaml.SequenceNode):
        return [], [Fault(name, 1, "not_a_list", {})]
    records, faults = [], []
    for node in root.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            faults.append(Fault(name, line, "not_a_record", {}))
            continue
        values: dict[str, str] = {}
        for key_node, value_node in node.value:
            key, at = key_node.value, key_node.start_mark.line + 1
            if key in values:
                faults.append(Fault(name, at, "duplicate_key", {"key": key}))
            elif not isinstance(value_node, yaml.ScalarNode):
                faults.append(Fault(name, at, "not_a_text", {"key": key}))
            else:
                values[key] = value_node.value.strip()
        records.append(Record(name, line, values))
    return records, faults
