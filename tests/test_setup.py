"""What `ansx setup` would change, and the way back: the plan is a value, nothing here touches a machine."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from ansx_xl import vi
from ansx_xl.cli import main
from ansx_xl.setup_windows import (
    TRUSTED,
    Change,
    Machine,
    carry_out,
    config_with,
    from_text,
    merged,
    plan,
    shortcut_to,
    to_text,
    undone,
    words,
)

HOME = r"D:\Users\Lan"
BARE = Machine(
    interpreter=r"D:\Python\python.exe",
    folder=r"D:\Hồ sơ\ansx",
    config=rf"{HOME}\.xlwings\xlwings.conf",
    config_text=None,
    shortcut=rf"{HOME}\Desktop\An sinh xã hội.url",
    shortcut_text=None,
    offices=(("16.0", None),),
    marked=(r"D:\Hồ sơ\ansx\template.xlsm",),
)


def after(machine, changes):
    """The machine once the changes are made."""
    state = {(c.what, c.place): c.after for c in changes}
    return replace(
        machine,
        config_text=state.get(("config", machine.config), machine.config_text),
        shortcut_text=state.get(("shortcut", machine.shortcut), machine.shortcut_text),
        offices=tuple((v, state.get(("trusted", TRUSTED.format(v)), now)) for v, now in machine.offices),
        marked=tuple(f for f in machine.marked if ("unblock", f) not in state),
    )


def test_everything_is_planned_once():
    changes = plan(BARE)
    assert [c.what for c in changes] == ["config", "trusted", "shortcut", "unblock"]
    assert changes[0].after == '"INTERPRETER_WIN","D:\\Python\\python.exe"\n'
    assert changes[1].after["Path"] == "D:\\Hồ sơ\\ansx\\" and changes[1].after["AllowSubfolders"] == 1
    assert plan(after(BARE, changes)) == ()


def test_only_the_user_is_touched():
    for change in plan(BARE):
        assert change.what == "trusted" or change.place.startswith((HOME, BARE.folder))
        assert "HKEY_LOCAL_MACHINE" not in change.place


@pytest.mark.parametrize("text", [None, "", '"SHOW CONSOLE","True"\n', '"INTERPRETER_WIN","old"\n"CONDA ENV","x"\n'])
def test_the_way_back_ends_where_it_began(text):
    machine = replace(BARE, config_text=text, marked=(), offices=(("16.0", None), ("14.0", {"Path": "X:\\"})))
    changes = plan(machine)
    there = after(machine, changes)
    record = from_text(to_text(changes))
    assert record == changes
    assert after(there, undone(record)) == machine


def test_a_second_run_keeps_what_was_there_before_the_first():
    first = plan(BARE)
    moved = replace(after(BARE, first), interpreter=r"E:\Python\python.exe")
    record = merged(first, plan(moved))
    assert [c.what for c in record].count("config") == 1
    assert {c.before for c in undone(record) if c.what == "config"} == {'"INTERPRETER_WIN","E:\\Python\\python.exe"\n'}
    assert {c.after for c in undone(record) if c.what == "config"} == {None}


def test_a_run_that_is_cut_short_can_be_taken_back(tmp_path):
    """The record knows each change before it is made, and what was there before the first run."""
    known, record, made = (Change("config", BARE.config, "first", "second"),), tmp_path / "new" / "record.json", []

    def make(change):
        assert change.what in {c.what for c in from_text(record.read_text("utf-8"))}
        if change.what == "shortcut":
            raise OSError("no room")
        made.append(change)

    with pytest.raises(OSError):
        carry_out(plan(replace(BARE, config_text="second")), known, record, make)
    kept = from_text(record.read_text("utf-8"))
    assert [c.what for c in kept] == ["config", "trusted", "shortcut"] and len(made) == 2
    assert {c.after for c in undone(kept) if c.what == "config"} == {"first"}


def test_other_settings_stay():
    text = '"SHOW CONSOLE","True"\n"interpreter_win","old"\n"X","1"\n'
    assert config_with(text, "new") == '"SHOW CONSOLE","True"\n"X","1"\n"INTERPRETER_WIN","new"\n'


def test_a_shortcut_is_a_link_that_windows_reads():
    assert shortcut_to(r"D:\Hồ sơ").splitlines()[1] == "URL=file:///D:/H%E1%BB%93%20s%C6%A1"


def test_every_change_has_words():
    for back in (False, True):
        for line in words(plan(BARE)[:3], back):
            assert line and "{" not in line
    assert set(vi.SETUP) == set(vi.SETUP_UNDONE) == {c.what for c in plan(BARE)}
    assert Change("unblock", "x", True, None) not in undone(plan(BARE))


def test_elsewhere_it_is_a_sentence():
    done = CliRunner().invoke(main, ["setup"])
    assert done.exit_code == 2 and vi.error("not_windows", {}) in done.output
