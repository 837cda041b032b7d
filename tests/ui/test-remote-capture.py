#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""test-remote-capture.py PRELOAD: what another host sees is captured by its own tcpdump, through a real ssh, whose own packets are
not among it; and what goes wrong there is told. Runs in tests/ui/with-lab. PRELOAD goes into the server."""

import os
import pathlib
import sys
import tempfile

import packetspage
from packetspage import await_rows, write
from sshserver import FAR, PORT, Server
from uidriver import click, press, run, wait

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "plugins" / "packets"))
import lab  # noqa: E402

PING_ROWS = [("10.77.1.5", "10.77.1.9", "ICMP"), ("10.77.1.9", "10.77.1.5", "ICMP")]
SEEN = "source", "destination", "protocol"
CACHE = tempfile.TemporaryDirectory(prefix="stillwatch-remote-")
LISTENING_PACKETS = "0003"


def start():
    """On the host, with nothing left from before."""
    with LAB.host.entered():
        return packetspage.start(XDG_CACHE_HOME=tempfile.mkdtemp(dir=CACHE.name),
                                 PATH=f"{SERVER.tools}:{os.environ['PATH']}")


def is_captured_there():
    """By a packet socket for all protocols."""
    sockets = LAB.wire.run("cat", "/proc/self/net/packet").splitlines()[1:]
    return any(line.split()[3] == LISTENING_PACKETS for line in sockets)


def fill(program, name, text):
    program.reach("text", name)
    write(program, text)


def capture_there(program, host, interface="", filter_text=""):
    program.reach("toggle button", "Files and View")
    press("Return")
    program.await_widget("menu")
    press("h")
    program.await_widget("dialog", "Another Host")
    fill(program, "Host, as user@host", host)
    fill(program, "Interface (optional)", interface)
    fill(program, "Filter (optional)", filter_text)
    press("Return")
    program.await_gone("dialog", "Another Host")


def check_ping(interface, ways, filter_text):
    """Seen there, alone, although each answer of ssh's crosses the same wire."""
    expected = [(*row, way) for row, way in zip(PING_ROWS, ways)]
    program = start()
    capture_there(program, FAR, interface, filter_text)
    wait(is_captured_there, "the other host captures")
    for count in (1, 2):
        LAB.vm.run("ping", "-c1", "-W9", lab.WIRE_IP)
        await_rows(program, expected * count, *SEEN, "way")
    click(program.await_widget("button", "Stop"))
    program.await_widget("button", "Capture")
    wait(lambda: not is_captured_there(), "the other host's tcpdump ends")


def test_itself_is_left_out():
    check_ping("", ["in", "out"], "")


def test_itself_is_left_out_of_a_filter():
    check_ping("wire0", ["unknown direction"] * 2, f"icmp or tcp port {PORT}")


def await_words(program, part):
    wait(lambda: [node for node in program.find_all("label") if part in node.get_name()], f"a label says “{part}”")


def test_what_goes_wrong_there():
    program = start()
    capture_there(program, FAR, "nothing0")
    await_words(program, "nothing0: No such device")
    capture_there(program, FAR, "wire0", "arp and")
    await_words(program, "syntax error")
    capture_there(program, "nobody.invalid")
    await_words(program, "Could not resolve hostname nobody.invalid")


LAB = lab.Bridge()
# Nobody asks while a test counts.
LAB.vm.ip(f"neigh add {lab.WIRE_IP} lladdr {lab.WIRE_MAC} dev eth0 nud permanent")
LAB.host.ip(f"neigh add {lab.WIRE_IP} lladdr {lab.WIRE_MAC} dev br0 nud permanent")
LAB.wire.ip(f"neigh add {lab.VM_IP} lladdr {lab.VM_MAC} dev wire0 nud permanent",
            f"neigh add {lab.HOST_IP} lladdr {LAB.host.links()['br0']['address']} dev wire0 nud permanent")
SERVER = Server(LAB.wire, lab.WIRE_IP, tempfile.mkdtemp(dir=lab.FOLDER), sys.argv[1])
wait(SERVER.listens, "the other host lets us in")
run([
    ("/remote-capture/itself", test_itself_is_left_out),
    ("/remote-capture/filter", test_itself_is_left_out_of_a_filter),
    ("/remote-capture/errors", test_what_goes_wrong_there),
])
