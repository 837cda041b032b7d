#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What the plugin calls a frame, against what tshark calls it, over the corpus of frame_corpus.py.

test-agreement.py DUMP-SUMMARIES. With --write FILE instead, the corpus is written as a capture."""

import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
sys.dont_write_bytecode = True

import frame_corpus  # noqa: E402
import tap  # noqa: E402
from agreement import ask_tshark, ask_us, capture  # noqa: E402

LEAST_PERCENT = 99
# Where we say something else on purpose: ours, tshark's, why.
DIFFERENCES = {
    "ssh-server-version": ("SSH", "SSHv2", "tshark remembers that the other side said 2.0, too"),
    "tls-application-data": ("TLSv1.2", "TLSv1.3", "a record of version 1.3 says 1.2; tshark saw the hello before it"),
}

# The same of what a segment is marked with.
MARK_DIFFERENCES = {
    "tcp-selective-ack": ([], ["[Dup ACK]"], "it opens the window, too (RFC 5681, section 2); tshark goes by the SACK"),
}
# tshark's words of a segment, and ours.
TCP_MARKS = {
    "[TCP Retransmission]": "[Retransmission]",
    "[TCP Spurious Retransmission]": "[Retransmission]",
    "[TCP Fast Retransmission]": "[Retransmission]",
    "[TCP Out-Of-Order]": "[Out-Of-Order]",
    "[TCP Dup ACK": "[Dup ACK]",
    "[TCP Keep-Alive]": "[Keep-Alive]",
    "[TCP Previous segment not captured]": "[Previous segment not captured]",
    "[TCP ZeroWindow]": "[Zero Window]",
}


class Agreement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.frames = list(frame_corpus.frames())
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "corpus.pcapng")
            pathlib.Path(path).write_bytes(capture(cls.frames))
            cls.ours, cls.theirs = ask_us(sys.argv[1], path)[0], ask_tshark(path)[0]

    def test_counts(self):
        self.assertEqual(len(self.ours), len(self.frames))
        self.assertEqual(len(self.theirs), len(self.frames))

    def test_protocols(self):
        differences = [(name, ours[0], theirs[0]) for (name, _, _), ours, theirs
                       in zip(self.frames, self.ours, self.theirs) if ours[0] != theirs[0]]
        percent = 100 * (1 - len(differences) / len(self.frames))
        print(f"# {len(self.frames)} frames, {percent:.1f} % of the protocols as tshark has them")
        for difference in differences:
            print("# {}: {}, tshark {}".format(*difference))
        unknown = [d for d in differences if DIFFERENCES.get(d[0], ())[:2] != d[1:]]
        self.assertEqual(unknown, [])
        self.assertGreaterEqual(percent, LEAST_PERCENT)

    def test_tcp_marks(self):
        compared, differing = 0, []
        for (name, _, _), ours, theirs in zip(self.frames, self.ours, self.theirs):
            marks = {mine for theirs_word, mine in TCP_MARKS.items() if theirs_word in theirs[3]}
            mine = {mark for mark in TCP_MARKS.values() if mark in ours[3]}
            compared += ours[0] == theirs[0] == "TCP"
            difference = (sorted(mine), sorted(marks))
            if marks != mine and ours[0] == "TCP" and MARK_DIFFERENCES.get(name, ())[:2] != difference:
                differing.append((name, *difference))
        print(f"# {compared} segments")
        self.assertEqual(differing, [])

    def test_addresses(self):
        """Of IP alone: MAC addresses are written in another way there."""
        differing = [(name, ours[1:3], theirs[1:3]) for (name, _, _), ours, theirs
                     in zip(self.frames, self.ours, self.theirs)
                     if "_" not in theirs[1] and (":" in theirs[1] or "." in theirs[1])
                     and len(ours[1]) != 17 and ours[1:3] != theirs[1:3]]
        self.assertEqual(differing, [])


if __name__ == "__main__":
    if sys.argv[1] == "--write":
        pathlib.Path(sys.argv[2]).write_bytes(capture(list(frame_corpus.frames())))
    else:
        tap.run(Agreement)
