#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What other programs get over the session bus: values, series, pages, errors; and the program started by the bus."""

import math
import os
import re
import subprocess
import tempfile
import time

from gi.repository import Gio, GLib

from uidriver import WHOLE_STACKS, Failed, Program, ask, change, click, run, wait

NAME, PATH, INTERFACE = "org.stillwatch.Stillwatch", "/org/stillwatch/Stillwatch", "org.stillwatch.Stillwatch1"
ERROR = "org.stillwatch.Error."
REAL = os.environ["STILLWATCH_PLUGIN_DIR"]
FIXTURES = os.environ["STILLWATCH_FIXTURE_DIR"]
XML = os.environ["STILLWATCH_BUS_XML"]
BOUND_MS = 120_000
INT64_MAX, INT64_MIN = 2**63 - 1, -(2**63)
MINUTE_US = 60_000_000


def check(condition, what):
    if not condition:
        raise Failed(what)


class Caller:
    """A program on the bus, with a connection of its own."""

    def __init__(self, address=None):
        address = address or os.environ["DBUS_SESSION_BUS_ADDRESS"]
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)

    def call(self, method, signature="()", *arguments, interface=INTERFACE, autostart=False):
        flags = Gio.DBusCallFlags.NONE if autostart else Gio.DBusCallFlags.NO_AUTO_START
        answer = self.bus.call_sync(NAME, PATH, interface, method, GLib.Variant(signature, arguments), None, flags,
                                    BOUND_MS, None)
        values = answer.unpack()
        return values[0] if len(values) == 1 else values

    def error(self, *arguments):
        """The name of the error that the call ends in."""
        try:
            answer = self.call(*arguments)
        except GLib.Error as error:
            return Gio.dbus_error_get_remote_error(error)
        return f"no error but {answer!r:.200}"

    def owner(self):
        """Whoever has the name; nothing if nobody has."""
        try:
            answer = self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "GetNameOwner", GLib.Variant("(s)", (NAME,)), None, Gio.DBusCallFlags.NONE,
                                        BOUND_MS, None)
        except GLib.Error:
            return None
        return answer.unpack()[0]

    def sources(self):
        return {source[0]: source for source in self.call("ListSources")}

    def values(self, *ids):
        return {values[0]: values for values in self.call("GetValues", "(as)", list(ids))}

    def samples(self, source):
        """How many rows its history has."""
        return len(self.call("GetSeries", "(sxxxs)", source, 1, 0, 0, "mean")[0])

    def close(self):
        self.bus.close_sync(None)


def signatures(interface):
    return {method.name: ("".join(argument.signature for argument in method.in_args),
                          "".join(argument.signature for argument in method.out_args))
            for method in interface.methods}, {entry.name: entry.signature for entry in interface.properties}


def test_is_what_is_documented():
    program, caller = Program(), Caller()
    told = Gio.DBusNodeInfo.new_for_xml(caller.call("Introspect", interface="org.freedesktop.DBus.Introspectable"))
    with open(XML, encoding="utf-8") as file:
        documented = Gio.DBusNodeInfo.new_for_xml(file.read())
    expected = signatures(documented.lookup_interface(INTERFACE))
    check(len(expected[0]) >= 6 and signatures(told.lookup_interface(INTERFACE)) == expected, "both are the same")
    version = caller.call("Get", "(ss)", INTERFACE, "Version", interface="org.freedesktop.DBus.Properties")
    check(f"Stillwatch {version}\n" == ask(os.environ["STILLWATCH"], "--version"), "the version is told")
    program.end()


def test_lists_sources_and_pages():
    program, caller = Program("--page", "plugins"), Caller()
    sources = caller.call("ListSources")
    ids = [source[0] for source in sources]
    check(len(ids) == len(set(ids)) and {"cpu", "memory", "load", "network"} <= set(ids), f"ids are all and unique: {ids}")
    pages = dict(caller.call("ListPages"))
    check(pages == {"multiload": "System", "packets": "Packets", "plugins": "Plugins"}, f"the pages are listed: {pages}")
    for _, page, title, unit, state, _, channels in sources:
        check(page in pages and title, "a source has a page and a title")
        check(unit in ("number", "percent", "bytes", "bytes-per-second", "celsius", "rpm", "watt", "hertz", "milliseconds",
                       "bits-per-second", "per-second"),
              f"{unit} is a unit")
        check(state in ("waiting", "ready", "unavailable", "failed", "off"), f"{state} is a state")
        check(len({channel for channel, _ in channels}) == len(channels), "channels have their own ids")
    program.end()


def meminfo():
    with open("/proc/meminfo", encoding="ascii") as file:
        found = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in file}
    # What of the page cache programs can have.
    return {**found, "Cache": found["MemAvailable"] - found["MemFree"] - found["Buffers"]}


def load_average():
    with open("/proc/loadavg", encoding="ascii") as file:
        return float(file.read().split()[0])


def measure(caller):
    """What is wrong with memory as it is answered, held against the machine right before and right after."""
    before = meminfo()
    # The sidebar's line measures memory, now and again.
    begin_us = time.time() * 1e6
    wait(lambda: caller.values("memory")["memory"][1] > begin_us, "memory was measured since")
    _, _, state, reason, memory = caller.values("memory")["memory"]
    after = meminfo()
    check((state, reason) == ("ready", ""), "memory is there")
    channels = {channel: memory[index] for index, (channel, _) in enumerate(caller.sources()["memory"][6])}
    check(0 < channels["used"] < before["MemTotal"], "what is used is part of the whole")
    for channel, field in (("available", "MemAvailable"), ("cache", "Cache"), ("buffers", "Buffers")):
        low, high = sorted((before[field], after[field]))
        if not 0.8 * low <= channels[channel] <= 1.2 * high:
            return f"{channel} {channels[channel]} is {field} {low} to {high}"
    return None


def test_values_are_those_of_the_machine():
    program, caller = Program("--page", "plugins"), Caller()
    check(caller.sources()["load"][4] == "waiting", "nothing was measured before")
    # What goes up and down again in between was neither before nor after.
    wrong = [measure(caller) for _ in range(5)]
    check(None in wrong, "; ".join(map(str, wrong)))
    before_us, load_before = time.time() * 1e6, load_average()
    values = caller.values("memory", "load", "cpu")
    after_us = time.time() * 1e6
    check(list(values) == ["memory", "load", "cpu"], "the answer has the order of the question")
    check(before_us <= values["load"][1] <= after_us, "load was sampled just now")
    low, high = sorted((load_before, load_average()))
    check(low - 1 < values["load"][4][0] < high + 1, f"the load {values['load']} is {low} to {high}")
    cpu = values["cpu"]
    check(cpu[2] == "ready" and all(not math.isnan(value) for value in cpu[4]), f"rates had two samples: {cpu}")
    change("org.stillwatch.Source:/org/stillwatch/sources/cpu/", "interval-ms", "60000")
    cpu = caller.values("cpu")["cpu"]
    check(cpu[2] == "ready" and all(not math.isnan(value) for value in cpu[4]), f"however seldom it is measured: {cpu}")
    everything = caller.values()
    check(set(everything) == set(caller.sources()), "no ids ask for all")
    program.end()


def test_measures_no_longer_than_asked():
    program, caller = Program("--page", "plugins"), Caller()
    caller.values("load")
    rows = caller.samples("load")
    caller.values("cpu")     # takes two samples, so two of the other would be there by now
    check(rows >= 1 and caller.samples("load") == rows, "load is not measured any more")
    program.end()


def test_answers_at_once_what_is_measured():
    program, caller = Program(), Caller()
    wait(lambda: caller.samples("load") >= 4, "the graph that is seen is sampled")
    # What is there and what was answered are compared, not times: a call that waits ends with a later sample.
    for _ in range(20):
        before = caller.samples("load")
        caller.values("load", "cpu")
        if caller.samples("load") == before:
            break
    else:
        raise Failed("a call is answered between two samples")
    program.end()


def test_silent_device():
    """Nobody waits for ever, and what is gone is not waited for."""
    program = Program("--page", "plugins", STILLWATCH_PLUGIN_DIR=f"{FIXTURES}:{REAL}")
    caller = Caller()
    silent = caller.values("fixture-silent")["fixture-silent"]
    check(silent[1] == 0 and silent[2] == "waiting" and silent[3].startswith("Asked") and math.isnan(silent[4][0]),
          f"a silent device waits: {silent}")

    def asked():
        return int(re.search(r"\d+", caller.sources()["fixture-silent"][5])[0])

    before, leaver = asked(), Caller()
    leaver.bus.call(NAME, PATH, INTERFACE, "GetValues", GLib.Variant("(as)", (["fixture-silent"],)), None,
                    Gio.DBusCallFlags.NONE, BOUND_MS, None, None)
    leaver.bus.flush_sync(None)
    wait(lambda: asked() > before, "the call is served")
    leaver.close()
    gone = asked()
    for _ in range(4):
        caller.values("cpu")    # each ends with another second's sample
    check(asked() - gone <= 1, "who left has nothing measured")
    program.end()


def test_removed_source():
    """What is switched off while it is waited for is answered then, and not when all patience is at its end."""
    program, caller = Program("--page", "plugins", STILLWATCH_PLUGIN_DIR=FIXTURES, **WHOLE_STACKS), Caller()
    answers = []
    caller.bus.call(NAME, PATH, INTERFACE, "GetValues", GLib.Variant("(as)", (["fixture-silent"],)), None,
                    Gio.DBusCallFlags.NONE, BOUND_MS, None, lambda bus, result: answers.append(bus.call_finish(result).unpack()))
    wait(lambda: "Asked" in caller.sources()["fixture-silent"][5], "the device is asked")
    click(program.await_widget("check box", "Silent"))
    wait(lambda: "fixture-silent" not in caller.sources(), "it is gone")
    # The same connection: what was sent before was received before.
    while GLib.MainContext.default().iteration(False):
        pass
    check(answers and answers[0][0][0][2] == "waiting", f"the call was answered: {answers}")
    program.end()


class SystemBus:
    """A system bus with a logind, whose session can be locked."""

    LOGIND = "org.freedesktop.login1"

    def __init__(self):
        self.processes = [subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], text=True,
                                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)]
        self.address = self.processes[0].stdout.readline().strip()
        environ = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address}
        self.processes.append(subprocess.Popen(["python3", "-m", "dbusmock", "--template", "logind"], env=environ,
                                               stdout=subprocess.DEVNULL))
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(self.address, flags, None, None)
        wait(lambda: self.call("/org/freedesktop/login1", self.LOGIND + ".Manager", "ListSessions", None), "logind is there")
        self.call("/org/freedesktop/login1", "org.freedesktop.DBus.Mock", "AddSession",
                  GLib.Variant("(ssusb)", ("auto", "seat0", 1000, "somebody", True)))

    def call(self, path, interface, method, arguments):
        return self.bus.call_sync(self.LOGIND, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, BOUND_MS, None)

    def lock(self, locked):
        self.call("/org/freedesktop/login1/session/auto", self.LOGIND + ".Session", "SetLockedHint",
                  GLib.Variant("(b)", (locked,)))

    def end(self):
        self.bus.close_sync(None)
        for process in reversed(self.processes):
            process.terminate()
            process.wait(30)
        self.processes[0].stdout.close()


def test_locked():
    """Behind a locked screen nothing is measured that nobody asks for; scripts get their values, and history stays."""
    system = SystemBus()
    program, caller = Program(DBUS_SYSTEM_BUS_ADDRESS=system.address), Caller()
    wait(lambda: caller.samples("load") >= 3, "the graph that is seen is sampled")

    def times():
        return caller.call("GetSeries", "(sxxxs)", "load", 1, 0, 0, "mean")[0]

    first = times()[0]
    system.lock(True)
    wait(lambda: time.time() * 1e6 - times()[-1] > 4e6, "the graph rests")
    asked_us = time.time() * 1e6
    _, moment, state, _, values = caller.values("load")["load"]
    check(state == "ready" and not any(map(math.isnan, values)), "values are there all the same")
    check(moment >= asked_us - 1e5, "and they are of now")
    unlocked_us = time.time() * 1e6
    system.lock(False)
    wait(lambda: times()[-1] > unlocked_us, "the graph goes on")
    check(abs(times()[0] - first) < 1e5, "what was there before is still there")
    program.end()
    system.end()


def test_series():
    program, caller = Program(), Caller()
    wait(lambda: caller.samples("load") >= 4, "the graph that is seen is sampled")
    n_channels = len(caller.sources()["load"][6])
    for start, end in ((1, 0), (-MINUTE_US, 0), (int(time.time() * 1e6) - MINUTE_US, int(time.time() * 1e6) + MINUTE_US),
                       (INT64_MIN, INT64_MAX)):
        times, values = caller.call("GetSeries", "(sxxxs)", "load", start, end, 0, "mean")
        check(len(times) >= 4 and times == sorted(set(times)), "times rise")
        check(abs(times[-1] / 1e6 - time.time()) < 30, "the newest is of now")
        check([len(row) for row in values] == [len(times)] * n_channels, "each channel has a value per time")
    check(caller.call("GetSeries", "(sxxxs)", "load", 1, 2, 0, "mean") == ([], [[]] * n_channels), "1970 had no load")
    found = {}
    newest = caller.call("GetSeries", "(sxxxs)", "load", -MINUTE_US, 0, 0, "mean")[0][-1]
    for statistic in ("minimum", "mean", "maximum"):
        times, values = caller.call("GetSeries", "(sxxxs)", "load", -MINUTE_US, 0, 500_000, statistic)
        check(times and all(moment % 500_000 == 0 for moment in times), "stretches begin at round times")
        check({b - a for a, b in zip(times, times[1:])} <= {500_000}, "none is left out")
        # Time goes on from call to call, and the next sample fills what lies between; what is before one does not change.
        found[statistic] = {moment: value for moment, value in zip(times, values[0]) if moment + 500_000 <= newest}
    same = set.intersection(*map(set, found.values()))
    check(len(same) >= 2, "the calls have stretches in common")
    for low, middle, high in ([found[name][moment] for name in ("minimum", "mean", "maximum")] for moment in same):
        check(math.isnan(middle) or low <= middle <= high, "the mean is between")
    program.end()


def test_refuses_nonsense():
    program, caller = Program(), Caller()
    wait(lambda: caller.samples("load") >= 2, "the graph that is seen is sampled")
    long_text = "x" * 1_000_000
    series = ("GetSeries", "(sxxxs)")
    table = (
        (("GetValues", "(as)", ["absent"]), ERROR + "NoSuchSource"),
        (("GetValues", "(as)", ["load", long_text]), ERROR + "NoSuchSource"),
        (("GetValues", "(as)", ["load"] * 513), ERROR + "TooMuch"),
        (("GetValues", "(as)", [""] * 100_000), ERROR + "TooMuch"),
        (("GetValues", "(s)", "load"), "org.freedesktop.DBus.Error.InvalidArgs"),
        ((*series, "", 0, 0, 0, "mean"), ERROR + "NoSuchSource"),
        ((*series, "../load", 0, 0, 0, "mean"), ERROR + "NoSuchSource"),
        ((*series, "load", 0, -1, 0, "mean"), ERROR + "InvalidRange"),
        ((*series, "load", INT64_MAX, INT64_MIN, 1, "mean"), ERROR + "InvalidRange"),
        ((*series, "load", -1, 0, -1, "mean"), ERROR + "InvalidRange"),
        ((*series, "load", -1, 0, INT64_MIN, "mean"), ERROR + "InvalidRange"),
        ((*series, "load", -1, 0, 0, "median"), ERROR + "InvalidRange"),
        ((*series, "load", -1, 0, 0, long_text), ERROR + "InvalidRange"),
        ((*series, "load", INT64_MIN, INT64_MAX, 1, "mean"), ERROR + "TooMuch"),
        (("ShowPage", "(s)", "absent"), ERROR + "NoSuchPage"),
        (("ShowPage", "(s)", "%s%n\n" * 1000), ERROR + "NoSuchPage"),
        (("GetValues", "(as)", ["x" + "é" * 1000]), ERROR + "NoSuchSource"),
        (("ShowPage", "(s)", "x" + "é" * 1000), ERROR + "NoSuchPage"),
        (("Frobnicate",), "org.freedesktop.DBus.Error.UnknownMethod"),
        (("Quit", "(s)", "now"), "org.freedesktop.DBus.Error.InvalidArgs"),
    )
    for call, expected in table:
        found = caller.error(*call)
        check(found == expected, f"{call!r:.80} ends in {expected}, not {found}")
    for call in (("GetValues", "(as)", ["absent" * 1000]), ("ShowPage", "(s)", "absent" * 1000)):
        try:
            caller.call(*call)
        except GLib.Error as error:
            check(len(error.message) < 300, f"an error is short: {error.message}")
    for start, end, step in ((INT64_MIN, INT64_MAX, INT64_MAX), (INT64_MIN, 0, INT64_MAX), (0, 0, 1), (0, INT64_MAX, 2**62),
                             (INT64_MAX, INT64_MAX, 1), (INT64_MIN, INT64_MIN, 1), (1, 1, INT64_MAX), (-1, 0, 1)):
        times, values = caller.call(*series, "load", start, end, step, "maximum")
        check(all(len(row) == len(times) for row in values), "the widest ranges are answered")
    program.end()


def test_flood():
    """What waits is bounded: the rest is told so at once, and the program goes on."""
    program, caller = Program("--page", "plugins", STILLWATCH_PLUGIN_DIR=FIXTURES, **WHOLE_STACKS), Caller()
    answers = []

    def on_answered(bus, result):
        try:
            bus.call_finish(result)
            answers.append("")
        except GLib.Error as error:
            answers.append(Gio.dbus_error_get_remote_error(error))

    def flood(callers):
        answers.clear()
        for caller in callers:
            caller.bus.call(NAME, PATH, INTERFACE, "GetValues", GLib.Variant("(as)", (["fixture-silent"],)), None,
                            Gio.DBusCallFlags.NONE, BOUND_MS, None, on_answered)
        wait(lambda: len(answers) == len(callers), "every call is answered")
        check(set(answers) == {"", ERROR + "Busy"}, f"each is served or told so: {set(answers)}")
        return answers.count("")

    # More than are served at once, and soon read: whoever was served first is answered after five seconds, and makes room.
    n_served = flood([caller] * 40)
    check(n_served == 16, f"16 are served: {n_served}")
    n_served = flood([caller] * 500)
    check(16 <= n_served < 250, f"most of many are not served: {n_served}")
    other = Caller()
    check(other.values("fixture-count")["fixture-count"][2] == "ready", "another caller is served")
    # All of them together have a bound too.
    n_served = flood([Caller() for _ in range(6)] * 16)
    check(n_served == 64, f"64 are served: {n_served}")
    program.end()


def test_shows_page():
    program, caller = Program(), Caller()
    caller.call("ShowPage", "(s)", "plugins")
    program.await_widget("check box", "System")
    caller.call("ShowPage", "(s)", "multiload")
    program.await_widget("level bar", "CPU")
    caller.call("Quit")
    program.await_end()
    wait(lambda: not caller.owner(), "the name is free")


def test_quits_with_open_calls():
    program, caller = Program(STILLWATCH_PLUGIN_DIR=FIXTURES), Caller()
    answers = []

    def on_answered(bus, result):
        try:
            answers.append(bus.call_finish(result))
        except GLib.Error as error:
            answers.append(Gio.dbus_error_get_remote_error(error))

    caller.bus.call(NAME, PATH, INTERFACE, "GetValues", GLib.Variant("(as)", (["fixture-silent"],)), None,
                    Gio.DBusCallFlags.NONE, BOUND_MS, None, on_answered)
    caller.bus.call(NAME, PATH, INTERFACE, "Quit", None, None, Gio.DBusCallFlags.NONE, BOUND_MS, None, None)
    program.await_end()
    wait(lambda: answers, "the open call ends too")
    check(answers[0] in (ERROR + "Leaving", "org.freedesktop.DBus.Error.NoReply"), f"with an error: {answers}")


class Bus:
    """A session bus that knows the service file of what is installed in FOLDER."""

    def __init__(self, folder, program):
        services = os.path.join(folder, "share/dbus-1/services")
        os.makedirs(services)
        with open(os.environ["STILLWATCH_BUS_SERVICE"], encoding="ascii") as file:
            text = file.read()
        check(re.search(r"^Exec=/.*/stillwatch --gapplication-service$", text, re.M), "the service file names the program")
        with open(os.path.join(services, NAME + ".service"), "w", encoding="ascii") as file:
            file.write(re.sub(r"^SystemdService=.*\n", "", re.sub(r"^Exec=\S+", f"Exec={program}", text, flags=re.M), flags=re.M))
        environ = {**os.environ, "XDG_DATA_DIRS": os.path.join(folder, "share") + ":/usr/share"}
        self.process = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], env=environ,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()

    def end(self):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()


def test_is_started_by_the_bus():
    with tempfile.TemporaryDirectory() as folder:
        bus = Bus(folder, os.environ["STILLWATCH"])
        caller = Caller(bus.address)
        try:
            check(not caller.owner(), "nothing runs")
            values = caller.call("GetValues", "(as)", ["memory"], autostart=True)
            check(values[0][2] == "ready", "the bus starts it, and it answers")
            owner = caller.owner()
            caller.call("GetValues", "(as)", ["memory"])
            check(owner and caller.owner() == owner, "it is still there for the next call")
            windows = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Stillwatch"], capture_output=True, text=True, check=False)
            check(not windows.stdout.strip(), "it opens no window by itself")
            printed = subprocess.run([os.environ["STILLWATCH"], "--values", "memory"], capture_output=True, text=True,
                                     env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus.address}, check=True, timeout=120)
            check(re.match(r"memory\t\w+\t[\d.e+]+\tbytes\n", printed.stdout), f"values are printed: {printed.stdout}")
            wait(lambda: not caller.owner(), "it leaves when nobody needs it")
        finally:
            caller.close()
            bus.end()


run([
    ("/bus/is-what-is-documented", test_is_what_is_documented),
    ("/bus/sources-and-pages", test_lists_sources_and_pages),
    ("/bus/values/of-the-machine", test_values_are_those_of_the_machine),
    ("/bus/values/no-longer-than-asked", test_measures_no_longer_than_asked),
    ("/bus/values/at-once", test_answers_at_once_what_is_measured),
    ("/bus/values/silent-device", test_silent_device),
    ("/bus/values/removed-source", test_removed_source),
    ("/bus/values/locked", test_locked),
    ("/bus/series", test_series),
    ("/bus/nonsense", test_refuses_nonsense),
    ("/bus/flood", test_flood),
    ("/bus/pages", test_shows_page),
    ("/bus/quit/open-calls", test_quits_with_open_calls),
    ("/bus/activation", test_is_started_by_the_bus),
])
