# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Captures that run during a test, ours and two tcpdumps for each interface, and what tshark says of ours."""

import dataclasses
import os
import signal

import frames
import lab
import pcapng
from events import Program

HARDWARE_ETHERNET = 1
HELPER = os.environ["STILLWATCH_CAPTURE"]
# tshark's field and its value, as tests name it. The first that a frame has is its message.
MESSAGES = {
    "arp.opcode": {"1": "request", "2": "reply"},
    "dhcp.option.dhcp": {"1": "DISCOVER", "2": "OFFER", "3": "REQUEST", "5": "ACK", "6": "NAK", "7": "RELEASE"},
    "icmpv6.type": {"128": "ping", "129": "pong", "133": "RS", "134": "RA", "135": "NS", "136": "NA", "143": "MLD"},
    "icmp.type": {"8": "ping", "0": "pong", "3": "unreachable"},
}
FIELDS = ("frame.interface_name", "frame.packet_flags_direction", "frame.packet_id", "eth.src", "eth.dst",
          "_ws.col.protocol", *MESSAGES)
DIRECTIONS = {"0x00000001": "in", "0x00000002": "out"}


@dataclasses.dataclass
class Row:
    """A frame as tshark shows it."""

    interface: str
    direction: str
    packet_id: str
    source: str
    destination: str
    protocol: str
    message: str
    more: list

    def __str__(self):
        return f"{self.interface} {self.direction} {self.message}"


def _row(line):
    values = line.split("\t")
    interface, direction, packet_id, source, destination, protocol = values[:6]
    found = [(names, value) for names, value in zip(MESSAGES.values(), values[6:]) if value]
    message = found[0][0].get(found[0][1], found[0][1]) if found else protocol
    return Row(interface, DIRECTIONS.get(direction, direction), packet_id, source, destination, protocol, message,
               values[len(FIELDS):] or [])


def output_of(*command):
    """What a program of Wireshark's prints. That it warns of anything is a failure."""
    output = bytearray()
    program = Program(command, output.extend)
    code = program.wait_for_end()
    warnings = [line for line in program.text.splitlines() if not line.startswith("Running as user \"root\"")]
    assert (code, warnings) == (0, []), (command, code, program.text)
    return output.decode()


def compiled(expression, hardware_type=HARDWARE_ETHERNET, link="EN10MB"):
    """The helper's option for a filter on links of that type, as libpcap compiles it."""
    lines = lab.run("tcpdump", "-ddd", "-y", link, expression).split("\n")
    return f"--filter={hardware_type}:" + ",".join(lines).strip(",")


class Recording:
    """stillwatch-capture, from its start until it is ended. In NAMESPACE, of INTERFACES; OPTIONS before them."""

    def __init__(self, namespace, interfaces, *options, **popen):
        self.interfaces = interfaces
        self.stream = pcapng.Stream()
        self.program = namespace.start(HELPER, *options, *interfaces, take=self.stream.take, **popen)
        self.wait_for(lambda stream: {face.name for face in stream.interfaces}.issuperset(interfaces), "interface blocks")

    def wait_for(self, condition, what):
        """Until CONDITION (stream)."""
        self.program.wait_for(lambda: condition(self.stream), lambda: f"{what}, but {self.seen()[-100:]}")

    def seen(self):
        """Each frame's interface and direction, as far as they came."""
        return [f"{packet.interface} {packet.direction}" for packet in self.stream.packets
                if not frames.is_marker(packet.frame)]

    def find(self, interface, direction, *bytes_in_frame):
        """Frames that hold all of these."""
        return [packet for packet in self.stream.packets if (packet.interface, packet.direction) == (interface, direction)
                and all(part in packet.frame for part in bytes_in_frame)]

    def wait_for_marker(self):
        """In and out by each interface: with it, all that went before has come."""
        self.wait_for(lambda stream: {(packet.interface, packet.direction) for packet in stream.packets
                                      if frames.is_marker(packet.frame)}.issuperset(both_ways(self.interfaces)), "markers")

    def end(self):
        """Ends it by a signal, with all statistics written."""
        code = self.program.end(signal.SIGTERM)
        assert code == 0 and self.stream.is_whole, (code, self.program.text)

    def save(self, name="ours.pcapng"):
        path = os.path.join(lab.FOLDER, name)
        with open(path, "wb") as file:
            file.write(self.stream.data)
        return path

    def rows(self, *more_fields, display_filter):
        """What tshark shows of it."""
        asked = [part for field in FIELDS + more_fields for part in ("-e", field)]
        text = output_of("tshark", "-n", "-r", self.save(), "-Y", display_filter, "-T", "fields", "-E", "occurrence=f", *asked)
        return [_row(line) for line in text.splitlines()]

    def frames_by_way(self):
        """{(interface, direction): its frames before the first marker}"""
        found = {way: [] for way in both_ways(self.interfaces)}
        for packet in self.stream.packets:
            found[packet.interface, packet.direction].append(packet.frame)
        return {way: before_marker(seen) for way, seen in found.items()}


def both_ways(interfaces):
    return [(interface, direction) for interface in interfaces for direction in ("in", "out")]


def before_marker(seen):
    return seen[:seen.index(frames.MARKER)] if frames.MARKER in seen else seen


class Tcpdumps:
    """Two for each interface, as one would have had to do it without us."""

    def __init__(self, namespace, interfaces):
        self._files = {way: pcapng.Pcap() for way in both_ways(interfaces)}
        self._programs = [namespace.start(
            "tcpdump", "-p", "-Z", "root", "-i", interface, "-Q", direction, "--immediate-mode", "-U", "-w", "-",
            take=file.take) for (interface, direction), file in self._files.items()]
        for program in self._programs:
            program.wait_for_text("listening on")

    def frames_by_way(self):
        """When all of them have seen a marker."""
        for program, file in zip(self._programs, self._files.values()):
            program.wait_for(lambda file=file: frames.MARKER in file.frames, "a marker")
        for program in self._programs:
            program.end()
        return {way: before_marker(file.frames) for way, file in self._files.items()}
