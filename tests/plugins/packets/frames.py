# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Frames by the byte."""

import socket
import struct

BROADCAST = "ff:ff:ff:ff:ff:ff"
ARP, IPV4, IPV6, VLAN, STACKED_VLAN, EXPERIMENTAL = 0x0806, 0x0800, 0x86dd, 0x8100, 0x88a8, 0x88b5


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def ethernet(destination, source, ethertype, payload, tags=()):
    """TAGS: (its own type, VLAN), outermost first."""
    tagged = b"".join(struct.pack("!HH", kind, vlan) for kind, vlan in tags)
    return mac(destination) + mac(source) + tagged + struct.pack("!H", ethertype) + payload


# From its EtherType on: an answer for Ethernet and IPv4.
ARP_REPLY = bytes.fromhex("0806" "0001" "0800" "06" "04" "0002")


def arp_request(source, source_ip, target_ip):
    payload = struct.pack("!HHBBH", 1, IPV4, 6, 4, 1) + mac(source) + socket.inet_aton(source_ip) \
        + bytes(6) + socket.inet_aton(target_ip)
    return ethernet(BROADCAST, source, ARP, payload)


def checksum(data):
    """The Internet's (RFC 1071)."""
    total = sum(struct.unpack(f"!{(len(data) + 1) // 2}H", data + b"\0" * (len(data) % 2)))
    while total > 0xffff:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def udp(source_ip, target_ip, source_port, target_port, payload):
    """An IPv4 packet, without a checksum of UDP's, which it need not have."""
    body = struct.pack("!HHHH", source_port, target_port, 8 + len(payload), 0) + payload
    header = struct.pack("!BBHIBBH", 0x45, 0, 20 + len(body), 0, 64, socket.IPPROTO_UDP, 0) \
        + socket.inet_aton(source_ip) + socket.inet_aton(target_ip)
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + body


def router_advertisement(source, source_ip, prefix):
    """To all nodes (RFC 4861): a router for half an hour, with a prefix of 64 bits for addresses and for the link."""
    source_ip, all_nodes = (socket.inet_pton(socket.AF_INET6, address) for address in (source_ip, "ff02::1"))
    option = struct.pack("!BBBBIII", 3, 4, 64, 0xc0, 3600, 3600, 0) + socket.inet_pton(socket.AF_INET6, prefix)
    body = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0) + option
    pseudo_header = source_ip + all_nodes + struct.pack("!II", len(body), socket.IPPROTO_ICMPV6)
    body = body[:2] + struct.pack("!H", checksum(pseudo_header + body)) + body[4:]
    header = struct.pack("!IHBB", 6 << 28, len(body), socket.IPPROTO_ICMPV6, 255)
    return ethernet("33:33:00:00:00:01", source, IPV6, header + source_ip + all_nodes + body)


def numbered(destination, source, number, size=60):
    """A frame of nobody's protocol that can be told from others."""
    return ethernet(destination, source, EXPERIMENTAL, struct.pack("!4sI", b"numb", number).ljust(size - 14, b"\0"))


def number_of(frame):
    """Of numbered (), else None."""
    return struct.unpack("!I", frame[18:22])[0] if frame[12:18] == b"\x88\xb5numb" else None


MARKER = ethernet(BROADCAST, "02:00:00:00:00:ff", EXPERIMENTAL, b"that was all".ljust(46, b"\0"))
# As a display filter: what is not.
NOT_MARKER = "!(eth.src == 02:00:00:00:00:ff)"


def is_marker(frame):
    return frame == MARKER
