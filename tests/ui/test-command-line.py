#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The command line: what it prints, what it leaves, and what it exits with."""

import os
import re
import struct
import subprocess
import tempfile

from desktop import CURRENT
from uidriver import Failed, Program, ask, change, run, wait

STILLWATCH = os.environ["STILLWATCH"]
FIXTURES = os.environ["STILLWATCH_FIXTURE_DIR"]
BOUND_S = 60
MOST_TRIES = 5


def call(*args, without=(), **environ):
    env = {name: value for name, value in {**os.environ, **environ}.items() if name not in without}
    return subprocess.run([STILLWATCH, *args], env=env, capture_output=True, text=True, timeout=BOUND_S, check=False)


def expect(condition, result):
    if not condition:
        raise Failed(f"exit {result.returncode}, output {result.stdout!r}, errors {result.stderr!r}: as expected")


def test_version():
    result = call("--version", without=("DISPLAY",))
    expect(result.returncode == 0 and re.fullmatch(r"Stillwatch \d+\.\d+\.\d+\n", result.stdout), result)


def test_unknown_option():
    result = call("--frobnicate")
    expect(result.returncode == 1 and "--frobnicate" in result.stderr, result)


def test_no_display():
    result = call(without=("DISPLAY",))
    expect(result.returncode == 1 and "Stillwatch needs a display: " in result.stderr, result)


def test_list_plugins():
    result = call("--list-plugins", without=("DISPLAY",), STILLWATCH_PLUGIN_DIR=FIXTURES)
    lines = {line.split("\t")[0]: line.split("\t")[1] for line in result.stdout.splitlines()}
    expect(result.returncode == 0 and lines["works"] == "on" and lines["broken"] == "failed", result)
    change("org.stillwatch.Stillwatch", "disabled-plugins", "['works']")
    result = call("--list-plugins", without=("DISPLAY",), STILLWATCH_PLUGIN_DIR=FIXTURES)
    expect(result.returncode == 0 and "works\toff\tWorks" in result.stdout.splitlines(), result)
    result = call("--list-plugins", STILLWATCH_PLUGIN_DIR="/nonexistent")
    expect(result.returncode == 0 and result.stdout == "" and "/nonexistent" in result.stderr, result)


def size_of_png(path):
    with open(path, "rb") as file:
        head = file.read(24)
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        raise Failed("it is a PNG")
    return struct.unpack(">II", head[16:24])


def test_screenshot():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "picture.png")
        result = call("--screenshot", path, "--size", "640x480")
        expect(result.returncode == 0 and result.stderr == "", result)
        width, height = size_of_png(path)
        # Without a compositor the window's own frame counts as part of its size.
        expect(620 <= width <= 640 and 460 <= height <= 480, result)
        expect(os.listdir(folder) == ["picture.png"], result)


def test_screenshot_beside():
    """It is made by a program of its own, for which the window of the one that runs, and its settings, are nothing."""
    change("org.stillwatch.Stillwatch", "window-maximized", "true")
    program = Program("--page", "plugins")
    program.await_widget("check box", "System")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "picture.png")
        result = call("--screenshot", path)
        expect(result.returncode == 0 and size_of_png(path)[0] <= 1000, result)
    program.await_widget("check box", "System")
    program.end()
    for key, value in (("last-page", "'plugins'"), ("window-maximized", "true")):
        if ask("gsettings", "get", "org.stillwatch.Stillwatch", key).strip() != value:
            raise Failed(f"{key} is as the user left it, {value}")


def test_screenshot_fails():
    """At once: before a display is looked for."""
    for path, reason in (("/nonexistent/picture.png", "No such file"), ("/dev/null/picture.png", "Not a directory"),
                         ("/tmp", "Is a directory"), ("/proc/picture.png", "not saved")):
        result = call("--screenshot", path, without=("DISPLAY",) if reason != "not saved" else ())
        expect(result.returncode == 1 and path in result.stderr and reason in result.stderr, result)
    for option in ("--background", "--strip"):
        result = call(option, "--screenshot", "x.png", without=("DISPLAY",))
        expect(result.returncode == 1 and option in result.stderr and result.stderr.count("\n") == 1, result)
    result = call("--screenshot", "x.png", "--size", "large")
    expect(result.returncode == 1 and "900x600" in result.stderr, result)


def close_before_screenshot(path):
    """How it ended, and what it said. As soon as the window has the focus: it does not stay for long."""
    program = Program("--screenshot", path, opens=False)
    Program.running.remove(program)
    wait(lambda: program.process.poll() is not None or CURRENT.active_window() in CURRENT.windows("--name", "Stillwatch"),
         "its window has the focus")
    subprocess.run(["xdotool", "key", "ctrl+w"], check=False)
    return program.process.wait(BOUND_S), program.said()


def test_screenshot_given_up():
    """Whoever waits for a picture of a window that was closed is told."""
    for _ in range(MOST_TRIES):
        with tempfile.TemporaryDirectory() as folder:
            status, said = close_before_screenshot(os.path.join(folder, "picture.png"))
            if status == 0:
                continue  # the picture was taken before the window was closed
            if status != 1 or len(said) != 1 or not said[0].startswith("The screenshot was not saved: ") or os.listdir(folder):
                raise Failed(f"it ends with 1 and says why, not with {status} and {said}")
            return
    raise Failed("its window is closed before the picture is taken")


def test_single_instance():
    program = Program()
    result = call("--page", "plugins")
    expect(result.returncode == 0, result)
    program.await_widget("check box", "System")
    result = call("--page", "multiload")
    expect(result.returncode == 0, result)
    program.await_widget("level bar", "CPU")
    result = call("--page", "absent")
    expect(result.returncode == 1 and "“absent”" in result.stderr, result)
    result = call("--quit")
    expect(result.returncode == 0, result)
    program.await_end()


def test_page_is_absent():
    """Of a fresh start nothing stays."""
    result = call("--page", "absent")
    expect(result.returncode == 1 and "“absent”" in result.stderr, result)


def test_quit_without_instance():
    for without in ((), ("DISPLAY",)):
        result = call("--quit", without=without)
        expect(result.returncode == 0 and result.stderr == "", result)


def test_no_bus():
    for option in ("--quit", "--values"):
        for address in ("unix:path=/nonexistent", ""):
            result = call(option, DBUS_SESSION_BUS_ADDRESS=address)
            expect(result.returncode == 1 and result.stdout == "" and result.stderr.count("\n") == 1
                   and "session bus" in result.stderr, result)


def test_unknown_arguments():
    for arguments in (["frobnicate"], ["--page", "plugins", "frobnicate"], ["--", "frobnicate"],
                      ["--quit", "frobnicate"], ["--list-plugins", "frobnicate"]):
        result = call(*arguments)
        expect(result.returncode == 1 and "“frobnicate”" in result.stderr, result)


def test_values():
    result = call("--values", without=("DISPLAY",))
    expect(result.returncode == 1 and result.stdout == "" and "does not run" in result.stderr, result)
    program = Program("--page", "plugins")
    result = call("--values", "memory", "load", without=("DISPLAY",), LC_ALL="C.UTF-8")
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    expect(result.returncode == 0 and {line[0] for line in lines} == {"memory", "load"}, result)
    expect(all(len(line) == 4 and float(line[2]) >= 0 for line in lines), result)
    result = call("--values", "absent")
    expect(result.returncode == 1 and "“absent”" in result.stderr and result.stdout == "", result)
    program.end()
    program = Program("--page", "plugins", STILLWATCH_PLUGIN_DIR=FIXTURES)
    result = call("--values", "fixture-count", "fixture-silent")
    expect(result.returncode == 0 and re.fullmatch(r"fixture-count\t\w+\t[\d.]+\t\w+\n"
                                                   r"fixture-silent\t\twaiting\tAsked \d+ times\n", result.stdout), result)
    program.end()


run([
    ("/command-line/version", test_version),
    ("/command-line/unknown-option", test_unknown_option),
    ("/command-line/no-display", test_no_display),
    ("/command-line/list-plugins", test_list_plugins),
    ("/command-line/screenshot/saved", test_screenshot),
    ("/command-line/screenshot/beside", test_screenshot_beside),
    ("/command-line/screenshot/fails", test_screenshot_fails),
    ("/command-line/screenshot/given-up", test_screenshot_given_up),
    ("/command-line/single-instance", test_single_instance),
    ("/command-line/quit/nothing-runs", test_quit_without_instance),
    ("/command-line/page/absent", test_page_is_absent),
    ("/command-line/no-bus", test_no_bus),
    ("/command-line/unknown-arguments", test_unknown_arguments),
    ("/command-line/values", test_values),
])
