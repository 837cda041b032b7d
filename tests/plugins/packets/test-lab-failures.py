#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Where it may not capture, or is asked for nonsense, the helper says which of all that it was."""

import ctypes
import errno
import os
import pathlib
import pty
import socket
import sys
import unittest

import lab
from recording import HELPER

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
import tap  # noqa: E402

USAGE, NOT_PERMITTED, NO_FAMILY, NO_INTERFACE, BAD_FILTER = range(2, 7)
WORDS = {USAGE: "usage", NOT_PERMITTED: "not-permitted", NO_FAMILY: "no-family", NO_INTERFACE: "no-interface",
         BAD_FILTER: "bad-filter"}
SCMP_ACT_ALLOW, SCMP_CMP_EQ = 0x7FFF0000, 4


class ScmpArgCmp(ctypes.Structure):
    """<seccomp.h>"""

    _fields_ = [("argument", ctypes.c_uint), ("operator", ctypes.c_int), ("one", ctypes.c_uint64), ("other", ctypes.c_uint64)]


def refuse_packet_sockets():
    """As sandboxes do."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(SCMP_ACT_ALLOW)))
    family = ScmpArgCmp(0, SCMP_CMP_EQ, socket.AF_PACKET, 0)
    number = library.seccomp_syscall_resolve_name(b"socket")
    assert library.seccomp_rule_add_array(rules, ctypes.c_uint32(0x00050000 | errno.EAFNOSUPPORT), number, 1,
                                          ctypes.byref(family)) == 0
    assert library.seccomp_load(rules) == 0


class Failures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = lab.Namespace("host")

    def check_fails(self, code, *arguments, before=(), **options):
        program = self.host.start(*before, HELPER, *arguments, **options)
        self.assertEqual(program.wait_for_end(), code, (arguments, program.text))
        self.assertRegex(program.text, rf"\Astillwatch-capture: {WORDS[code]}: [^\n]+\n\Z")

    def test_arguments(self):
        for arguments in ([], ["--all", "lo"], ["--nonsense", "lo"], ["--count=0", "lo"], ["--count"], ["--count=1x", "lo"],
                          ["--snap-bytes=262145", "lo"], ["--ring-mib=0", "lo"], ["--retire-ms=0", "lo"], ["--all=1"],
                          ["--method=any", "lo"], ["a name"], ["a/b"], ["sixteen-letters-"], [""], ["--write=", "lo"],
                          ["--filter=1", "lo"], ["--filter=1:2,6 0 0 0", "lo"], ["--filter=1:1,6 0 0", "lo"],
                          ["--filter=1:1,6 0 0 0", "--filter=1:1,6 0 0 0", "lo"], ["--filter=1:5000" + ",6 0 0 0" * 5000, "lo"]):
            self.check_fails(USAGE, *arguments)

    def test_terminal(self):
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        with os.fdopen(theirs, "w") as terminal:
            program = self.host.start("sh", "-c", 'exec "$0" lo >/dev/fd/$1', HELPER, str(terminal.fileno()),
                                      pass_fds=[terminal.fileno()])
            self.assertEqual(program.wait_for_end(), USAGE, program.text)

    def test_bounding_set_without_the_right(self):
        self.check_fails(NOT_PERMITTED, "lo", before=["setpriv", "--bounding-set=-net_raw"])

    def test_rights_over_another_namespace_alone(self):
        self.check_fails(NOT_PERMITTED, "lo", before=["unshare", "--user", "--map-root-user"])

    def test_no_rights_at_all(self):
        self.check_fails(NOT_PERMITTED, "lo", before=["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"])

    def test_sandbox_without_packet_sockets(self):
        self.check_fails(NO_FAMILY, "lo", preexec_fn=refuse_packet_sockets)

    def test_no_such_interface(self):
        self.check_fails(NO_INTERFACE, "none0", "none1")

    def test_filter_that_is_none(self):
        for program in ("1,0 0 0 0", "1,21 9 9 0", "2,6 0 0 0,0 0 0 0", "2,52 0 0 0,6 0 0 0", "1,65535 0 0 0"):
            self.check_fails(BAD_FILTER, f"--filter=772:{program}", "lo")

    def test_check_alone(self):
        program = self.host.start(HELPER, "--check", "lo")
        self.assertEqual((program.wait_for_end(), program.text), (0, ""))
        self.check_fails(NOT_PERMITTED, "--check", "lo", before=["setpriv", "--bounding-set=-net_raw"])
        self.check_fails(NO_FAMILY, "--check", "--all", preexec_fn=refuse_packet_sockets)
        self.check_fails(NO_INTERFACE, "--check", "none0")


if __name__ == "__main__":
    lab.enter()
    tap.run(Failures)
