# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A program that is started, brought into a state and measured there, and the settings that it finds."""

import os
import pathlib
import subprocess
import sys
import time

import cost

# Programs that are measured in another process than the one that is started.
SERVANTS = {"MATE multiload": "mate-multiload-applet"}


def xdotool(*arguments):
    result = subprocess.run(["xdotool", *arguments], capture_output=True, text=True, timeout=60)
    return result.stdout.split()


class Subject:
    """A program while it runs."""

    def __init__(self, name, command, has_window=True):
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.windows = xdotool("search", "--sync", "--onlyvisible", "--pid", str(self.process.pid)) if has_window else []
        self.pid = self.process.pid
        if name in SERVANTS:
            found = subprocess.run(["pidof", "-s", SERVANTS[name]], capture_output=True, text=True).stdout
            self.pid = int(found) if found else self.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def minimise(self):
        for window in self.windows:
            xdotool("windowminimize", "--sync", window)


def measure(name, command, arguments, has_window=True, then_hidden=True):
    """{row's name: figures}, visible and hidden"""
    rows = {}
    with Subject(name, command, has_window) as subject:
        time.sleep(arguments.settle)
        rows[name] = cost.measure(subject.pid, arguments.seconds)
        if subject.windows and then_hidden:
            subject.minimise()
            time.sleep(arguments.settle)
            rows[f"{name}, hidden"] = cost.measure(subject.pid, arguments.seconds)
    print(f"measured {name}", file=sys.stderr, flush=True)
    return rows


def write_keyfile(text):
    """What programs find in their settings; tests/with-display gave them folders of their own."""
    place = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "glib-2.0/settings/keyfile")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    os.environ["GSETTINGS_BACKEND"] = "keyfile"
    subprocess.run(["dbus-update-activation-environment", "GSETTINGS_BACKEND"], check=True)
