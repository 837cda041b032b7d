#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A VM gets its address from a server on the wire, by clients that people use; and gets none from behind a NIC that loops,
of which the capture shows why."""

import pathlib
import sys

import lab
import peers
from bridgecase import BridgeCase

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402

HEALTHY = ["tap0 in DISCOVER", "nic0 out DISCOVER", "br0 in DISCOVER",
           "nic0 in OFFER", "tap0 out OFFER",
           "tap0 in REQUEST", "nic0 out REQUEST", "br0 in REQUEST",
           "nic0 in ACK", "tap0 out ACK"]
LOOPED = ["tap0 in DISCOVER", "nic0 out DISCOVER", "br0 in DISCOVER",
          "nic0 in DISCOVER", "tap0 out DISCOVER", "br0 in DISCOVER",
          "nic0 in OFFER"]
# The magic cookie and the first option.
OFFER = bytes.fromhex("63825363" "350102")


class Dhcp(BridgeCase):
    vm_ip = None

    def setUp(self):
        super().setUp()
        self.addCleanup(peers.start_dhcp_server(self.lab.wire, "wire0").end)

    def start(self, client):
        program = peers.DHCP_CLIENTS[client][0](self.lab.vm, "eth0")
        self.addCleanup(program.end)
        return program

    def check_healthy(self, client):
        recording = self.record()
        program = self.start(client)
        program.wait_for_text(peers.DHCP_CLIENTS[client][1])
        rows = self.rows_of(recording, "dhcp.ip.your", display_filter="dhcp")
        self.assertEqual([str(row) for row in rows], HEALTHY)
        self.check_ids([rows[0:3], rows[3:5], rows[5:8], rows[8:10]])
        lease, = {row.more[0] for row in rows if row.message in ("OFFER", "ACK")}
        self.assertIn(lease, program.text)

    def check_looped(self, client):
        self.lab.arm("u32")
        recording = self.record()
        self.start(client)
        recording.wait_for(lambda _: recording.find("nic0", "in", OFFER), "an offer")
        rows = self.rows_of(recording, display_filter="dhcp")
        self.assertEqual([str(row) for row in rows], LOOPED)
        self.check_ids([rows[0:6], rows[6:7]])

    def test_udhcpc_gets_an_address(self):
        self.check_healthy("udhcpc")

    def test_dhclient_gets_an_address(self):
        self.check_healthy("dhclient")

    def test_udhcpc_behind_a_nic_that_loops_gets_no_offer(self):
        self.check_looped("udhcpc")

    def test_dhclient_behind_a_nic_that_loops_gets_no_offer(self):
        self.check_looped("dhclient")

    def test_two_tcpdumps_for_each_interface_see_the_same(self):
        seen = self.check_with_tcpdumps(lambda _: self.start("udhcpc").wait_for_text("obtained"))
        self.assertTrue(any(OFFER in frame for frame in seen["tap0", "out"]))


if __name__ == "__main__":
    lab.enter()
    tap.run(Dhcp)
