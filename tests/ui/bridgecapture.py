# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A capture of a bridge, made up for pictures: a guest on tap0 comes up, gets an address from the host, br0, and talks with
others behind nic0. Each frame is seen where a bridge shows it, in the kernel's order."""

import collections
import pathlib
import random
import struct
import sys

from capturefile import INBOUND, OUTBOUND, interface, packet, section

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "plugins" / "packets"))
import frame_builder as build  # noqa: E402
from frame_corpus import ACK, FIN, PSH, SYN, arp  # noqa: E402

Station = collections.namedtuple("Station", "card ip")
HOST = Station("02:00:00:00:00:10", "10.77.1.1")
GUEST = Station("52:54:00:00:00:05", "10.77.1.5")
ROUTER = Station("02:00:00:00:00:99", "10.77.1.9")
ALL = Station("ff:ff:ff:ff:ff:ff", "255.255.255.255")
NOBODY = Station("00:00:00:00:00:00", "0.0.0.0")
# Behind the router.
SERVER = Station(ROUTER.card, "192.0.2.80")
SERVER_NAME = "www.example.net"

TAP, BRIDGE, NIC = range(3)
# Where a frame is seen, which way, and how many microseconds after it came: what climbs to the bridge keeps its time.
GUEST_TO_ALL = [(TAP, INBOUND, 0), (NIC, OUTBOUND, 9), (BRIDGE, INBOUND, 0)]
GUEST_TO_HOST = [(TAP, INBOUND, 0), (BRIDGE, INBOUND, 0)]
HOST_TO_GUEST = [(BRIDGE, OUTBOUND, 0), (TAP, OUTBOUND, 6)]
GUEST_TO_WIRE = [(TAP, INBOUND, 0), (NIC, OUTBOUND, 8)]
WIRE_TO_GUEST = [(NIC, INBOUND, 0), (TAP, OUTBOUND, 7)]
WIRE_MIN_BYTES = 60
BEGIN_US = 1_790_000_000_000_000
# Of the handshake: segments of 1460 bytes, selective acknowledgements.
OFFERED = b"\2\4\5\xb4\1\1\4\2"
N_PINGS, N_RECORDS, RECORD_BYTES = 4, 12, 1200


class Capture:
    """What the kernel hands on, in its order."""

    def __init__(self):
        self.blocks = [section(), interface("tap0"), interface("br0"), interface("nic0")]
        self.time_us, self.n_packets = BEGIN_US, 0

    def see(self, way, frame, pause_us=240):
        """The copies of a frame are one packet. A network card makes the shortest ones longer."""
        self.time_us += pause_us
        self.n_packets += 1
        if way is WIRE_TO_GUEST:
            frame = frame.ljust(WIRE_MIN_BYTES, b"\0")
        self.blocks += [packet(self.time_us + delay_us, index, direction, frame, self.n_packets)
                        for index, direction, delay_us in way]


def ip(source, destination, protocol, load):
    return build.ethernet(destination.card, source.card, 0x0800, build.ipv4(source.ip, destination.ip, protocol, load))


def udp(source, destination, sport, dport, load):
    return ip(source, destination, 17, build.udp(source.ip, destination.ip, sport, dport, load))


class Connection:
    """Of the guest with the server."""

    def __init__(self, capture, sport, dport):
        self.capture = capture
        self.ports = {GUEST: (sport, dport), SERVER: (dport, sport)}
        self.sequence = {GUEST: 0x1d2c3b4a, SERVER: 0x7a6b5c4d}

    def send(self, source, flags, load=b"", options=b"", pause_us=240):
        other = SERVER if source is GUEST else GUEST
        acknowledged = self.sequence[other] if flags & ACK else 0
        segment = build.tcp(source.ip, other.ip, *self.ports[source], self.sequence[source], acknowledged, flags, load,
                            options=options)
        way = GUEST_TO_WIRE if source is GUEST else WIRE_TO_GUEST
        self.capture.see(way, ip(source, other, 6, segment), pause_us)
        self.sequence[source] += len(load) + bool(flags & (SYN | FIN))

    def begin(self):
        self.send(GUEST, SYN, options=OFFERED)
        self.send(SERVER, SYN | ACK, options=OFFERED, pause_us=11_820)
        self.send(GUEST, ACK)

    def end(self):
        self.send(GUEST, FIN | ACK)
        self.send(SERVER, FIN | ACK, pause_us=11_640)
        self.send(GUEST, ACK)


def get_address(capture):
    """By DHCP."""
    asked = build.option(12, b"guest") + build.option(55, b"\1\3\6\x0f")
    wanted = build.option(50, build.address(GUEST.ip)) + build.option(54, build.address(HOST.ip)) + asked
    given = b"".join(build.option(code, value) for code, value in (
        (54, build.address(HOST.ip)), (51, struct.pack("!I", 3600)), (1, build.address("255.255.255.0")),
        (3, build.address(ROUTER.ip)), (6, build.address(HOST.ip)), (15, b"lab.example")))
    nameless = Station(GUEST.card, NOBODY.ip)
    for kind, options, answer in ((1, asked, 2), (3, wanted, 5)):
        capture.see(GUEST_TO_ALL, udp(nameless, ALL, 68, 67, build.dhcp(kind, 1, GUEST.card, options)), 1_300)
        capture.see(HOST_TO_GUEST, udp(HOST, GUEST, 67, 68, build.dhcp(answer, 2, GUEST.card, given, GUEST.ip)), 420)


def find_router(capture):
    capture.see(GUEST_TO_ALL, arp(1, GUEST.card, GUEST.ip, NOBODY.card, ROUTER.ip), 64_000)
    capture.see(WIRE_TO_GUEST, arp(2, ROUTER.card, ROUTER.ip, GUEST.card, GUEST.ip, GUEST.card), 310)


def find_server(capture):
    question = [(SERVER_NAME, 1)]
    answer = [(SERVER_NAME, 1, 300, build.address(SERVER.ip))]
    capture.see(GUEST_TO_HOST, udp(GUEST, HOST, 40853, 53, build.dns(0x2b7c, 0x0100, question)), 8_200)
    capture.see(HOST_TO_GUEST, udp(HOST, GUEST, 53, 40853, build.dns(0x2b7c, 0x8180, question, answer)), 14_700)


def ask_for_page(capture):
    """Which is elsewhere."""
    connection = Connection(capture, 49152, 80)
    connection.begin()
    connection.send(GUEST, PSH | ACK, f"GET / HTTP/1.1\r\nHost: {SERVER_NAME}\r\nAccept: */*\r\n\r\n".encode())
    connection.send(SERVER, PSH | ACK, f"HTTP/1.1 301 Moved Permanently\r\nLocation: https://{SERVER_NAME}/\r\n"
                    "Content-Length: 0\r\n\r\n".encode(), pause_us=12_300)
    connection.end()


def load_page(capture):
    """Over TLS."""
    noise = random.Random(5)
    connection = Connection(capture, 49153, 443)
    connection.begin()
    connection.send(GUEST, PSH | ACK, build.client_hello(SERVER_NAME))
    connection.send(SERVER, PSH | ACK, build.server_hello(), pause_us=13_100)
    connection.send(GUEST, PSH | ACK, build.tls_record(23, noise.randbytes(80)), pause_us=900)
    for _ in range(N_RECORDS):
        connection.send(SERVER, PSH | ACK, build.tls_record(23, noise.randbytes(RECORD_BYTES)), pause_us=1_500)
        connection.send(GUEST, ACK, pause_us=90)
    connection.end()


def ping(capture):
    for number in range(1, N_PINGS + 1):
        rest = struct.pack("!HH", 0x4d2, number)
        load = bytes(8) + bytes(range(0x10, 0x40))
        capture.see(GUEST_TO_WIRE, ip(GUEST, SERVER, 1, build.icmp(8, 0, rest, load)), 988_000)
        capture.see(WIRE_TO_GUEST, ip(SERVER, GUEST, 1, build.icmp(0, 0, rest, load)), 11_900)


def write_bridge_capture(path):
    capture = Capture()
    for happen in (get_address, find_router, find_server, ask_for_page, load_page, ping):
        happen(capture)
    path.write_bytes(b"".join(capture.blocks))
