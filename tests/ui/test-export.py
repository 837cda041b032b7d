#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What a graph shows, taken elsewhere by keys alone: into the clipboard, and into files that others read."""

import csv
import datetime
import os
import pathlib
import struct
import tempfile
import xml.etree.ElementTree

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gtk  # noqa: E402

from packetspage import choose  # noqa: E402
from uidriver import Failed, Program, click, press, run, wait  # noqa: E402

PNG = b"\x89PNG\r\n\x1a\n"


def focus(program, name):
    """The graph of that name, reached by Tab as everything is."""
    graph = program.await_widget("level bar", name)
    wait(lambda: any(c.isdigit() for c in graph.get_description()), "the graph has values")
    program.reach("level bar", name)


def save(program, keys, dialog, path):
    """As typed into the dialog that KEYS open."""
    press(keys)
    choose(program, dialog, path)


def await_file(path):
    wait(lambda: os.path.exists(path) and os.path.getsize(path) > 0, f"{path} is saved")
    return pathlib.Path(path).read_bytes()


def check_png(contents):
    if not contents.startswith(PNG):
        raise Failed("it is a PNG")
    width, height = struct.unpack(">II", contents[16:24])
    if width < 960 or height < 540:
        raise Failed(f"it is large enough: {width} x {height}")


def test_copies():
    program = Program()
    focus(program, "CPU")
    press("ctrl+c")
    Gtk.init()
    clipboard = Gdk.Display.get_default().get_clipboard()
    wait(lambda: "image/png" in clipboard.get_formats().to_string(), "a picture is in the clipboard")
    got = []
    clipboard.read_texture_async(None, lambda source, result: got.append(source.read_texture_finish(result)))
    wait(lambda: got, "the picture is there")
    if got[0].get_width() < 960:
        raise Failed(f"it is large enough: {got[0].get_width()}")
    check_png(got[0].save_to_png_bytes().get_data())
    program.end()


def test_saves():
    program = Program()
    focus(program, "CPU")
    with tempfile.TemporaryDirectory() as folder:
        save(program, "ctrl+s", "Save Picture", f"{folder}/a.png")
        check_png(await_file(f"{folder}/a.png"))
        save(program, "ctrl+s", "Save Picture", f"{folder}/a.svg")
        await_file(f"{folder}/a.svg")
        root = wait(lambda: xml.etree.ElementTree.parse(f"{folder}/a.svg").getroot(), "it is XML")
        if not root.tag.endswith("}svg") or "viewBox" not in root.attrib:
            raise Failed("it is an SVG that can be scaled")
        save(program, "ctrl+shift+s", "Save Table", f"{folder}/a.csv")
        await_file(f"{folder}/a.csv")
        with open(f"{folder}/a.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file, strict=True))
    if rows[0][:2] != ["Time", "User (%)"] or len(rows) < 2:
        raise Failed(f"the head is {rows[0]}")
    age = datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.fromisoformat(rows[-1][0])
    if not datetime.timedelta(0) <= age < datetime.timedelta(minutes=10):
        raise Failed(f"the last time is a moment ago: {rows[-1][0]}")
    program.end()


def test_failure_is_told():
    program = Program()
    focus(program, "CPU")
    save(program, "ctrl+s", "Save Picture", "/sys/a.png")
    program.await_widget("label", "Could Not Save")
    press("Escape")
    program.await_gone("label", "Could Not Save")
    program.end()


def test_menu_by_key():
    program = Program()
    focus(program, "CPU")
    press("shift+F10")
    wait(lambda: len(program.find_all("menu item")) == 3, "the menu is open")
    press("Escape")
    program.await_gone("menu item")
    wait(lambda: (program.focused() or program.node).get_name() == "CPU", "the focus is on the graph again")
    program.end()


def test_history_is_saved():
    program = Program()
    click(program.await_widget("button", "History of CPU"))
    click(program.await_widget("button", "Copy or save"))
    wait(lambda: len(program.find_all("menu item")) == 3, "the menu is open")
    with tempfile.TemporaryDirectory() as folder:
        save(program, "t", "Save Table", f"{folder}/a.csv")
        rows = await_file(f"{folder}/a.csv").splitlines()
    if not rows[0].startswith(b"Time,"):
        raise Failed(f"the head is {rows[0]}")
    program.end()


run([
    ("/export/copies", test_copies),
    ("/export/saves", test_saves),
    ("/export/failure-is-told", test_failure_is_told),
    ("/export/menu-by-key", test_menu_by_key),
    ("/export/history", test_history_is_saved),
])
