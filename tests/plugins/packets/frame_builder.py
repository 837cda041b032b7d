# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Frames from their parts, with lengths and checksums filled in."""

import ipaddress
import struct


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def address(text):
    return ipaddress.ip_address(text).packed


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def put_u16(data, at, value):
    return data[:at] + struct.pack("!H", value) + data[at + 2:]


def ethernet(destination, source, ethertype, load, trailer=b""):
    return mac(destination) + mac(source) + struct.pack("!H", ethertype) + load + trailer


def ethernet_802_3(destination, source, load):
    return ethernet(destination, source, len(load), load)


def vlan(vid, ethertype, load, priority=0):
    return struct.pack("!HH", priority << 13 | vid, ethertype) + load


def snap(oui, pid, load):
    return b"\xaa\xaa\x03" + struct.pack("!I", oui)[1:] + struct.pack("!H", pid) + load


def ipv4(source, destination, protocol, load, ttl=64, ident=0x1234, fragment=0x4000, options=b"", total=None):
    words = 5 + len(options) // 4
    length = 4 * words + len(load) if total is None else total
    head = struct.pack("!BBHHHBBH", 0x40 | words, 0, length, ident, fragment, ttl, protocol, 0)
    head += address(source) + address(destination) + options
    return put_u16(head, 10, checksum(head)) + load


def ipv6(source, destination, next_header, load, hops=64):
    return (struct.pack("!IHBB", 0x60000000, len(load), next_header, hops)
            + address(source) + address(destination) + load)


def pseudo(source, destination, protocol, length):
    a, b = address(source), address(destination)
    if len(a) == 4:
        return a + b + struct.pack("!BBH", 0, protocol, length)
    return a + b + struct.pack("!II", length, protocol)


def with_checksum(source, destination, protocol, data, at):
    return put_u16(data, at, checksum(pseudo(source, destination, protocol, len(data)) + data) or 0xffff)


def udp(source, destination, sport, dport, load):
    data = struct.pack("!HHHH", sport, dport, 8 + len(load), 0) + load
    return with_checksum(source, destination, 17, data, 6)


def tcp(source, destination, sport, dport, seq, ack, flags, load=b"", window=64240, options=b""):
    words = 5 + len(options) // 4
    data = struct.pack("!HHIIHHHH", sport, dport, seq, ack, words << 12 | flags, window, 0, 0) + options + load
    return with_checksum(source, destination, 6, data, 16)


def icmp(kind, code, rest, load=b""):
    data = struct.pack("!BBH", kind, code, 0) + rest + load
    return put_u16(data, 2, checksum(data))


def icmpv6(source, destination, kind, code, body):
    return with_checksum(source, destination, 58, struct.pack("!BBH", kind, code, 0) + body, 2)


def dns_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label) + b"\0"


def dns(ident, flags, questions=(), answers=()):
    """Questions are (name, type), answers (name, type, seconds, data)."""
    data = struct.pack("!6H", ident, flags, len(questions), len(answers), 0, 0)
    data += b"".join(dns_name(name) + struct.pack("!HH", kind, 1) for name, kind in questions)
    return data + b"".join(dns_name(name) + struct.pack("!HHIH", kind, 1, seconds, len(value)) + value
                           for name, kind, seconds, value in answers)


def dhcp(kind, operation, client, options=b"", offered="0.0.0.0", current="0.0.0.0"):
    head = struct.pack("!BBBBIHH", operation, 1, 6, 0, 0x3903f326, 0, 0)
    head += address(current) + address(offered) + bytes(8) + mac(client) + bytes(10 + 192)
    return head + b"\x63\x82\x53\x63" + bytes([53, 1, kind]) + options + b"\xff"


def option(code, value):
    return bytes([code, len(value)]) + value


def dhcpv6(kind, *options):
    return struct.pack("!I", kind << 24 | 0x10ab20) + b"".join(
        struct.pack("!HH", code, len(value)) + value for code, value in options)


def client_hello(name):
    sni = struct.pack("!HBH", len(name) + 3, 0, len(name)) + name.encode()
    extensions = (struct.pack("!HH", 0, len(sni)) + sni + struct.pack("!HHBHH", 43, 5, 4, 0x0304, 0x0303)
                  + struct.pack("!HHHHH", 10, 6, 4, 29, 23))
    body = (b"\x03\x03" + bytes(range(32)) + b"\0" + struct.pack("!H3H", 6, 0x1301, 0x1302, 0xc02f) + b"\1\0"
            + struct.pack("!H", len(extensions)) + extensions)
    return tls_record(22, b"\1" + struct.pack("!I", len(body))[1:] + body, 0x0301)


def server_hello(version=0x0304):
    extensions = struct.pack("!HHH", 43, 2, version)
    body = (b"\x03\x03" + bytes(range(32)) + b"\0" + struct.pack("!HB", 0x1301, 0)
            + struct.pack("!H", len(extensions)) + extensions)
    return tls_record(22, b"\2" + struct.pack("!I", len(body))[1:] + body)


def tls_record(kind, body, version=0x0303):
    return struct.pack("!BHH", kind, version, len(body)) + body


def lldp_tlv(kind, value):
    return struct.pack("!H", kind << 9 | len(value)) + value
