# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The helper's stream while it comes, and pcap's: as much of them as is needed to wait for something in it. What is in it,
tests ask tshark."""

import dataclasses
import struct

SECTION, INTERFACE, PACKET, STATISTICS = 0x0A0D0D0A, 1, 6, 5
MAGIC = 0x1A2B3C4D
COMMENT, IF_NAME, IF_FILTER, EPB_FLAGS, EPB_DROPCOUNT, EPB_PACKETID, ISB_IFRECV, ISB_OSDROP = 1, 2, 11, 2, 4, 5, 4, 7
DIRECTIONS = {0: "?", 1: "in", 2: "out"}
CHECKSUM_NOT_READY, SEGMENTATION_OFFLOADED = 1 << 9, 1 << 11


@dataclasses.dataclass
class Interface:
    index: int
    name: str
    link_type: int
    snap_bytes: int
    options: dict


@dataclasses.dataclass
class Packet:
    interface: str
    direction: str
    flags: int
    packet_id: int
    dropped: int
    frame: bytes
    original_bytes: int


def options(data):
    """{code: its first value}"""
    found = {}
    while len(data) >= 4:
        code, size = struct.unpack_from("=HH", data)
        if code == 0:
            break
        found.setdefault(code, data[4:4 + size])
        data = data[4 + (size + 3 & ~3):]
    return found


def _number(found, code):
    return int.from_bytes(found.get(code, b""), "little")


def _said(found):
    """Of an interface: what the comment says, and by the kernel."""
    said = dict(pair.split("=") for pair in found.get(COMMENT, b"").decode().split())
    said.update(received=_number(found, ISB_IFRECV), dropped=_number(found, ISB_OSDROP))
    return said


class Stream:
    """Blocks of one section, on the machine that wrote them."""

    def __init__(self):
        self.data = bytearray()
        self.has_section = False
        self.interfaces, self.packets, self.statistics = [], [], []
        self._done_bytes = 0

    def take(self, data):
        self.data += data
        while len(self.data) - self._done_bytes >= 12:
            kind, size = struct.unpack_from("=II", self.data, self._done_bytes)
            if size < 12 or size % 4:
                raise AssertionError(f"a block of {size} bytes at {self._done_bytes}")
            if self._done_bytes + size > len(self.data):
                break
            self._take_block(kind, bytes(self.data[self._done_bytes + 8:self._done_bytes + size - 4]))
            self._done_bytes += size

    @property
    def is_whole(self):
        """Nothing was cut short."""
        return self.has_section and self._done_bytes == len(self.data)

    def _take_block(self, kind, body):
        if kind == SECTION:
            assert not self.has_section and struct.unpack_from("=I", body)[0] == MAGIC, body
            self.has_section = True
        elif kind == INTERFACE:
            link_type, _, snap_bytes = struct.unpack_from("=HHI", body)
            found = options(body[8:])
            self.interfaces.append(Interface(len(self.interfaces), found[IF_NAME].decode(), link_type, snap_bytes, found))
        elif kind == PACKET:
            self._take_packet(body)
        elif kind == STATISTICS:
            interface, = struct.unpack_from("=I", body)
            self.statistics.append((self.interfaces[interface], _said(options(body[12:]))))

    def _take_packet(self, body):
        interface, _, _, captured, original = struct.unpack_from("=IIIII", body)
        found = options(body[20 + (captured + 3 & ~3):])
        flags = _number(found, EPB_FLAGS)
        self.packets.append(Packet(self.interfaces[interface].name, DIRECTIONS[flags & 3], flags, _number(found, EPB_PACKETID),
                                   _number(found, EPB_DROPCOUNT), body[20:20 + captured], original))

    def last_statistics(self):
        """{interface's index: what its last statistics block says}"""
        return {interface.index: said for interface, said in self.statistics}


class Pcap:
    """A file as `tcpdump -w` writes it."""

    def __init__(self):
        self.frames = []
        self._data = b""
        self._head = False

    def take(self, data):
        self._data += data
        if not self._head and len(self._data) >= 24:
            self._data = self._data[24:]
            self._head = True
        while self._head and len(self._data) >= 16:
            captured, = struct.unpack_from("=I", self._data, 8)
            if len(self._data) < 16 + captured:
                break
            self.frames.append(self._data[16:16 + captured])
            self._data = self._data[16 + captured:]
