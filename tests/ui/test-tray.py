#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The icon in a real panel: there, alive, clicked, registered again, and gone."""

import subprocess

from gi.repository import Gio, GLib

from panel import HEIGHT, Panel, call, get
from picture import grab
from uidriver import Atspi, Failed, Program, click, has_state, press, run, wait

ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
MENU_PATH = "/StatusNotifierItem/Menu"
PATH = "/StatusNotifierItem"
# Of the plate that the graph stands on, and of its edge.
PLATE = bytes((28, 28, 33))


def set_tray(key, value):
    subprocess.run(["gsettings", "set", "org.stillwatch.Tray", key, value], check=True)


def start(**environ):
    set_tray("enabled", "true")
    return Program(**environ)


def name(program):
    return f"{ITEM}-{program.process.pid}-1"


def await_icon(program, panel):
    wait(lambda: panel.items() == [name(program) + PATH], "the panel knows the icon")
    return name(program)


def pixmaps(program):
    return get(name(program), PATH, ITEM, "IconPixmap")


def entries(program):
    """Label to id, of the menu."""
    _, (_, _, children) = call(name(program), MENU_PATH, MENU, "GetLayout", GLib.Variant("(iias)", (0, -1, [])))
    return {properties["label"].replace("_", ""): entry for entry, properties, _ in children if "label" in properties}


def choose(program, label):
    call(name(program), MENU_PATH, MENU, "Event",
         GLib.Variant("(isvu)", (entries(program)[label], "clicked", GLib.Variant("s", ""), 0)))


class Signals:
    """Counts what the icon tells, by their names."""

    def __init__(self, program):
        self.count = {}
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.id = self.bus.signal_subscribe(name(program), None, None, None, None, Gio.DBusSignalFlags.NONE,
                                            self._on_signal)

    def _on_signal(self, _bus, _sender, _path, _interface, signal, _parameters):
        self.count[signal] = self.count.get(signal, 0) + 1

    def close(self):
        self.bus.signal_unsubscribe(self.id)


def plates():
    """The columns of the panel in which the icon's plate is seen."""
    found = set()
    for row in grab(0, 0, 400, HEIGHT):
        found.update(x for x in range(400) if row[3 * x:3 * x + 3] == PLATE)
    return found


def icon_centre():
    columns = wait(plates, "the icon is in the picture of the panel")
    return (min(columns) + max(columns)) // 2, HEIGHT // 2


def button(number, place=None):
    x, y = place or icon_centre()
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", str(number)], check=True)


def test_appears():
    panel = Panel()
    program = start()
    await_icon(program, panel)
    for width, height, data in pixmaps(program):
        if width != height or len(data) != 4 * width * height:
            raise Failed(f"{width} x {height} pixels are {len(data)} bytes")
        middle = 4 * (height // 2 * width + width // 2)
        if data[0] > 100 or data[middle] != 255:
            raise Failed("opacity is the first of a pixel's four bytes")
    if [width for width, _, _ in pixmaps(program)] != [22, 24, 32, 48]:
        raise Failed("the sizes that panels want")
    wait(lambda: (columns := plates()) and max(columns) - min(columns) in range(16, 23),
         f"the icon is as wide as the panel wants: {sorted(plates())}")
    program.end()
    wait(lambda: not panel.items(), "the icon is gone")


def test_lives():
    panel = Panel()
    program = start()
    await_icon(program, panel)
    signals = Signals(program)
    first = pixmaps(program)
    picture = list(grab(0, 0, 60, HEIGHT))
    wait(lambda: pixmaps(program) != first and signals.count.get("NewIcon", 0) >= 2, "the graph moves on")
    wait(lambda: list(grab(0, 0, 60, HEIGHT)) != picture, "the panel draws the new graph")
    wait(lambda: "%" in get(name(program), PATH, ITEM, "ToolTip")[3], "the tooltip has a value")
    signals.close()
    program.end()


def test_panel_comes_again():
    panel = Panel()
    program = start()
    await_icon(program, panel)
    panel.kill()
    panel = Panel()
    await_icon(program, panel)
    wait(plates, "the new panel shows the icon")
    program.end()


def test_panel_comes_late():
    program = start()
    panel = Panel()
    await_icon(program, panel)
    program.end()


def test_stays_without_window():
    panel = Panel()
    program = start()
    await_icon(program, panel)
    wait(plates, "the icon is shown")
    press("ctrl+w")
    program.await_gone("frame", "Stillwatch")
    signals = Signals(program)
    wait(lambda: signals.count.get("NewIcon", 0) >= 2, "the graph moves on without a window")
    signals.close()
    button(1)
    program.await_widget("level bar", "CPU")
    # The next click puts it away, and it is not gone.
    wait(lambda: any(has_state(frame, Atspi.StateType.ACTIVE) for frame in program.find_all("frame")), "the window is in front")
    button(1)
    program.await_gone("frame", "Stillwatch")
    set_tray("enabled", "false")
    program.await_end()
    wait(lambda: not panel.items(), "the icon is gone")


def test_middle_button_pauses():
    panel = Panel()
    program = start()
    await_icon(program, panel)
    place = icon_centre()
    button(2, place)
    wait(lambda: get(name(program), PATH, ITEM, "ToolTip")[3] == "Paused", "the tooltip says so")
    button(2, place)
    wait(lambda: "%" in get(name(program), PATH, ITEM, "ToolTip")[3], "it measures again")
    program.end()


def test_menu():
    panel = Panel()
    program = start()
    await_icon(program, panel)
    labels = list(entries(program))
    if labels != ["Open Stillwatch", "System", "Packets", "Plugins", "Pause This Icon", "Preferences", "Quit"]:
        raise Failed(f"the entries are {labels}")
    choose(program, "Plugins")
    program.await_widget("check box", "System")
    signals = Signals(program)
    click(program.await_widget("check box", "System"))
    wait(lambda: "System" not in entries(program), "the plugin's page has left the menu")
    wait(lambda: signals.count.get("LayoutUpdated", 0) == 1, "the panel is told so, once")
    choose(program, "Pause This Icon")
    wait(lambda: signals.count.get("ItemsPropertiesUpdated", 0) == 1, "the panel is told of the check mark")
    signals.close()
    choose(program, "Preferences")
    program.await_widget("dialog")
    choose(program, "Quit")
    program.await_end()
    wait(lambda: not panel.items(), "the icon is gone")


def test_preferences_say_when_there_is_no_panel():
    program = Program()
    press("ctrl+comma")
    click(program.await_widget("page tab", "Panel"))
    program.await_widget("label", "No panel here shows tray icons")
    click(program.await_widget("check box", "Show an Icon"))
    panel = Panel()
    program.await_gone("label", "No panel here shows tray icons")
    await_icon(program, panel)
    program.end()


def with_panels_ended(test):
    """Whatever becomes of the test: the next one starts its own."""
    def wrapped():
        try:
            test()
        finally:
            for panel in list(Panel.running):
                panel.kill()
    return wrapped


run([(path, with_panels_ended(test)) for path, test in [
    ("/tray/appears", test_appears),
    ("/tray/lives", test_lives),
    ("/tray/panel/comes-again", test_panel_comes_again),
    ("/tray/panel/comes-late", test_panel_comes_late),
    ("/tray/stays-without-window", test_stays_without_window),
    ("/tray/middle-button-pauses", test_middle_button_pauses),
    ("/tray/menu", test_menu),
    ("/tray/preferences/no-panel", test_preferences_say_when_there_is_no_panel),
]])
