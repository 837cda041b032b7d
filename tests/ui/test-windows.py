#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What is opened from outside the window: by an action, from the strip or the tray, or with no window at all."""

import os
import pathlib
import subprocess
import xml.etree.ElementTree

import desktop
from uidriver import APP_ID, Atspi, Failed, Program, ask, await_answer, change, place, press, resize, run, wait

METAINFO = pathlib.Path(__file__).resolve().parents[2] / "data" / "org.stillwatch.Stillwatch.metainfo.xml.in"
FIXTURES = os.environ["STILLWATCH_FIXTURE_DIR"]


def is_running():
    answer = ask("gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus",
                 "--method", "org.freedesktop.DBus.NameHasOwner", APP_ID)
    return "true" in answer


def act(action, *parameter):
    ask("gapplication", "action", APP_ID, action, *parameter)


def read(node):
    text = node.get_text_iface()
    return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)) if text else ""


def start_in_background():
    program = Program("--background", opens=False)
    wait(is_running, "the program is on the bus")
    return program


def count_windows():
    return len(desktop.CURRENT.windows("--class", "stillwatch"))


def test_background_opens_nothing():
    program = start_in_background()
    await_answer()
    if count_windows() != 0:
        raise Failed("no window is open")
    act("show-page", "'plugins'")
    program.await_window()
    program.await_widget("check box", "System")
    press("ctrl+w")
    wait(lambda: count_windows() == 0, "the window is closed")
    await_answer()
    if program.process.poll() is not None:
        raise Failed("it stays when the window is closed")
    program.end()


def test_stays_for_history():
    """Without a window it goes on for as long as it is to measure, and no longer."""
    change("org.stillwatch.Stillwatch", "measure-hidden", "true")
    program = Program()
    program.await_widget("level bar", "CPU")
    press("ctrl+w")
    wait(lambda: count_windows() == 0, "the window is closed")
    await_answer()
    change("org.stillwatch.Stillwatch", "measure-hidden", "false")
    program.await_end()


def test_second_start_opens_the_window():
    program = start_in_background()
    subprocess.run([os.environ["STILLWATCH"]], check=True, timeout=60)
    program.await_window()
    program.await_widget("level bar", "CPU")
    program.end()


def test_show_page():
    program = Program()
    act("show-page", "'plugins'")
    program.await_widget("check box", "System")
    act("show-page", "'multiload/cpu'")
    program.await_widget("level bar", "CPU")
    act("show-page", "'no-such-page'")
    act("show-page", "''")
    act("show-page", "'plugins/'")
    program.await_widget("check box", "System")
    program.end()


def test_sidebar_tells_states():
    """A screen reader says the line below a page's title too."""
    program = Program()
    for title in ("System", "Plugins"):
        wait(lambda title=title: any(c.isdigit() for c in program.find("list item", title).get_description()),
             f"the row of {title} tells its state")
    program.end()


def test_dialogs_without_a_window():
    for action in ("preferences", "about", "shortcuts"):
        program = start_in_background()
        for _ in range(2):
            act(action)
            wait(lambda: count_windows() == 1, f"{action} opens as the only window")
            press("Escape")
            wait(lambda: count_windows() == 0, f"{action} is closed by Escape")
        act(action)
        wait(lambda: count_windows() == 1, f"{action} opens again")
        program.end()


def version(package):
    return ask("pkg-config", "--modversion", package).strip()


def test_release_notes():
    """They are those of the metainfo."""
    root = xml.etree.ElementTree.parse(METAINFO).getroot()
    (release, *_others), version_here = root.iter("release"), ask(os.environ["STILLWATCH"], "--version").split()[1]
    if release.get("version") != version_here:
        raise Failed(f"the metainfo tells of {version_here}")
    program = Program()
    program.await_widget("list item", "Plugins")
    act("about")
    program.await_widget("list item", "What’s New")
    program.reach(None, "What’s New")
    press("Return")
    wanted = [" ".join(node.text.split()) for node in release.iter() if node.tag in ("p", "li")]
    wait(lambda: any(all(line in text for line in wanted) for text in map(read, program.find_all("text"))),
         f"it says {wanted}")
    program.end()


def test_debug_info():
    """It tells what a report needs."""
    program = Program("--page", "plugins", STILLWATCH_PLUGIN_DIR=FIXTURES)
    program.await_widget("list item", "Plugins")
    act("about")
    for name in ("Troubleshooting", "Debugging Information"):
        program.await_widget("list item", name)
        program.reach(None, name)
        press("Return")
    lines = wait(lambda: next((text for text in map(read, program.find_all("text")) if "Stillwatch" in text), None),
                 "there is a text").splitlines()
    for line in (ask(os.environ["STILLWATCH"], "--version").strip().replace(" ", ": "), f"GTK: {version('gtk4')}",
                 f"libadwaita: {version('libadwaita-1')}", f"GLib: {version('glib-2.0')}", f"libpeas: {version('libpeas-2')}",
                 "Session: x11", "Display: GdkX11Display", "- works: on", "- fails: failed"):
        if line not in lines:
            raise Failed(f"it says “{line}”; it says {lines}")
    if not any(line.startswith("Renderer: Gsk") for line in lines):
        raise Failed("it names the renderer")
    program.end()


def test_search():
    program = Program()
    program.await_widget("level bar", "CPU")
    for query, name, keys, role, found in (
            ("plug", "Plugins", ("Return",), "check box", "System"),
            ("default", "Default Interval", ("Down", "Return"), "combo box", "Default Interval")):
        press("ctrl+f")
        wait(lambda: "text" in (program.focused() or program.node).get_role_name()
             or "entry" in (program.focused() or program.node).get_role_name(), "the entry has the focus")
        press(*query)
        program.await_widget("list item", name)
        for key in keys:
            press(key)
        program.await_widget(role, found)
        program.await_gone("list", "Results")
    press("Escape")
    program.await_gone("combo box", "Default Interval")
    press("ctrl+f")
    press(*"qqq")
    program.await_widget("label", "No Results")
    press("Escape")
    program.await_widget("list item", "System")
    program.end()


def test_size_is_remembered():
    """Where windows have the size that they ask for; sway gives them its own."""
    program = Program()
    program.await_widget("level bar", "CPU")
    frame = program.find("frame")
    resize(850, 600)
    wait(lambda: place(frame).width == 850, "the window has its size")
    press("ctrl+q")
    program.await_end()
    wait(lambda: "false" in ask("gsettings", "get", "org.stillwatch.Stillwatch", "window-maximized"),
         "it is not maximised")
    program = Program()
    frame = program.find("frame")
    wait(lambda: (place(frame).width, place(frame).height) == (850, 600), "it opens in that size")
    program.end()
    change("org.stillwatch.Stillwatch", "window-maximized", "true")
    for _ in range(2):
        program = Program()
        frame = program.find("frame")
        wait(lambda frame=frame: place(frame).width > 2000, "it opens maximised, and again so")
        press("ctrl+q")
        program.await_end()


if __name__ == "__main__":
    run([("/windows/background/opens-nothing", test_background_opens_nothing),
         ("/windows/stays-for-history", test_stays_for_history),
         ("/windows/background/second-start-opens-the-window", test_second_start_opens_the_window),
         ("/windows/release-notes", test_release_notes),
         ("/windows/debug-info", test_debug_info),
         ("/windows/search", test_search),
         ("/windows/sidebar-tells-states", test_sidebar_tells_states),
         ("/windows/show-page", test_show_page),
         ("/windows/size-remembered", test_size_is_remembered),
         ("/windows/dialogs-without-a-window", test_dialogs_without_a_window)])
