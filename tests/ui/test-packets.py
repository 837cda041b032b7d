#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A capture is opened, filtered, looked into, saved and opened again, by keys and by what a screen reader does."""

import pathlib
import tempfile

from capturefile import write_capture
from packetspage import choose, focus_filter, start, tshark, write
from uidriver import Atspi, Failed, click, press, run, wait

FOLDER = tempfile.TemporaryDirectory(prefix="stillwatch-packets-")


def type_filter(program, text):
    focus_filter(program)
    write(program, text)


def check_bytes(program):
    """They are read to whom cannot see them, with the field of each. From the fields on, by keys."""
    program.reach("text", "Bytes")
    press("Home", *["Right"] * 20)
    bytes_ = program.find("text", "Bytes")
    wait(lambda: bytes_.get_description().startswith("20: 00, Operation: Re"), "the byte and its field are told")
    text = bytes_.get_text_iface()
    caret = Atspi.Text.get_caret_offset(text)
    line = Atspi.Text.get_string_at_offset(text, caret, Atspi.TextGranularity.LINE)
    byte = Atspi.Text.get_string_at_offset(text, caret, Atspi.TextGranularity.WORD)
    marked = Atspi.Text.get_selection(text, 0)
    if (not line.content.startswith("0010  08 00 06 04 00 0") or byte.content != "00"
            or Atspi.Text.get_text(text, marked.start_offset, marked.end_offset) not in ("00 01", "00 02")):
        raise Failed(f"the lines are a text; there is {line.content!r}, {byte.content!r}, {marked.start_offset}")


def test_whole_way():
    path, saved = pathlib.Path(FOLDER.name, "a.pcapng"), pathlib.Path(FOLDER.name, "b.pcapng")
    write_capture(path, 40)
    program = start()
    click(program.await_widget("button", "Open a File…"))
    choose(program, "Open Capture", path)
    program.await_widget("label", "200 packets")
    wait(lambda: program.focused_role() == "table row", "the packets can be gone through at once")
    for text in ("tap0", "nic0", "in", "out", "ARP"):
        program.await_widget("label", text)
    # What is wrong is said, and changes nothing.
    type_filter(program, "dirr:in")
    wait(lambda: [node for node in program.find_all("label") if "dirr" in node.get_name()], "what is wrong is said")
    program.await_widget("label", "200 packets")
    type_filter(program, "dir:in proto:arp")
    program.await_widget("label", "80 of 200 packets")
    program.await_gone("label", "out")
    press("Escape")
    wait(lambda: program.focused_role() == "table row", "Escape leads back to the packets")
    focus_filter(program)
    # From the filter to the packets, to the second of them, and into it.
    press("Return", "Right", "Right", "Return")
    title = wait(lambda: [node for node in program.find_all("label") if node.get_name().startswith("Packet 3 · nic0 · ARP")],
                 "the second packet that matches is shown")
    if "→" not in title[0].get_name():
        raise Failed("its addresses are told")
    check_bytes(program)
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
