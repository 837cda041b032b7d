#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A reader that does not read: the helper goes on and counts what it cannot send, and sends again when there is room."""

import pathlib
import signal
import sys
import unittest

import frames
import lab
from recording import Recording

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402

BURST = 20000
ROUNDS = 20


class Overload(unittest.TestCase):
    def setUp(self):
        self.host, self.vm = lab.Namespace("host"), lab.Namespace("vm")
        self.addCleanup(self.vm.delete)
        self.addCleanup(self.host.delete)
        lab.cable(self.host, "tap0", self.vm, "eth0", lab.TAP_MAC, lab.VM_MAC)
        self.host.await_up("tap0")
        self.vm.await_up("eth0")
        self.addCleanup(self.host.ip, "link del tap0")
        self.sent = {"in": 0, "out": 0}

    def send(self, namespace, interface, direction, n):
        first = self.sent[direction]
        source, target = (lab.VM_MAC, lab.TAP_MAC) if direction == "in" else (lab.TAP_MAC, lab.VM_MAC)
        namespace.send(interface, *(frames.numbered(target, source, number, size=200) for number in range(first, first + n)))
        self.sent[direction] += n

    def send_both(self, n):
        self.send(self.vm, "eth0", "in", n)
        self.send(self.host, "tap0", "out", n // 10)

    def wait_until_it_sends_again(self, recording):
        """Something that is sent from now on comes. What comes too early for that is skipped; then there is more to read."""
        seen = len(recording.stream.packets)

        def has_come(stream):
            came = {packet.direction for packet in stream.packets[seen:] if frames.is_marker(packet.frame)}
            for namespace, interface, direction in ((self.vm, "eth0", "in"), (self.host, "tap0", "out")):
                if direction not in came:
                    namespace.send(interface, frames.MARKER)
                    self.sent[direction] += 1
            return came == {"in", "out"}

        recording.wait_for(has_come, "what is sent after it")

    def check_account(self, recording):
        """Every frame of ours was sent on, or is counted as skipped, or as dropped by the kernel: none is missing, and none
        is said twice."""
        recording.end()
        said, = recording.stream.last_statistics().values()
        numbers = {name: int(said[name]) for name in ("in_packets", "out_packets", "skipped")}
        packets = recording.stream.packets
        self.assertEqual((numbers["in_packets"], numbers["out_packets"]), (self.sent["in"], self.sent["out"]), said)
        self.assertEqual(len(packets) + numbers["skipped"], sum(self.sent.values()), said)
        self.assertEqual(sum(packet.dropped for packet in packets), numbers["skipped"], said)
        for direction in ("in", "out"):
            seen = [frames.number_of(packet.frame) for packet in packets
                    if packet.direction == direction and not frames.is_marker(packet.frame)]
            self.assertTrue(seen == sorted(set(seen)), "in order, none twice")
        return numbers["skipped"]

    def test_a_reader_that_does_not_read_for_a_while(self):
        recording = Recording(self.host, ["tap0"], "--ring-mib=32")
        for _ in range(ROUNDS):
            recording.program.hold_output()
            self.send_both(BURST)
            recording.program.release_output()
            self.wait_until_it_sends_again(recording)
            if any(packet.dropped for packet in recording.stream.packets):
                break
        first = next(place for place, packet in enumerate(recording.stream.packets) if packet.dropped)
        self.assertGreater(first, 1000, "what fits is sent before any is skipped")
        self.assertGreater(self.check_account(recording), 0)

    def test_a_reader_that_reads_slowly_now_and_again(self):
        recording = Recording(self.host, ["tap0"], "--ring-mib=32")
        for burst in range(6):
            recording.program.hold_output()
            self.send_both(BURST // 5)
            recording.program.release_output()
            recording.wait_for(lambda stream: len(stream.packets) > burst * 10, "some")
        self.wait_until_it_sends_again(recording)
        self.check_account(recording)

    def test_ends_though_nobody_reads(self):
        recording = Recording(self.host, ["tap0"], "--ring-mib=32")
        recording.program.hold_output()
        self.send_both(BURST)
        recording.program.process.terminate()
        recording.program.release_output()
        self.assertEqual(recording.program.wait_for_end(), 0)
        self.assertTrue(recording.stream.is_whole)

    def test_a_ring_that_is_too_small(self):
        recording = Recording(self.host, ["tap0"], "--ring-mib=1")
        recording.program.process.send_signal(signal.SIGSTOP)
        self.send_both(BURST)
        recording.program.process.send_signal(signal.SIGCONT)
        self.wait_until_it_sends_again(recording)
        recording.end()
        said, = recording.stream.last_statistics().values()
        lost = sum(self.sent.values()) - int(said["in_packets"]) - int(said["out_packets"])
        self.assertGreater(lost, 0)
        self.assertEqual(int(said["dropped"]), lost, said)
        self.assertEqual(sum(packet.dropped for packet in recording.stream.packets), lost + int(said["skipped"]), said)


if __name__ == "__main__":
    lab.enter()
    tap.run(Overload)
