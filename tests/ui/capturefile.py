# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A capture with directions, to be opened."""

import struct

INBOUND, OUTBOUND = 1, 2
BROADCAST, CARD, GUEST = b"\xff" * 6, b"\x00\x22\x72\xaa\xbb\xcc", b"\x52\x54\x00\x12\x34\x56"


def block(kind, body):
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def option(code, value):
    return struct.pack("<HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


def interface(name):
    return block(1, struct.pack("<HHI", 1, 0, 0) + option(2, name.encode()) + option(0, b""))


def packet(time_us, index, direction, frame, packet_id=None):
    head = struct.pack("<IIIII", index, time_us >> 32, time_us & 0xffffffff, len(frame), len(frame))
    options = option(2, struct.pack("<I", direction))
    options += option(5, struct.pack("<Q", packet_id)) if packet_id is not None else b""
    return block(6, head + frame + b"\0" * (-len(frame) % 4) + options + option(0, b""))


def section():
    return block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1))


def arp(operation, destination, source, sender, target):
    return (destination + source + struct.pack(">HHHBBH", 0x806, 1, 0x800, 6, 4, operation) + source + bytes(sender)
            + (bytes(6) if operation == 1 else destination) + bytes(target))


def write_capture(path, n_times):
    """A guest on tap0 asks who has an address; the question leaves through nic0, and the answer comes back."""
    question = arp(1, BROADCAST, GUEST, (10, 77, 1, 10), (10, 77, 1, 1))
    answer = arp(2, GUEST, CARD, (10, 77, 1, 1), (10, 77, 1, 10))
    other = BROADCAST + GUEST + b"\x88\xb5" + bytes(46)
    seen = [(0, INBOUND, question), (1, OUTBOUND, question), (1, INBOUND, answer), (0, OUTBOUND, answer), (0, INBOUND, other)]
    parts = [section(), interface("tap0"), interface("nic0")]
    parts += [packet(1000 * i, *seen[i % len(seen)]) for i in range(n_times * len(seen))]
    path.write_bytes(b"".join(parts))
