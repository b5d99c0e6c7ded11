"""The data package: another system reads what `consolidate` says; nothing in it can run, or tell too much."""

import csv
import hashlib
import io
import json
from dataclasses import replace

import builders
import pytest

from ansx_xl import catalogue as catalogues
from ansx_xl import consolidating, csvtext, demo, machine, plain
from ansx_xl.model import Dossier
from ansx_xl.period import Period

PLAN = catalogues.load()
COMMUNES = Period.parse("2025-H2")
DAY = "2026-01-15"
TABLES = ("elements", "indicators", "attainments")


READ = {"integer": int, "string": csvtext.plain}
"""How a text becomes what it was, by the type of its column; numbers and days stay texts."""


def read(files):
    """The tables of a package as `package` was given them: rows of texts and whole numbers, `None` for no value.

    What a column is follows from the description, as another system would have it. Raises ValueError where a table is
    not the one that was described.
    """
    found = {}
    for resource in json.loads(files[machine.DESCRIPTION])["resources"]:
        data = files[resource["path"]]
        if f"sha256:{hashlib.sha256(data).hexdigest()}" != resource["hash"]:
            raise ValueError(resource["path"])
        typed = {f["name"]: READ.get(f["type"], str) for f in resource["schema"]["fields"]}
        rows = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
        found[resource["name"]] = [
            {name: None if text == "" else typed[name](text) for name, text in row.items()} for row in rows
        ]
    return found


@pytest.fixture(scope="module")
def communes():
    given = builders.figures(PLAN, COMMUNES, seed=3)
    sent = builders.submissions(PLAN, given)
    sent = [replace(s, officer="Người lập", telephone="0912345678", file="Người lập.xlsx") for s in sent]
    return consolidating.consolidate(PLAN, Dossier(COMMUNES, submissions=tuple(sent)), {})


@pytest.fixture(scope="module", params=[*demo.PERIODS, str(COMMUNES)])
def results(request, demo_made, communes):
    return ({str(r.period): r for r in demo_made.results} | {str(COMMUNES): communes})[request.param]


def test_reading_it_back_gives_the_figures_of_consolidate(results):
    tables = read(machine.package(results, DAY))
    said = plain.consolidated(results, "")
    for table in TABLES:
        rows = [{k: v for k, v in row.items() if k != "period"} for row in tables[table]]
        expected = [{k: as_text(v) for k, v in row.items()} for row in said[table]]
        assert [{k: as_text(v) for k, v in row.items()} for row in rows] == expected, table
        assert {row["period"] for row in tables[table]} == {str(results.period)}
    assert len(tables["elements"]) > 50


def as_text(value):
    return None if value is None else str(value)


def test_the_description_is_that_of_the_files(communes):
    files = machine.package(communes, DAY)
    described = json.loads(files["datapackage.json"])
    assert described["profile"] == "tabular-data-package" and described["created"].startswith(DAY)
    assert {r["path"] for r in described["resources"]} | {"datapackage.json"} == set(files)
    for resource in described["resources"]:
        data = files[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}" and resource["bytes"] == len(data)
        assert not data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
        fields = resource["schema"]["fields"]
        assert rows[0] == [f["name"] for f in fields] and all(f["description"] for f in fields)
        assert {len(row) for row in rows} == {len(fields)}
        keys = [tuple(row[rows[0].index(k)] for k in resource["schema"]["primaryKey"]) for row in rows[1:]]
        assert len(keys) == len(set(keys)) > 0
        for at, f in enumerate(fields):
            column = [row[at] for row in rows[1:]]
            if f["type"] in ("number", "integer"):
                assert all(t == "" or t.lstrip("-").replace(".", "", 1).isdigit() for t in column), f["name"]
            if f.get("constraints", {}).get("required"):
                assert all(column), (resource["name"], f["name"])


def test_every_code_is_explained(results):
    files = machine.package(results, DAY)
    described = json.loads(files["datapackage.json"])
    texts = {r["name"]: io.StringIO(files[r["path"]].decode(), newline="") for r in described["resources"]}
    tables = {name: list(csv.DictReader(text)) for name, text in texts.items()}
    for resource in described["resources"]:
        for link in resource["schema"]["foreignKeys"]:
            known = {row[link["reference"]["fields"]] for row in tables[link["reference"]["resource"]]}
            assert {row[link["fields"]] for row in tables[resource["name"]]} <= known, (resource["name"], link)


def test_sources_are_named_by_respondent_and_hash_and_nobody_is_named(communes):
    files = machine.package(communes, DAY)
    sources = json.loads(files["datapackage.json"])["sources"]
    assert {s["hash"] for s in sources} == {f"sha256:{s.sha256}" for s in communes.submissions.values()}
    assert all(s["title"] for s in sources)
    for name, data in files.items():
        assert b"0912345678" not in data and "Người lập".encode() not in data, name


def test_words_like_formulas_do_nothing_in_a_spreadsheet(communes):
    wild = '=cmd|"/C calc"!A0,<b>&\n"x"'
    elements = {c: replace(e, name=wild, measure="@SUM(1)") for c, e in PLAN.elements.items()}
    results = consolidating.consolidate(replace(PLAN, elements=elements), communes.dossier, {})
    files = machine.package(results, DAY)
    first = next(csv.DictReader(io.StringIO(files["danh-muc.csv"].decode(), newline="")))
    assert first["name"] == f"'{wild}" and first["measure"] == "'@SUM(1)"
    found = read(files)["figures"][0]
    assert found["name"] == wild and found["measure"] == "@SUM(1)"


def test_a_changed_table_is_noticed(communes):
    files = machine.package(communes, DAY)
    with pytest.raises(ValueError):
        read({**files, "so-lieu.csv": files["so-lieu.csv"].replace(b"CH_HO", b"CH_XX", 1)})


def test_two_runs_give_the_same_bytes(communes):
    assert machine.package(communes, DAY) == machine.package(communes, DAY)
