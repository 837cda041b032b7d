# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Frames for capture benchmarks: always the same ones, with right checksums, to a station that nobody has.

A frame's fields are those of its protocol's RFC and no more: nothing is taken from a real network.
"""

import random
import struct

NOBODY, SENDER = bytes.fromhex("02000000ff01"), bytes.fromhex("020000000001")
ICMP, TCP, UDP, ICMPV6 = 1, 6, 17, 58
# How often each kind comes, and the bytes that it carries at most: a home's traffic in the evening, roughly.
MIX = (("tcp", 42, 1400), ("udp", 24, 1200), ("dns", 10, 120), ("icmp", 6, 56), ("icmpv6", 5, 56), ("arp", 8, 0),
       ("syn", 5, 0))


def checksum(data):
    total = sum(struct.unpack(f"!{(len(data) + 1) // 2}H", data + b"\0" * (len(data) % 2)))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def ethernet(kind, payload):
    return (NOBODY + SENDER + struct.pack("!H", kind) + payload).ljust(60, b"\0")


def ipv4(protocol, payload, number, random_byte):
    addresses = bytes((198, 51, 100, random_byte, 203, 0, 113, 1))
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), number & 0xffff, 0x4000, 64, protocol, 0) + addresses
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:], addresses


def with_checksum(segment, at, pseudo):
    value = checksum(pseudo + segment) or 0xffff
    return segment[:at] + struct.pack("!H", value) + segment[at + 2:]


def over_ipv4(protocol, segment, at, number, byte):
    head, addresses = ipv4(protocol, segment, number, byte)
    pseudo = b"" if protocol == ICMP else addresses + struct.pack("!BBH", 0, protocol, len(segment))
    return ethernet(0x0800, head + with_checksum(segment, at, pseudo))


def tcp(dice, number, data, flags=0x10):
    head = struct.pack("!HHIIBBHHH", 443, 1024 + dice.randrange(60000), number * 1400 & 0xffffffff, dice.getrandbits(32),
                       0x50, flags, 502, 0, 0)
    return over_ipv4(TCP, head + data, 16, number, dice.randrange(256))


def udp(dice, number, data, port=4433):
    head = struct.pack("!HHHH", port, 1024 + dice.randrange(60000), 8 + len(data), 0)
    return over_ipv4(UDP, head + data, 6, number, dice.randrange(256))


def dns(dice, number, data):
    name = b"\x04host\x07example\0"
    query = struct.pack("!HHHHHH", number & 0xffff, 0x0100, 1, 0, 0, 0) + name + struct.pack("!HH", 1, 1)
    return udp(dice, number, query, 53) if data else b""


def icmp(dice, number, data):
    return over_ipv4(ICMP, struct.pack("!BBHHH", 8, 0, 0, 7, number & 0xffff) + data, 2, number, dice.randrange(256))


def icmpv6(dice, number, data):
    del dice
    addresses = bytes.fromhex("20010db8" + "00" * 11 + "01") + bytes.fromhex("20010db8" + "00" * 11 + "02")
    segment = struct.pack("!BBHHH", 128, 0, 0, 7, number & 0xffff) + data
    pseudo = addresses + struct.pack("!II", len(segment), ICMPV6)
    head = struct.pack("!IHBB", 0x60000000, len(segment), ICMPV6, 64) + addresses
    return ethernet(0x86dd, head + with_checksum(segment, 2, pseudo))


def arp(dice, number, data):
    del number, data
    return ethernet(0x0806, struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1) + SENDER + bytes((198, 51, 100, dice.randrange(256)))
                    + bytes(6) + bytes((198, 51, 100, dice.randrange(256))))


def syn(dice, number, data):
    return tcp(dice, number, data, 0x02)


MAKERS = {"tcp": tcp, "udp": udp, "dns": dns, "icmp": icmp, "icmpv6": icmpv6, "arp": arp, "syn": syn}


def mix(count):
    """COUNT frames of all kinds."""
    dice = random.Random(4)
    kinds = dice.choices(MIX, weights=[weight for _, weight, _ in MIX], k=count)
    return [MAKERS[kind](dice, number, dice.randbytes(dice.randint(most // 8, most)))
            for number, (kind, _, most) in enumerate(kinds)]


def sized(count, size):
    """COUNT frames of SIZE bytes each."""
    dice = random.Random(size)
    return [udp(dice, number, dice.randbytes(size - 42)) for number in range(count)]


def write_pcap(path, frames):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for number, frame in enumerate(frames):
            file.write(struct.pack("<IIII", 0, number, len(frame), len(frame)) + frame)
