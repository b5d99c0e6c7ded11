"""What a command costs before it does anything: imports, and the classes they make."""

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from importlib import import_module

import click
import pytest

from ansx_xl import cli, workflow
from ansx_xl.frozen import frozen

HEAVY = {"pandas", "numpy", "openpyxl", "xlwings", "rich", "docx", "psycopg", "distributed"}
MAIN_PATH = "import sys, ansx_xl.cli, ansx_xl.cli.gathering, ansx_xl.workflow.gathering; print(*sys.modules)"


def test_the_main_path_imports_nothing_heavy():
    loaded = subprocess.run([sys.executable, "-c", MAIN_PATH], capture_output=True, text=True, check=True).stdout
    assert not HEAVY & set(loaded.split())


def test_the_worker_imports_nothing_it_does_not_need():
    code = "import sys, ansx_xl.serving, ansx_xl.handover; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"subprocess", "yaml", "click", "dataclasses", "ansx_xl.vi", "ansx_xl.model"} & set(loaded.split())


@pytest.mark.parametrize("part", cli._PARTS)
def test_every_command_is_found_where_it_is(part):
    there = {command.name for command in import_module(part, cli.__name__).COMMANDS}
    assert there == set(cli._PARTS[part])


def test_commands_are_listed_and_found():
    context = click.Context(cli.main)
    names = cli.main.list_commands(context)
    assert [cli.main.get_command(context, name).name for name in names] == sorted(names)
    assert cli.main.get_command(context, "nothing") is None


@pytest.mark.parametrize("verb", workflow.__all__)
def test_every_verb_is_found(verb):
    assert getattr(workflow, verb) is not None


def test_no_other_verb():
    with pytest.raises(AttributeError):
        workflow.nothing  # noqa: B018


@frozen
class Point:
    """A point."""

    x: int
    y: int = 2
    seen: list = field(default_factory=list, repr=False, compare=False)


@frozen(slots=False, eq=False)
class Itself:
    x: int = 1


def test_a_frozen_class_is_a_dataclass():
    point = Point(1)
    assert [f.name for f in fields(point)] == ["x", "y", "seen"]
    assert replace(point, y=3) == Point(1, 3) != point
    assert asdict(point) == {"x": 1, "y": 2, "seen": []}
    assert (repr(point), hash(point)) == ("Point(x=1, y=2)", hash(Point(1, seen=[5])))
    assert point == Point(y=2, x=1, seen=[5]) and point != (1, 2)
    assert point.seen is not Point(1).seen
    assert pickle.loads(pickle.dumps(point)) == point
    assert not hasattr(point, "__dict__") and Point.__match_args__ == ("x", "y", "seen")


@pytest.mark.parametrize(
    "change", [lambda p: setattr(p, "x", 2), lambda p: delattr(p, "x"), lambda p: setattr(p, "z", 2)]
)
@pytest.mark.parametrize("value", [Point(1), Itself(1)])
def test_a_frozen_value_cannot_be_changed(value, change):
    with pytest.raises(FrozenInstanceError):
        change(value)
    assert value.x == 1


def test_a_class_that_is_not_compared_is_itself():
    assert Itself() != Itself() and len({Itself(), Itself()}) == 2


@pytest.mark.parametrize(
    "wrong", [lambda: Point(), lambda: Point(1, z=2), lambda: Point(1, 2, [], 4), lambda: Point(1, x=1)]
)
def test_arguments_are_checked(wrong):
    with pytest.raises(TypeError):
        wrong()


def test_a_field_without_a_default_after_one_that_has_one_is_refused():
    @frozen
    class Wrong:
        x: int = 1
        y: int

    with pytest.raises(TypeError, match="y"):
        Wrong(1, 2)
