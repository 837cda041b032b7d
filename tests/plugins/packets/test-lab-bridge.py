#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Frames that cross a bridge: which way each went, on which interface, in which order, and which of them are the same."""

import pathlib
import sys

import frames
import lab
from bridgecase import BridgeCase

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402


class Bridge(BridgeCase):
    def test_arp_and_ping_cross_the_bridge(self):
        recording = self.record()
        self.lab.vm.run("ping", "-c1", "-W9", lab.WIRE_IP)
        rows = self.rows_of(recording)
        # The bridge floods the request to the NIC before it takes it itself.
        self.assertEqual([str(row) for row in rows], [
            "tap0 in request", "nic0 out request", "br0 in request",
            "nic0 in reply", "tap0 out reply",
            "tap0 in ping", "nic0 out ping",
            "nic0 in pong", "tap0 out pong"])
        self.assertEqual([row.source for row in rows], [lab.VM_MAC] * 3 + [lab.WIRE_MAC] * 2 + [lab.VM_MAC] * 2
                         + [lab.WIRE_MAC] * 2)
        self.check_ids([rows[0:3], rows[3:5], rows[5:7], rows[7:9]])

    def test_the_host_itself_asks(self):
        recording = self.record()
        self.lab.host.run("ping", "-c1", "-W9", lab.VM_IP)
        rows = self.rows_of(recording)
        of = {message: [row for row in rows if row.message == message] for message in ("request", "reply", "ping", "pong")}
        # Nobody has learned yet where the VM is.
        self.assertEqual(sorted(map(str, of["request"])), ["br0 out request", "nic0 out request", "tap0 out request"])
        self.assertEqual(str(of["request"][0]), "br0 out request")
        self.assertEqual([str(row) for row in rows if row.message != "request"], [
            "tap0 in reply", "br0 in reply", "br0 out ping", "tap0 out ping", "tap0 in pong", "br0 in pong"])
        self.check_ids(list(of.values()))

    def check_each_passes(self, sent):
        """Of each frame: in by the tap, out by the NIC, in by the bridge, one after the other and as one packet."""
        recording = self.record()
        self.lab.vm.send("eth0", *sent)
        self.finish(recording)
        packets = [packet for packet in recording.stream.packets if not frames.is_marker(packet.frame)]
        self.assertEqual(len(packets), 3 * len(sent))
        ids = set()
        for frame, *seen in zip(sent, packets[0::3], packets[1::3], packets[2::3]):
            self.assertEqual([packet.frame for packet in seen], [frame] * 3)
            self.assertEqual([f"{packet.interface} {packet.direction}" for packet in seen], ["tap0 in", "nic0 out", "br0 in"])
            self.assertEqual(len({packet.packet_id for packet in seen}), 1)
            ids.add(seen[0].packet_id)
        self.assertEqual(len(ids), len(sent))

    def test_many_frames(self):
        self.check_each_passes([frames.numbered(frames.BROADCAST, lab.VM_MAC, number) for number in range(2000)])

    def test_the_same_bytes_again_are_another_packet(self):
        self.check_each_passes([frames.arp_request(lab.VM_MAC, lab.VM_IP, "10.77.1.77")] * 100)

    def test_two_tcpdumps_for_each_interface_see_the_same(self):
        def ping(_recording):
            self.lab.vm.run("ping", "-c3", "-i0.01", "-W9", lab.WIRE_IP)
            self.lab.host.run("ping", "-c2", "-i0.01", "-W9", lab.VM_IP)

        self.assertTrue(all(self.check_with_tcpdumps(ping).values()), "frames went each way")


if __name__ == "__main__":
    lab.enter()
    tap.run(Bridge)
