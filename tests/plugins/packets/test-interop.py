#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Captures of other programs read by us, and ours by tshark: test-interop.py CONVERT-CAPTURE UNLOCKED.

Live ones are made on a veth pair in a network namespace of their own, with frames of an experimental ethertype, so that
nothing that the kernel sends by itself is among them."""

import collections
import json
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
sys.dont_write_bytecode = True

import tap  # noqa: E402

TIMEOUT_S = 60
ETHERTYPE = 0x88b5
INBOUND, OUTBOUND, UNICAST = 1, 2, 1 << 2
NO_QUEUE = 0xffffffff
# netsniff-ng's formats, those of the other byte order too, and whether they tell the direction.
NETSNIFF = {"0xa1b2c3d4": False, "0xa1b23c4d": False, "0xa1b2cd34": True, "0xa1e2cb12": True,
            "0xd4c3b2a1": False, "0x34cdb2a1": True, "0x12cbe2a1": True}
Packet = collections.namedtuple("Packet", "interface link time captured original flags id dropped queue hex")


def run(*command, **options):
    options.setdefault("timeout", TIMEOUT_S)
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          **options).stdout


def ours(path):
    rows = (line.split("\t") for line in run(CONVERT, str(path)).splitlines())
    return [Packet(row[0], *map(int, row[1:9]), row[9]) for row in rows]


def tsharks(path):
    """The same of tshark; what it doesn't show is as if it weren't there."""
    fields = ("frame.interface_name", "frame.time_epoch", "frame.cap_len", "frame.len", "frame.packet_flags",
              "frame.packet_id", "frame.drop_count", "frame.interface_queue")
    lines = run("tshark", "-n", "-r", str(path), "-T", "fields", *(part for field in fields for part in ("-e", field)))
    number = lambda text, absent=0: int(text, 0) if text else absent
    packets = []
    for line in lines.splitlines():
        name, time, captured, original, flags, ident, dropped, queue = line.split("\t")
        seconds, _, fraction = time.partition(".")
        packets.append(Packet(name, None, int(seconds) * 10**9 + int(fraction.ljust(9, "0")), int(captured),
                              int(original), number(flags), number(ident), number(dropped), number(queue, NO_QUEUE),
                              None))
    return packets


def comparable(packets, *fields):
    return [tuple(getattr(packet, field) for field in fields) for packet in packets]


def block(order, kind, body):
    body += bytes(-len(body) % 4)
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size


def option(order, code, value):
    return struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4)


def frame(number, sender=1, size=60):
    addresses = bytes((2, 0, 0, 0, 0, 3 - sender, 2, 0, 0, 0, 0, sender))
    return (addresses + struct.pack(">HI", ETHERTYPE, number)).ljust(size, b"\x5a")


def rich(order="<"):
    """All that the writer must keep, in pcapng."""
    def described(name, link=1):
        return block(order, 1, struct.pack(order + "HHI", link, 0, 0) + option(order, 2, name)
                     + option(order, 9, b"\x09"))

    def packet(interface, number, *options):
        data, time = frame(number, size=60 + number), 1700000000123456789 + number
        return block(order, 6, struct.pack(order + "IIIII", interface, time >> 32, time & 0xffffffff, len(data),
                                           len(data) + 5) + data + bytes(-len(data) % 4) + b"".join(options))

    flags = [option(order, 2, struct.pack(order + "I", value)) for value in (INBOUND | UNICAST, OUTBOUND, 1 << 9 | 2)]
    return b"".join((
        block(order, 0x0a0d0d0a, struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0, -1)),
        described(b"tap0"), described(b"eth0"),
        packet(0, 0, flags[0], option(order, 5, struct.pack(order + "Q", 0x123456789abcdef))),
        packet(1, 1, flags[1], option(order, 5, struct.pack(order + "Q", 0x123456789abcdef)),
               option(order, 4, struct.pack(order + "Q", 17))),
        packet(1, 2, flags[2], option(order, 6, struct.pack(order + "I", 3))),
        packet(0, 3),
        block(order, 0x0a0d0d0a, struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0, -1)),
        described(b"tap0"),
        packet(0, 4, flags[0]),
    ))


def veth():
    """In the new namespace: a pair of interfaces without IPv6, which speaks by itself."""
    for words in ("link add v0 type veth peer name v1", "link set v0 addrgenmode none up",
                  "link set v1 addrgenmode none up"):
        run("ip", *words.split())
    # Until they send: a carrier comes a moment later.
    end = time.monotonic() + TIMEOUT_S
    while sum(link["operstate"] == "UP" for link in json.loads(run("ip", "-j", "link", "show"))) < 2:
        assert time.monotonic() < end, "the pair stays down"
        time.sleep(0.01)


def send(name, data):
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as sender:
        sender.bind((name, 0))
        sender.send(data)


def send_both_ways():
    for number in range(2):
        send("v1", frame(2 * number, 2))
        send("v0", frame(2 * number + 1, 1, size=300))


def capture(*command):
    """The program says when it listens, and ends after so many packets."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        for line in program.stderr:
            if "listening on" in line or "File:" in line:
                break
        send_both_ways()
        program.communicate(timeout=TIMEOUT_S)


def capture_netsniff(magic, path, text):
    """It looks at its count only when one more comes, and without -m wants a priority that users have not."""
    with subprocess.Popen(("netsniff-ng", "--in", "v0", "--out", path, "-n", "4", "-T", magic, "-m", "-A", "-S", "1MiB",
                           "-s", "-f", text), stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "LD_PRELOAD": UNLOCKED}) as program:
        for line in program.stdout:
            if "Running" in line:
                break
        send_both_ways()
        for number in range(4, 1000):
            try:
                program.communicate(timeout=0.1)
                break
            except subprocess.TimeoutExpired:
                send("v0", frame(number))


def capture_all(folder):
    """What the live tests read, made in one namespace."""
    veth()
    text = f"ether proto {ETHERTYPE:#x}"
    capture("tcpdump", "-i", "v0", "-U", "-c", "4", "-Z", "root", "-w", f"{folder}/tcpdump.pcap", text)
    capture("tcpdump", "-i", "v0", "-U", "-c", "4", "-Z", "root", "--time-stamp-precision=nano", "-s", "100",
            "-w", f"{folder}/tcpdump-ns.pcap", text)
    capture("dumpcap", "-i", "v0", "-c", "4", "-f", text, "-w", f"{folder}/dumpcap.pcapng")
    capture("dumpcap", "-i", "v0", "-i", "v1", "-c", "8", "-f", text, "-w", f"{folder}/dumpcap-two.pcapng")
    for magic in NETSNIFF:
        capture_netsniff(magic, f"{folder}/netsniff-{magic}", text)


class Interop(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def test_editcap_formats(self):
        """editcap writes what we read as the same packets."""
        source = self.write("source.pcapng", rich())
        for kind, step in (("pcapng", 1), ("nsecpcap", 1), ("pcap", 1000), ("modpcap", 1000)):
            with self.subTest(kind):
                path = self.folder / kind
                run("editcap", "-F", kind, str(source), str(path))
                expected = [packet._replace(time=packet.time // step * step) for packet in ours(source)]
                fields = ("time", "captured", "original", "hex")
                self.assertEqual(comparable(ours(path), *fields), comparable(expected, *fields))

    def test_text2pcap(self):
        """A dump that text2pcap reads, read by us."""
        dump = self.write("dump", b"0000  02 00 00 00 00 01 02 00 00 00 00 02 88 b5\n0000  5a\n")
        run("text2pcap", str(dump), str(self.folder / "out"))
        self.assertEqual([packet.hex for packet in ours(self.folder / "out")], ["02000000000102000000000288b5", "5a"])

    def test_ours_by_tshark(self):
        """tshark finds in what we write all that was in what we read, and we find it ourselves."""
        for order in "<>":
            for indices in ((), ("1", "2", "4")):
                with self.subTest(order=order, indices=indices):
                    source = self.write("source.pcapng", rich(order))
                    path = self.folder / "ours.pcapng"
                    run(CONVERT, str(source), str(path), "pcapng", *indices)
                    expected = ours(source)
                    if indices:
                        expected = [expected[int(index)] for index in indices]
                    self.assertEqual(ours(path), expected)
                    fields = ("interface", "time", "captured", "original", "flags", "id", "dropped", "queue")
                    self.assertEqual(comparable(tsharks(path), *fields), comparable(expected, *fields))

    def test_directions_by_tshark(self):
        path = self.folder / "ours.pcapng"
        run(CONVERT, str(self.write("source.pcapng", rich())), str(path), "pcapng")
        lines = run("tshark", "-n", "-r", str(path), "-T", "fields", "-e", "frame.packet_flags_direction", "-e",
                    "frame.packet_flags_reception_type").splitlines()
        self.assertEqual([[int(text, 0) for text in line.split()] for line in lines],
                         [[1, 1], [2, 0], [2, 0], [], [1, 1]])

    def test_our_pcap(self):
        """tshark and tcpdump read our pcap with nanoseconds."""
        source, path = self.write("source.pcapng", rich()), self.folder / "ours.pcap"
        run(CONVERT, str(source), str(path), "pcap")
        fields = ("time", "captured", "original")
        self.assertEqual(comparable(tsharks(path), *fields), comparable(ours(source), *fields))
        self.assertEqual(run("tcpdump", "--count", "-r", str(path)), "5 packets\n")

    def test_live(self):
        """tcpdump and dumpcap, on one interface and two: the same for us and for tshark."""
        run("unshare", "-Urn", sys.executable, os.path.abspath(__file__), CONVERT, UNLOCKED, "--capture",
            str(self.folder), timeout=None)
        for name, count, names in (("tcpdump.pcap", 4, {""}), ("tcpdump-ns.pcap", 4, {""}),
                                   ("dumpcap.pcapng", 4, {"v0"}), ("dumpcap-two.pcapng", 8, {"v0", "v1"})):
            with self.subTest(name):
                packets = ours(self.folder / name)
                self.assertEqual(len(packets), count)
                self.assertEqual({packet.interface for packet in packets}, names)
                fields = ("time", "captured", "original")
                self.assertEqual(comparable(packets, *fields), comparable(tsharks(self.folder / name), *fields))
                for packet in packets:
                    number, sender = int(packet.hex[28:36], 16), int(packet.hex[22:24])
                    self.assertEqual(packet.hex, frame(number, sender, packet.original)[:packet.captured].hex())
        for magic, directed in NETSNIFF.items():
            with self.subTest(magic):
                packets = ours(self.folder / f"netsniff-{magic}")[:4]
                self.assertEqual([packet.hex for packet in packets],
                                 [frame(0, 2).hex(), frame(1, 1, 300).hex(), frame(2, 2).hex(), frame(3, 1, 300).hex()])
                self.assertEqual([packet.flags & 3 for packet in packets],
                                 [INBOUND, OUTBOUND] * 2 if directed else [0] * 4)
                written = (self.folder / f"netsniff-{magic}").stat().st_mtime    # in these units, that is
                self.assertTrue(all(abs(packet.time / 10**9 - written) < 600 for packet in packets))


if __name__ == "__main__":
    CONVERT, UNLOCKED = map(os.path.abspath, sys.argv[1:3])
    if sys.argv[3:4] == ["--capture"]:
        capture_all(sys.argv[4])
    else:
        tap.run(Interop)
