"""Catalogue files as records: what stands in which file, on which line, as text.

Every file is a flat table of text: a YAML list of mappings or a CSV. A record remembers its line, so that a fault can
name it. Nothing is interpreted here: see `schema.py`. Unknown and duplicate keys are faults, never ignored.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..frozen import frozen

_UNPRINTABLE = "[\x7f-\x9f\u2028\u2029\ufeff]"  # a text, for only who writes a catalogue needs it


@frozen
class Fault:
    """One fault of the catalogue: where, and which sentence of `vi/` says what is wrong."""

    file: str
    line: int
    code: str
    facts: Mapping[str, object]


@frozen
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
    return read(name, unicodedata.normalize("NFC", text), columns)


def render(name: str, comment: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Write records as the text of a file; `parse` gives them back. In YAML each keeps the order of its own keys.

    >>> print(render("a.yaml", "# why", (), [{"code": "A", "name": 'the "first"'}]), end="")
    # why
    - code: "A"
      name: "the \\"first\\""
    """
    if name.endswith(".csv"):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row.get(c, "") for c in columns] for row in rows)
        return out.getvalue()
    lines = [comment] if comment else []
    for row in rows:
        lines += [f"{'  ' if i else '- '}{key}: {_quoted(value)}" for i, (key, value) in enumerate(row.items())]
    return "\n".join(lines) + "\n" if lines else ""


def leading_comment(text: str) -> str:
    """The comment at the top of a YAML file, kept when the file is written again."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line)
    return "\n".join(lines)


def read_text(path: Path) -> str:
    return decoded(path.read_bytes())


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, whatever its line ends; a UnicodeDecodeError for anything else."""
    return content.removeprefix(BOM_UTF8).decode().replace("\r\n", "\n").replace("\r", "\n")


def _quoted(value: str) -> str:
    """A text in double quotes: JSON's are YAML's, but for signs that YAML takes for line breaks or refuses."""
    return re.sub(_UNPRINTABLE, lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))


def _parse_csv(name: str, text: str, columns: tuple[str, ...]) -> tuple[list[Record], list[Fault]]:
    reader = csv.reader(io.StringIO(text), strict=True)
    records, faults = [], []
    header: list[str] = []
    line = 1
    try:
        for row in reader:
            start, line = line, reader.line_num + 1
            if not header:
                header = row
                faults += [Fault(name, 1, "duplicate_key", {"key": h}) for h in set(header) if header.count(h) > 1]
                faults += [Fault(name, 1, "unknown_key", {"key": h}) for h in dict.fromkeys(header) if h not in columns]
            elif len(row) != len(header):
                if row:
                    faults.append(Fault(name, start, "column_count", {"found": len(row), "expected": len(header)}))
            else:
                records.append(Record(name, start, {k: text for k, v in zip(header, row) if (text := v.strip())}))
    except csv.Error as error:
        faults.append(Fault(name, line, "syntax", {"detail": str(error)}))
    return records, faults


_Item = tuple[int, list[tuple[int, str, str | None]]]
"""A record as it stands in a YAML file: its line and, for each key, line, key and value (`None`: no text)."""

_LINES = re.compile(
    r'(- |  )([a-z][a-z0-9_]*): "((?:[^"\\\n]|\\["\\])*+)"\n'  # a key and its value, the first of a record or another
    r"|(?:#.*)?\n"
    r"|((?s:.+))"  # anything else, to the end
)


def _parse_yaml(name: str, text: str, columns: tuple[str, ...]) -> tuple[list[Record], list[Fault]]:
    items, faults = _as_rendered(text), []
    if items is None:
        items, faults = _composed(name, text)
    records = []
    for line, pairs in items:
        values: dict[str, str] = {}
        for at, key, value in pairs:
            if key in values:
                faults.append(Fault(name, at, "duplicate_key", {"key": key}))
            elif key not in columns:
                faults.append(Fault(name, at, "unknown_key", {"key": key}))
            elif value is None:
                faults.append(Fault(name, at, "not_a_text", {"key": key}))
            else:
                values[key] = value.strip()
        records.append(Record(name, line, values))
    return records, faults


def _as_rendered(text: str) -> list[_Item] | None:
    """The items of a file as `render` writes it, with comments; `None` for any other, which is YAML's business.

    Every catalogue looks like this unless somebody chose another way to write it, and importing a YAML parser alone
    takes longer than reading all of its files this way.
    """
    lines = _LINES.findall(text if text.endswith("\n") else text + "\n")
    if not text.replace("\n", "").isprintable() or lines and lines[-1][-1]:
        return None
    items: list[_Item] = []
    for at, (start, key, value, _) in enumerate(lines, start=1):
        if start == "- ":
            items.append((at, []))
        elif start and not items:
            return None
        if start:
            items[-1][1].append((at, key, re.sub(r"\\(.)", r"\1", value) if "\\" in value else value))
    return items


def _composed(name: str, text: str) -> tuple[list[_Item], list[Fault]]:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or str(error)
        return [], [Fault(name, mark.line + 1 if mark else 1, "syntax", {"detail": detail})]
    if root is None:
        return [], []
    if not isinstance(root, yaml.SequenceNode):
        return [], [Fault(name, 1, "not_a_list", {})]
    items: list[_Item] = []
    faults: list[Fault] = []
    for node in root.value:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            items.append((line, [(key.start_mark.line + 1, _scalar(key) or "?", _scalar(v)) for key, v in node.value]))
        else:
            faults.append(Fault(name, line, "not_a_record", {}))
    return items, faults


def _scalar(node: Any) -> str | None:
    return node.value if isinstance(node.value, str) else None
