#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Where there is no ring for all, libpcap captures, by two handles for each interface: the same frames in the same
directions, though which interface came first is known by time alone."""

import pathlib
import sys

import frames
import lab
from bridgecase import BridgeCase
from recording import Recording, compiled

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402


class Fallback(BridgeCase):
    def record(self, *options):
        return super().record("--method=pcap", "--retire-ms=200", *options)

    def test_two_tcpdumps_for_each_interface_see_the_same(self):
        def ping(_recording):
            self.lab.vm.run("ping", "-c3", "-i0.01", "-W9", lab.WIRE_IP)
            self.lab.host.run("ping", "-c2", "-i0.01", "-W9", lab.VM_IP)
            self.lab.vm.send("eth0", frames.ethernet(frames.BROADCAST, lab.VM_MAC, frames.EXPERIMENTAL, bytes(50),
                                                     [(frames.STACKED_VLAN, 7), (frames.VLAN, 5)]))

        self.assertTrue(all(self.check_with_tcpdumps(ping).values()), "frames went each way")

    def test_packets_are_known_again(self):
        recording = self.record()
        self.lab.vm.run("ping", "-c1", "-W9", lab.WIRE_IP)
        rows = self.rows_of(recording)
        self.assertEqual(sorted(str(row) for row in rows),
                         sorted(["tap0 in request", "nic0 out request", "br0 in request", "nic0 in reply", "tap0 out reply",
                                 "tap0 in ping", "nic0 out ping", "nic0 in pong", "tap0 out pong"]))
        self.check_ids([[row for row in rows if row.message == message] for message in ("request", "reply", "ping", "pong")])
        times = [message for message in dict.fromkeys(row.message for row in rows)]
        self.assertEqual(times, ["request", "reply", "ping", "pong"])

    def test_loop_is_seen_out_and_in(self):
        self.lab.arm("far")
        recording = self.record()
        self.lab.vm.send("eth0", frames.arp_request(lab.VM_MAC, lab.VM_IP, lab.WIRE_IP))
        recording.wait_for(lambda _: recording.find("nic0", "in", frames.ARP_REPLY), "the reply")
        rows = self.rows_of(recording, display_filter="arp")
        self.assertEqual([str(row) for row in rows if row.interface == "nic0"],
                         ["nic0 out request", "nic0 in request", "nic0 in reply"])
        self.assertNotIn("tap0 out reply", map(str, rows))
        self.check_ids([[row for row in rows if row.message == message] for message in ("request", "reply")])

    def test_start_and_filter(self):
        sent = [frames.numbered(frames.BROADCAST, lab.VM_MAC, number) for number in range(50)]
        recording = self.record(compiled("ether proto 0x88b5"))
        self.lab.vm.send("eth0", frames.arp_request(lab.VM_MAC, lab.VM_IP, "10.77.1.77"), *sent)
        self.finish(recording)
        ours = recording.frames_by_way()
        for way in (("tap0", "in"), ("nic0", "out"), ("br0", "in")):
            self.assertEqual(ours[way], sent, way)

    def test_interface_deleted(self):
        recording = self.record()
        self.lab.host.ip("link del tap0")
        recording.wait_for(lambda stream: any((face.name, said["state"]) == ("tap0", "gone")
                                              for face, said in stream.statistics), "tap0 is gone")
        frame = frames.numbered(frames.BROADCAST, lab.VM_MAC, 1)
        self.lab.wire.send("wire0", frame)
        recording.wait_for(lambda _: recording.find("nic0", "in", frame) and recording.find("br0", "in", frame), "the rest")
        recording.end()

    def test_down_and_up(self):
        recording = self.record()
        self.lab.host.ip("link set tap0 down", "link set tap0 up")
        self.lab.host.await_up("tap0")
        frame = frames.numbered(frames.BROADCAST, lab.VM_MAC, 1)
        self.lab.vm.send("eth0", frame)
        recording.wait_for(lambda _: recording.find("tap0", "in", frame) and recording.find("nic0", "out", frame), "both")
        recording.end()

    def test_all(self):
        recording = Recording(self.lab.host, [], "--method=pcap", "--all")
        recording.wait_for(lambda stream: {face.name for face in stream.interfaces} == {"lo", "br0", "nic0", "tap0"}, "all")
        lab.cable(self.lab.host, "late0", self.lab.vm, "far0")
        self.lab.host.await_up("late0")
        frame = frames.numbered(frames.BROADCAST, lab.VM_MAC, 1)
        self.lab.vm.send("eth0", frame)
        recording.wait_for(lambda _: recording.find("tap0", "in", frame) and recording.find("nic0", "out", frame), "both")
        recording.end()

    def test_has_no_rights(self):
        recording = self.record()
        self.check_confined(recording.program.process.pid)


if __name__ == "__main__":
    lab.enter()
    tap.run(Fallback)
