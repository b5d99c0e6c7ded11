"""How the code is built, as rules that a machine can check: layers, words, addresses, formulas, sizes.

A rule is a function from a module to what it finds there; each is also shown a snippet that breaks it, so that a rule
that has stopped looking is found out. Nothing is excused: a rule that names its places names them all below.
"""

import ast
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from ansx_xl import rules
from ansx_xl.catalogue import load
from ansx_xl.catalogue.values import FREQUENCIES, PROFILE_PERIODS

PACKAGE = Path(__file__).parent.parent / "ansx_xl"
LONGEST = 400

README = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")


def layers(readme: str) -> tuple[str, ...]:
    """The modules of the table in README, in its order; what stands beside the package's modules is left out."""
    table = readme.partition("| module | what it is for |\n")[2].partition("\n\n")[0]
    named = (name for row in table.splitlines() for name in re.findall("`([^`]+)`", row.split("|")[1]))
    return tuple(
        n.removesuffix("/").removesuffix(".py").replace("/", ".") for n in named if n not in ("data/", "macros/")
    )


LAYERS = layers(README)
"""From the bottom up: a module imports only from its own layer and from those before it."""

SPEAKERS = {"vi"}
PLACES = {"layout"}
FORMULAS = {"rules"}
WRITERS = {"writing", "excel"}
PRINTERS = {"cli", "demo"}


@dataclass(frozen=True)
class Module:
    """One source file: its name inside the package (`forms.entry`, `forms` for the folder's own) and its text."""

    name: str
    source: str

    @property
    def layer(self) -> str:
        """The longest name of LAYERS that covers it; its first name where none does."""
        covering = [each for each in LAYERS if f"{self.name}.".startswith(f"{each}.")]
        return max(covering, key=len, default=self.name.partition(".")[0])

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def texts(self) -> list[tuple[int, str]]:
        """Every string literal with its line, pieces of f-strings too; docstrings stand alone and are none."""
        alone = {id(node.value) for node in ast.walk(self.tree) if isinstance(node, ast.Expr)}
        found = (n for n in ast.walk(self.tree) if isinstance(n, ast.Constant) and id(n) not in alone)
        return [(n.lineno, n.value) for n in found if isinstance(n.value, str)]


def modules() -> list[Module]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path.read_text(encoding="utf-8")))
    return found


MODULES = modules()
NAMES = {m.name for m in MODULES}
PACKAGES = {".".join(p.relative_to(PACKAGE).parent.parts) for p in PACKAGE.rglob("__init__.py")}


# --- rules -----------------------------------------------------------------------------------------------------------


def imported(module: Module, names=frozenset(NAMES), packages=frozenset(PACKAGES)) -> list[tuple[int, str]]:
    """The modules of the package that it imports, in functions too, by their names inside the package."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, a.name.partition(".")[2]) for a in node.names if a.name.split(".")[0] == "ansx_xl"]
        if isinstance(node, ast.ImportFrom):
            if node.level:
                here = module.name.split(".") if module.name else []
                if module.name not in packages:
                    here = here[:-1]
                base = here[: len(here) - node.level + 1]
            elif (node.module or "").split(".")[0] == "ansx_xl":
                base = []
            else:
                continue
            tail = (node.module or "").split(".") if node.level else node.module.split(".")[1:]
            base = [*base, *filter(None, tail)]
            for alias in node.names:
                inner = ".".join([*base, alias.name])
                found.append((node.lineno, inner if inner in names else ".".join(base)))
    return [(line, name) for line, name in found if name]


def upwards(module: Module) -> list[str]:
    """Imports from a layer above."""
    if not module.name:
        return [f"{line}: {name}" for line, name in imported(module)]
    if module.layer not in LAYERS:
        return []  # `unlisted` says so
    height = LAYERS.index(module.layer)
    found = [(line, Module(name, "").layer) for line, name in imported(module)]
    return [f"{line}: {layer}" for line, layer in found if layer not in LAYERS[: height + 1]]


def unlisted(module: Module) -> list[str]:
    """A module that has no layer."""
    return [module.name] if module.name and module.layer not in LAYERS else []


_DECOMPOSED = re.compile("[A-Za-z][\u0300-\u036f]+(?!-)")  # a hyphen makes it a range of a regular expression


def words(module: Module) -> list[str]:
    """Letters with diacritics (and đ) in a string literal, in one sign or in several."""

    def vietnamese(sign: str) -> bool:
        return sign.isalpha() and not sign.isascii() and "LATIN" in unicodedata.name(sign, "")

    return [f"{line}: {text}" for line, text in module.texts if any(map(vietnamese, text)) or _DECOMPOSED.search(text)]


_CELL = r"\$?[A-Z]{1,3}\$?[1-9][0-9]*"
_ADDRESS = re.compile(rf"{_CELL}(?::{_CELL})?")
_INSIDE = re.compile(rf"!{_CELL}\b|(?<![A-Za-z0-9]){_CELL}:{_CELL}\b|\$[A-Z]{{1,3}}\$[1-9]")


def codes() -> set[str]:
    """What looks like an address and is a code: of findings, checks, indicators and targets, marks of periods."""
    catalogue = load()
    found = {*catalogue.findings, *catalogue.indicators, *catalogue.targets, *FREQUENCIES, *PROFILE_PERIODS}
    return found | {check.code for check in catalogue.checks.values()}


CODES = codes()


def addresses(module: Module) -> list[str]:
    """Cell addresses in a string literal."""
    return [
        f"{line}: {text}"
        for line, text in module.texts
        if (_ADDRESS.fullmatch(text) and text not in CODES) or _INSIDE.search(text)
    ]


_FORMULA = re.compile(rf"\s*=\s*(?:[A-Z][A-Z.0-9]*\(|{_CELL}|'|[-+(0-9])")
_CALL = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(sorted([*rules.FUNCTIONS, 'AVERAGE', 'TEXT', 'INDIRECT']))})\(")


def formulas(module: Module) -> list[str]:
    """Formula text in a string literal."""
    return [f"{line}: {text}" for line, text in module.texts if _FORMULA.match(text) or _CALL.search(text)]


def formula_cells(module: Module) -> list[str]:
    """Calls that write a formula into a cell."""
    found = [n for n in ast.walk(module.tree) if isinstance(n, ast.Attribute)]
    set_ = [n for n in found if isinstance(n.ctx, ast.Store) and re.fullmatch(r"formula(2|_array)?", n.attr)]
    return [
        f"{n.lineno}: {n.attr}" for n in found if re.fullmatch(r"write_\w*formula|set_formula", n.attr) or n in set_
    ]


def functions(module: Module) -> list[str]:
    """Functions asked of `rules.call` that are not in its closed set."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) == "call":
            name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else "?"
            found += [f"{node.lineno}: {name}"] if name not in rules.FUNCTIONS else []
    return found


def averages(module: Module) -> list[str]:
    return [f"{line}: {text}" for line, text in module.texts if "AVERAGE" in text.upper()]


def printing(module: Module) -> list[str]:
    return [
        f"{n.lineno}" for n in ast.walk(module.tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "print"
    ]


def machine_paths(module: Module) -> list[str]:
    """Places of one machine, and work that was left."""
    left = re.compile(r"/(?:home|root|tmp|work|Users)/|[A-Z]:\\|\b(?:TODO|FIXME|XXX)\b")
    return [f"{n}: {line.strip()}" for n, line in enumerate(module.source.splitlines(), 1) if left.search(line)]


def too_long(module: Module) -> list[str]:
    lines = module.source.count("\n")
    return [f"{lines} lines"] if lines > LONGEST else []


def twice(module: Module) -> list[str]:
    """Classes and functions defined twice at the top: the first is dead."""
    names = [n.name for n in module.tree.body if isinstance(n, (ast.ClassDef, ast.FunctionDef))]
    return sorted({name for name in names if names.count(name) > 1})


def utilities(module: Module) -> list[str]:
    return [part for part in module.name.split(".") if re.fullmatch(r"utils?|helpers?|misc|common_?utils?", part)]


# rule: where it does not hold, and a snippet that breaks it. The snippet stands in a module called "reading".
RULES = {
    unlisted: (set(), Module("nowhere", "")),
    upwards: (set(), "def f():\n    from .workflow import run\n"),
    words: (SPEAKERS, 'x = f"Nhập {y}"'),
    addresses: (PLACES, 'x = "C9"'),
    formulas: (FORMULAS, 'x = "=SUM(" + y'),
    formula_cells: (WRITERS, "sheet.write_formula(1, 2, text)"),
    functions: (FORMULAS, 'x = call("AVERAGE", a)'),
    averages: (set(), 'x = "average(a)"'),
    printing: (PRINTERS, "print(1)"),
    machine_paths: (set(), "x = 1  # TODO: later"),
    too_long: (set(), "x = 1\n" * (LONGEST + 1)),
    twice: (set(), "def f(): ...\n\n\ndef f(): ...\n"),
    utilities: (set(), Module("utils", "")),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule):
    excused, _ = RULES[rule]
    found = {m.name: rule(m) for m in MODULES if m.layer not in excused}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_sees_what_breaks_it(rule):
    snippet = RULES[rule][1]
    assert len(rule(snippet if isinstance(snippet, Module) else Module("reading", snippet))) == 1


def test_the_table_in_readme_names_modules_that_are_there_once():
    assert [name for name in LAYERS if name not in NAMES] == []
    assert len(LAYERS) == len(set(LAYERS)) > 60


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "found"),
    [
        ("`rules/`, `typed.py`", "`rules/`", unlisted, {"typed"}),
        ("`rules/`, `typed.py`", "`typed.py`, `rules/`", upwards, {"typed"}),
        ("`cells.py`, `handover.py`", "`handover.py`, `cells.py`", upwards, {"handover"}),
        ("| `plain.py` |", "| `plan.py` |", unlisted, {"plain"}),
    ],
)
def test_a_wrong_table_is_seen(monkeypatch, right, wrong, rule, found):
    assert right in README
    monkeypatch.setitem(globals(), "LAYERS", layers(README.replace(right, wrong)))
    assert {m.name for m in MODULES if rule(m)} == found


def test_the_files_to_touch_are_there():
    table = README.partition("| to add | touch |\n")[2].partition("\n\n")[0]
    named = {name for row in table.splitlines() for name in re.findall("`([^` ]+(?:/|[.][a-z]+))`", row.split("|")[2])}
    assert len(named) > 20
    assert [name for name in named if not any((place / name).exists() for place in (PACKAGE, PACKAGE.parent))] == []


def test_there_is_something_to_look_at():
    assert {"", "rules", "catalogue", "catalogue.exchange", "vi"} <= NAMES and len(MODULES) > 20
    assert sum(len(m.texts) for m in MODULES) > 1000 and sum(len(imported(m)) for m in MODULES) > 100


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("forms.entry", "from .. import vi, rules", ["vi", "rules"]),
        ("forms.entry", "from ..layout import address", ["layout"]),
        ("forms.entry", "from . import hidden", ["forms.hidden"]),
        ("forms.entry", "from .hidden import key", ["forms.hidden"]),
        ("forms", "from . import hidden", ["forms.hidden"]),
        ("forms", "from ..model import Unit", ["model"]),
        ("reading", "from . import cells", ["cells"]),
        ("reading", "from ansx_xl import cells\nimport ansx_xl.vi\nfrom ansx_xl.catalogue import load", None),
        ("reading", "import re\nfrom pathlib import Path", []),
        ("reading", "def f():\n    if True:\n        from .catalogue import exchange", ["catalogue.exchange"]),
    ],
)
def test_imports_are_understood(name, source, found):
    names = frozenset({"forms", "forms.entry", "forms.hidden", "vi", "rules", "layout", "model", "reading", "cells"})
    names |= {"catalogue", "catalogue.exchange"}
    seen = imported(Module(name, source), names, frozenset({"", "forms", "catalogue"}))
    assert [n for _, n in seen] == (["cells", "vi", "catalogue"] if found is None else found)


def test_no_module_imports_itself_by_way_of_others():
    links = {m.name: {name for _, name in imported(m)} & NAMES for m in MODULES}

    def beyond(name, seen):
        for other in links[name] - seen:
            seen |= {other} | beyond(other, seen | {other})
        return seen

    assert [name for name in links if name in beyond(name, set())] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("C9", 1), ("$A$1:B2", 1), ("A1:C3", 1), ("'Sheet'!$B$4", 1), ("AB12", 1), ("sum of A1:B2 and more", 1)]
    + [("F15", 0), ("KT05", 0), ("H1", 0), ("Q3", 0), ("GN01", 0), ("A", 0), ("2024-H1", 0), ("a1", 0), ("ABCD12", 0)],
)
def test_addresses_and_codes_are_told_apart(text, found):
    assert len(addresses(Module("reading", f"x = {text!r}"))) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('x = "=A1"', 1),
        ('x = "=IF(1,2,3)"', 1),
        ('x = f"=SUM({y})"', 1),
        ("x = \"='S'!A1\"", 1),
        ('x = f"COUNT({y})"', 1),
        ('x = "="', 0),
        ('x = "==" + "=>"', 0),
        ('x = "2025=20"', 0),
        ('"""=SUM(1) in a docstring"""', 0),
    ],
)
def test_formula_text_is_seen(source, found):
    assert len(formulas(Module("reading", source))) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('x = "Số"', 1),
        ('x = "So\\u0302\\u0301"', 1),
        ('x = {"đ": 1}', 1),
        ('"""Một lời"""\nx = 1\n"""Hai"""', 0),
        ('x = "…–“”²"', 0),
        ('x = "[\\u0300-\\u036f]"', 0),
        ("# Số\nx = 1", 0),
    ],
)
def test_words_are_seen(source, found):
    assert len(words(Module("reading", source))) == found


HEAVY = {"pandas", "numpy", "openpyxl", "xlwings", "docx", "docxtpl", "jinja2", "lxml"}


def loaded(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_line_starts_light():
    """What only some commands need is imported when they run."""
    assert "ansx_xl.cli" in loaded("import ansx_xl.cli")
    assert not loaded("import ansx_xl.cli") & HEAVY
    assert "openpyxl" in loaded("import openpyxl")


def test_the_function_set_has_no_mean():
    assert not {name for name in rules.FUNCTIONS if re.search("AVERAGE|MEAN|MEDIAN|TRIMMEAN", name)}


def test_every_word_has_one_home():
    """`vi` gathers its modules by star imports: of two things with one name the later would win unseen."""
    homes = {}
    for module in MODULES:
        if module.name.startswith("vi."):
            for node in module.tree.body:
                targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
                names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)] if targets[0] else []
                names += [node.name] if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else []
                for name in names:
                    if not name.startswith("_"):
                        homes.setdefault(name, []).append(module.name)
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}
