# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Drives the page Packets, and asks tshark about what it saved."""

import subprocess
import time

from desktop import CURRENT
from uidriver import Atspi, Failed, GLib, Program, press, wait

# xdotool's names for what is not a letter or a digit.
KEYS = {":": "colon", " ": "space", ".": "period"}
PATIENCE, PAUSE_S = 12, 5
COLUMNS = ("number", "time", "interface", "way", "source", "destination", "protocol", "length", "summary")
# What goes, one after the other, where the window has no room for all.
YIELDING = (("length",), ("number",), ("time",), ("source", "destination"))


def start(**environ):
    """The program at its page Packets, with nothing in it."""
    program = Program(**environ)
    program.await_widget("list item", "Packets")
    press("ctrl+2")
    program.await_widget("label", "Which Way Every Frame Goes")
    return program


def typed_into(program):
    """The entry that has the focus, if one has: focus can be between two widgets, or on a text to be read."""
    focused = program.focused()
    return focused if focused is not None and focused.get_editable_text_iface() is not None else None


def write(program, text):
    """Into what has the focus, all at once."""
    def fill():
        entry = typed_into(program)
        return entry is not None and Atspi.EditableText.set_text_contents(entry.get_editable_text_iface(), text)

    wait(fill, f"“{text}” is written")


def type_text(text):
    """Key by key."""
    press(*(KEYS.get(letter, letter) for letter in text))


def await_entry(program):
    wait(lambda: typed_into(program), "something can be typed")


def choose(program, dialog, path):
    """As typed into a file dialog; without a name it is that to open, in whatever language."""
    CURRENT.await_active(program.await_widget("dialog", dialog).get_name())
    if dialog is None or dialog.startswith("Open"):
        press("ctrl+l")
    await_entry(program)
    write(program, str(path))
    # While it reads the folder it takes no name yet. The key is for the dialog alone, as long as its entry has the focus.
    for _ in range(PATIENCE):
        if typed_into(program) is not None:
            press("Return")
        if is_gone(program, dialog):
            return
    raise Failed(f"{dialog} takes the name")


def save_as(program, path):
    """The capture, into a new file. It has its name when it is whole; what tells of it goes again by itself."""
    press("ctrl+s")
    choose(program, "Save Capture", path)
    wait(path.exists, f"{path} is saved")


def is_gone(program, dialog):
    end = time.monotonic() + PAUSE_S
    while True:
        is_last = time.monotonic() > end
        try:
            if program.find("dialog", dialog) is None:
                return True
        except GLib.Error:
            # Its widgets go while the tree is being walked.
            pass
        if is_last:
            return False


def focus_filter(program):
    """That of the list."""
    press("ctrl+f")
    await_entry(program)


def choices():
    """Of columns, that a list may show. No two have as many."""
    columns = COLUMNS
    yield columns
    for gone in YIELDING:
        columns = tuple(column for column in columns if column not in gone)
        yield columns


def rows(program):
    """What the list shows: of each packet, each column's text by its name."""
    found = []
    for row in program.find_all("table row"):
        cells = [row.get_child_at_index(index) for index in range(row.get_child_count())]
        texts = [cell.get_name() for cell in cells if cell.get_role_name() == "table cell"]
        for columns in choices():
            if len(texts) == len(columns):
                found.append(dict(zip(columns, texts)))
    return found


def await_rows(program, expected, *columns):
    """Until the list has these, and no others."""
    def read():
        return [tuple(row[column] for column in columns) for row in rows(program)]

    try:
        wait(lambda: read() == expected, "rows")
    except Failed as error:
        raise Failed(f"the list shows {expected}; it shows {read()}") from error


def tshark(path, *fields):
    """What it reads from a file: of each packet, a list of these fields."""
    options = [argument for field in fields for argument in ("-e", field)]
    text = subprocess.run(["tshark", "-r", path, "-T", "fields", *options], check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in text.splitlines()]
