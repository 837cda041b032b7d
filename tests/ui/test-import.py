#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Whoever comes from MATE's multiload or from multiload-ng finds their graphs again, and may change their mind."""

import configparser
import os
import pathlib
import shutil
import subprocess

from uidriver import Atspi, Failed, Program, click, has_state, press, run, wait

LEGACY = pathlib.Path(__file__).resolve().parent.parent / "plugins" / "multiload" / "legacy"
HOME = pathlib.Path(os.environ["HOME"])
CONFIG = pathlib.Path(os.environ["XDG_CONFIG_HOME"])
SENSITIVE, CHECKED = Atspi.StateType.SENSITIVE, Atspi.StateType.CHECKED
SOURCE = "org.stillwatch.Source:/org/stillwatch/sources/"
IMPORT = "Import from Multiload…"


def setting(source, key):
    return subprocess.run(["gsettings", "get", f"{SOURCE}{source}/", key], check=True, capture_output=True,
                          text=True).stdout.strip()


def await_setting(source, key, value):
    wait(lambda: setting(source, key) == value, f"{key} of {source} is {value}, not {setting(source, key)}")


def store(text):
    """What other programs left in GSettings, in the words of its backend."""
    path = CONFIG / "glib-2.0" / "settings" / "keyfile"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def stored():
    """All that is in there, the other programs' keys and ours."""
    parser = configparser.RawConfigParser()
    parser.read(CONFIG / "glib-2.0" / "settings" / "keyfile", encoding="utf-8")
    return {name: dict(parser[name]) for name in parser.sections() if parser[name]}


def forget_files():
    for path in (HOME / ".config", CONFIG / "xfce4", CONFIG / "lxpanel"):
        shutil.rmtree(path, ignore_errors=True)


def put(name, *parts):
    path = pathlib.Path(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(LEGACY / name, path)


MATE = """[org/mate/panel/general]
object-id-list=['clock', 'object-0', '../odd', 'object-3']

[org/mate/panel/objects/clock]
applet-iid='ClockAppletFactory::ClockApplet'

[org/mate/panel/objects/object-0]
applet-iid='MultiLoadAppletFactory::MultiLoadApplet'

[org/mate/panel/objects/object-0/prefs]
view-memload=true
view-netload=false
speed=%s
cpuload-color0='rgb(1,2,3)'
cpuload-color4='#000000'
"""


def open_preferences(program):
    program.await_widget("level bar", "CPU")
    press("ctrl+comma")
    program.await_widget("dialog")
    pages = wait(lambda: program.find_all("radio button") or program.find_all("page tab"), "the pages are there")
    click([page for page in pages if page.get_name() == "Plugins"][0])
    click(program.await_widget("button", "Preferences of System"))
    return program.await_widget("list item", IMPORT)


def await_row(program, text):
    """The row that leads to the dialog, once it says what was found."""
    row = open_preferences(program)
    wait(lambda: [node for node in program.find_all("label", below=row) if text in node.get_name()],
         f"the row says “{text}”")
    return row


def open_import(program, text="were found"):
    row = await_row(program, text)
    wait(lambda: has_state(row, SENSITIVE), "the row can be activated")
    program.reach(None, IMPORT, "shift+Tab")
    press("Return")
    program.await_widget("button", "Import")


def labels(program):
    return [node.get_name() for node in program.find_all("label")]


def await_label(program, text):
    wait(lambda: text in labels(program), f"“{text}” is said")


def test_nothing_there():
    program = Program()
    row = await_row(program, "No settings of MATE’s System Monitor applet")
    if has_state(row, SENSITIVE):
        raise Failed("a row that leads nowhere cannot be activated")
    press("Escape")
    program.end()


def test_mate():
    store(MATE % "uint32 500")
    subprocess.run(["gsettings", "set", f"{SOURCE}cpu/", "interval-ms", "2000"], check=True)
    before = stored()
    program = Program()
    open_import(program)
    await_label(program, "Every 500 milliseconds · 1 colour")
    await_label(program, "Not shown · Every 500 milliseconds")
    await_label(program, "Colours of background, border and grid")
    if setting("cpu", "interval-ms") != "uint32 2000":
        raise Failed("nothing changes before it is asked for")
    click(program.find("button", "Import"))
    await_setting("cpu", "interval-ms", "uint32 500")
    await_setting("cpu", "colours", "{'user': '#010203'}")
    await_setting("memory", "interval-ms", "uint32 500")
    await_setting("network", "enabled", "false")
    undo = program.await_widget("button", "Undo")
    click(undo)
    await_setting("cpu", "interval-ms", "uint32 2000")
    await_setting("cpu", "colours", "@a{ss} {}")
    await_setting("memory", "interval-ms", "uint32 1000")
    await_setting("network", "enabled", "true")
    wait(lambda: stored() == before, f"the store is again as it was, {before}; it is {stored()}")
    program.await_gone("button", "Undo")
    press("Escape")
    program.end()


def test_mate_of_old():
    store(MATE % "250")
    program = Program()
    open_import(program)
    await_label(program, "Every 250 milliseconds · 1 colour")
    program.kill()


def test_files_are_found():
    forget_files()
    put("standalone.conf", HOME, ".config", "multiload-ng", "standalone.conf")
    put("multiload-ng-12.rc", CONFIG, "xfce4", "panel", "multiload-ng-12.rc")
    put("multiload-ng-12.rc", CONFIG, "xfce4", "panel", "clock-3.rc")
    put("lxpanel", CONFIG, "lxpanel", "LXDE", "panels", "panel")
    os.mkfifo(HOME / ".config" / "multiload-ng" / "systray.conf")
    program = Program()
    open_import(program, "3 sets")
    # The origins by name: Xfce's panel, lxpanel, the window. In lxpanel the colours are the program's own.
    await_label(program, "multiload-ng in Xfce’s panel (multiload-ng-12.rc)")
    await_label(program, "Every 500 milliseconds · 3 colours")
    program.reach(None, "From")
    press("space", "Down", "Return")
    await_label(program, "multiload-ng in lxpanel (LXDE/panel)")
    await_label(program, "Every 500 milliseconds")
    wait(lambda: (program.focused() or program.node).get_name() == "From", "the list of origins is closed")
    press("space", "Down", "Return")
    await_label(program, "multiload-ng’s window")
    await_label(program, "Every 500 milliseconds · 3 colours")
    # One is left out.
    dialog = program.find("dialog", "Import from Multiload")
    program.reach(None, "Swap")
    press("space")
    wait(lambda: not has_state(program.find("check box", "Swap", below=dialog), CHECKED), "it is left out")
    click(program.find("button", "Import"))
    await_setting("memory", "colours", "{'used': '#859900', 'buffers': '#657b83', 'cache': '#839496'}")
    await_setting("load", "enabled", "false")
    await_setting("disk", "interval-ms", "uint32 100")
    await_setting("swap", "enabled", "true")
    program.await_gone("button", "Import")
    # Now there is nothing left to do but that one.
    wait(lambda: (program.focused() or program.node).get_name() == IMPORT, "the row has the focus again")
    press("Return")
    program.await_widget("button", "Import")
    await_label(program, "Nothing changes")
    press("Escape")
    program.await_gone("button", "Import")
    press("Escape")
    program.end()
    forget_files()


def test_trouble_is_told():
    forget_files()
    path = HOME / ".config" / "multiload-ng"
    path.parent.mkdir(parents=True)
    path.symlink_to(path)
    program = Program()
    row = await_row(program, "Nothing could be read: ")
    if has_state(row, SENSITIVE):
        raise Failed("a row that leads nowhere cannot be activated")
    press("Escape")
    program.end()
    forget_files()


run([
    ("/import/nothing", test_nothing_there),
    ("/import/mate", test_mate),
    ("/import/mate/old", test_mate_of_old),
    ("/import/files", test_files_are_found),
    ("/import/trouble", test_trouble_is_told),
])
