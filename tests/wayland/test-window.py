#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The window on a Wayland compositor: its size, its picture, the pointer, closing."""

import platform

from uidriver import Program, desktop, place, run, wait

sway = desktop.CURRENT
# Of ppoll(2); its third argument is how long it waits, a null pointer for ever.
PPOLL = {"x86_64": 271}.get(platform.machine(), 73)


def the_window():
    """Once the compositor shows one."""
    return wait(lambda: [window for window in sway.windows() if window["visible"]], "the compositor shows the window")[0]


def centre(node):
    """Where it is in the layout."""
    rect, extents = the_window()["rect"], place(node)
    return rect["x"] + extents.x + extents.width // 2, rect["y"] + extents.y + extents.height // 2


def test_opens():
    program = Program()
    program.await_widget("level bar", "CPU")
    window = the_window()
    if (window["rect"]["width"], window["rect"]["height"]) != (1000, 720) or window["name"] != "Stillwatch":
        raise AssertionError(f"the window has its title and its size, not {window['name']}, {window['rect']}")
    program.end()


def test_picture_is_of_the_page():
    program = Program()
    program.await_widget("level bar", "CPU")
    wait(lambda: len(sway.picture(the_window()["rect"]).colours()) > 50, "there is something in the picture")
    program.end()


def test_dark():
    program = Program(ADW_DEBUG_COLOR_SCHEME="prefer-dark")
    program.await_widget("level bar", "CPU")
    wait(lambda: sum(sway.picture(the_window()["rect"]).mean()) < 3 * 80, "the picture is dark")
    program.end()


def timeout(program):
    """What the program's main thread sleeps with: True for a timer, False for none; None while it does not sleep."""
    with open(f"/proc/{program.process.pid}/syscall", encoding="ascii") as file:
        fields = file.read().split()
    return int(fields[3], 16) != 0 if fields[0] == str(PPOLL) else None


def test_another_workspace():
    """Nobody looks: no timer, so nothing is sampled or drawn, until somebody does."""
    program = Program()
    program.await_widget("level bar", "CPU")
    for _ in range(2):
        wait(lambda: timeout(program), "it waits for the next sample")
        sway.tell("workspace other")
        wait(lambda: timeout(program) is False, "it waits for nothing but events")
        sway.tell(f"[app_id={desktop.APP_ID}] focus")
    program.end()


def test_pointer_opens_a_page():
    program = Program()
    row = program.await_widget("list item", "Plugins")
    sway.point(*centre(row))
    sway.seat.click()
    program.await_widget("check box", "System")
    program.end()


def test_compositor_closes():
    program = Program()
    program.await_widget("level bar", "CPU")
    sway.tell(f"[app_id={desktop.APP_ID}] kill")
    program.await_end()


def test_output_is_unplugged():
    """With the window on it."""
    program = Program()
    program.await_widget("level bar", "CPU")
    first, = (output["name"] for output in sway.ask("get_outputs"))
    second = sway.add_output()["name"]
    sway.tell(f"[app_id={desktop.APP_ID}] move to output {second}")
    left = sway.output(second)["rect"]["x"]
    wait(lambda: the_window()["rect"]["x"] >= left, "the window is on the second output")
    sway.tell(f"output {second} unplug")
    # Its workspace goes to the other output, and is not that one's current.
    sway.tell(f"[app_id={desktop.APP_ID}] focus")
    wait(lambda: the_window()["rect"]["x"] < left, "the window is on the first output")
    program.await_widget("level bar", "CPU")
    program.end()


run([
    ("/window/opens", test_opens),
    ("/window/picture", test_picture_is_of_the_page),
    ("/window/dark", test_dark),
    ("/window/another-workspace", test_another_workspace),
    ("/window/pointer", test_pointer_opens_a_page),
    ("/window/closed", test_compositor_closes),
    ("/window/output-unplugged", test_output_is_unplugged),
])
