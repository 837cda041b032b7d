#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A VM finds its router and its neighbour by IPv6: each message once on each interface, in its direction."""

import pathlib
import sys

import frames
import lab
import peers
from bridgecase import BridgeCase

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402

PREFIX = "fd77:1234::"
VM_LOCAL, WIRE_LOCAL = "fe80::5054:ff:fe00:5", "fe80::ff:fe00:99"
# To several receivers, of which the host may be one.
FROM_VM, FROM_WIRE = ("tap0 in", "nic0 out", "br0 in"), ("nic0 in", "tap0 out", "br0 in")
# Receivers' memberships are told now and again, at random times.
MEMBERSHIPS = frames.mac("33:33:00:00:00:16")


def use_ipv6(namespace, interface, **settings):
    """From now on, and without waiting for an address to be nobody else's."""
    namespace.set_ipv6(interface, accept_dad=0, dad_transmits=0, router_solicitation_delay=0, accept_ra=1, **settings,
                       disable_ipv6=0)


class Ipv6(BridgeCase):
    def setUp(self):
        super().setUp()
        use_ipv6(self.lab.wire, "wire0", router_solicitations=0)
        self.lab.wire.ip(f"addr add {PREFIX}1/64 dev wire0 nodad")

    def rows_of(self, recording, *more_fields, display_filter="icmpv6.type != 143"):
        return super().rows_of(recording, *more_fields, display_filter=display_filter)

    def test_router_answers_who_asks(self):
        self.addCleanup(peers.start_router(self.lab.wire, "wire0").end)
        recording = self.record()
        use_ipv6(self.lab.vm, "eth0", router_solicitations=1)
        recording.wait_for(lambda _: recording.find("tap0", "out", frames.mac(lab.VM_MAC), b"\x86\xdd", b"\x3a\xff\xfe\x80"),
                           "RA")
        rows = self.rows_of(recording, "icmpv6.opt.prefix", "ipv6.src")
        # It tells all the others as well, but in its own time.
        rows = [row for row in rows if row.message == "RS" or (row.message, row.destination) == ("RA", lab.VM_MAC)]
        self.assertEqual([str(row) for row in rows], [f"{way} RS" for way in FROM_VM] + ["nic0 in RA", "tap0 out RA"])
        self.assertEqual([row.more for row in rows], [["", VM_LOCAL]] * 3 + [[PREFIX, WIRE_LOCAL]] * 2)
        self.check_ids([rows[0:3], rows[3:5]])

    def test_router_tells_all(self):
        recording = self.record()
        self.lab.wire.send("wire0", frames.router_advertisement(lab.WIRE_MAC, WIRE_LOCAL, PREFIX))
        rows = self.rows_of(recording, "icmpv6.opt.prefix", "icmpv6.checksum.status")
        self.assertEqual([str(row) for row in rows], [f"{way} RA" for way in FROM_WIRE])
        self.assertEqual([row.more[0] for row in rows], [PREFIX] * 3)
        self.check_ids([rows])

    def test_neighbour_found(self):
        use_ipv6(self.lab.vm, "eth0")
        recording = self.record()
        self.lab.vm.run("ping", "-6", "-c1", "-W9", f"{WIRE_LOCAL}%eth0")
        rows = [row for row in self.rows_of(recording) if row.message != "RS"]
        self.assertEqual([str(row) for row in rows],
                         [f"{way} NS" for way in FROM_VM] + ["nic0 in NA", "tap0 out NA", "tap0 in ping", "nic0 out ping",
                                                             "nic0 in pong", "tap0 out pong"])
        self.assertEqual([row.source for row in rows[:5]], [lab.VM_MAC] * 3 + [lab.WIRE_MAC] * 2)
        self.check_ids([rows[0:3], rows[3:5], rows[5:7], rows[7:9]])

    def test_two_tcpdumps_for_each_interface_see_the_same(self):
        def ping(_recording):
            use_ipv6(self.lab.vm, "eth0")
            self.lab.vm.run("ping", "-6", "-c2", "-i0.01", "-W9", f"{WIRE_LOCAL}%eth0")

        self.check_with_tcpdumps(ping, keep=lambda frame: not frame.startswith(MEMBERSHIPS))


if __name__ == "__main__":
    lab.enter()
    tap.run(Ipv6)
