#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The strip where the compositor has no place for strips: a small ordinary window, and the preferences say so."""

import subprocess

from uidriver import APP_ID, Atspi, Failed, Program, change, click, has_state, place, run, wait

STRIP = "org.stillwatch.Strip"
GRAPHS = ["CPU", "Memory", "Network", "Disks", "Load"]
# Of the five, 60 px each and one between.
LENGTH_PX = 5 * 60 + 4


def start(*arguments):
    program = Program(*arguments)
    return program, wait(lambda: program.find("frame", "Strip"), "the strip is there")


def graphs(program):
    tool_bar = program.find("tool bar")
    return [node.get_name() for node in program.find_all("button", below=tool_bar)] if tool_bar else []


def await_size(program, width, height, what):
    def size():
        extents = place(program.find("tool bar"))
        return extents.width, extents.height

    wait(lambda: size() == (width, height), f"{what}: {width} x {height} px, not {size()}")


def test_is_a_small_window():
    program, _ = start("--strip")
    wait(lambda: graphs(program) == GRAPHS, "all graphs show")
    await_size(program, LENGTH_PX, 24, "just as large as they are")
    change(STRIP, "thickness", "64")
    await_size(program, LENGTH_PX, 64, "as thick as it is made")
    # An edge is none of its business, nor can it hide.
    change(STRIP, "edge", "left")
    change(STRIP, "autohide", "true")
    change(STRIP, "thickness", "24")
    await_size(program, LENGTH_PX, 24, "it lies all the same")
    if graphs(program) != GRAPHS:
        raise Failed("it does not hide, since no edge would get it back")
    program.end()


def test_closes_as_windows_do():
    program, strip = start("--strip")
    click(wait(lambda: program.find("button", "Close", below=strip), "it has a button that closes it"))
    program.await_end()
    if subprocess.run(["gsettings", "get", STRIP, "enabled"], check=True, capture_output=True).stdout.strip() != b"false":
        raise Failed("it is remembered to be off")


def test_preferences_say_so():
    program, _ = start("--strip", "--page", "multiload")
    program.await_widget("level bar", "CPU")
    subprocess.run(["gapplication", "action", APP_ID, "preferences"], check=True)
    click(program.await_widget("page tab", "Panel"))
    program.await_widget("label", "This desktop has no place for strips: it is an ordinary window.")
    if has_state(program.find("combo box", "Edge"), Atspi.StateType.SENSITIVE):
        raise Failed("what has no effect here is not offered")
    program.end()


run([
    ("/strip/fallback/small-window", test_is_a_small_window),
    ("/strip/fallback/closes", test_closes_as_windows_do),
    ("/strip/fallback/preferences", test_preferences_say_so),
])
