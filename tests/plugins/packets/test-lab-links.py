#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Kinds of links, and what the kernel does to frames before anybody sees them: raw IP, loopback, tags that were taken out,
segments and checksums that the NIC would have made."""

import os
import pathlib
import socket
import struct
import sys
import unittest

import frames
import lab
import pcapng
import tundevice
from bridgecase import BridgeCase
from recording import Recording, compiled

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402

LINK_ETHERNET, LINK_RAW, LINK_RADIOTAP, LINK_SLL2 = 1, 101, 127, 276
ARPHRD_PPP, ARPHRD_IEEE80211_RADIOTAP, ARPHRD_NONE = 512, 803, 65534
UPLOAD_BYTES = 200000


def echo_of(packet):
    """What the other end would say to a ping: source and destination change places, and so does the type. No checksum
    minds the order; the ICMP's own changes with the type."""
    body = bytearray(packet)
    body[12:16], body[16:20] = packet[16:20], packet[12:16]
    body[20] = 0
    body[22:24] = bytes(2)
    body[22:24] = frames.checksum(bytes(body[20:])).to_bytes(2, "big")
    return bytes(body)


NEEDS_TUN = unittest.skipUnless(tundevice.POSSIBLE, f"{tundevice.PATH} is not for this user")


class Links(BridgeCase):
    @NEEDS_TUN
    def test_tun_is_raw_ip(self):
        fd = tundevice.open_device(self.lab.host, "tun0", tundevice.IFF_TUN)
        self.addCleanup(os.close, fd)
        self.lab.host.ip("addr add 10.78.0.1/24 dev tun0", "link set tun0 up")
        recording = Recording(self.lab.host, ["tun0"])
        self.assertEqual(recording.stream.interfaces[0].link_type, LINK_RAW)
        ping = self.lab.host.start("ping", "-c1", "-W9", "10.78.0.2")
        recording.wait_for(lambda _: recording.find("tun0", "out", b"\x0a\x4e\0\x02"), "ping")
        os.write(fd, echo_of(os.read(fd, 65536)))
        self.assertEqual(ping.wait_for_end(), 0, ping.text)
        recording.wait_for(lambda _: recording.find("tun0", "in"), "pong")
        recording.end()
        rows = recording.rows("frame.encap_type", "frame.protocols", display_filter="icmp")
        self.assertEqual([str(row) for row in rows], ["tun0 out ping", "tun0 in pong"])
        self.assertEqual({row.more[1] for row in rows}, {"raw:ip:icmp:data"})

    def record_as(self, hardware_type, ethertype, data):
        """What tshark makes of DATA, received from a link of that type."""
        fd = tundevice.open_as(self.lab.host, "odd0", hardware_type)
        self.addCleanup(os.close, fd)
        self.lab.host.ip("link set odd0 up")
        recording = Recording(self.lab.host, ["odd0", "nic0"])
        tundevice.write_as(fd, ethertype, data)
        recording.wait_for(lambda _: recording.find("odd0", "in"), "it")
        recording.end()
        return recording, recording.rows("frame.protocols", "wlan.sa", "ip.src", "sll.ifindex", display_filter="frame")

    @NEEDS_TUN
    def test_radiotap(self):
        radiotap = struct.pack("<BBHI", 0, 0, 8, 0)
        acknowledged = struct.pack("<HH", 0x0108, 0) + frames.mac(lab.WIRE_MAC) + frames.mac(lab.VM_MAC) \
            + frames.mac(frames.BROADCAST) + struct.pack("<H", 0) + bytes.fromhex("aaaa03 000000 0806") \
            + frames.arp_request(lab.VM_MAC, lab.VM_IP, lab.WIRE_IP)[14:]
        recording, rows = self.record_as(ARPHRD_IEEE80211_RADIOTAP, frames.ARP, radiotap + acknowledged)
        self.assertEqual({face.name: face.link_type for face in recording.stream.interfaces},
                         {"odd0": LINK_RADIOTAP, "nic0": LINK_ETHERNET})
        self.assertEqual([(str(row), row.more[:2]) for row in rows],
                         [("odd0 in request", ["radiotap:wlan_radio:wlan:llc:arp", lab.VM_MAC])])

    @NEEDS_TUN
    def test_other_links_are_cooked(self):
        packet = frames.udp("10.78.0.2", "10.78.0.1", 4000, 4001, b"hello")
        recording, rows = self.record_as(ARPHRD_PPP, frames.IPV4, packet)
        self.assertEqual({face.name: face.link_type for face in recording.stream.interfaces},
                         {"odd0": LINK_SLL2, "nic0": LINK_ETHERNET})
        ifindex = self.lab.host.links()["odd0"]["ifindex"]
        self.assertEqual([(row.direction, row.more[0], row.more[2:]) for row in rows],
                         [("in", "sll:ethertype:ip:udp:data", ["10.78.0.2", str(ifindex)])])

    @NEEDS_TUN
    def test_filters_by_type(self):
        fd = tundevice.open_device(self.lab.host, "tun0", tundevice.IFF_TUN)
        self.addCleanup(os.close, fd)
        self.lab.host.ip("link set tun0 up")
        recording = Recording(self.lab.host, ["tun0", "tap0"], compiled("arp"), compiled("udp port 4001", ARPHRD_NONE, "RAW"))
        for port in (4000, 4001, 4002):
            os.write(fd, frames.udp("10.78.0.2", "10.78.0.1", 9, port, b"hello"))
        self.lab.vm.send("eth0", frames.numbered(frames.BROADCAST, lab.VM_MAC, 1),
                         frames.arp_request(lab.VM_MAC, lab.VM_IP, "10.77.1.77"))
        recording.wait_for(lambda _: recording.find("tap0", "in"), "ARP")
        recording.end()
        self.assertEqual([(packet.interface, packet.direction) for packet in recording.stream.packets],
                         [("tun0", "in"), ("tap0", "in")])
        self.assertIn(b"\x0f\xa1", recording.stream.packets[0].frame)

    @NEEDS_TUN
    def test_tap_device_is_ethernet(self):
        fd = tundevice.open_device(self.lab.host, "guest0", tundevice.IFF_TAP)
        self.addCleanup(os.close, fd)
        self.lab.host.ip("link set guest0 master br0", "link set guest0 up")
        self.lab.host.await_links(lambda links: lab.is_passing(links.get("guest0"), "UNKNOWN"), "guest0")
        recording = Recording(self.lab.host, ["guest0", "br0", "nic0"])
        self.assertEqual({face.link_type for face in recording.stream.interfaces}, {LINK_ETHERNET})
        os.write(fd, frames.arp_request("52:54:00:00:00:06", "10.77.1.6", lab.WIRE_IP))
        recording.wait_for(lambda _: recording.find("guest0", "out", frames.mac("52:54:00:00:00:06")), "reply")
        recording.end()
        self.assertEqual([str(row) for row in recording.rows(display_filter="arp")],
                         ["guest0 in request", "nic0 out request", "br0 in request", "nic0 in reply", "guest0 out reply"])

    def test_loopback_sends_and_receives(self):
        recording = Recording(self.lab.host, ["lo"])
        self.lab.host.run("ping", "-c1", "-W9", "127.0.0.1")
        recording.wait_for(lambda stream: len(stream.packets) == 4, "two packets, twice")
        recording.end()
        rows = recording.rows(display_filter="icmp")
        self.assertEqual([str(row) for row in rows], ["lo out ping", "lo in ping", "lo out pong", "lo in pong"])
        self.check_ids([rows[0:2], rows[2:4]])

    def test_tags_are_put_back(self):
        tags = {"one": [(frames.VLAN, 5)], "stacked": [(frames.STACKED_VLAN, 7), (frames.VLAN, 0x6005)],
                "twice the same": [(frames.VLAN, 7), (frames.VLAN, 5)]}
        sent = [frames.ethernet(frames.BROADCAST, lab.VM_MAC, frames.ARP,
                                frames.arp_request(lab.VM_MAC, lab.VM_IP, "10.77.1.77")[14:], some) for some in tags.values()]
        recording = self.record()
        self.lab.vm.send("eth0", *sent)
        self.finish(recording)
        ours = recording.frames_by_way()
        for way in (("tap0", "in"), ("nic0", "out"), ("br0", "in")):
            self.assertEqual(ours[way], sent, way)
        self.assertEqual({packet.original_bytes - len(packet.frame) for packet in recording.stream.packets}, {0})
        rows = recording.rows("frame.protocols", "vlan.id", "ieee8021ad.id", display_filter="arp && frame.interface_name == nic0")
        self.assertEqual([row.more for row in rows], [["eth:ethertype:vlan:ethertype:arp", "5", ""],
                                                      ["eth:ethertype:ieee8021ad:ethertype:vlan:ethertype:arp", "5", "7"],
                                                      ["eth:ethertype:vlan:ethertype:vlan:ethertype:arp", "7", ""]])

    def test_tags_as_two_tcpdumps_for_each_interface_see_them(self):
        self.check_with_tcpdumps(lambda _: self.lab.vm.send(
            "eth0", *(frames.ethernet(frames.BROADCAST, lab.VM_MAC, frames.EXPERIMENTAL, bytes(50), [(kind, vlan)])
                      for kind in (frames.VLAN, frames.STACKED_VLAN) for vlan in (0, 1, 5, 0xffff))))

    def upload(self):
        """By TCP, from the VM to the wire."""
        with self.lab.wire.entered():
            listener = socket.create_server((lab.WIRE_IP, 7777))
        with self.lab.vm.entered():
            sender = socket.create_connection((lab.WIRE_IP, 7777), timeout=60)
        receiver, _ = listener.accept()
        left, received = UPLOAD_BYTES, 0
        with listener, sender, receiver:
            receiver.settimeout(60)
            sender.setblocking(False)
            while received < UPLOAD_BYTES:
                try:
                    left -= sender.send(bytes(min(left, 65536))) if left else 0
                except BlockingIOError:
                    pass
                received += len(receiver.recv(1 << 20))

    def test_segments_and_checksums_of_the_nic_are_marked(self):
        recording = self.record()
        self.upload()
        self.finish(recording)
        data = [packet for packet in recording.find("tap0", "in", frames.mac(lab.WIRE_MAC)) if packet.frame[23:24] == b"\x06"]
        large = [packet for packet in data if len(packet.frame) > 1514]
        self.assertTrue(large, [len(packet.frame) for packet in data])
        for packet in large:
            self.assertTrue(packet.flags & pcapng.SEGMENTATION_OFFLOADED, hex(packet.flags))
        for packet in data:
            self.assertTrue(packet.flags & pcapng.CHECKSUM_NOT_READY, hex(packet.flags))
            self.assertEqual(bool(packet.flags & pcapng.SEGMENTATION_OFFLOADED), len(packet.frame) > 1514, len(packet.frame))
        sent = {packet.packet_id for packet in recording.stream.packets
                if (packet.interface, packet.direction) == ("nic0", "out")}
        self.assertEqual({packet.packet_id for packet in data} - sent, set(), "the same on the NIC")

    def test_what_others_sent_is_not_marked(self):
        recording = self.record()
        self.lab.vm.send("eth0", frames.arp_request(lab.VM_MAC, lab.VM_IP, "10.77.1.77"))
        self.finish(recording)
        self.assertEqual({packet.flags & (pcapng.SEGMENTATION_OFFLOADED | pcapng.CHECKSUM_NOT_READY)
                          for packet in recording.stream.packets}, {0})


if __name__ == "__main__":
    lab.enter()
    tap.run(Links)
