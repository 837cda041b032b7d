# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A real panel: Xfce's, with the plugin that is both StatusNotifierWatcher and host, on the display and bus of the test."""

import os
import pathlib
import subprocess
import tempfile

from gi.repository import Gio, GLib

from uidriver import BOUND_S, wait

WATCHER = "org.kde.StatusNotifierWatcher"
HEIGHT = 30
CONFIG = f"""<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="double" value="100"/>
      <property name="size" type="uint" value="{HEIGHT}"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"""


def call(name, path, interface, method, arguments=None, reply=None):
    """What somebody on the session's bus answers, as Python values."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    answer = bus.call_sync(name, path, interface, method, arguments, reply and GLib.VariantType(reply),
                           Gio.DBusCallFlags.NO_AUTO_START, BOUND_S * 1000)
    return answer.unpack()


def get(name, path, interface, prop):
    return call(name, path, "org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (interface, prop)), "(v)")[0]


def has_owner(name):
    return call("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner", GLib.Variant("(s)", (name,)))[0]


class Panel:
    """One run of the panel, at the display's top edge from side to side."""

    running = []

    def __init__(self):
        folder = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "xfce4/xfconf/xfce-perchannel-xml")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "xfce4-panel.xml").write_text(CONFIG, encoding="utf-8")
        # It talks about the session that is not there.
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(["xfce4-panel", "--disable-wm-check"], stdout=self.log, stderr=self.log)
        Panel.running.append(self)
        wait(lambda: has_owner(WATCHER) and get(WATCHER, "/StatusNotifierWatcher", WATCHER,
                                                "IsStatusNotifierHostRegistered"), "the panel shows icons")

    def items(self):
        """What it shows: bus names with paths behind."""
        return get(WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisteredStatusNotifierItems")

    def kill(self):
        """As it ends when it crashes, with the plugin's process, which is its child."""
        Panel.running.remove(self)
        self.process.kill()
        self.process.wait(BOUND_S)
        wait(lambda: not has_owner(WATCHER), "the watcher is gone")
