# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The desktop that a test was started on, tests/with-display, tests/with-wayland or tests/with-weston: its keys, and its
window manager."""

import json
import os
import re
import subprocess
import time

import virtualseat

APP_ID = "org.stillwatch.Stillwatch"
BOUND_S = 60


def until(condition, otherwise):
    """What CONDITION answers as soon as that is true."""
    end = time.monotonic() + BOUND_S
    while not (answer := condition()):
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
    return answer


class Picture:
    """Pixels, from a file of the kind that ppm(5) calls raw."""

    def __init__(self, data):
        head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
        self.width, self.height = int(head[1]), int(head[2])
        self.data = data[head.end():]

    def pixel(self, x, y):
        """(red, green, blue)"""
        start = 3 * (y * self.width + x)
        return tuple(self.data[start:start + 3])

    def colours(self):
        return {self.data[start:start + 3] for start in range(0, len(self.data), 3)}

    def mean(self):
        """Of each of red, green and blue."""
        return tuple(sum(self.data[colour::3]) / (self.width * self.height) for colour in range(3))


class X11:
    """openbox on Xvfb, by xdotool."""

    def press(self, *keys):
        """A window that has just come gets the keys once the manager gave it the focus; until then they are lost."""
        until(lambda: self.active_window() in self.managed(), "no window has the focus")
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)

    def active_window(self):
        """Its id; nothing while none is."""
        return subprocess.run(["xdotool", "getactivewindow"], check=False, capture_output=True, text=True).stdout.strip()

    def await_active(self, title):
        """A dialog of its own window: until it is active, keys go to the one below."""
        until(lambda: self.active_window() in self.windows("--name", f"^{re.escape(title)}$"), f"{title} is not active")

    def managed(self):
        """The ids of those of which the manager has not heard yet that they are gone."""
        ids = subprocess.run(["xprop", "-root", "_NET_CLIENT_LIST"], check=True, capture_output=True, text=True).stdout
        return {str(int(found, 16)) for found in re.findall("0x[0-9a-f]+", ids)}

    def windows(self, *criteria):
        """The ids of those that xdotool finds, without tooltips and menus, which have the program's name too."""
        managed = self.managed()
        found = subprocess.run(["xdotool", "search", "--onlyvisible", *criteria], check=False, capture_output=True,
                               text=True).stdout
        return [window for window in found.split() if window in managed]

    def resize(self, width, height, title="Stillwatch"):
        """A window may be on the accessibility bus before its manager knows it."""
        window = until(lambda: self.windows("--name", re.escape(title)), "no window of that name")[-1]
        subprocess.run(["xdotool", "windowsize", window, str(width), str(height)], check=True)


class Sway:
    """sway without hardware. The keyboard and the pointer are there before any program is."""

    def __init__(self):
        self.seat = virtualseat.Seat()

    def press(self, *keys):
        """What is pressed while there is no window is lost."""
        until(self.windows, "no window")
        self.seat.press(*keys)

    def ask(self, kind):
        """What `swaymsg -t KIND` answers."""
        return json.loads(subprocess.run(["swaymsg", "--raw", "-t", kind], check=True, capture_output=True).stdout)

    def tell(self, *commands):
        subprocess.run(["swaymsg", "--quiet", ", ".join(commands)], check=True)

    def windows(self, app_id=APP_ID):
        """The programs' windows, as sway sees them."""
        found, trees = [], [self.ask("get_tree")]
        while trees:
            tree = trees.pop()
            trees += tree["nodes"] + tree["floating_nodes"]
            found += [tree] if tree.get("app_id") == app_id else []
        return found

    def resize(self, width, height, title=None):
        until(self.windows, "no window")
        self.tell(f"[app_id={APP_ID}] resize set {width} {height}")

    def point(self, x, y):
        """At a place in the layout of all outputs."""
        rects = [output["rect"] for output in self.ask("get_outputs") if output["active"]]
        left, top = (min(rect[key] for rect in rects) for key in ("x", "y"))
        right, bottom = (max(rect[key] + rect[size] for rect in rects) for key, size in (("x", "width"), ("y", "height")))
        self.seat.move(x - left, y - top, right - left, bottom - top)

    def output(self, name):
        return next(output for output in self.ask("get_outputs") if output["name"] == name)

    def add_output(self):
        """What sway says of it once it is in use: it is listed for a moment before it has a place."""
        before = {each["name"] for each in self.ask("get_outputs")}
        self.tell("create_output")
        return until(lambda: [each for each in self.ask("get_outputs")
                              if each["name"] not in before and each["active"] and each["rect"]["width"] > 0],
                     "no other output")[0]

    def picture(self, rect):
        """Of that part of the layout."""
        place = f"{rect['x']},{rect['y']} {rect['width']}x{rect['height']}"
        return Picture(subprocess.run(["grim", "-t", "ppm", "-g", place, "-"], check=True, capture_output=True).stdout)


class Weston:
    """weston without hardware: no keys, and nothing to ask."""


def current():
    if "SWAYSOCK" in os.environ:
        return Sway()
    return Weston() if "WAYLAND_DISPLAY" in os.environ else X11()


CURRENT = current()
