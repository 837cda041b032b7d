#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The preferences: each row changes its setting, and what it names happens. They are reached by keys alone."""

import os
import pathlib
import time

from uidriver import (APP_ID, Atspi, Failed, Program, ask, await_answer, click, has_state, place, press, resize, run,
                      wait, walk)

STRIP = "org.stillwatch.Strip"
TRAY = "org.stillwatch.Tray"
SETTLING_S = 0.5


def names_above(node):
    while node is not None:
        yield node.get_name()
        node = node.get_parent()


def await_focus(program, name):
    """On the row of that name, or on something within it."""
    wait(lambda: name in list(names_above(program.focused()))[:6], f"the focus is on “{name}”")


def count_dialogs(program):
    return len(program.find_all("dialog"))


def test_there_is_one():
    program = Program()
    program.await_widget("level bar", "CPU")
    press("ctrl+comma")
    program.await_widget("combo box", "Default Interval")
    press("ctrl+comma")
    for where in ("panel", "general/On Battery", "plugin:multiload/A Graph for Each Disk", "general/On Battery"):
        ask("gapplication", "action", APP_ID, "show-preferences", f"'{where}'")
    await_focus(program, "On Battery")
    if count_dialogs(program) != 1:
        raise Failed(f"there is one dialog, not {count_dialogs(program)}")
    press("Escape")
    wait(lambda: count_dialogs(program) == 0, "Escape closes it")
    press("ctrl+comma")
    program.await_widget("combo box", "Default Interval")
    program.end()


def test_one_without_a_window():
    """What has a window of its own comes to the front in it, also when the main window opens."""
    program = Program("--background", opens=False)
    wait(lambda: "true" in ask("gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
                               "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.NameHasOwner", APP_ID), "it runs")
    ask("gapplication", "action", APP_ID, "preferences")
    program.await_window()
    program.await_widget("combo box", "Default Interval")
    ask("gapplication", "action", APP_ID, "show-page", "'plugins'")
    program.await_widget("check box", "System")
    ask("gapplication", "action", APP_ID, "show-preferences", "'panel/Thickness'")
    await_focus(program, "Thickness")
    if count_dialogs(program) != 1:
        raise Failed("there is one dialog")
    program.end()


def places(program, title):
    """Of the hits of that title, which they are of all, from 1 on."""
    hits = program.find_all("list item", below=program.find("list", "Results"))
    return [number for number, node in enumerate(hits, 1) if node.get_name() == title]


def settled_places(program, title):
    """Nothing while they change: each letter makes the list anew, and a search entry does not tell its text."""
    before = places(program, title)
    end = time.monotonic() + SETTLING_S
    while time.monotonic() < end:
        await_answer()
        if places(program, title) != before:
            return []
    return before


def test_search():
    """Everything that has a title: rows of strip and tray, groups, and what plugins have of their own."""
    program = Program()
    program.await_widget("level bar", "CPU")
    for letters, title, focus, subpage in (
            ("thickn", "Thickness", "Thickness", False),
            ("icon", "Show an Icon", "Show an Icon", False),
            ("nobody", "While Nobody Looks", "Keep Measuring While Hidden", False),
            ("pressu", "Pressure", "Pressure", False),
            ("round", "Round-Trip Time", "Host Name or Address", True),
            ("host", "Host Name or Address", "Host Name or Address", True),
            ("battery", "On Battery", "On Battery", False)):
        press("ctrl+f")
        wait(lambda: program.focused_role() in ("text", "entry"), "the entry has the focus")
        press(*letters)
        nth = wait(lambda: settled_places(program, title), f"“{title}” is found")[-1]
        press(*["Down"] * nth, "Return")
        await_focus(program, focus)
        press("Escape")
        if subpage:
            program.await_widget("button", "Preferences of System")
            press("Escape")
        program.await_gone("dialog")
        program.await_gone("list", "Results")
    program.end()


def go_to(program, where):
    """As the search does."""
    ask("gapplication", "action", APP_ID, "show-preferences", f"'{where}'")
    await_focus(program, where.partition("/")[2])


def stored(schema, key):
    return ask("gsettings", "get", schema, key).strip()


def await_stored(schema, key, value):
    wait(lambda: stored(schema, key) == value, f"{key} is {value}")


def start():
    program = Program()
    program.await_widget("level bar", "CPU")
    press("ctrl+comma")
    program.await_widget("combo box", "Default Interval")
    return program


def choose(program, nth):
    """In a row's list, by keys."""
    press("space")
    wait(lambda: (program.focused() or program.node).get_role_name() == "list item", "the list is open")
    press("Home", *["Down"] * nth, "Return")


def read_costs(program):
    return [node.get_name() for node in program.find_all("label")]


def test_general_intervals():
    program = start()
    go_to(program, "general/Default Interval")
    choose(program, 4)
    await_stored(APP_ID, "default-interval-ms", "uint32 2000")
    for row, key in (("On Battery", "battery-stretch"), ("In Power Saver Mode", "saver-stretch")):
        go_to(program, f"general/{row}")
        choose(program, 2)
        await_stored(APP_ID, key, "uint32 3")
    ask("gapplication", "action", APP_ID, "show-preferences", "'cost/Wakeups'")
    wait(lambda: [text for text in read_costs(program) if "every 2 s" in text], "graphs are measured every two seconds")
    program.end()


def test_general_hidden():
    """Measuring behind a locked screen is a part of measuring what is hidden."""
    program = start()
    locked = program.find("check box", "Keep Measuring While Locked")
    if has_state(locked, Atspi.StateType.SENSITIVE):
        raise Failed("there is nothing to choose about a locked screen")
    if not [node for node in walk(locked) if node.get_name().startswith("Needs “Keep Measuring While Hidden”")]:
        raise Failed("it says why")
    go_to(program, "general/Keep Measuring While Hidden")
    press("space")
    await_stored(APP_ID, "measure-hidden", "true")
    wait(lambda: has_state(program.find("check box", "Keep Measuring While Locked"), Atspi.StateType.SENSITIVE),
         "it can be chosen now")
    go_to(program, "general/Keep Measuring While Locked")
    press("space")
    await_stored(APP_ID, "measure-locked", "true")
    press("Escape")
    program.await_gone("dialog")
    press("ctrl+w")
    program.await_gone("frame")
    await_answer()
    ask("gapplication", "action", APP_ID, "show-page", "'multiload'")
    program.await_widget("level bar", "CPU")
    program.end()


def test_general_autostart():
    path = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "autostart", APP_ID + ".desktop")
    program = start()
    go_to(program, "general/Start with the Session")
    press("space")
    wait(path.exists, "the session will start it")
    if "--background" not in path.read_text():
        raise Failed("it starts without its window")
    press("space")
    wait(lambda: not path.exists(), "the session will not start it")
    program.end()


def test_graphs():
    """Off is off everywhere, and the way to a graph's own settings is beside it."""
    memory = "org.stillwatch.Source:/org/stillwatch/sources/memory/"
    program = start()
    go_to(program, "graphs/Memory")
    program.reach("button", "Settings of Memory")
    press("Return")
    program.reach("combo box", "Update Interval")
    choose(program, 5)
    await_stored(memory, "interval-ms", "uint32 5000")
    press("Escape")
    await_focus(program, "Memory")
    go_to(program, "graphs/Memory")
    press("space")
    await_stored(memory, "enabled", "false")
    press("Escape")
    program.await_gone("dialog")
    program.await_gone("level bar", "Memory")
    program.await_widget("level bar", "CPU")
    program.end()


def switch(program, row, schema, key, value):
    go_to(program, f"panel/{row}")
    press("space")
    await_stored(schema, key, value)


def test_panel():
    program = start()
    switch(program, "Show the Strip", STRIP, "enabled", "true")
    thickness = place(program.await_widget("tool bar")).height
    go_to(program, "panel/Thickness")
    press(*["Up"] * 8)
    await_stored(STRIP, "thickness", "uint32 32")
    wait(lambda: place(program.find("tool bar")).height > thickness, "the strip is thicker")
    go_to(program, "panel/Edge")
    choose(program, 2)
    await_stored(STRIP, "edge", "'top'")
    switch(program, "Hide by Itself", STRIP, "autohide", "true")
    program.await_gone("tool bar")
    switch(program, "Hide by Itself", STRIP, "autohide", "false")
    program.await_widget("tool bar")
    switch(program, "Show the Strip", STRIP, "enabled", "false")
    program.await_gone("tool bar")
    switch(program, "Show an Icon", TRAY, "enabled", "true")
    before = stored(TRAY, "source")
    go_to(program, "panel/Graph of the Icon")
    choose(program, 1)
    wait(lambda: stored(TRAY, "source") != before, "the icon shows another graph")
    program.end()


def test_plugins():
    """A plugin's own page, and the plugin itself, which takes its pages and graphs along."""
    program = start()
    go_to(program, "plugin:multiload/A Graph for Each Disk")
    press("space")
    await_stored("org.stillwatch.plugins.multiload", "disk-per-device", "true")
    go_to(program, "plugins/System")
    press("space")
    await_stored(APP_ID, "disabled-plugins", "['multiload']")
    ask("gapplication", "action", APP_ID, "show-preferences", "'graphs'")
    program.await_widget("label", "No Graphs")
    press("Escape")
    program.await_gone("list item", "System")
    program.end()


def test_narrow():
    """In the narrowest window nothing is wider than it: libadwaita would say so."""
    program = Program()
    program.await_widget("level bar", "CPU")
    resize(360, 700)
    press("ctrl+comma")
    program.await_widget("combo box", "Default Interval")
    for page in ("graphs", "panel", "plugins", "cost", "plugin:multiload"):
        ask("gapplication", "action", APP_ID, "show-preferences", f"'{page}'")
        await_answer()
    program.await_widget("check box", "A Graph for Each Disk")
    press("Escape", "Escape")
    program.await_gone("dialog")
    click(program.await_widget("button", "Settings of CPU"))
    program.await_widget("dialog")
    press("Escape")
    program.await_gone("dialog")
    program.end()


if __name__ == "__main__":
    run([
        ("/preferences/one-dialog", test_there_is_one),
        ("/preferences/one-dialog/without-a-window", test_one_without_a_window),
        ("/preferences/search", test_search),
        ("/preferences/general/intervals", test_general_intervals),
        ("/preferences/general/hidden", test_general_hidden),
        ("/preferences/general/autostart", test_general_autostart),
        ("/preferences/graphs", test_graphs),
        ("/preferences/panel", test_panel),
        ("/preferences/plugins", test_plugins),
        ("/preferences/narrow", test_narrow),
    ])
