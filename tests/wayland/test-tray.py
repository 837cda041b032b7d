#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The icon in the panel of sway, which is watcher and host in one."""

import contextlib
import subprocess

from uidriver import Program, change, desktop, run, wait

TRAY = "org.stillwatch.Tray"
# Where swaybar lays its icons out, of the panel that tests/with-wayland describes.
CORNER_PX = 24
sway = desktop.CURRENT


@contextlib.contextmanager
def panel():
    with subprocess.Popen(["swaybar", "--bar_id", "panel"]) as bar:
        try:
            wait(colours, "the panel is there")
            yield
        finally:
            bar.terminate()


def colours():
    """How many there are where the first icon belongs; 0 while there is no panel."""
    rect = next(each["rect"] for each in sway.ask("get_outputs") if each["active"])
    usable = next(each["rect"] for each in sway.ask("get_workspaces") if each["visible"])
    if usable["y"] == rect["y"]:
        return 0
    corner = {"x": rect["x"] + rect["width"] - CORNER_PX, "y": rect["y"], "width": CORNER_PX, "height": usable["y"] - rect["y"]}
    return len(sway.picture(corner).colours())


def test_panel_shows_icon():
    with panel():
        program = Program()
        wait(lambda: colours() == 1, "the panel is empty")
        change(TRAY, "enabled", "true")
        wait(lambda: colours() > 3, "the panel shows the icon")
        change(TRAY, "enabled", "false")
        wait(lambda: colours() == 1, "the icon is gone")
        program.end()


def test_panel_comes_anew():
    change(TRAY, "enabled", "true")
    program = Program()
    for _ in range(2):
        with panel():
            wait(lambda: colours() > 3, "the panel shows the icon")
        wait(lambda: colours() == 0, "the panel is gone")
    program.end()


run([
    ("/tray/swaybar", test_panel_shows_icon),
    ("/tray/swaybar-anew", test_panel_comes_anew),
])
