#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A capture is opened, filtered, looked into, saved and opened again, by keys and by what a screen reader does."""

import pathlib
import struct
import subprocess
import tempfile
import time

from uidriver import Atspi, Failed, GLib, Program, click, press, run, wait

FOLDER = tempfile.TemporaryDirectory(prefix="stillwatch-packets-")
PATIENCE, PAUSE_S = 20, 1.5
INBOUND, OUTBOUND = 1, 2
BROADCAST, CARD, GUEST = b"\xff" * 6, b"\x00\x22\x72\xaa\xbb\xcc", b"\x52\x54\x00\x12\x34\x56"


def block(kind, body):
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def option(code, value):
    return struct.pack("<HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


def interface(name):
    return block(1, struct.pack("<HHI", 1, 0, 0) + option(2, name.encode()) + option(0, b""))


def packet(number, index, direction, frame):
    head = struct.pack("<IIIII", index, 0, 1000 * number, len(frame), len(frame))
    return block(6, head + frame + b"\0" * (-len(frame) % 4) + option(2, struct.pack("<I", direction)) + option(0, b""))


def arp(operation, destination, source, sender, target):
    return (destination + source + struct.pack(">HHHBBH", 0x806, 1, 0x800, 6, 4, operation) + source + bytes(sender)
            + (bytes(6) if operation == 1 else destination) + bytes(target))


def write_capture(path, n_times):
    """A guest on tap0 asks who has an address; the question leaves through nic0, and the answer comes back."""
    question = arp(1, BROADCAST, GUEST, (10, 77, 1, 10), (10, 77, 1, 1))
    answer = arp(2, GUEST, CARD, (10, 77, 1, 1), (10, 77, 1, 10))
    other = BROADCAST + GUEST + b"\x88\xb5" + bytes(46)
    seen = [(0, INBOUND, question), (1, OUTBOUND, question), (1, INBOUND, answer), (0, OUTBOUND, answer), (0, INBOUND, other)]
    parts = [block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1)), interface("tap0"), interface("nic0")]
    parts += [packet(i, *seen[i % len(seen)]) for i in range(n_times * len(seen))]
    path.write_bytes(b"".join(parts))


def choose(program, dialog, path):
    """As typed into a file dialog."""
    program.await_widget("dialog", dialog)
    if dialog.startswith("Open"):
        press("ctrl+l")
    wait(lambda: program.focused() and program.focused().get_role_name() == "text", "a name can be typed")
    wait(lambda: Atspi.EditableText.set_text_contents(program.focused().get_editable_text_iface(), str(path)),
         "a name is written")
    # While it reads the folder it takes no name yet.
    for _ in range(PATIENCE):
        press("Return")
        if is_gone(program, dialog):
            return
    raise Failed(f"{dialog} takes the name")


def is_gone(program, dialog):
    end = time.monotonic() + PAUSE_S
    while time.monotonic() < end:
        try:
            if program.find("dialog", dialog) is None:
                return True
        except GLib.Error:
            # Its widgets go while the tree is being walked.
            pass
    return False


def start():
    program = Program()
    program.await_widget("level bar", "CPU")
    press("ctrl+2")
    program.await_widget("label", "Which Way Every Frame Goes")
    return program


def type_filter(program, text):
    press("ctrl+f")
    wait(lambda: program.focused() and program.focused().get_role_name() == "text", "the filter has the focus")
    wait(lambda: Atspi.EditableText.set_text_contents(program.focused().get_editable_text_iface(), text),
         "a filter is written")


def tshark(path, *fields):
    options = [argument for field in fields for argument in ("-e", field)]
    text = subprocess.run(["tshark", "-r", path, "-T", "fields", *options], check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in text.splitlines()]


def test_whole_way():
    path, saved = pathlib.Path(FOLDER.name, "a.pcapng"), pathlib.Path(FOLDER.name, "b.pcapng")
    write_capture(path, 40)
    program = start()
    click(program.await_widget("button", "Open a File…"))
    choose(program, "Open Capture", path)
    program.await_widget("label", "200 packets")
    for text in ("tap0", "nic0", "in", "out", "ARP"):
        program.await_widget("label", text)
    # What is wrong is said, and changes nothing.
    type_filter(program, "dirr:in")
    wait(lambda: [node for node in program.find_all("label") if "dirr" in node.get_name()], "what is wrong is said")
    program.await_widget("label", "200 packets")
    type_filter(program, "dir:in proto:arp")
    program.await_widget("label", "80 of 200 packets")
    program.await_gone("label", "out")
    # From the filter to the packets, to the second of them, and into it.
    press("Return", "Right", "Right", "Return")
    title = wait(lambda: [node for node in program.find_all("label") if node.get_name().startswith("Packet 3 · nic0 · ARP")],
                 "the second packet that matches is shown")
    if "→" not in title[0].get_name():
        raise Failed("its addresses are told")
    press("ctrl+s")
    choose(program, "Save Capture", saved)
    wait(lambda: saved.exists() and saved.stat().st_size > 0, "the capture is saved")
    # Whole, with its directions, as others read it.
    if tshark(saved, "frame.interface_name", "frame.p2p_dir")[:4] != [["tap0", "1"], ["nic0", "0"], ["nic0", "1"], ["tap0", "0"]]:
        raise Failed(f"what is saved has its directions; it has {tshark(saved, 'frame.interface_name', 'frame.p2p_dir')[:4]}")
    if len(tshark(saved, "frame.number")) != 200:
        raise Failed("what is saved is whole")
    # Another one, under the same filter, and the saved one again.
    write_capture(path, 10)
    for file, shown in ((path, "20 of 50 packets"), (saved, "80 of 200 packets")):
        press("ctrl+o")
        choose(program, "Open Capture", file)
        program.await_widget("label", shown)
    program.end()


def test_broken_file():
    path = pathlib.Path(FOLDER.name, "cut.pcapng")
    write_capture(path, 10)
    path.write_bytes(path.read_bytes()[:-7])
    program = start()
    click(program.await_widget("button", "Open a File…"))
    choose(program, "Open Capture", path)
    program.await_widget("label", "49 packets")
    program.await_widget("label", "ARP")
    program.end()


def test_no_capture():
    path = pathlib.Path(FOLDER.name, "text.pcapng")
    path.write_text("This is no capture.\n" * 20)
    program = start()
    click(program.await_widget("button", "Open a File…"))
    choose(program, "Open Capture", path)
    program.await_widget("button", "Try Again")
    program.end()


run([
    ("/packets/whole-way", test_whole_way),
    ("/packets/broken-file", test_broken_file),
    ("/packets/no-capture", test_no_capture),
])
