"""The catalogue of the practice province: a copy of the plan's, with invented baselines marked as such."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ..catalogue import default_folder, exchange, read_records
from ..catalogue.records import leading_comment, parse, read_text, render
from ..catalogue.schema import TABLES
from ..saving import save

DATA = default_folder() / "demo"

_ILLUSTRATIVE = {"key": "illustrative", "value": "yes"}


@cache
def texts() -> dict[str, Any]:
    """The texts of the practice province."""
    return plain("texts.yaml")


def plain(name: str) -> Any:
    """A file of data/demo/ as lists, dictionaries and texts."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(read_text(DATA / name), Loader=loader)


def make_catalogue(target: Path) -> None:
    """Copy the plan's catalogue to *target*, mark it as illustrative and add what is invented."""
    exchange.copy_default(target)
    records, _ = read_records(target)
    _rewrite(target, "settings", [r.values for r in records["settings"]] + [_ILLUSTRATIVE])
    _rewrite(target, "targets", _with_invented([r.values for r in records["targets"]]))


def _with_invented(targets: list[dict[str, str]]) -> list[dict[str, str]]:
    """The plan's targets with invented baselines and milestones, then the invented ones of units."""
    invented, _ = parse("targets.yaml", read_text(DATA / "targets.yaml"), TABLES["targets"].columns)
    known = {t["id"] for t in targets}
    extra = {r.values["id"]: r.values | {"invented": "yes"} for r in invented}
    return [t | extra.get(t["id"], {}) for t in targets] + [t for id_, t in extra.items() if id_ not in known]


def _rewrite(target: Path, name: str, rows: list[dict[str, str]]) -> None:
    table = TABLES[name]
    path = target / table.file
    text = render(table.file, leading_comment(read_text(path)), list(table.columns), rows)
    save(text.encode(), path)
