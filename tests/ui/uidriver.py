# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Drives the real program over the accessibility bus, as a screen reader does, and by the keyboard.

Every wait is for a condition and has a bound; a test that fails says what it waited for and what was there. A program
that says more on its stderr than was declared, or less, or ends in another way than well, fails its test.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

import desktop  # noqa: E402
from desktop import APP_ID, BOUND_S  # noqa: E402

STEP_BOUND_S = 5
MAX_STEPS = 500  # from one widget to another

# What GTK and p11-kit leak in some tests is named in tests/lsan.supp, by functions that only whole stacks show. Those take
# their time.
WHOLE_STACKS = {"ASAN_OPTIONS": ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "fast_unwind_on_malloc=0")))}
SHOWING = Atspi.StateType.SHOWING


class Failed(Exception):
    """A condition that never came true."""


def wait(condition, what):
    """Waits until CONDITION answers something true, and returns that. The bus is listened to meanwhile."""
    end = time.monotonic() + BOUND_S
    context = GLib.MainContext.default()
    while True:
        try:
            answer = condition()
        except (GLib.Error, AttributeError):
            # Widgets come and go while the tree is being walked, and what was not found has no name.
            answer = None
        if answer:
            return answer
        if time.monotonic() > end:
            raise Failed(what)
        wake = GLib.timeout_add(50, lambda: GLib.SOURCE_REMOVE)
        context.iteration(True)
        if context.find_source_by_id(wake) is not None:
            GLib.source_remove(wake)


def has_state(node, state):
    return node.get_state_set().contains(state)


def walk(node):
    """NODE and all below it that can be seen."""
    if node is None:
        return
    yield node
    for index in range(node.get_child_count()):
        yield from walk(node.get_child_at_index(index))


def describe(node, depth=0):
    """The tree as text, for a failed test's report."""
    if node is None:
        return ""
    text = f"{'  ' * depth}{node.get_role_name()} {node.get_name()!r} {node.get_description()!r}\n"
    return text + "".join(describe(node.get_child_at_index(index), depth + 1)
                          for index in range(node.get_child_count()))


class Program:
    """One run of Stillwatch. Each line of its stderr must match one of SAYS, and each of those a line."""

    running = []

    def __init__(self, *args, says=(), opens=True, **environ):
        environ = {**os.environ, **environ}
        environ["G_DEBUG"] = ",".join(filter(None, (environ.get("G_DEBUG"), "fatal-criticals")))
        self.says = says
        self.stderr = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen([os.environ["STILLWATCH"], *args], env=environ, stderr=self.stderr)
        Program.running.append(self)
        self.node = None
        if opens:
            self.await_window()

    def await_window(self):
        """Without one it is not on the accessibility bus."""
        self.node = wait(self._find_application, "the program is on the accessibility bus")
        wait(lambda: self.find("frame"), "the window is there")

    def _fail_if_ended(self):
        if self.process.poll() is not None:
            raise Failed(f"the program goes on; it ended with {self.process.returncode}, saying {self.said()}")

    def said(self):
        """The lines of its stderr so far; GLib and GTK put empty ones between theirs."""
        self.stderr.seek(0)
        return [line for line in self.stderr.read().splitlines() if line.strip()]

    def _find_application(self):
        self._fail_if_ended()
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def find(self, role, name=None, below=None, showing=True):
        """The first widget of that role and name."""
        self._fail_if_ended()
        root = below or self.node
        root.clear_cache()
        for node in walk(root):
            if node.get_role_name() == role and name in (None, node.get_name()) \
               and (not showing or has_state(node, SHOWING)):
                return node
        return None

    def find_all(self, role, below=None):
        root = below or self.node
        root.clear_cache()
        return [node for node in walk(root) if node.get_role_name() == role and has_state(node, SHOWING)]

    def await_widget(self, role, name=None):
        return wait(lambda: self.find(role, name), f"{role} “{name}” shows")

    def await_gone(self, role, name=None):
        wait(lambda: self.find(role, name) is None, f"{role} “{name}” is gone")

    def focused(self):
        self.node.clear_cache()
        for node in walk(self.node):
            if has_state(node, Atspi.StateType.FOCUSED):
                return node
        return None

    def focused_role(self):
        """Of what has the focus; nothing between two widgets."""
        focused = self.focused()
        return focused.get_role_name() if focused is not None else ""

    def step(self, key):
        """Presses KEY, and goes on when the focus went where it leads; some keys lead nowhere."""
        before = self._await_focus_on_other(None)
        press(key)
        self._await_focus_on_other(before)

    def _await_focus_on_other(self, widget):
        """What else has the focus, if it is not long in coming. Between two widgets nothing has it."""
        end = time.monotonic() + STEP_BOUND_S
        while (focused := self.focused()) in (None, widget) and time.monotonic() < end:
            pass
        return focused

    def reach(self, role, name, key="Tab"):
        """The widget of that name, and of that role if there is one, by KEY alone."""
        for _ in range(MAX_STEPS):
            try:
                focused = self.focused()
                if focused is not None and role in (None, focused.get_role_name()) and focused.get_name() == name:
                    return
                self.step(key)
            except GLib.Error:
                # As in wait (): what had the focus is gone.
                pass
        raise Failed(f"{key} reaches {role or 'what is named'} “{name}”")

    def await_end(self):
        """Until it has ended by itself, and well."""
        Program.running.remove(self)
        try:
            status = self.process.wait(BOUND_S)
        except subprocess.TimeoutExpired as error:
            self.process.kill()
            raise Failed("the program ends") from error
        said = self.said()
        if status != 0:
            raise Failed(f"the program ends well; it ended with {status}, saying {said}")
        for line in said:
            if not any(re.search(pattern, line) for pattern in self.says):
                raise Failed(f"the program says only what is declared; it said {line!r}")
        for pattern in self.says:
            if not any(re.search(pattern, line) for line in said):
                raise Failed(f"the program says “{pattern}”; it said {said}")

    def end(self):
        """By the action that its menu has."""
        subprocess.run([os.environ["STILLWATCH"], "--quit"], check=True, timeout=BOUND_S)
        self.await_end()

    def kill(self):
        """What a failed test left."""
        Program.running.remove(self)
        self.process.kill()
        self.process.wait(BOUND_S)
        return self.said()


def ask(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=2 * BOUND_S).stdout


def await_answer():
    """From the program's main loop, and so after all that it was at."""
    ask("gdbus", "call", "--session", "--dest", APP_ID, "--object-path", "/org/stillwatch/Stillwatch", "--method",
        "org.gtk.Actions.List")


def press(*keys):
    """Real keys, by way of the display server."""
    desktop.CURRENT.press(*keys)


def resize(width, height, title="Stillwatch"):
    """The window with that title."""
    desktop.CURRENT.resize(width, height, title)


def place(node):
    """Within its window."""
    return node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)


def click(node):
    """What a screen reader does to activate a widget, or what is within it that can be activated."""
    for part in walk(node):
        action = part.get_action_iface()
        names = [Atspi.Action.get_action_name(action, index) for index in range(action.get_n_actions())] if action else []
        for name in ("click", "toggle", "activate"):
            if name in names and action.do_action(names.index(name)):
                return
    raise Failed(f"{node.get_role_name()} “{node.get_name()}” can be activated")


def change(path, key, value):
    """A setting."""
    subprocess.run(["gsettings", "set", path, key, value], check=True)


def forget_settings():
    """As if the program had never run."""
    shutil.rmtree(os.path.join(os.environ["XDG_CONFIG_HOME"], "glib-2.0"), ignore_errors=True)


def run(tests):
    """Runs the tests in order and reports them in TAP."""
    print(f"1..{len(tests)}", flush=True)
    failed = 0
    for number, (name, test) in enumerate(tests, 1):
        forget_settings()
        try:
            test()
            for program in list(Program.running):
                program.end()
        except Exception as error:  # pylint: disable=broad-exception-caught
            failed += 1
            print(f"not ok {number} {name}", flush=True)
            for line in (traceback.format_exc() if not isinstance(error, Failed) else f"{error}: never").splitlines():
                print("# " + line, flush=True)
            desktop = Atspi.get_desktop(0)
            for index in range(desktop.get_child_count()):
                for line in describe(desktop.get_child_at_index(index)).splitlines():
                    print("# " + line, flush=True)
            for program in list(Program.running):
                for line in program.kill():
                    print("# " + line, flush=True)
        else:
            print(f"ok {number} {name}", flush=True)
    sys.exit(1 if failed else 0)
