#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Frames that cross a bridge: which way each went, on which interface, in which order, and which of them are the same."""

import pathlib
import sys

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

    def test_two_tcpdumps_for_each_interface_see_the_same(self):
        def ping(_recording):
            self.lab.vm.run("ping", "-c3", "-i0.01", "-W9", lab.WIRE_IP)
            self.lab.host.run("ping", "-c2", "-i0.01", "-W9", lab.VM_IP)

        self.assertTrue(all(self.check_with_tcpdumps(ping).values()), "frames went each way")


if __name__ == "__main__":
    lab.enter()
    tap.run(Bridge)
