# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What tests of traffic through the laboratory's bridge have in common."""

import re
import unittest

import frames
import lab
from recording import Recording, Tcpdumps


class BridgeCase(unittest.TestCase):
    maxDiff = None
    vm_ip = lab.VM_IP

    def setUp(self):
        self.lab = lab.Bridge(self.vm_ip)
        self.addCleanup(self.lab.delete)

    def record(self, *options):
        """A capture of the whole host that runs."""
        return Recording(self.lab.host, lab.Bridge.CAPTURED, *options)

    def finish(self, recording):
        """Ends it when it has all that was sent until now."""
        self.lab.mark()
        recording.wait_for_marker()
        recording.end()

    def rows_of(self, recording, *more_fields, display_filter="eth"):
        """What tshark shows of it, in the order of the ring."""
        self.finish(recording)
        return recording.rows(*more_fields, display_filter=f"{frames.NOT_MARKER} && ({display_filter})")

    def check_ids(self, groups):
        """Each group of rows is one packet, and no two groups are the same."""
        ids = [{row.packet_id for row in rows} for rows in groups]
        self.assertEqual([len(found - {""}) for found in ids], [1] * len(groups), groups)
        self.assertEqual(len(set.union(*ids)), len(groups), groups)

    def check_confined(self, pid):
        """It has no rights, and gets none."""
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            status = dict(re.findall(r"^(\w+):\s+(.*)$", file.read(), re.M))
        for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            self.assertEqual(int(status[name], 16), 0, name)
        self.assertEqual((status["NoNewPrivs"], status["Seccomp"]), ("1", "2"))

    def check_with_tcpdumps(self, traffic, keep=lambda frame: True):
        """Two tcpdumps for each interface see the same of TRAFFIC (recording): the same bytes in the same direction and
        order. Returns what they saw."""
        tcpdumps, recording = Tcpdumps(self.lab.host, lab.Bridge.CAPTURED), self.record()
        traffic(recording)
        self.finish(recording)
        theirs, ours = ({way: [frame for frame in seen if keep(frame)] for way, seen in capture.frames_by_way().items()}
                        for capture in (tcpdumps, recording))
        self.assertEqual(ours, theirs)
        return theirs
