#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The strip on a real X server with a real window manager: where it lies, what keeps clear of it, and what the
pointer and the keys do to it."""

import ctypes
import os
import re
import subprocess

import desktop
from picture import grab
from uidriver import APP_ID, Failed, Program, ask, await_answer, place, press, run, wait

STRIP = "org.stillwatch.Strip"
FIXTURES = os.environ["STILLWATCH_FIXTURE_DIR"]
WIDTH, HEIGHT = 2400, 1500
EDGES = {"left": 0, "right": 1, "top": 2, "bottom": 3}
FIXTURE_ITEM = "[('fixture-count', true, 60, false)]"
GRAPHS = ["CPU", "Memory", "Network", "Disks", "Load"]


def change(key, value):
    ask("gsettings", "set", STRIP, key, str(value))


def stored(key):
    return ask("gsettings", "get", STRIP, key).strip()


def find_window(name):
    """Of those that are mapped, the last."""
    return (desktop.CURRENT.windows("--name", name) or [None])[-1]


def start(*args, **environ):
    program = Program("--strip", *args, **environ)
    return program, wait(lambda: find_window("^Strip$"), "the strip is mapped")


def read_property(window, name):
    text = ask("xprop", "-id", window, name)
    return text.partition("= ")[2].strip()


def read_strut(window):
    return [int(value) for value in read_property(window, "_NET_WM_STRUT_PARTIAL").split(", ")]


def read_geometry(window):
    """x, y, width, height; without the manager's frame."""
    text = ask("xwininfo", "-id", window)
    return tuple(int(re.search(rf"{what}: +(-?\d+)", text).group(1))
                 for what in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height"))


def bar(edge, thickness, monitor=(0, 0, WIDTH, HEIGHT)):
    x, y, width, height = monitor
    return {"left": (x, y, thickness, height), "right": (x + width - thickness, y, thickness, height),
            "top": (x, y, width, thickness), "bottom": (x, y + height - thickness, width, thickness)}[edge]


def strut(edge, thickness):
    """Of the only monitor."""
    values = [0] * 12
    values[EDGES[edge]] = thickness
    values[5 + 2 * EDGES[edge]] = (HEIGHT if edge in ("left", "right") else WIDTH) - 1
    return values


def await_value(read, wanted, what):
    try:
        wait(lambda: read() == wanted, what)
    except Failed as error:
        raise Failed(f"{what}: {wanted}; it is {read()}") from error


def await_geometry(window, wanted, what):
    await_value(lambda: read_geometry(window), wanted, what)


def await_strut(window, wanted, what):
    await_value(lambda: read_strut(window), wanted, what)


def point_at(x, y):
    ask("xdotool", "mousemove", str(x), str(y))


def click(button):
    ask("xdotool", "click", str(button))


def items(program):
    """The entries that show, from the start of the strip on."""
    tool_bar = program.find("tool bar")
    return [node.get_name() for node in program.find_all("button", below=tool_bar)] if tool_bar else []


def await_items(program, wanted, what):
    wait(lambda: items(program) == wanted, f"{what}: {wanted}")


class Server:
    """What no command of the test's environment asks of the X server."""

    class Monitor(ctypes.Structure):
        _fields_ = [("name", ctypes.c_ulong), ("primary", ctypes.c_int), ("automatic", ctypes.c_int),
                    ("n_outputs", ctypes.c_int), ("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int),
                    ("height", ctypes.c_int), ("mm_width", ctypes.c_int), ("mm_height", ctypes.c_int),
                    ("outputs", ctypes.POINTER(ctypes.c_ulong))]

    class ClientMessage(ctypes.Structure):
        _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                    ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong),
                    ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("rest", ctypes.c_long * 24)]

    def __init__(self):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.randr = ctypes.CDLL("libXrandr.so.2")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = self.x11.XInternAtom.restype = ctypes.c_ulong
        self.randr.XRRGetMonitors.restype = ctypes.POINTER(self.Monitor)
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))
        self.root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.display))
        self.output = self.randr.XRRGetMonitors(self.display, self.root, 1, ctypes.byref(ctypes.c_int()))[0].outputs[0]

    def _atom(self, name):
        return self.x11.XInternAtom(self.display, name.encode(), 0)

    def _tell(self):
        """A cable that is plugged changes an output, to which GTK listens; a monitor that is named changes none."""
        value = ctypes.c_long(0)
        self.randr.XRRChangeOutputProperty(self.display, ctypes.c_ulong(self.output),
                                           ctypes.c_ulong(self._atom("STILLWATCH_TEST")),
                                           ctypes.c_ulong(self._atom("INTEGER")), 32, 0, ctypes.byref(value), 1)
        self.x11.XSync(self.display, 0)

    def set_monitor(self, name, x, y, width, height):
        """As xrandr --setmonitor does."""
        monitor = self.Monitor(name=self._atom(name), primary=1, n_outputs=1, x=x, y=y, width=width, height=height,
                               mm_width=width // 4, mm_height=height // 4, outputs=(ctypes.c_ulong * 1)(self.output))
        self.randr.XRRSetMonitor(self.display, self.root, ctypes.byref(monitor))
        self._tell()

    def remove_monitor(self, name):
        self.randr.XRRDeleteMonitor(self.display, self.root, ctypes.c_ulong(self._atom(name)))
        self._tell()

    def maximise(self, window):
        """As a pager asks for it."""
        event = self.ClientMessage(type=33, window=int(window), message_type=self._atom("_NET_WM_STATE"), format=32)
        event.data[:4] = (1, self._atom("_NET_WM_STATE_MAXIMIZED_VERT"), self._atom("_NET_WM_STATE_MAXIMIZED_HORZ"), 2)
        self.x11.XSendEvent(self.display, self.root, 0, ctypes.c_long(0x180000), ctypes.byref(event))
        self.x11.XSync(self.display, 0)


def stop():
    """By its own switch, after which nothing keeps the program."""
    ask("gapplication", "action", APP_ID, "strip")


def test_edges():
    program, window = start()
    for edge in EDGES:
        for thickness in (16, 24, 64):
            change("edge", edge)
            change("thickness", thickness)
            await_geometry(window, bar(edge, thickness), f"{thickness} px at the {edge}")
            await_strut(window, strut(edge, thickness), f"the strut of {thickness} px at the {edge}")
    program.end()


def test_is_a_dock():
    program, window = start()
    if "_NET_WM_WINDOW_TYPE_DOCK" not in read_property(window, "_NET_WM_WINDOW_TYPE"):
        raise Failed("its type is dock")
    wait(lambda: read_property(window, "_NET_WM_DESKTOP") == "4294967295", "it is on all desktops")
    for state in ("SKIP_TASKBAR", "SKIP_PAGER"):
        if state not in read_property(window, "_NET_WM_STATE"):
            raise Failed(f"its state is {state}")
    old = [int(value) for value in read_property(window, "_NET_WM_STRUT").split(", ")]
    if old != strut("bottom", 24)[:4]:
        raise Failed(f"the older strut says the same; it says {old}")
    program.end()


def test_windows_keep_clear():
    program, window = start("--page", "plugins")
    main = wait(lambda: find_window("^(Stillwatch|Plugins)$"), "the window is mapped")
    Server().maximise(main)

    def bottom():
        _, y, _, height = read_geometry(main)
        return y + height

    wait(lambda: bottom() == HEIGHT - 24, "what is maximised ends above the strip")
    change("thickness", 64)
    wait(lambda: bottom() == HEIGHT - 64, "it makes room when the strip grows")
    change("autohide", "true")
    await_strut(window, [0] * 12, "a strip that hides keeps nothing clear")
    wait(lambda: bottom() == HEIGHT, "it has the whole screen then")
    program.end()


def test_autohide():
    program, window = start()
    point_at(WIDTH // 2, HEIGHT // 2)
    change("autohide", "true")
    await_geometry(window, bar("bottom", 2), "hidden")
    await_items(program, [], "what is hidden")
    point_at(WIDTH // 2, HEIGHT - 1)
    await_geometry(window, bar("bottom", 24), "at the pointer's touch")
    await_items(program, GRAPHS, "at the pointer's touch")
    point_at(WIDTH // 2, HEIGHT - 20)
    await_answer()
    if read_geometry(window) != bar("bottom", 24):
        raise Failed("it stays while the pointer is on it")
    point_at(WIDTH // 2, HEIGHT // 2)
    await_geometry(window, bar("bottom", 2), "when the pointer left")
    change("autohide", "false")
    await_geometry(window, bar("bottom", 24), "for good")
    program.end()


def test_autohide_in_haste():
    """The pointer goes on while the window is on its way. Often, since whether it is there meanwhile is a matter of chance."""
    program, window = start()
    point_at(WIDTH // 2, HEIGHT // 2)
    change("autohide", "true")
    await_geometry(window, bar("bottom", 2), "hidden")
    for _ in range(15):
        point_at(WIDTH // 2, HEIGHT - 1)
        await_geometry(window, bar("bottom", 24), "at the pointer's touch")
        point_at(WIDTH // 2, HEIGHT - 20)
        for _ in range(3):
            await_answer()
            if read_geometry(window) != bar("bottom", 24):
                raise Failed("it stays while the pointer is on it")
        point_at(WIDTH // 2, HEIGHT // 2)
        point_at(WIDTH // 2, HEIGHT - 1)
        point_at(WIDTH // 2, HEIGHT // 2)
        await_geometry(window, bar("bottom", 2), "when the pointer left")
        point_at(WIDTH // 2, HEIGHT - 1)
        point_at(WIDTH // 2, HEIGHT // 2)
        await_geometry(window, bar("bottom", 2), "when the pointer only came by")
    program.end()


def test_monitors():
    """Xvfb has one output, so one monitor for GTK, whose place and size change as when a cable is plugged. Which struts two
    leave is in test-strut.c."""
    program, window = start()
    server = Server()
    part = (0, 0, 1600, HEIGHT)
    server.set_monitor("PART", *part)
    await_geometry(window, bar("bottom", 24, part), "on a monitor that became smaller")
    await_strut(window, [0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 1599], "clear along the smaller monitor alone")
    change("edge", "right")
    await_geometry(window, bar("right", 24, part), "at the edge of the smaller monitor")
    await_strut(window, [0, 824, 0, 0, 0, 0, 0, HEIGHT - 1, 0, 0, 0, 0], "counted from the edge of the whole screen")
    change("monitor", "not-there")
    part = (1600, 100, 800, 1000)
    server.remove_monitor("PART")
    server.set_monitor("OTHER", *part)
    await_geometry(window, bar("right", 24, part), "on a monitor that moved")
    await_strut(window, [0, 24, 0, 0, 0, 0, 100, 1099, 0, 0, 0, 0], "clear beside the moved monitor alone")
    server.remove_monitor("OTHER")
    await_geometry(window, bar("right", 24), "on the whole screen again")
    await_strut(window, strut("right", 24), "clear along the whole screen")
    program.end()


def test_items_and_widths():
    change("items", "[('load', true, 30, true), ('memory', false, 60, false), ('cpu', true, 120, false)]")
    program, _ = start()
    await_items(program, ["Load", "CPU"], "in the order of the settings, and no others")

    def width(name):
        return place(program.find("button", name)).width

    wait(lambda: width("CPU") == 120, "one is wider")
    # 30 of the graph, and the value's room beside it.
    wait(lambda: 45 < width("Load") < 120, "one has its value beside it")
    change("items", "[('memory', true, 60, false), ('load', false, 30, true), ('cpu', true, 90, false)]")
    await_items(program, ["Memory", "CPU"], "as it was changed")
    wait(lambda: (width("Memory"), width("CPU")) == (60, 90), "each as wide as it was made")
    program.end()


def start_manager(*args):
    return subprocess.Popen(["openbox", "--sm-disable", *args], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def read_root(name):
    """Empty while no window manager has written it."""
    return ask("xprop", "-root", name).partition("= " if name == "_NET_WORKAREA" else "# ")[2]


def test_manager_restarts():
    program, window = start()
    owner = read_root("_NET_SUPPORTING_WM_CHECK")
    with start_manager("--replace") as manager:
        try:
            wait(lambda: read_root("_NET_SUPPORTING_WM_CHECK") not in ("", owner), "another window manager is there")
            wait(lambda: read_root("_NET_WORKAREA").startswith(f"0, 0, {WIDTH}, {HEIGHT - 24}"),
                 "it keeps windows clear of the strip")
            await_geometry(window, bar("bottom", 24), "where it was")
            program.end()
        finally:
            manager.terminate()
    owner = read_root("_NET_SUPPORTING_WM_CHECK")
    start_manager()
    wait(lambda: read_root("_NET_SUPPORTING_WM_CHECK") not in ("", owner), "a window manager is there")


def test_click_opens_the_page():
    program, window = start()
    await_items(program, GRAPHS, "all are there")
    await_geometry(window, bar("bottom", 24), "it is at its place")
    point_at(20, HEIGHT - 10)
    click(1)
    program.await_widget("grouping", "System")
    program.end()


def read_value(program):
    node = program.find("button", "Samples")
    return node.get_description() if node else ""


def test_middle_button_pauses():
    change("items", FIXTURE_ITEM)
    program, _ = start(STILLWATCH_PLUGIN_DIR=FIXTURES)
    wait(lambda: re.search(r"\d", read_value(program)), "it tells its value")
    point_at(20, HEIGHT - 10)
    # Often, since what makes GTK give up a click comes in between by chance, though more likely the busier the machine is.
    for _ in range(10):
        click(2)
        wait(lambda: read_value(program) == "Paused", "it says that it is paused")
        click(2)
        wait(lambda: re.search(r"\d", read_value(program)), "it tells its value again")
    program.end()


def test_wheel_changes_nothing():
    program, window = start()
    await_items(program, GRAPHS, "all are there")
    await_geometry(window, bar("bottom", 24), "it is at its place")
    before = ask("gsettings", "list-recursively", STRIP), read_geometry(window)
    point_at(20, HEIGHT - 10)
    for button in (4, 5, 6, 7):
        for _ in range(5):
            click(button)
    await_answer()
    if (ask("gsettings", "list-recursively", STRIP), read_geometry(window)) != before or items(program) != GRAPHS:
        raise Failed("the wheel changes nothing")
    if find_window("^(Stillwatch|System)$"):
        raise Failed("the wheel opens nothing")
    program.end()


def focus(program, window, name):
    ask("xdotool", "windowfocus", "--sync", window)
    program.reach(None, name)


def test_keys():
    program, window = start()
    await_items(program, GRAPHS, "all are there")
    focus(program, window, "CPU")
    press("ctrl+shift+Right")
    await_items(program, ["Memory", "CPU", "Network", "Disks", "Load"], "moved by keys")
    wait(lambda: stored("items").startswith("[('memory'"), "the order is remembered")
    press("ctrl+shift+Right", "ctrl+shift+Left", "ctrl+shift+Left")
    await_items(program, GRAPHS, "moved back")
    press("shift+F10")
    program.await_widget("menu")
    press("Escape")
    program.await_gone("menu")
    press("Return")
    program.await_widget("grouping", "System")
    program.end()


def open_menu(program):
    press("shift+F10")
    wait(lambda: program.focused_role() in ("check menu item", "menu item"),
         "the menu has the focus")


def test_menu_by_keys():
    change("items", FIXTURE_ITEM)
    program, window = start(STILLWATCH_PLUGIN_DIR=FIXTURES)
    focus(program, window, "Samples")
    for wanted in ("Paused", r"\d"):
        open_menu(program)
        press("Return")
        program.await_gone("menu")
        wait(lambda expected=wanted: re.search(expected, read_value(program)), f"its value is {wanted}")
    open_menu(program)
    press("Down", "Down", "Return")
    program.await_end()
    if stored("enabled") != "false":
        raise Failed("it is remembered to be hidden")


def test_scale():
    """Struts and places are in the device's pixels, of which each of GTK's has four."""
    program, window = start(GDK_SCALE="2")
    for edge in EDGES:
        change("edge", edge)
        await_geometry(window, bar(edge, 48), f"twice as thick at the {edge}")
        await_strut(window, strut(edge, 48), f"the strut of that at the {edge}")
    program.end()


def colours(*rectangle):
    return {row[start:start + 3] for row in grab(*rectangle) for start in range(0, len(row), 3)}


BLACK = b"\0\0\0"


def ground():
    """Of the desktop, and of the strip where it shows nothing."""
    rows = list(grab(WIDTH - 5, HEIGHT - 40, 1, 40))
    return rows[0], rows[-5]


def test_transparent():
    with subprocess.Popen(["picom", "--backend", "xrender", "--legacy-backends", "--config", "/dev/null"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as compositor:
        try:
            wait(lambda: ground()[0] != BLACK, "a compositor draws the desktop")
            program, _ = start()
            wait(lambda: ground()[1] not in (BLACK, ground()[0]), "it has a background")
            change("transparent", "true")
            wait(lambda: ground()[1] == ground()[0] != BLACK, "the desktop is seen through it")
            wait(lambda: len(colours(0, HEIGHT - 24, 60, 24)) > 4, "its graphs are still seen")
            change("transparent", "false")
            wait(lambda: ground()[1] not in (BLACK, ground()[0]), "it has a background again")
            program.end()
        finally:
            compositor.terminate()


def test_drag():
    program, _ = start()
    await_items(program, GRAPHS, "all are there")
    point_at(10, HEIGHT - 12)
    ask("xdotool", "mousedown", "1")
    # What is below answers each movement by a message of its own; a button let go before counts for nothing.
    for x in (20, 40, 80, 120, *[150, 151] * 10):
        point_at(x, HEIGHT - 12)
        await_answer()
    ask("xdotool", "mouseup", "1")
    await_items(program, ["Memory", "Network", "CPU", "Disks", "Load"], "dragged to the third place")
    await_answer()
    if program.find("grouping", "System"):
        raise Failed("what was dragged is no click")
    program.end()


def test_opens_no_window():
    program, _ = start()
    await_answer()
    if find_window("^(Stillwatch|System)$"):
        raise Failed("no window is open")
    stop()
    program.await_end()
    if stored("enabled") != "false":
        raise Failed("it is remembered to be off")


def test_on_a_running_program():
    program = Program()
    if find_window("^Strip$"):
        raise Failed("the strip is off at first")
    ask(os.environ["STILLWATCH"], "--strip")
    wait(lambda: find_window("^Strip$"), "the strip is mapped")
    stop()
    wait(lambda: find_window("^Strip$") is None, "the strip is gone")
    program.await_widget("level bar", "CPU")
    program.end()


def test_outlives_the_window():
    program, _ = start("--page", "plugins")
    wait(lambda: find_window("^(Stillwatch|Plugins)$"), "the window is mapped")
    ask("xdotool", "windowfocus", "--sync", find_window("^(Stillwatch|Plugins)$"))
    press("ctrl+w")
    wait(lambda: find_window("^(Stillwatch|Plugins)$") is None, "the window is closed")
    await_answer()
    await_items(program, GRAPHS, "the strip goes on")
    program.end()


def test_plugin_goes_and_comes():
    program, _ = start()
    await_items(program, GRAPHS, "all are there")
    ask("gsettings", "set", "org.stillwatch.Stillwatch", "disabled-plugins", "['multiload']")
    await_items(program, ["Choose what the strip shows"], "it says what to do when nothing is left")
    ask("gsettings", "set", "org.stillwatch.Stillwatch", "disabled-plugins", "[]")
    await_items(program, GRAPHS, "each is back in its place")
    program.end()


def test_lets_plugins_go():
    """At the end, though it is open and the panel’s icon is on."""
    farewell = os.path.join(os.environ["XDG_CONFIG_HOME"], "farewell")
    ask("gsettings", "set", "org.stillwatch.Tray", "enabled", "true")
    program, _ = start(STILLWATCH_PLUGIN_DIR=FIXTURES, STILLWATCH_FIXTURE_FAREWELL=farewell)
    program.end()
    ask("gsettings", "reset", "org.stillwatch.Tray", "enabled")
    if not os.path.exists(farewell):
        raise Failed("plugins are deactivated before the program ends")


def test_rubbish_in_the_settings():
    folder = os.path.join(os.environ["XDG_CONFIG_HOME"], "glib-2.0", "settings")
    os.makedirs(folder)
    with open(os.path.join(folder, "keyfile"), "w", encoding="utf-8") as file:
        file.write("[org/stillwatch/Strip]\nthickness=uint32 4000000000\nedge='inside'\nmonitor='\\\\o/'\n"
                   "items=[('cpu', true, 4294967295, false), ('cpu', true, 1, true), ('', true, 60, true),"
                   " ('no-such-graph', true, 60, true), ('plugin:', true, 0, true)]\n")
    program, window = start()
    await_items(program, ["CPU"], "what makes sense is shown")
    await_geometry(window, bar("bottom", 24), "as it is by default")
    program.end()


if __name__ == "__main__":
    run([("/strip/edges", test_edges),
         ("/strip/is-a-dock", test_is_a_dock),
         ("/strip/windows-keep-clear", test_windows_keep_clear),
         ("/strip/autohide", test_autohide),
         ("/strip/autohide/in-haste", test_autohide_in_haste),
         ("/strip/monitors", test_monitors),
         ("/strip/manager-restarts", test_manager_restarts),
         ("/strip/items-and-widths", test_items_and_widths),
         ("/strip/click-opens-the-page", test_click_opens_the_page),
         ("/strip/middle-button-pauses", test_middle_button_pauses),
         ("/strip/wheel-changes-nothing", test_wheel_changes_nothing),
         ("/strip/keys", test_keys),
         ("/strip/menu-by-keys", test_menu_by_keys),
         ("/strip/scale", test_scale),
         ("/strip/transparent", test_transparent),
         ("/strip/drag", test_drag),
         ("/strip/opens-no-window", test_opens_no_window),
         ("/strip/on-a-running-program", test_on_a_running_program),
         ("/strip/outlives-the-window", test_outlives_the_window),
         ("/strip/plugin-goes-and-comes", test_plugin_goes_and_comes),
         ("/strip/lets-plugins-go", test_lets_plugins_go),
         ("/strip/rubbish-in-the-settings", test_rubbish_in_the_settings)])
