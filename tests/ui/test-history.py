#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The history of a graph as its users meet it: opened, read, zoomed, left, and kept while no window is open."""

import pathlib
import re
import subprocess

from uidriver import Program, click, press, run, wait

SETTINGS = "org.stillwatch.Stillwatch"


def open_history(program, name):
    click(program.await_widget("button", f"History of {name}"))
    program.await_widget("button", "Back to all graphs")
    wait(lambda: (program.focused() or program.node).get_name() == name, "the graph has the focus")


def description(program, name):
    return program.await_widget("level bar", name).get_description()


def test_opens_zooms_and_goes_back():
    program = Program()
    wait(lambda: re.search(r"\d", description(program, "CPU")), "there are values")
    open_history(program, "CPU")
    wait(lambda: re.search(r"\d to .*User: mean .*peak", description(program, "CPU")), "it says what it shows")
    wait(lambda: [node for node in program.find_all("table row") if re.search(r"least .* peak .* at \d", node.get_name())],
         "the table tells the peaks and their times")
    before = description(program, "CPU").split(",")[0]
    press("minus")
    wait(lambda: description(program, "CPU").split(" to ")[0] != before.split(" to ")[0], "it begins earlier")
    press("Escape")
    program.await_gone("button", "Back to all graphs")
    program.await_widget("button", "History of CPU")
    # By the keyboard alone.
    wait(lambda: (program.focused() or program.node).get_name() in ("CPU", "History of CPU"), "the focus is where it was")
    program.end()


def read_bytes(program):
    """All that it has read so far, the samples among them."""
    text = pathlib.Path(f"/proc/{program.process.pid}/io").read_text(encoding="ascii")
    return int(re.search(r"rchar: (\d+)", text)[1])


def test_closed_window_ends_the_program():
    program = Program()
    wait(lambda: re.search(r"\d", description(program, "CPU")), "there are values")
    press("ctrl+w")
    program.await_end()


def test_keeps_measuring_without_a_window():
    subprocess.run(["gsettings", "set", SETTINGS, "measure-hidden", "true"], check=True)
    program = Program()
    wait(lambda: re.search(r"\d", description(program, "CPU")), "there are values")
    press("ctrl+w")
    wait(lambda: program.find("frame") is None, "the window is gone")
    before = read_bytes(program)
    wait(lambda: program.process.poll() is not None or read_bytes(program) > before + 20000, "it reads on")
    # The same process shows its window again.
    subprocess.run([program.process.args[0]], check=True, timeout=120)
    program.await_window()
    open_history(program, "CPU")
    program.end()


run([
    ("/history/opens", test_opens_zooms_and_goes_back),
    ("/history/closed-ends", test_closed_window_ends_the_program),
    ("/history/keeps-measuring", test_keeps_measuring_without_a_window),
])
