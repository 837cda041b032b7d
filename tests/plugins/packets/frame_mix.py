#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""frame_mix.py FILE [N]: a pcapng of N packets as a busy interface sees them, the same in each run, for measuring
(dump-summaries --cost FILE). Half of it is TCP, a fifth UDP, the rest what keeps a network together."""

import random
import struct
import sys

sys.dont_write_bytecode = True

from frame_builder import address, client_hello, dns, icmp, option, dhcp, tls_record  # noqa: E402
import frame_corpus as corpus  # noqa: E402

DISTINCT = 20_000


def block(kind, body):
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def tcp_frame(rng, number):
    stamps = b"\1\1\x08\x0a" + struct.pack("!II", number, number)
    port, size = 40000 + number % 500, rng.choice((0, 0, 0, 120, 1448, 1448))
    sequence, dice = number * 1448 & 0xffffffff, rng.random()
    if dice < 0.05:
        return corpus.tcp4(port, 443, sequence, 1, corpus.PSH | corpus.ACK, client_hello("www.example.net"))
    if dice < 0.5:
        load = tls_record(23, bytes(size)) if size else b""
        return corpus.tcp4(port, 443, sequence, 1, corpus.ACK, load, options=stamps)
    return corpus.tcp4_back(5001, port, sequence, 1, corpus.ACK, bytes(size), options=stamps)


def udp_frame(rng, number):
    if rng.random() < 0.5:
        name = f"host{number % 500}.example.net"
        return corpus.udp4(50053, 53, dns(number & 0xffff, 0x0100, [(name, 1)]))
    return corpus.udp4(50000 + number % 1000, 9999, bytes(rng.choice((18, 200, 1200))))


def other_frame(rng, number, control):
    dice = rng.random()
    if dice < 0.3:
        return corpus.arp(1, corpus.HOST, corpus.A, "00:00:00:00:00:00", corpus.B)
    if dice < 0.5:
        return corpus.in4(1, icmp(8, 0, struct.pack("!HH", 77, number & 0xffff), bytes(56)))
    if dice < 0.6:
        return corpus.udp4(68, 67, dhcp(1, 1, corpus.HOST, option(50, address(corpus.A))), "0.0.0.0",
                           "255.255.255.255", corpus.BROADCAST)
    return rng.choice(control)


def mix(count):
    rng = random.Random(20)
    control = [frame for _, link, frame in corpus.control_frames() if link == corpus.ETHERNET]
    frames = []
    for number in range(min(count, DISTINCT)):
        dice = rng.random()
        frames.append(tcp_frame(rng, number) if dice < 0.5 else udp_frame(rng, number) if dice < 0.7
                      else other_frame(rng, number, control))
    return frames


def main(path, count):
    frames = mix(count)
    with open(path, "wb") as file:
        file.write(block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1)))
        file.write(block(1, struct.pack("<HHI", corpus.ETHERNET, 0, 0)))
        for number in range(count):
            frame, time_us = frames[number % len(frames)], 1_700_000_000_000_000 + number * 10
            file.write(block(6, struct.pack("<5I", 0, time_us >> 32, time_us & 0xffffffff, len(frame), len(frame))
                             + frame))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else DISTINCT)
