#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A NIC that sends its own broadcasts back, as those with an embedded switch do: the frame is seen to go out and to come in
again, it is known to be the same, and so is what follows from it: the bridge looks for the VM on the wire."""

import pathlib
import sys

import frames
import lab
from bridgecase import BridgeCase

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402

REQUEST = frames.arp_request(lab.VM_MAC, lab.VM_IP, lab.WIRE_IP)
HEALTHY = ["tap0 in request", "nic0 out request", "br0 in request", "nic0 in reply", "tap0 out reply"]
# Out and in again; then the bridge floods it back to the VM, and believes that the VM is behind the NIC: the reply goes no
# further.
LOOPED = ["tap0 in request", "nic0 out request", "br0 in request", "nic0 in request", "tap0 out request", "br0 in request",
          "nic0 in reply"]


class Loop(BridgeCase):
    def ask(self, recording, interface, direction):
        """The VM asks for an address. How far the answer gets is waited for."""
        seen = len(recording.find(interface, direction, frames.ARP_REPLY))
        self.lab.vm.send("eth0", REQUEST)
        recording.wait_for(lambda _: len(recording.find(interface, direction, frames.ARP_REPLY)) > seen, "the reply")

    def place_of_vm(self):
        """Behind which port the bridge looks for it."""
        return [line.split()[2] for line in self.lab.host.run("bridge", "fdb", "show", "br", "br0").splitlines()
                if line.startswith(lab.VM_MAC)]

    def check(self, mode):
        recording = self.record()
        self.ask(recording, "tap0", "out")
        self.assertEqual(self.place_of_vm(), ["tap0"])
        self.lab.arm(mode)
        self.ask(recording, "nic0", "in")
        self.assertEqual(self.place_of_vm(), ["nic0"])
        rows = self.rows_of(recording, display_filter="arp")
        self.assertEqual([str(row) for row in rows], HEALTHY + LOOPED)
        self.check_ids([rows[0:3], rows[3:5], rows[5:11], rows[11:12]])

    def test_loop_within_the_nic(self):
        self.check("u32")

    def test_loop_within_the_nic_by_another_classifier(self):
        self.check("bpf")

    def test_loop_at_the_far_end(self):
        self.check("far")

    def test_hairpin_at_the_far_end(self):
        self.check("hairpin")

    def test_two_tcpdumps_for_each_interface_see_the_same(self):
        for mode in ("u32", "far"):
            self.lab.arm(mode)
            with self.subTest(mode):
                seen = self.check_with_tcpdumps(lambda recording: self.ask(recording, "nic0", "in"))
                self.assertIn(REQUEST, seen["nic0", "in"])
            self.lab.disarm()


if __name__ == "__main__":
    lab.enter()
    tap.run(Loop)
