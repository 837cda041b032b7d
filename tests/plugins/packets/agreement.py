# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What the plugin and what tshark say of the frames of one capture: lists of (protocol, source, destination, summary)."""

import os
import struct
import subprocess

# Frames are decoded one by one here, so tshark must not put them together either.
PREFERENCES = ("ip.defragment:FALSE", "ipv6.defragment:FALSE", "tcp.desegment_tcp_streams:FALSE")


def block(kind, body):
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def capture(frames):
    """A pcapng of (name, link type, bytes) with one interface a link type."""
    links = list(dict.fromkeys(link for _, link, _ in frames))
    data = block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1))
    data += b"".join(block(1, struct.pack("<HHI", link, 0, 0)) for link in links)
    for number, (_, link, frame) in enumerate(frames):
        time_us = 1_700_000_000_000_000 + number * 10_000
        data += block(6, struct.pack("<5I", links.index(link), time_us >> 32, time_us & 0xffffffff, len(frame),
                                     len(frame)) + frame)
    return data


def read_lines(command, check):
    """What it prints, and what it complains of."""
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    result = subprocess.run(command, check=check, capture_output=True, env=environment)
    lines = result.stdout.decode(errors="replace").split("\n")[:-1]
    return [line.split("\t") for line in lines], result.stderr.decode(errors="replace").strip()


def tshark_command(path):
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=/t"]
    for preference in PREFERENCES:
        command += ["-o", preference]
    for column in ("protocol", "def_src", "def_dst", "info"):
        command += ["-e", f"_ws.col.{column}"]
    return command


def ask_tshark(path, check=True):
    return read_lines(tshark_command(path), check)


def ask_us(program, path, check=True):
    lines, error = read_lines([program, path], check)
    return [line[1:] for line in lines], error
