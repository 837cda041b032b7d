#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The helper while it captures can do nothing else, whoever had found a way into it."""

import os
import pathlib
import signal
import socket
import sys

import frames
import injection
import lab
from bridgecase import BridgeCase
from injection import ADDRESS
from recording import Recording

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402

# x86-64's numbers.
WRITE, OPEN, SENDTO, BIND, SETSOCKOPT, SOCKET, EXECVE, KILL, PTRACE = 1, 2, 44, 49, 54, 41, 59, 62, 101
NOT_PRIVILEGED = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all")


def descriptors_of(pid):
    """{number: what it is}"""
    folder = f"/proc/{pid}/fd"
    return {int(name): os.readlink(f"{folder}/{name}") for name in os.listdir(folder)}


def inodes(table):
    """Of the sockets of the network namespace that is entered."""
    with open(f"/proc/thread-self/net/{table}", encoding="ascii") as file:
        return {f"socket:[{line.split()[-1 if table == 'netlink' else 8]}]" for line in file.readlines()[1:]}


class Confinement(BridgeCase):
    def setUp(self):
        super().setUp()
        self.recording = self.record()
        self.pid = self.recording.program.process.pid

    def sockets(self, table):
        """The helper's, by its descriptors."""
        with self.lab.host.entered():
            known = inodes(table)
        return [number for number, what in descriptors_of(self.pid).items() if what in known]

    def test_has_no_rights(self):
        self.check_confined(self.pid)

    def test_has_open_what_it_needs(self):
        descriptors = descriptors_of(self.pid)
        self.assertEqual(len(descriptors), 3, descriptors)
        self.assertEqual([number for number, what in descriptors.items() if what.startswith("pipe:")], [1])
        self.assertEqual((len(self.sockets("packet")), len(self.sockets("netlink"))), (1, 1), descriptors)
        with open(f"/proc/{self.pid}/limits", encoding="ascii") as file:
            self.assertRegex(file.read(), r"Max open files +3 +3 ")

    def test_inherits_nothing(self):
        with open("/dev/null", encoding="ascii") as other:
            recording = Recording(self.lab.host, ["tap0"], pass_fds=[other.fileno()])
        self.assertEqual(len(descriptors_of(recording.program.process.pid)), 3)

    def test_is_not_for_others_of_the_same_user(self):
        def can_read(pid, name):
            return self.lab.host.start(*NOT_PRIVILEGED, "dd", f"if=/proc/{pid}/{name}", "count=1").wait_for_end() == 0

        other = self.lab.host.start(*NOT_PRIVILEGED, "sh", "-c", "echo ready; exec tail -f /dev/null")
        self.addCleanup(other.end, signal.SIGKILL)
        other.wait_for_text("ready")
        for name in ("auxv", "environ"):
            self.assertTrue(can_read(other.process.pid, name), f"{name} of another program, as a check of the check")
        for name in ("auxv", "environ", "maps", "mem"):
            self.assertFalse(can_read(self.pid, name), name)

    def check_dies(self, call, *arguments):
        recording = self.record()
        injection.inject(recording.program.process.pid, call, *arguments)
        self.assertEqual(recording.program.wait_for_end(), -signal.SIGSYS, (call, arguments))

    def test_an_attempt_to_send_or_open_dies(self):
        if not injection.POSSIBLE:
            self.skipTest("written for x86-64")
        ring, = self.sockets("packet")
        links, = self.sockets("netlink")
        for call in ((SENDTO, ring, ADDRESS, 60, 0, 0, 0), (WRITE, ring, ADDRESS, 60), (WRITE, links, ADDRESS, 60),
                     (SENDTO, links, ADDRESS, 60, 0, 0, 0), (BIND, ring, ADDRESS, 20), (SOCKET, socket.AF_PACKET, 3, 0),
                     (OPEN, ADDRESS, 0), (EXECVE, ADDRESS, 0, 0), (KILL, 1, 0), (PTRACE, 0, 0, 0, 0),
                     (SETSOCKOPT, links, socket.SOL_SOCKET, 26, ADDRESS, 16)):
            self.check_dies(*call)
        # As a check of the check: what it may do does not end it.
        injection.inject(self.pid, WRITE, 1, ADDRESS, 0)
        self.lab.vm.send("eth0", frames.numbered(frames.BROADCAST, lab.VM_MAC, 1))
        self.finish(self.recording)
        self.assertEqual([frames.number_of(frame) for frame in self.recording.frames_by_way()["tap0", "in"]], [1])


if __name__ == "__main__":
    lab.enter()
    tap.run(Confinement)
