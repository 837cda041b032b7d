# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A corpus of frames, the same in each run: every protocol that the plugin decodes, made from nothing but this file."""

import struct

from frame_builder import (address, checksum, client_hello, dhcp, dhcpv6, dns, dns_name, ethernet, ethernet_802_3, icmp, icmpv6,
                           ipv4, ipv6, lldp_tlv, mac, option, put_u16, server_hello, snap, tcp, tls_record, udp, vlan)

ETHERNET, NULL, RAW, WLAN, LOOP, SLL, RADIOTAP, IPV4, IPV6, SLL2 = 1, 0, 101, 105, 108, 113, 127, 228, 229, 276
PPP, PPP_SERIAL, CISCO_HDLC, FRAME_RELAY = 9, 50, 104, 107
HOST, PEER, BROADCAST = "02:00:00:00:00:05", "02:00:00:00:00:09", "ff:ff:ff:ff:ff:ff"
A, B = "10.77.1.5", "10.77.1.9"
A6, B6 = "fe80::5", "fe80::9"
GLOBAL = "2001:db8::5"
ALL_NODES, ALL_ROUTERS = "ff02::1", "ff02::2"
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


def arp(operation, sender_mac, sender, target_mac, target, destination=BROADCAST):
    load = struct.pack("!HHBBH", 1, 0x0800, 6, 4, operation)
    load += mac(sender_mac) + address(sender) + mac(target_mac) + address(target)
    return ethernet(destination, sender_mac, 0x0806, load)


def in4(protocol, load, **more):
    return ethernet(PEER, HOST, 0x0800, ipv4(A, B, protocol, load, **more))


def in6(next_header, load, source=A6, destination=B6, hops=64):
    return ethernet(PEER, HOST, 0x86dd, ipv6(source, destination, next_header, load, hops))


def udp4(sport, dport, load, source=A, destination=B, to=PEER):
    return ethernet(to, HOST, 0x0800, ipv4(source, destination, 17, udp(source, destination, sport, dport, load)))


def udp6(sport, dport, load, source=A6, destination=B6):
    return in6(17, udp(source, destination, sport, dport, load), source, destination)


def tcp4(sport, dport, seq, ack, flags, load=b"", **more):
    return in4(6, tcp(A, B, sport, dport, seq, ack, flags, load, **more))


def tcp4_back(sport, dport, seq, ack, flags, load=b"", **more):
    return ethernet(HOST, PEER, 0x0800, ipv4(B, A, 6, tcp(B, A, sport, dport, seq, ack, flags, load, **more)))


def discovery(kind, body, source=A6, destination=ALL_NODES):
    return in6(58, icmpv6(source, destination, kind, 0, body), source, destination, 255)


def link_frames():
    none = "00:00:00:00:00:00"
    yield "arp-request", ETHERNET, arp(1, HOST, A, none, B)
    yield "arp-request-padded", ETHERNET, arp(1, HOST, A, none, B) + bytes(18)
    yield "arp-reply", ETHERNET, arp(2, PEER, B, HOST, A, HOST)
    yield "arp-probe", ETHERNET, arp(1, HOST, "0.0.0.0", none, A)
    yield "arp-announcement", ETHERNET, arp(1, HOST, A, none, A)
    yield "arp-gratuitous-request", ETHERNET, arp(1, HOST, A, BROADCAST, A)
    yield "arp-gratuitous-reply", ETHERNET, arp(2, HOST, A, BROADCAST, A)
    yield "arp-in-vlan", ETHERNET, ethernet(BROADCAST, HOST, 0x8100,
                                            vlan(5, 0x0806, arp(1, HOST, A, none, B)[14:]))
    yield "rarp-request", ETHERNET, ethernet(BROADCAST, HOST, 0x8035, struct.pack("!HHBBH", 1, 0x800, 6, 4, 3)
                                             + mac(HOST) + bytes(4) + mac(HOST) + bytes(4))
    yield "ping-in-two-vlans", ETHERNET, ethernet(PEER, HOST, 0x88a8, vlan(100, 0x8100, vlan(5, 0x0800, ipv4(
        A, B, 1, icmp(8, 0, struct.pack("!HH", 1, 1), b"abcd"))), 3))
    yield "vlan-9100", ETHERNET, ethernet(PEER, HOST, 0x9100, vlan(7, 0x0806, arp(1, HOST, A, none, B)[14:]))
    yield "unknown-ethertype", ETHERNET, ethernet(PEER, HOST, 0x88b5, b"experiment")
    yield "ptp", ETHERNET, ethernet("01:1b:19:00:00:00", HOST, 0x88f7, b"\0\2\0\x2c" + bytes(40))
    yield "macsec", ETHERNET, ethernet(PEER, HOST, 0x88e5, b"\x2c\0\0\0\0\1" + mac(HOST) + b"\0\1" + bytes(40))
    yield "pause", ETHERNET, ethernet("01:80:c2:00:00:01", HOST, 0x8808, b"\0\1\xff\xff" + bytes(42))
    yield "stp", ETHERNET, ethernet_802_3("01:80:c2:00:00:00", HOST, b"\x42\x42\x03" + bridge(0, 0, 1))
    yield "stp-topology-change", ETHERNET, ethernet_802_3("01:80:c2:00:00:00", HOST, b"\x42\x42\x03\0\0\0\x80")
    yield "rstp", ETHERNET, ethernet_802_3("01:80:c2:00:00:00", HOST, b"\x42\x42\x03" + bridge(2, 2, 0x3c) + b"\0")
    yield "mstp", ETHERNET, ethernet_802_3("01:80:c2:00:00:00", HOST, b"\x42\x42\x03" + bridge(3, 2, 0x7c) + b"\0" + mst())
    yield "spt", ETHERNET, ethernet_802_3("01:80:c2:00:00:00", HOST, b"\x42\x42\x03" + bridge(4, 2, 0x7c) + b"\0" + mst())
    yield "pvst", ETHERNET, ethernet_802_3("01:00:0c:cc:cc:cd", HOST, snap(0x0c, 0x010b, bridge(2, 2, 0x3c) + b"\0"
                                                                           + bytes.fromhex("000000020005")))
    yield "lldp", ETHERNET, ethernet("01:80:c2:00:00:0e", HOST, 0x88cc, lldp())
    yield "cdp", ETHERNET, ethernet_802_3("01:00:0c:cc:cc:cc", HOST, snap(0x0c, 0x2000, cdp()))
    yield "llc-snap-ipv4", ETHERNET, ethernet_802_3(PEER, HOST, snap(0, 0x0800, ipv4(A, B, 17, udp(A, B, 4000, 4001, b"x"))))
    yield "llc-test", ETHERNET, ethernet_802_3(PEER, HOST, b"\0\0\xf3") + bytes(43)
    yield "lacp", ETHERNET, ethernet("01:80:c2:00:00:02", HOST, 0x8809, lacp())
    yield "eapol-start", ETHERNET, ethernet("01:80:c2:00:00:03", HOST, 0x888e, b"\2\1\0\0")
    yield "eap-identity", ETHERNET, ethernet(HOST, PEER, 0x888e, b"\2\0\0\5\1\1\0\5\1")
    yield "pppoe-discovery", ETHERNET, ethernet(BROADCAST, HOST, 0x8863,
                                                b"\x11\x09\0\0\0\x0c\1\1\0\0\1\3\0\4abcd")
    yield "pppoe-ping", ETHERNET, ethernet(PEER, HOST, 0x8864, pppoe(0x0021, ipv4(A, B, 1, icmp(8, 0, b"\0\1\0\1"))))
    yield "pppoe-lcp", ETHERNET, ethernet(PEER, HOST, 0x8864, pppoe(0xc021, b"\x01\x01\x00\x04"))
    yield "mpls", ETHERNET, ethernet(PEER, HOST, 0x8847, struct.pack("!I", 16 << 12 | 0x100 | 64)
                                     + ipv4(A, B, 17, udp(A, B, 4000, 4001, b"x")))


def bridge(version, kind, flags):
    root = struct.pack("!H", 0x8001) + mac("00:11:22:33:44:55")
    own = struct.pack("!H", 0x9001) + mac(HOST)
    return (struct.pack("!HBBB", 0, version, kind, flags) + root + struct.pack("!I", 4) + own
            + struct.pack("!HHHHH", 0x8001, 256, 20 * 256, 2 * 256, 15 * 256))


def mst():
    region = b"\0" + b"region".ljust(32, b"\0") + struct.pack("!H", 1) + bytes(range(16))
    own = struct.pack("!H", 0x9000) + mac(HOST)
    tree = b"\x7c" + struct.pack("!H", 0x8005) + mac(HOST) + struct.pack("!I", 200) + b"\x80\x80\x14"
    body = region + struct.pack("!I", 0) + own + b"\x14" + tree
    return struct.pack("!H", len(body)) + body


def lldp():
    return (lldp_tlv(1, b"\4" + mac(HOST)) + lldp_tlv(2, b"\5eth0") + lldp_tlv(3, struct.pack("!H", 120))
            + lldp_tlv(4, b"uplink") + lldp_tlv(5, b"switch1") + lldp_tlv(6, b"Stillwatch test switch")
            + lldp_tlv(7, struct.pack("!HH", 0x14, 0x04))
            + lldp_tlv(8, b"\5\1" + address(A) + b"\2\0\0\0\1\0") + lldp_tlv(127, b"\0\x80\xc2\1\0\5") + b"\0\0")


def cdp():
    def value(kind, data):
        return struct.pack("!HH", kind, 4 + len(data)) + data
    return b"\2\xb4\0\0" + value(1, b"switch1") + value(3, b"Gi0/1") + value(6, b"test")


def lacp():
    def side(kind, name, port, state):
        return (struct.pack("!BBH", kind, 20, 0x8000) + mac(name) + struct.pack("!HHHB", 13, 0x80, port, state)
                + bytes(3))
    return b"\1\1" + side(1, HOST, 1, 0x3f) + side(2, PEER, 2, 0x3d) + b"\3\x10\0\0" + bytes(12) + bytes(52)


def pppoe(protocol, load):
    return struct.pack("!BBHHH", 0x11, 0, 17, len(load) + 2, protocol) + load


def wlan_frames():
    station, point, net = mac(HOST), mac(PEER), mac("02:00:00:00:00:01")
    beacon = b"\x80\0\0\0" + mac(BROADCAST) + point + point + b"\x10\0" + bytes(8) + b"\x64\0\x01\0" + b"\0\4home\1\1\x82"
    data = b"\x88\x01\0\0" + point + station + net + b"\x20\0" + b"\0\0" + snap(0, 0x0806, arp(
        1, HOST, A, "00:00:00:00:00:00", B)[14:])
    sealed = b"\x08\x42\0\0" + station + point + net + b"\x30\0" + bytes(20)
    yield "wlan-beacon", WLAN, beacon
    yield "wlan-data-arp", WLAN, data
    yield "wlan-encrypted", WLAN, sealed
    yield "wlan-version-1", WLAN, b"\x81\0\0\0" + station + point + bytes(8)
    yield "wlan-ack", WLAN, b"\xd4\0\0\0" + station
    yield "radiotap-beacon", RADIOTAP, b"\0\0\x09\0\2\0\0\0\0" + beacon
    yield "radiotap-clock", RADIOTAP, b"\0\0\x11\0\3\0\0\0" + bytes(8) + b"\0" + data


def other_links():
    ping = ipv4(A, B, 1, icmp(8, 0, struct.pack("!HH", 0x4d, 3), b"0123456789"))
    ping6 = ipv6(A6, B6, 58, icmpv6(A6, B6, 128, 0, struct.pack("!HH", 0x4d, 3) + b"0123456789"))
    yield "raw-ipv4", RAW, ping
    yield "raw-ipv6", RAW, ping6
    yield "linktype-ipv4", IPV4, ping
    yield "linktype-ipv6", IPV6, ping6
    yield "null-ipv4", NULL, struct.pack("<I", 2) + ping
    yield "null-ipv6", NULL, struct.pack("<I", 30) + ping6
    yield "loop-ipv4", LOOP, struct.pack("!I", 2) + ping
    yield "sll-ipv4", SLL, struct.pack("!HHH", 4, 1, 6) + mac(HOST) + b"\0\0" + struct.pack("!H", 0x0800) + ping
    yield "sll2-ipv6", SLL2, struct.pack("!HHIHBB", 0x86dd, 0, 3, 1, 0, 6) + mac(HOST) + b"\0\0" + ping6
    yield "sll-arp", SLL, (struct.pack("!HHH", 1, 1, 6) + mac(HOST) + b"\0\0" + struct.pack("!H", 0x0806)
                           + arp(1, HOST, A, "00:00:00:00:00:00", B)[14:])


def serial_frames():
    ping = ipv4(A, B, 1, icmp(8, 0, struct.pack("!HH", 0x4d, 3), b"0123456789"))
    ping6 = ipv6(A6, B6, 58, icmpv6(A6, B6, 128, 0, struct.pack("!HH", 0x4d, 3) + b"0123456789"))
    yield "ppp-ipv4", PPP, b"\xff\3\0\x21" + ping
    yield "ppp-short-protocol", PPP, b"\x21" + ping
    yield "ppp-mpls", PPP, b"\xff\3\2\x81" + struct.pack("!I", 16 << 12 | 0x100 | 64) + ping
    yield "ppp-serial-lcp", PPP_SERIAL, b"\xff\3\xc0\x21\1\1\0\4"
    yield "ppp-serial-cisco", PPP_SERIAL, b"\x0f\0\x08\0" + ping
    yield "hdlc-ipv6", CISCO_HDLC, b"\x0f\0\x86\xdd" + ping6
    yield "hdlc-keepalive", CISCO_HDLC, b"\x8f\0\x80\x35" + struct.pack("!IIIH", 2, 7, 6, 0xffff)
    yield "hdlc-address-request", CISCO_HDLC, b"\x8f\0\x80\x35" + struct.pack("!IIIH", 0, 0, 0, 0xffff)
    yield "hdlc-cdp", CISCO_HDLC, b"\x8f\0\x20\0" + cdp()
    yield "frame-relay-ipv4", FRAME_RELAY, b"\x18\x41\3\xcc" + ping
    yield "frame-relay-snap", FRAME_RELAY, b"\x18\x41\3\0\x80\0\0\0\x08\0" + ping
    yield "frame-relay-cisco", FRAME_RELAY, b"\x18\x41\x86\xdd" + ping6


def ip_frames():
    big = udp(A, B, 5000, 5001, bytes(range(256)) * 10)
    yield "ipv4-first-fragment", ETHERNET, in4(17, big[:1480], fragment=0x2000)
    yield "ipv4-last-fragment", ETHERNET, in4(17, big[1480:], fragment=185)
    inner = ipv4("192.0.2.1", "192.0.2.2", 17, udp("192.0.2.1", "192.0.2.2", 5000, 5001, b"x" * 2000))
    yield "ipip-first-fragment", ETHERNET, in4(4, inner[:1480], fragment=0x2000)
    yield "ipv4-options", ETHERNET, in4(2, igmp(0x16, "239.1.1.1"), ttl=1, options=b"\x94\4\0\0")
    yield "ipv4-unknown-protocol", ETHERNET, in4(253, b"experiment")
    yield "ipv4-padded", ETHERNET, in4(17, udp(A, B, 4000, 4001, b"x")) + bytes(17)
    big6 = udp(A6, B6, 5000, 5001, bytes(range(256)) * 10)
    yield "ipv6-first-fragment", ETHERNET, in6(44, struct.pack("!BBHI", 17, 0, 1, 0x1234) + big6[:1448])
    yield "ipv6-last-fragment", ETHERNET, in6(44, struct.pack("!BBHI", 17, 0, 1448, 0x1234) + big6[1448:])
    yield "ipv6-extensions", ETHERNET, in6(0, b"\x3c\0\5\2\0\0\1\0" + b"\x11\0\1\4\0\0\0\0"
                                           + udp(A6, B6, 4000, 4001, b"x"))
    yield "ipv6-no-next-header", ETHERNET, in6(59, b"")
    yield "ipv6-unknown-protocol", ETHERNET, in6(253, b"experiment")
    yield "udp", ETHERNET, udp4(40000, 9999, b"hello")
    yield "udp-ipv6", ETHERNET, udp6(40000, 9999, b"hello")
    yield "ipip", ETHERNET, in4(4, ipv4("192.0.2.1", "192.0.2.2", 17, udp("192.0.2.1", "192.0.2.2", 4000, 4001, b"x")))
    yield "6in4", ETHERNET, in4(41, ipv6(GLOBAL, "2001:db8::9", 58, icmpv6(GLOBAL, "2001:db8::9", 128, 0, b"\0\1\0\1")))
    yield "gre-ipv4", ETHERNET, in4(47, b"\0\0\x08\0" + ipv4("192.0.2.1", "192.0.2.2", 1, icmp(8, 0, b"\0\1\0\1")))
    yield "gre-ppp-lcp", ETHERNET, in4(47, b"\x30\x81\x88\x0b" + struct.pack("!HHII", 8, 5, 7, 6) + b"\xff\3\xc0\x21\1\1\0\4")
    yield "gre-key-sequence-bridged", ETHERNET, in4(47, b"\x30\0\x65\x58" + struct.pack("!II", 42, 7) + arp(
        1, HOST, A, "00:00:00:00:00:00", B))
    yield "vxlan", ETHERNET, udp4(50000, 4789, b"\x08\0\0\0\0\0\x2a\0" + arp(1, HOST, A, "00:00:00:00:00:00", B))
    yield "geneve", ETHERNET, udp4(50003, 6081, b"\1\0\x65\x58\0\0\x2a\0" + b"\1\2\3\0" + arp(
        1, HOST, A, "00:00:00:00:00:00", B))
    yield "version-6-as-4", ETHERNET, ethernet(PEER, HOST, 0x0800, ipv6(A6, B6, 17, udp(A6, B6, 4000, 4001, b"x")))
    yield "sctp", ETHERNET, in4(132, struct.pack("!HHII", 4000, 4001, 0, 0) + struct.pack(
        "!BBHIIHHI", 1, 0, 20, 1, 65536, 10, 10, 1))
    yield "ospf", ETHERNET, in4(89, ospf(), ttl=1)
    yield "vrrp", ETHERNET, vrrp()
    yield "pim-hello", ETHERNET, in4(103, icmp(0x20, 0, b"\0\1\0\2\0\x69"), ttl=1)
    yield "pim-graft", ETHERNET, in4(103, icmp(0x26, 0, b"\1\0" + address(B) + b"\0\0\0\0"), ttl=1)
    yield "eigrp", ETHERNET, in4(88, b"\2\5\0\0" + bytes(16))
    yield "esp", ETHERNET, in4(50, struct.pack("!II", 0x1234, 1) + bytes(40))
    yield "esp-in-udp", ETHERNET, udp4(4500, 4500, struct.pack("!II", 0x1234, 1) + bytes(40))
    yield "ah", ETHERNET, in4(51, struct.pack("!BBHII", 17, 4, 0, 0x1234, 1) + bytes(12) + udp(A, B, 4000, 4001, b"x"))


def igmp(kind, group, code=0):
    return icmp(kind, code, address(group))


def ospf():
    hello = struct.pack("!IHBBI", 0xffffff00, 10, 2, 1, 40) + bytes(8)
    head = struct.pack("!BBH", 2, 1, 24 + len(hello)) + address(A) + bytes(4)
    data = head + struct.pack("!HH", 0, 0) + bytes(8) + hello
    return put_u16(data, 12, checksum(data[:16] + data[24:]))


def vrrp():
    data = struct.pack("!BBBBBBH", 0x21, 7, 100, 1, 0, 1, 0) + address("10.77.1.1") + bytes(8)
    return ethernet("01:00:5e:00:00:12", "00:00:5e:00:01:07", 0x0800,
                    ipv4(A, "224.0.0.18", 112, put_u16(data, 6, checksum(data)), ttl=255))


def control_frames():
    quoted = ipv4(A, B, 17, udp(A, B, 40000, 9999, b"hello"))
    yield "ping", ETHERNET, in4(1, icmp(8, 0, struct.pack("!HH", 0x4d, 3), bytes(range(56))))
    yield "pong", ETHERNET, ethernet(HOST, PEER, 0x0800, ipv4(B, A, 1, icmp(
        0, 0, struct.pack("!HH", 0x4d, 3), bytes(range(56))), ttl=63))
    for code, name in enumerate(("network", "host", "protocol", "port", "too-big")):
        yield f"unreachable-{name}", ETHERNET, in4(1, icmp(3, code, struct.pack("!HH", 0, 1400 * (code == 4)), quoted))
    yield "ttl-exceeded", ETHERNET, in4(1, icmp(11, 0, bytes(4), quoted[:28]))
    yield "redirect", ETHERNET, in4(1, icmp(5, 1, address("10.77.1.1"), quoted))
    yield "igmp-query", ETHERNET, in4(2, igmp(0x11, "0.0.0.0", 100), ttl=1)
    yield "igmp-v1-query", ETHERNET, in4(2, igmp(0x11, "0.0.0.0"), ttl=1)
    yield "igmp-v3-query", ETHERNET, in4(2, icmp(0x11, 100, address("239.1.1.1"), b"\2\x7d\0\1" + address(B)), ttl=1)
    yield "igmp-dvmrp", ETHERNET, in4(2, icmp(0x13, 5, b"\0\0\xff\3"), ttl=1)
    yield "igmp-pim-v1", ETHERNET, in4(2, icmp(0x14, 4, b"\x10\0\0\0"), ttl=1)
    yield "igmp-leave", ETHERNET, in4(2, igmp(0x17, "239.1.1.1"), ttl=1)
    yield "igmp-v3-report", ETHERNET, in4(2, icmp(0x22, 0, b"\0\0\0\1", b"\4\0\0\0" + address("224.0.0.251")), ttl=1)
    yield "ping6", ETHERNET, discovery(128, struct.pack("!HH", 0x4d, 3) + bytes(range(56)), A6, B6)
    yield "pong6", ETHERNET, discovery(129, struct.pack("!HH", 0x4d, 3) + bytes(range(56)), B6, A6)
    yield "router-solicitation", ETHERNET, discovery(133, bytes(4) + b"\1\1" + mac(HOST), A6, ALL_ROUTERS)
    yield "router-advertisement", ETHERNET, discovery(134, router())
    yield "neighbor-solicitation", ETHERNET, discovery(135, bytes(4) + address(B6) + b"\1\1" + mac(HOST), A6, "ff02::1:ff00:9")
    yield "neighbor-advertisement", ETHERNET, discovery(136, b"\xe0\0\0\0" + address(B6) + b"\2\1" + mac(PEER), B6, A6)
    yield "redirect6", ETHERNET, discovery(137, bytes(4) + address(B6) + address(GLOBAL) + b"\2\1" + mac(PEER), A6, B6)
    yield "mld-query", ETHERNET, discovery(130, struct.pack("!HH", 10000, 0) + bytes(16) + b"\2\x7d\0\0")
    yield "mld-report", ETHERNET, discovery(131, bytes(4) + address("ff02::fb"), A6, "ff02::fb")
    yield "mld-done", ETHERNET, discovery(132, bytes(4) + address("ff02::fb"), A6, ALL_ROUTERS)
    yield "mld-v2-report", ETHERNET, discovery(143, b"\0\0\0\1" + b"\4\0\0\0" + address("ff02::fb"), A6, "ff02::16")
    quoted6 = ipv6(A6, B6, 17, udp(A6, B6, 40000, 9999, b"hello"))
    yield "unreachable6-port", ETHERNET, in6(58, icmpv6(A6, B6, 1, 4, bytes(4) + quoted6))
    yield "too-big6", ETHERNET, in6(58, icmpv6(A6, B6, 2, 0, struct.pack("!I", 1280) + quoted6))
    yield "first-fragment-incomplete6", ETHERNET, in6(58, icmpv6(A6, B6, 4, 3, bytes(4) + quoted6))
    yield "hops-exceeded6", ETHERNET, in6(58, icmpv6(A6, B6, 3, 0, bytes(4) + quoted6))


def router():
    prefix = struct.pack("!BBBBIII", 3, 4, 64, 0xc0, 86400, 14400, 0) + address("2001:db8::")
    servers = struct.pack("!BBHI", 25, 3, 0, 1800) + address("2001:db8::53")
    search = struct.pack("!BBHI", 31, 3, 0, 1800) + dns_name("example.net").ljust(16, b"\0")
    return (struct.pack("!BBHII", 64, 0xc8, 1800, 0, 0) + b"\1\1" + mac(PEER) + struct.pack("!BBHI", 5, 1, 0, 1500)
            + prefix + servers + search)


def tcp_frames():
    mss = b"\2\4\5\xb4" + b"\4\2\x08\x0a" + struct.pack("!II", 100, 0) + b"\1\3\3\7"
    stamps = b"\1\1\x08\x0a" + struct.pack("!II", 101, 201)
    yield "tcp-syn", ETHERNET, tcp4(51234, 9000, 1000, 0, SYN, options=mss)
    yield "tcp-syn-ack", ETHERNET, tcp4_back(9000, 51234, 5000, 1001, SYN | ACK, options=mss)
    yield "tcp-ack", ETHERNET, tcp4(51234, 9000, 1001, 5001, ACK, options=stamps)
    yield "tcp-data", ETHERNET, tcp4(51234, 9000, 1001, 5001, PSH | ACK, b"hello", options=stamps)
    yield "tcp-data-ack", ETHERNET, tcp4_back(9000, 51234, 5001, 1006, ACK, options=stamps)
    yield "tcp-retransmission", ETHERNET, tcp4(51234, 9000, 1001, 5001, PSH | ACK, b"hello", options=stamps)
    yield "tcp-zero-window", ETHERNET, tcp4_back(9000, 51234, 5001, 1006, ACK, window=0)
    yield "tcp-keep-alive", ETHERNET, tcp4(51234, 9000, 1005, 5001, ACK, b"\0")
    yield "tcp-lost-before", ETHERNET, tcp4(51234, 9000, 1106, 5001, PSH | ACK, b"later")
    yield "tcp-selective-ack", ETHERNET, tcp4_back(9000, 51234, 5001, 1006, ACK, options=b"\1\1\5\x0a" + struct.pack(
        "!II", 1106, 1111))
    yield "tcp-reset", ETHERNET, tcp4_back(9000, 51234, 5001, 1006, RST | ACK)
    yield "tcp-fin", ETHERNET, tcp4(51235, 9000, 1, 1, FIN | ACK)
    yield "tcp-asked-syn", ETHERNET, tcp4(51236, 9000, 1000, 0, SYN)
    yield "tcp-asked-syn-ack", ETHERNET, tcp4_back(9000, 51236, 5000, 1001, SYN | ACK)
    yield "tcp-answered-anew", ETHERNET, tcp4_back(9000, 51236, 90000, 1001, SYN | ACK)


def lossy_frames():
    """A connection on which segments are lost, overtaken and sent again."""
    def there(sequence, size=100):
        return tcp4(52000, 9001, sequence, 7001, ACK, bytes(size))

    def back(acknowledgment, window=1000):
        return tcp4_back(9001, 52000, 7001, acknowledgment, ACK, window=window)
    yield "lossy-syn", ETHERNET, tcp4(52000, 9001, 0xfffffe00, 0, SYN)
    yield "lossy-syn-again", ETHERNET, tcp4(52000, 9001, 0xfffffe00, 0, SYN)
    yield "lossy-syn-ack", ETHERNET, tcp4_back(9001, 52000, 7000, 0xfffffe01, SYN | ACK)
    yield "lossy-ack", ETHERNET, tcp4(52000, 9001, 0xfffffe01, 7001, ACK)
    yield "lossy-first", ETHERNET, there(0xfffffe01)
    yield "lossy-first-ack", ETHERNET, back(0xfffffe65)
    yield "lossy-third", ETHERNET, there(0xfffffec9)
    yield "lossy-duplicate-ack", ETHERNET, back(0xfffffe65)
    yield "lossy-fourth", ETHERNET, there(0xffffff2d)
    yield "lossy-duplicate-ack-again", ETHERNET, back(0xfffffe65)
    yield "lossy-second-late", ETHERNET, there(0xfffffe65)
    yield "lossy-ack-of-all", ETHERNET, back(0xffffff91)
    yield "lossy-around", ETHERNET, there(0xffffff91, 200)
    yield "lossy-around-again", ETHERNET, there(0xffffff91, 200)
    yield "lossy-around-ack", ETHERNET, back(0x59)
    yield "lossy-spurious", ETHERNET, there(0xffffff91, 200)
    yield "lossy-keep-alive", ETHERNET, tcp4(52000, 9001, 0x58, 7001, ACK)
    yield "lossy-keep-alive-ack", ETHERNET, back(0x59)
    yield "lossy-full", ETHERNET, back(0x59, 0)
    yield "lossy-end", ETHERNET, tcp4(52000, 9001, 0x59, 7001, FIN | ACK)


def application_frames():
    lease = option(54, address(B)) + option(51, struct.pack("!I", 3600)) + option(1, address("255.255.255.0"))
    zero, every = "0.0.0.0", "255.255.255.255"
    yield "dhcp-discover", ETHERNET, udp4(68, 67, dhcp(1, 1, HOST, option(55, b"\1\3\6")), zero, every, BROADCAST)
    yield "dhcp-offer", ETHERNET, udp4(67, 68, dhcp(2, 2, HOST, lease, "10.77.1.100"), B, every, BROADCAST)
    yield "dhcp-request", ETHERNET, udp4(68, 67, dhcp(3, 1, HOST, option(50, address("10.77.1.100"))), zero, every, BROADCAST)
    yield "dhcp-ack", ETHERNET, udp4(67, 68, dhcp(5, 2, HOST, lease, "10.77.1.100"), B, every, BROADCAST)
    duid = (1, b"\0\3\0\1" + mac(HOST))
    yield "dhcpv6-solicit", ETHERNET, udp6(546, 547, dhcpv6(1, duid, (3, bytes(12))), A6, "ff02::1:2")
    yield "dhcpv6-reply", ETHERNET, udp6(547, 546, dhcpv6(7, duid, (2, b"\0\3\0\1" + mac(PEER))), B6, A6)
    yield "dns-query", ETHERNET, udp4(50053, 53, dns(1, 0x0100, [("example.net", 1)]))
    yield "dns-answer", ETHERNET, udp4(53, 50053, dns(1, 0x8180, [("example.net", 1)],
                                                      [("example.net", 1, 3600, address("192.0.2.1"))]), B, A)
    yield "dns-no-such-name", ETHERNET, udp4(53, 50053, dns(2, 0x8183, [("nowhere.example", 28)]), B, A)
    yield "mdns-query", ETHERNET, udp4(5353, 5353, dns(0, 0, [("_ipp._tcp.local", 12)]), A, "224.0.0.251",
                                       "01:00:5e:00:00:fb")
    yield "ntp-client", ETHERNET, udp4(40123, 123, b"\x23" + bytes(47))
    yield "ptp-over-udp", ETHERNET, udp4(319, 319, b"\1\2\0\x2c" + bytes(40), A, "224.0.1.129", "01:00:5e:00:01:81")
    yield "ntp-server", ETHERNET, udp4(123, 40123, b"\x24\2\0\xe9" + bytes(8) + address(B) + bytes(32), B, A)
    yield "llmnr-query", ETHERNET, udp4(40355, 5355, dns(3, 0, [("printer", 1)]), A, "224.0.0.252", "01:00:5e:00:00:fc")
    yield "ssdp-search", ETHERNET, udp4(40190, 1900, b"M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n", A,
                                        "239.255.255.250", "01:00:5e:7f:ff:fa")
    yield "nbns-query", ETHERNET, udp4(137, 137, dns(4, 0x0110, [("EIEPFDFE" + 11 * "CA" + "AA", 32)]), A, "10.77.1.255")
    yield "syslog", ETHERNET, udp4(40514, 514, b"<13>Oct 11 22:14:15 host test: hello")
    yield "snmp-get", ETHERNET, udp4(40161, 161, bytes.fromhex(
        "302902010104067075626c6963a01c02040000000102010002010030 0e300c06082b060102010101000500"))
    yield "quic-initial", ETHERNET, udp4(40443, 443, b"\xc3\0\0\0\1\x08" + bytes(range(8)) + b"\0\0\x44\xd0" + bytes(1232))
    yield "quic-short-header", ETHERNET, ethernet(HOST, PEER, 0x0800, ipv4(B, A, 17, udp(B, A, 443, 40443, b"\x4a" + bytes(
        range(40)))))
    yield "quic-draft", ETHERNET, udp4(40444, 443, b"\xc3\xff\0\0\x1d\x08" + bytes(range(8)) + b"\0\0\x44\xd0" + bytes(1232))
    yield "quic-on-another-port", ETHERNET, udp4(40445, 4433, b"\xc3\0\0\0\1\x08" + bytes(range(8)) + b"\0\0\x44\xd0"
                                                 + bytes(1232))
    yield "stun-request", ETHERNET, udp4(40478, 3478, bytes.fromhex("000100002112a442") + bytes(range(12)))
    yield "stun-on-another-port", ETHERNET, udp4(40478, 19302, bytes.fromhex("000100002112a442") + bytes(range(12)))
    yield "ssh-version", ETHERNET, tcp4(40022, 22, 1, 1, PSH | ACK, b"SSH-2.0-OpenSSH_9.9\r\n")
    yield "ssh-server-version", ETHERNET, tcp4_back(22, 40022, 1, 22, PSH | ACK, b"SSH-2.0-OpenSSH_9.9\r\n")
    yield "ssh-encrypted", ETHERNET, tcp4(40022, 22, 22, 22, PSH | ACK, bytes(range(100, 144)))
    yield "mqtt-connect", ETHERNET, tcp4(41883, 1883, 1, 1, PSH | ACK, b"\x10\x0e\0\4MQTT\4\2\0\x3c\0\2ab")
    query = dns(7, 0x0100, [("example.net", 28)])
    yield "dns-over-tcp", ETHERNET, tcp4(40053, 53, 1, 1, PSH | ACK, struct.pack("!H", len(query)) + query)
    yield "tls-client-hello", ETHERNET, tcp4(40443, 443, 1, 1, PSH | ACK, client_hello("www.example.net"))
    yield "tls-server-hello", ETHERNET, tcp4_back(443, 40443, 1, 1 + len(client_hello("www.example.net")), PSH | ACK,
                                                  server_hello())
    yield "tls-application-data", ETHERNET, tcp4(40443, 443, 1 + len(client_hello("www.example.net")),
                                                 1 + len(server_hello()), PSH | ACK, tls_record(23, bytes(64)))
    yield "tls-on-another-port", ETHERNET, tcp4(40444, 9443, 1, 1, PSH | ACK, client_hello("other.example.net"))
    yield "tls-server-hello-draft", ETHERNET, tcp4_back(443, 40445, 1, 1, PSH | ACK, server_hello(0x7f1c))
    yield "tls-record-on-another-port", ETHERNET, tcp4(40444, 9443, 1 + len(client_hello("other.example.net")), 1, PSH | ACK,
                                                       tls_record(23, bytes(64)))
    request = b"GET /index.html HTTP/1.1\r\nHost: www.example.net\r\n\r\n"
    yield "http-request", ETHERNET, tcp4(40080, 80, 1, 1, PSH | ACK, request)
    yield "http-response", ETHERNET, tcp4_back(80, 40080, 1, 1 + len(request), PSH | ACK,
                                               b"HTTP/1.1 204 No Content\r\nServer: test\r\n\r\n")
    yield "http-on-another-port", ETHERNET, tcp4(40081, 9099, 1, 1, PSH | ACK, request)
    yield "wireguard-initiation", ETHERNET, udp4(40820, 51820, b"\1\0\0\0" + struct.pack("<I", 42) + bytes(140))
    yield "wireguard-on-another-port", ETHERNET, udp4(40821, 40822, b"\1\0\0\0" + struct.pack("<I", 43) + bytes(140))
    yield "wireguard-not-padded", ETHERNET, udp4(40820, 51820, b"\4\0\0\0" + struct.pack("<IQ", 42, 8) + bytes(37))
    yield "wireguard-data", ETHERNET, udp4(40820, 51820, b"\4\0\0\0" + struct.pack("<IQ", 42, 7) + bytes(32))


def over_ipv6():
    yield "dns-query-ipv6", ETHERNET, udp6(50054, 53, dns(8, 0x0100, [("example.net", 28)]))
    yield "mdns-query-ipv6", ETHERNET, udp6(5353, 5353, dns(0, 0, [("_ipp._tcp.local", 12)]), A6, "ff02::fb")
    yield "ntp-client-ipv6", ETHERNET, udp6(40124, 123, b"\x23" + bytes(47))
    yield "wireguard-cookie-ipv6", ETHERNET, udp6(51820, 40821, b"\3\0\0\0" + bytes(60))
    yield "vxlan-ipv6", ETHERNET, udp6(50001, 4789, b"\x08\0\0\0\0\0\x2b\0" + arp(2, PEER, B, HOST, A, HOST))
    for name, port, load in (("http", 80, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"), ("tls", 443, client_hello("six.example.net")),
                             ("tcp", 9000, b"hello"), ("tls-alert", 443, tls_record(21, b"\2\x28"))):
        yield f"{name}-ipv6", ETHERNET, in6(6, tcp(A6, B6, 41000, port, 1, 1, PSH | ACK, load))


def carried():
    """What keeps a network together, in a VLAN and in a tunnel: it is called the same there."""
    for name, _, frame in control_frames():
        yield f"{name}-in-vlan", ETHERNET, frame[:12] + b"\x81\0\0\5" + frame[12:]
        yield f"{name}-in-vxlan", ETHERNET, udp4(50002, 4789, b"\x08\0\0\0\0\0\x2c\0" + frame)


def frames():
    """(name, link type, bytes)"""
    for part in (link_frames, wlan_frames, other_links, serial_frames, ip_frames, control_frames, tcp_frames, lossy_frames,
                 application_frames, over_ipv6, carried):
        yield from part()
