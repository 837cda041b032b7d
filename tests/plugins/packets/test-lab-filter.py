#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What a capture takes: what the user's filter lets in, as much of it as is wanted, and from its first moment on."""

import os
import pathlib
import signal
import sys

import frames
import lab
import pcapng
from bridgecase import BridgeCase
from recording import HELPER, Recording, compiled, output_of

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402

def tagged(*vlans):
    return frames.ethernet(frames.BROADCAST, lab.VM_MAC, frames.EXPERIMENTAL, bytes(50), [(frames.VLAN, vlan) for vlan in vlans])


class Filter(BridgeCase):
    def check_filtered(self, expression, sent, expected):
        recording = Recording(self.lab.host, ["tap0", "nic0"], compiled(f"({expression}) or ether src 02:00:00:00:00:ff"))
        self.lab.vm.send("eth0", *sent)
        self.finish(recording)
        ours = recording.frames_by_way()
        self.assertEqual((ours["tap0", "in"], ours["nic0", "out"]), (expected, expected), expression)
        counted = {index: int(said["in_packets"]) + int(said["out_packets"])
                   for index, said in recording.stream.last_statistics().items()}
        self.assertEqual(sum(counted.values()), len(recording.stream.packets), "what is kept out is not counted")

    def test_keeps_the_rest_out(self):
        recording = Recording(self.lab.host, lab.Bridge.CAPTURED, compiled("arp or ether src 02:00:00:00:00:ff"),
                              "--filter-text", "arp or our marker")
        self.lab.vm.run("ping", "-c1", "-W9", lab.WIRE_IP)
        rows = self.rows_of(recording)
        self.assertEqual([str(row) for row in rows], ["tap0 in request", "nic0 out request", "br0 in request",
                                                      "nic0 in reply", "tap0 out reply"])
        self.assertEqual({face.options[pcapng.IF_FILTER] for face in recording.stream.interfaces}, {b"\0arp or our marker"})

    def test_tags_are_seen_by_filters(self):
        plain = frames.numbered(frames.BROADCAST, lab.VM_MAC, 1)
        sent = [tagged(5), plain, tagged(6), tagged(5, 7), tagged(7, 5)]
        self.check_filtered("vlan 5", sent, [tagged(5), tagged(5, 7)])
        self.check_filtered("vlan 5 and vlan 7", sent, [tagged(5, 7)])
        self.check_filtered("vlan", sent, [tagged(5), tagged(6), tagged(5, 7), tagged(7, 5)])
        self.check_filtered("ether proto 0x88b5", sent, [plain])
        self.check_filtered("ether[0] & 1 != 0", sent, sent)

    def test_nothing_is_lost_at_the_start(self):
        sent = [frames.numbered(frames.BROADCAST, lab.VM_MAC, number) for number in range(50)]
        for options in ([], [compiled("ether proto 0x88b5")], ["--retire-ms=300"]):
            recording = self.record(*options)
            self.lab.vm.send("eth0", *sent)
            self.finish(recording)
            ours = recording.frames_by_way()
            for way in (("tap0", "in"), ("nic0", "out"), ("br0", "in")):
                self.assertEqual(ours[way], sent, (way, options))

    def test_cut_short(self):
        recording = self.record("--snap-bytes=64")
        self.lab.vm.send("eth0", frames.numbered(frames.BROADCAST, lab.VM_MAC, 1, size=1000), tagged(5))
        self.finish(recording)
        found = [(len(packet.frame), packet.original_bytes) for packet in recording.stream.packets
                 if packet.interface == "nic0" and not frames.is_marker(packet.frame)]
        self.assertEqual(found, [(64, 1000), (64, 68)])
        self.assertEqual({face.snap_bytes for face in recording.stream.interfaces}, {64})
        self.assertEqual(len({packet.packet_id for packet in recording.stream.packets if packet.original_bytes == 1000}), 1)

    def test_ends_after_as_many_as_asked(self):
        recording = Recording(self.lab.host, ["tap0"], "--count=3")
        self.lab.vm.send("eth0", *(frames.numbered(frames.BROADCAST, lab.VM_MAC, number) for number in range(10)))
        self.assertEqual(recording.program.wait_for_end(), 0, recording.program.text)
        self.assertEqual([frames.number_of(packet.frame) for packet in recording.stream.packets], [0, 1, 2])
        self.assertTrue(recording.stream.is_whole and recording.stream.statistics)

    def test_ends_after_as_long_as_asked(self):
        recording = Recording(self.lab.host, ["tap0"], "--duration=5")
        self.lab.vm.send("eth0", frames.numbered(frames.BROADCAST, lab.VM_MAC, 1))
        self.assertEqual(recording.program.wait_for_end(), 0, recording.program.text)
        self.assertEqual([frames.number_of(packet.frame) for packet in recording.stream.packets], [1])

    def test_ends_when_nobody_reads(self):
        recording = self.record()
        recording.program.close_output()
        self.assertEqual(recording.program.wait_for_end(), 0, recording.program.text)

    def test_writes_a_new_file_and_no_other(self):
        path = os.path.join(lab.FOLDER, "written.pcapng")
        self.addCleanup(os.remove, path)
        # Whenever it is ready, something comes.
        self.addCleanup(self.lab.vm.start("ping", "-i0.02", lab.WIRE_IP).end, signal.SIGKILL)
        program = self.lab.host.start(HELPER, f"--write={path}", "--count=3", "tap0")
        self.assertEqual(program.wait_for_end(), 0, program.text)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.assertEqual(len(output_of("tshark", "-n", "-r", path).splitlines()), 3)
        with open(path, "rb") as file:
            before = file.read()
        program = self.lab.host.start(HELPER, f"--write={path}", "--count=3", "tap0")
        self.assertEqual(program.wait_for_end(), 7, program.text)
        self.assertIn("stillwatch-capture: failed: ", program.text)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), before)


if __name__ == "__main__":
    lab.enter()
    tap.run(Filter)
