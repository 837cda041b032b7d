#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The program as its users meet it: opened, looked at, switched, resized, driven by keys alone."""

import os
import re
import signal
import subprocess
import tempfile

from uidriver import WHOLE_STACKS, Atspi, Failed, Program, change, click, has_state, place, press, resize, run, wait

CHECKED = Atspi.StateType.CHECKED
FIXTURES = os.environ["STILLWATCH_FIXTURE_DIR"]
REAL = os.environ["STILLWATCH_PLUGIN_DIR"]
SOURCE = "org.stillwatch.Source:/org/stillwatch/sources/"


def setting(path, key):
    return subprocess.run(["gsettings", "get", path, key], check=True, capture_output=True, text=True).stdout.strip()


def show(program, page):
    """By its number, as the keyboard does."""
    pages = program.find_all("list item", below=program.find("list", "Pages"))
    press(f"ctrl+{[row.get_name() for row in pages].index(page) + 1}")
    program.await_widget("grouping", page)


def reach(program, wanted):
    """Tab goes round everything that can have the focus."""
    seen = set()
    for _ in range(40):
        program.step("Tab")
        node = wait(program.focused, "something has the focus")
        seen.add((node.get_role_name(), node.get_name()))
        if wanted <= seen:
            return
    raise Failed(f"Tab reaches {wanted - seen}")


def test_opens():
    program = Program()
    program.await_widget("list item", "System")
    program.await_widget("list item", "Plugins")
    program.await_widget("level bar", "CPU")
    program.end()


def test_graphs_carry_values():
    program = Program()
    for name in ("CPU", "Load"):
        wait(lambda name=name: re.search(r"\d", program.await_widget("level bar", name).get_description()),
             f"the graph “{name}” tells a value")
    assert_draws_no_svg(program)
    program.end()


def assert_draws_no_svg(program):
    """What is seen from the start comes as pixels: librsvg takes 2 MiB of private memory."""
    with open(f"/proc/{program.process.pid}/maps", encoding="utf-8") as file:
        if "librsvg" in file.read():
            raise Failed("nothing loads librsvg")


def test_plugin_goes_and_comes():
    program = Program("--page", "plugins", **WHOLE_STACKS)
    switch = program.await_widget("check box", "System")
    wait(lambda: has_state(switch, CHECKED), "the plugin is on")
    click(switch)
    program.await_gone("list item", "System")
    wait(lambda: setting("org.stillwatch.Stillwatch", "disabled-plugins") == "['multiload']", "it is remembered")
    click(switch)
    program.await_widget("list item", "System")
    show(program, "System")
    program.await_widget("level bar", "CPU")
    program.end()


def samples(program):
    label = program.find("label", below=program.find("grouping", "Works"))
    found = [node.get_name() for node in program.find_all("label") if node.get_name().endswith(" samples")]
    return int(found[0].split()[0]) if label and found else 0


def test_interval_is_followed():
    program = Program("--page", "works", STILLWATCH_PLUGIN_DIR=FIXTURES)
    before = wait(lambda: samples(program), "the source is sampled")
    change(SOURCE + "fixture-count/", "interval-ms", "100")
    # Once a second, as it was, this would take twice the time that is waited for at most.
    wait(lambda: samples(program) >= before + 60, "it is sampled ten times a second")
    program.end()


def test_interval_is_chosen_in_the_dialog():
    program = Program()
    click(program.await_widget("button", "Settings of Load"))
    program.await_widget("dialog", "Load")
    reach(program, {("combo box", "Update Interval")})
    press("space", "Down", "Return")
    wait(lambda: setting(SOURCE + "load/", "interval-ms") not in ("uint32 1000", ""), "the interval is stored")
    program.end()


def test_failure_says_why():
    program = Program("--page", "plugins", STILLWATCH_PLUGIN_DIR=FIXTURES)
    for name, reason in (("Fails", "flux capacitor"), ("Missing Symbol", "sw_no_such_function"),
                         ("Missing Dependency", "not installed"), ("broken", "description file")):
        row = wait(lambda name=name: program.find("check box", name, showing=False), f"{name} is listed")
        wait(lambda row=row, reason=reason: [node for node in program.find_all("label", below=row)
                                             if reason in node.get_name()]
             or reason in row.get_description(), f"{name} says why")
    show(program, "No Page")
    program.await_widget("label", "Nothing to Show")
    click(program.await_widget("button", "Show Plugins"))
    program.await_widget("check box", "Fails")
    program.end()


def test_no_plugins():
    program = Program(STILLWATCH_PLUGIN_DIR="/nonexistent/plugins")
    program.await_widget("label", "No Plugins Found")
    wait(lambda: [node for node in program.find_all("label") if "/nonexistent/plugins" in node.get_name()],
         "the folder is named")
    program.end()


def test_narrow_window_collapses():
    program = Program(**WHOLE_STACKS)
    program.await_widget("list item", "Plugins")
    resize(400, 600)
    program.await_gone("list item", "Plugins")
    program.await_widget("button", "Back")
    press("F10")
    program.await_widget("menu")
    press("Escape")
    program.await_gone("menu")
    press("alt+Left")
    program.await_widget("list item", "Plugins")
    press("ctrl+3")
    program.await_widget("check box", "System")
    press("ctrl+1")
    program.await_widget("level bar", "CPU")
    press("alt+Left")
    wait(lambda: (program.focused() or program.node).get_name() == "System", "the focus is on the page that was left")
    press("ctrl+3")
    program.await_widget("check box", "System")
    resize(1000, 700)
    program.await_widget("list item", "System")
    program.end()


def test_right_to_left():
    """GTK takes the direction from its own translation."""
    with tempfile.TemporaryDirectory() as locales:
        os.symlink("/usr/lib/locale/C.utf8", os.path.join(locales, "he.utf8"))
        program = Program(LOCPATH=locales, LANGUAGE="he", LC_ALL="he.UTF-8", **WHOLE_STACKS)
        graph, pages = program.await_widget("level bar", "CPU"), program.await_widget("list", "Pages")
        wait(lambda: place(pages).x > place(graph).x, "the pages stand at the right")
        resize(400, 600)
        program.await_gone("list", "Pages")
        graph = program.await_widget("level bar", "CPU")
        wait(lambda: re.search(r"\d", graph.get_description()), "the graph tells a value")
        click(program.await_widget("button", "Settings of CPU"))
        program.await_widget("dialog", "CPU")
        press("Escape")
        program.await_gone("dialog")
        press("ctrl+3")
        program.await_widget("check box", "System")
        program.end()


def test_keys_are_enough():
    program = Program()
    program.await_widget("level bar", "CPU")
    press("alt+3")
    program.await_widget("check box", "System")
    reach(program, {("check box", "System"), ("toggle button", "Main menu"), ("list item", "Plugins")})
    press("ctrl+1")
    program.await_widget("level bar", "CPU")
    reach(program, {("level bar", "CPU"), ("level bar", "Load"), ("button", "Settings of CPU")})
    press("F10")
    program.await_widget("menu")
    press("Escape")
    program.await_gone("menu")
    press("ctrl+comma")
    program.await_widget("combo box", "On Battery")
    reach(program, {("combo box", "On Battery")})
    press("space", "Down", "Return")
    wait(lambda: setting("org.stillwatch.Stillwatch", "battery-stretch") == "uint32 1", "the choice is stored")
    # Until its list has closed it is the list that Escape closes.
    wait(lambda: (program.focused() or program.node).get_name() == "On Battery", "the list of choices is closed")
    press("Escape")
    program.await_gone("combo box", "On Battery")
    press("ctrl+question")
    program.await_widget("label", "Keyboard shortcuts")
    backs = [node for node in program.find_all("label") if node.get_name().startswith("Back to the list")]
    if len(backs) != 1:
        raise Failed(f"the way back for this direction of reading alone is told, not {len(backs)}")
    press("Escape")
    program.await_gone("label", "Keyboard shortcuts")
    press("ctrl+q")
    program.await_end()


def test_help():
    """The desktop's help browser gets it; where there is none, that is told."""
    program = Program()
    program.await_widget("level bar", "CPU")
    press("F1")
    program.await_widget("label", "Help Cannot Be Opened")
    press("Escape")
    program.await_gone("label", "Help Cannot Be Opened")
    program.end()
    with tempfile.TemporaryDirectory() as folder:
        applications, asked = os.path.join(folder, "applications"), os.path.join(folder, "asked")
        os.mkdir(applications)
        with open(os.path.join(applications, "browser.desktop"), "w", encoding="ascii") as file:
            file.write("[Desktop Entry]\nType=Application\nName=Browser\nMimeType=x-scheme-handler/help;\n"
                       f"Exec=sh -c 'echo \"$0\" >{asked}' %u\n")
        with open(os.path.join(applications, "mimeapps.list"), "w", encoding="ascii") as file:
            file.write("[Default Applications]\nx-scheme-handler/help=browser.desktop\n")
        program = Program(XDG_DATA_HOME=folder)
        program.await_widget("level bar", "CPU")
        press("F1")
        wait(lambda: os.path.exists(asked) and os.path.getsize(asked), "the browser is started")
        with open(asked, encoding="ascii") as file:
            if file.read() != "help:stillwatch\n":
                raise Failed("it is asked for the help of Stillwatch")
        program.end()


def test_page_is_remembered():
    program = Program("--page", "plugins")
    program.await_widget("check box", "System")
    press("ctrl+q")
    program.await_end()
    program = Program()
    program.await_widget("check box", "System")
    press("ctrl+1")
    program.await_widget("level bar", "CPU")
    press("ctrl+w")
    program.await_end()
    program = Program()
    program.await_widget("level bar", "CPU")
    program.end()


def test_end_of_session():
    """A signal ends it as its menu does."""
    program = Program("--page", "plugins")
    program.await_widget("check box", "System")
    resize(900, 700)
    frame = program.find("frame")
    wait(lambda: place(frame).width == 900, "the window has its size")
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        program.process.send_signal(number)
        program.await_end()
        program = Program()
        program.await_widget("check box", "System")
        frame = program.find("frame")
        wait(lambda frame=frame: place(frame).width == 900, "the window has the size that it had")
    program.end()


run([
    ("/program/opens", test_opens),
    ("/program/graphs/carry-values", test_graphs_carry_values),
    ("/program/plugin/goes-and-comes", test_plugin_goes_and_comes),
    ("/program/interval/is-followed", test_interval_is_followed),
    ("/program/interval/is-chosen", test_interval_is_chosen_in_the_dialog),
    ("/program/failure/says-why", test_failure_says_why),
    ("/program/plugins/none", test_no_plugins),
    ("/program/narrow/collapses", test_narrow_window_collapses),
    ("/program/narrow/right-to-left", test_right_to_left),
    ("/program/keys/are-enough", test_keys_are_enough),
    ("/program/help", test_help),
    ("/program/page/remembered", test_page_is_remembered),
    ("/program/signals", test_end_of_session),
])
