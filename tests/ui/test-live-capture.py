#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Frames that cross a real bridge are captured by the real helper, seen, filtered, looked into, saved and opened again; and
what goes wrong is told where one looks. Runs in tests/ui/with-lab."""

import os
import pathlib
import shutil
import signal
import sys
import tempfile

import packetspage
from capturefile import write_capture
from packetspage import await_rows, choose, focus_filter, save_as, tshark, type_text
from uidriver import Atspi, Failed, Program, click, has_state, press, run, wait

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "plugins" / "packets"))
import frames  # noqa: E402
import lab  # noqa: E402

FOLDER = tempfile.TemporaryDirectory(prefix="stillwatch-live-")
HELPER = os.environ["STILLWATCH_CAPTURE"]
CAPTURE_FILTER = "Capture filter: only what matches is captured (BPF, as tcpdump has it)"
ASKED = frames.arp_request(lab.VM_MAC, lab.VM_IP, "10.77.1.77")
QUESTION = "Who has 10.77.1.77? Tell 10.77.1.5"
# By the tap from the guest, by the NIC to the wire, and back.
ARP_ROWS = [("tap0", "in", "ARP"), ("nic0", "out", "ARP")]
PING_ROWS = [("tap0", "in", "ICMP"), ("nic0", "out", "ICMP"), ("nic0", "in", "ICMP"), ("tap0", "out", "ICMP")]
SEEN = "interface", "way", "protocol"
LEFT = "A capture that was not saved is still there"


def ask():
    """From the guest, who has an address that nobody has."""
    LAB.vm.send("eth0", ASKED)


def ping():
    LAB.vm.run("ping", "-c1", "-W9", lab.WIRE_IP)


def start(cache=None, **environ):
    """Where the bridge is; without CACHE with nothing left from before."""
    with LAB.host.entered():
        return packetspage.start(XDG_CACHE_HOME=cache or tempfile.mkdtemp(dir=FOLDER.name), **environ)


def await_text(program, part):
    """Of a label."""
    wait(lambda: [node for node in program.find_all("label") if part in node.get_name()], f"a label says “{part}”")


def read_entry(program, name):
    text = program.find("text", name).get_text_iface()
    return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))


def choose_interfaces(program, *names):
    click(wait(lambda: [node for node in program.find_all("toggle button") if "Interfaces" in node.get_name()],
               "interfaces can be chosen")[0])
    for name in names:
        box = f"{name} Container (veth) · up"
        program.await_widget("check box", box)
        program.reach("check box", box)
        press("space")
        wait(lambda box=box: has_state(program.find("check box", box), Atspi.StateType.CHECKED), f"{name} is chosen")
    press("Escape")
    program.await_widget("toggle button", ", ".join(names))


def capture(program):
    """Until the helper takes what comes."""
    click(program.await_widget("button", "Capture"))
    program.await_widget("label", "Waiting for Packets")


def stop(program):
    click(program.await_widget("button", "Stop"))
    program.await_widget("button", "Capture")


def start_capture(**environ):
    """With a question and a ping in it."""
    program = start(**environ)
    choose_interfaces(program, "nic0", "tap0")
    capture(program)
    ask()
    ping()
    await_rows(program, ARP_ROWS + PING_ROWS, *SEEN)
    return program


def find_helper(program):
    """The process that captures for it."""
    def look():
        tasks = pathlib.Path(f"/proc/{program.process.pid}/task")
        try:
            children = [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]
            return [pid for pid in children
                    if pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().startswith(HELPER.encode() + b"\0")]
        except OSError:
            return []  # a thread or a child has just ended

    return wait(look, "the helper runs")[0]


def has_ended(pid):
    """Also if nobody has asked yet how."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def check_details(program):
    """The second of the questions that are shown, from the filter on, by keys."""
    press("Return", "Right", "Right", "Return")
    await_text(program, "Packet 7 · tap0 · ARP")
    # A field that is chosen marks its bytes.
    program.reach("button", "Ethernet")
    program.reach("button", "Operation: Request (1)", key="Down")
    wait(lambda: program.find("text", "Bytes").get_description() == "20 to 21: 00 01", "the field's bytes are marked")


def test_whole_way():
    saved = pathlib.Path(FOLDER.name, "saved.pcapng")
    program = start()
    await_text(program, "or open a capture")
    program.await_widget("button", "Open a File…")
    choose_interfaces(program, "nic0", "tap0")
    capture(program)
    ask()
    ping()
    ask()
    await_rows(program, ARP_ROWS + PING_ROWS + ARP_ROWS, *SEEN)
    focus_filter(program)
    type_text("dir:in proto:arp")
    await_rows(program, [("tap0", "in", QUESTION)] * 2, "interface", "way", "summary")
    check_details(program)
    stop(program)
    # Nothing is lost without a question.
    click(program.await_widget("button", "Capture"))
    program.await_widget("alert", "Save the Capture?")
    press("Escape")
    program.await_gone("alert", "Save the Capture?")
    program.await_widget("label", "2 of 8 packets")
    save_as(program, saved)
    program.end()
    directions = {"in": "0x00000001", "out": "0x00000002"}
    expected = [[name, directions[way], protocol] for name, way, protocol in ARP_ROWS + PING_ROWS + ARP_ROWS]
    read = tshark(saved, "frame.interface_name", "frame.packet_flags_direction", "_ws.col.protocol")
    if read != expected:
        raise Failed(f"tshark reads what was shown; it reads {read}")
    program = start()
    click(program.await_widget("button", "Open a File…"))
    choose(program, "Open Capture", saved)
    await_rows(program, ARP_ROWS + PING_ROWS + ARP_ROWS, *SEEN)


def test_capture_filter():
    program = start()
    choose_interfaces(program, "nic0", "tap0")
    program.reach("text", CAPTURE_FILTER)
    type_text("arp and")
    await_text(program, "syntax error")
    wait(lambda: has_state(program.find("text", CAPTURE_FILTER), Atspi.StateType.INVALID_ENTRY), "the filter is marked as wrong")
    press("Return")
    press(*["BackSpace"] * len(" and"))
    wait(lambda: not has_state(program.find("text", CAPTURE_FILTER), Atspi.StateType.INVALID_ENTRY), "the filter is right")
    press("Return")
    program.await_widget("label", "Waiting for Packets")
    ping()
    ask()
    await_rows(program, ARP_ROWS, *SEEN)
    # Stopped as it was started, by keys, and from wherever one is.
    press("ctrl+e")
    program.await_widget("button", "Capture")
    press("ctrl+1", "ctrl+2", "ctrl+e")
    program.await_widget("alert", "Save the Capture?")
    click(program.await_widget("button", "Discard"))
    program.await_widget("label", "Waiting for Packets")


def start_without(rights, **environ):
    """As `setpriv` RIGHTS leaves it."""
    launcher = pathlib.Path(FOLDER.name, "stillwatch")
    launcher.write_text(f'#!/bin/sh\nexec setpriv {rights} "{STILLWATCH}" "$@"\n')
    launcher.chmod(0o755)
    os.environ["STILLWATCH"] = str(launcher)
    try:
        return start(**environ)
    finally:
        os.environ["STILLWATCH"] = STILLWATCH


def check_opening(program):
    """Whatever cannot be captured, files can be opened."""
    path = pathlib.Path(FOLDER.name, "other.pcapng")
    write_capture(path, 40)
    click(program.await_widget("button", "Open a File…"))
    choose(program, "Open Capture", path)
    program.await_widget("label", "200 packets")


def test_taken_from_all():
    program = start_without("--bounding-set -net_raw")
    click(program.await_widget("button", "Capture"))
    program.await_widget("label", "Capturing Is Not Possible Here")
    # In the root of build-aux/enter no program gains rights anyway, and that is the first reason.
    forbidden = "\nNoNewPrivs:\t1\n" in pathlib.Path("/proc/self/status").read_text()
    await_text(program, "no_new_privs" if forbidden else "CAP_NET_RAW")
    program.await_widget("button", "Try Again")
    check_opening(program)


def test_not_executable():
    helper = shutil.copyfile(HELPER, f"{lab.FOLDER}/stillwatch-capture")
    program = start(STILLWATCH_CAPTURE=helper)
    click(program.await_widget("button", "Capture"))
    program.await_widget("label", "No Right to Capture")
    await_text(program, f"You are not allowed to run the capture helper {helper}.")
    program.await_widget("label", f"sudo chmod a+rx {helper}")
    click(program.await_widget("button", "Copy the command"))
    program.reach("text", CAPTURE_FILTER)
    press("ctrl+v")
    wait(lambda: read_entry(program, CAPTURE_FILTER) == f"sudo chmod a+rx {helper}", "the command is copied")
    check_opening(program)


def test_helper_killed():
    program = start_capture()
    os.kill(find_helper(program), signal.SIGKILL)
    program.await_widget("label", "The Capture Failed. The capture helper was ended from outside.")
    program.await_widget("button", "Capture")
    await_rows(program, ARP_ROWS + PING_ROWS, *SEEN)


def look_at_left(program):
    """The question that the next start asks about what was not saved."""
    program.await_widget("label", LEFT)
    click(program.await_widget("button", "Look…"))
    program.await_widget("alert", "Open the Capture?")


def list_captures(cache):
    return list(pathlib.Path(cache, "stillwatch", "packets").glob("capture-*"))


def check_left(leave):
    """However it ended in the middle of a capture: the next one has it, again and again, until it is saved."""
    cache = tempfile.mkdtemp(dir=FOLDER.name)
    program = start_capture(cache=cache)
    helper = find_helper(program)
    leave(program)
    wait(lambda: has_ended(helper), "the helper ends with the program")
    program = start(cache)
    look_at_left(program)
    click(program.await_widget("button", "Open"))
    await_rows(program, ARP_ROWS + PING_ROWS, *SEEN)
    program.await_gone("label", LEFT)
    leave(program)
    program = start(cache)
    look_at_left(program)
    click(program.await_widget("button", "Open"))
    await_rows(program, ARP_ROWS + PING_ROWS, *SEEN)
    save_as(program, pathlib.Path(cache, "saved.pcapng"))
    wait(lambda: not list_captures(cache), "what is saved is left nowhere else")
    leave(program)
    if len(tshark(pathlib.Path(cache, "saved.pcapng"), "frame.number")) != len(ARP_ROWS + PING_ROWS):
        raise Failed("all of it is saved")


def leave_by(key):
    def leave(program):
        press(key)
        program.await_end()
    return leave


def terminate(program):
    program.process.terminate()
    program.await_end()


def test_left_is_deleted():
    cache = tempfile.mkdtemp(dir=FOLDER.name)
    program = start_capture(cache=cache)
    leave_by("ctrl+q")(program)
    program = start(cache)
    look_at_left(program)
    # Whoever does not know yet is asked again.
    press("Escape")
    program.await_gone("alert", "Open the Capture?")
    if len(list_captures(cache)) != 1:
        raise Failed("nothing is deleted unasked")
    look_at_left(program)
    click(program.await_widget("button", "Delete"))
    program.await_gone("label", LEFT)
    wait(lambda: not list_captures(cache), "it is deleted")
    # Nor is one offered that was thrown away.
    capture(program)
    ask()
    await_rows(program, ARP_ROWS, *SEEN)
    stop(program)
    click(program.await_widget("button", "Capture"))
    program.await_widget("alert", "Save the Capture?")
    click(program.await_widget("button", "Discard"))
    program.await_widget("label", "Waiting for Packets")
    leave_by("ctrl+q")(program)
    if list_captures(cache):
        raise Failed("of what was thrown away, and of what had no packet, nothing is left")


STILLWATCH = os.environ["STILLWATCH"]
LAB = lab.Bridge()
# Nobody else asks while a test counts.
LAB.vm.ip(f"neigh add {lab.WIRE_IP} lladdr {lab.WIRE_MAC} dev eth0 nud permanent")
LAB.wire.ip(f"neigh add {lab.VM_IP} lladdr {lab.VM_MAC} dev wire0 nud permanent")
run([
    ("/live-capture/whole-way", test_whole_way),
    ("/live-capture/capture-filter", test_capture_filter),
    ("/live-capture/taken-from-all", test_taken_from_all),
    ("/live-capture/not-executable", test_not_executable),
    ("/live-capture/helper-killed", test_helper_killed),
    ("/live-capture/left/window-closed", lambda: check_left(leave_by("ctrl+w"))),
    ("/live-capture/left/quit", lambda: check_left(leave_by("ctrl+q"))),
    ("/live-capture/left/terminated", lambda: check_left(terminate)),
    ("/live-capture/left/killed", lambda: check_left(Program.kill)),
    ("/live-capture/left/deleted", test_left_is_deleted),
])
