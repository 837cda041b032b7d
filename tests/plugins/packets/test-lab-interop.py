#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The stream saved as a file, in other programs' hands: none of them warns, and nothing of it is lost."""

import os
import pathlib
import re
import sys

import frames
import lab
from bridgecase import BridgeCase
from recording import output_of

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402

SEEN = ("frame.interface_name", "frame.packet_flags_direction", "frame.packet_flags_reception_type", "frame.packet_id",
        "frame.time_epoch", "frame.len", "eth.src", "eth.dst", "_ws.col.protocol")


def seen_by_tshark(path):
    asked = [part for field in SEEN for part in ("-e", field)]
    return output_of("tshark", "-n", "-r", path, "-T", "fields", *asked).splitlines()


class Interop(BridgeCase):
    def setUp(self):
        super().setUp()
        recording = self.record()
        self.lab.vm.run("ping", "-c2", "-i0.01", "-W9", lab.WIRE_IP)
        self.finish(recording)
        self.stream = recording.stream
        self.path = recording.save()

    def path_of(self, name):
        return os.path.join(lab.FOLDER, name)

    def test_capinfos(self):
        text = output_of("capinfos", "-M", self.path)
        self.assertRegex(text, r"File type:\s+pcapng\n")
        self.assertRegex(text, r"File encapsulation:\s+ether\n")
        self.assertRegex(text, r"File timestamp precision:\s+nanoseconds \(9\)")
        self.assertRegex(text, rf"Number of packets:\s+{len(self.stream.packets)}\n")
        self.assertRegex(text, r"Capture application:\s+stillwatch-capture ")
        self.assertEqual(re.findall(r"Name = (\w+)", text), [face.name for face in self.stream.interfaces])
        self.assertEqual(sorted(face.name for face in self.stream.interfaces), sorted(lab.Bridge.CAPTURED))
        counts = [int(number) for number in re.findall(r"Number of packets = (\d+)", text)]
        self.assertEqual(counts, [sum(packet.interface == face.name for packet in self.stream.packets)
                                  for face in self.stream.interfaces])

    def test_tshark_knows_how_each_was_addressed(self):
        kinds = {(line.split("\t")[0], line.split("\t")[1]): line.split("\t")[2] for line in seen_by_tshark(self.path)
                 if line.endswith("ARP") and lab.VM_MAC in line.split("\t")[6]}
        self.assertEqual(kinds, {("tap0", "0x00000001"): "3", ("nic0", "0x00000002"): "0", ("br0", "0x00000001"): "3"},
                         "broadcast where it came in")

    def test_editcap_and_mergecap_keep_it_all(self):
        before = seen_by_tshark(self.path)
        self.assertEqual(len(before), len(self.stream.packets))
        output_of("editcap", self.path, self.path_of("edited.pcapng"))
        self.assertEqual(seen_by_tshark(self.path_of("edited.pcapng")), before)
        output_of("mergecap", "-a", "-w", self.path_of("merged.pcapng"), self.path, self.path)
        self.assertEqual(seen_by_tshark(self.path_of("merged.pcapng")), before + before)
        output_of("editcap", "-F", "nsecpcap", self.path, self.path_of("plain.pcap"))
        self.assertEqual(len(seen_by_tshark(self.path_of("plain.pcap"))), len(before))

    def test_libpcap_reads_it(self):
        text = lab.run("tcpdump", "-Z", "root", "-n", "-r", self.path, "arp")
        self.assertEqual(len(re.findall(r"Request who-has", text)), 3)

    def test_what_a_killed_helper_left_is_whole(self):
        recording = self.record()
        self.lab.vm.send("eth0", *(frames.numbered(frames.BROADCAST, lab.VM_MAC, number) for number in range(100)))
        self.lab.mark()
        recording.wait_for_marker()
        recording.program.process.kill()
        recording.program.wait_for_end()
        self.assertTrue(recording.stream.is_whole)
        self.assertEqual(len(seen_by_tshark(recording.save("killed.pcapng"))), len(recording.stream.packets))


if __name__ == "__main__":
    lab.enter()
    tap.run(Interop)
