#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Interfaces that go, come, are renamed, go down and up while they are captured: the stream tells, and the rest goes on."""

import pathlib
import sys

import frames
import lab
from bridgecase import BridgeCase
from recording import Recording

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402


class Interfaces(BridgeCase):
    def setUp(self):
        super().setUp()
        self.sent = 0

    def wait_for_state(self, recording, name, state):
        recording.wait_for(lambda stream: any((face.name, said["state"]) == (name, state)
                                              for face, said in stream.statistics), f"{name} is {state}")

    def check_passes(self, recording, namespace, interface, *seen_at):
        """A frame that is sent there is seen at these, and ours."""
        self.sent += 1
        frame = frames.numbered(frames.BROADCAST, lab.VM_MAC, self.sent)
        namespace.send(interface, frame)
        for place in seen_at:
            recording.wait_for(lambda _: recording.find(*place.split(), frame), place)

    def check_numbers(self, recording):
        """tshark takes it all, with as many frames on each interface as the statistics of each say."""
        recording.end()
        told = {}
        for index, said in recording.stream.last_statistics().items():
            name = recording.stream.interfaces[index].name
            told[name] = told.get(name, 0) + int(said["in_packets"]) + int(said["out_packets"]) - int(said["skipped"])
        found = dict.fromkeys(told, 0)
        for row in recording.rows(display_filter="frame"):
            found[row.interface] += 1
        self.assertEqual(found, told)

    def test_deleted(self):
        recording = self.record()
        self.check_passes(recording, self.lab.vm, "eth0", "tap0 in", "nic0 out")
        self.lab.host.ip("link del tap0")
        self.wait_for_state(recording, "tap0", "gone")
        self.check_passes(recording, self.lab.wire, "wire0", "nic0 in", "br0 in")
        self.check_numbers(recording)

    def test_deleted_and_made_again(self):
        recording = self.record()
        self.lab.host.ip("link del tap0")
        lab.cable(self.lab.host, "tap0", self.lab.vm, "eth0")
        self.lab.host.await_up("tap0")
        recording.wait_for(lambda stream: [face.name for face in stream.interfaces].count("tap0") == 2, "a new tap0")
        self.check_passes(recording, self.lab.vm, "eth0", "tap0 in")
        self.check_numbers(recording)

    def test_named_before_it_is_there(self):
        recording = self.record("late0")
        lab.cable(self.lab.host, "late0", self.lab.vm, "far0")
        self.lab.host.await_up("late0")
        recording.wait_for(lambda stream: "late0" in [face.name for face in stream.interfaces], "late0")
        self.check_passes(recording, self.lab.vm, "far0", "late0 in")
        self.check_passes(recording, self.lab.host, "late0", "late0 out")
        self.check_passes(recording, self.lab.vm, "eth0", "tap0 in", "nic0 out")
        self.check_numbers(recording)

    def test_all_that_come(self):
        recording = Recording(self.lab.host, [], "--all")
        recording.wait_for(lambda stream: {face.name for face in stream.interfaces} == {"lo", "br0", "nic0", "tap0"}, "all")
        lab.cable(self.lab.host, "late0", self.lab.vm, "far0")
        self.lab.host.await_up("late0")
        self.check_passes(recording, self.lab.vm, "far0", "late0 in")
        self.lab.host.ip("link del late0")
        self.wait_for_state(recording, "late0", "gone")
        self.check_passes(recording, self.lab.vm, "eth0", "tap0 in", "nic0 out")
        self.check_numbers(recording)

    def test_renamed(self):
        recording = self.record()
        self.check_passes(recording, self.lab.vm, "eth0", "tap0 in", "nic0 out")
        self.lab.host.ip("link set tap0 down", "link set tap0 name tap9", "link set tap9 up")
        self.lab.host.await_up("tap9")
        self.wait_for_state(recording, "tap0", "renamed")
        self.check_passes(recording, self.lab.vm, "eth0", "tap9 in", "nic0 out")
        self.assertFalse(recording.find("tap0", "in", frames.numbered(frames.BROADCAST, lab.VM_MAC, self.sent)))
        self.check_numbers(recording)

    def test_down_and_up(self):
        recording = self.record()
        self.lab.host.ip("link set tap0 down")
        self.wait_for_state(recording, "tap0", "down")
        self.check_passes(recording, self.lab.wire, "wire0", "nic0 in", "br0 in")
        self.lab.host.ip("link set tap0 up")
        self.lab.host.await_up("tap0")
        self.wait_for_state(recording, "tap0", "up")
        self.check_passes(recording, self.lab.vm, "eth0", "tap0 in", "nic0 out")
        self.check_passes(recording, self.lab.host, "tap0", "tap0 out")
        self.check_numbers(recording)


if __name__ == "__main__":
    lab.enter()
    tap.run(Interfaces)
