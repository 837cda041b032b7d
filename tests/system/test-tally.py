#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""test-tally.py TALLY TESTS: what the whole suite says in the end, by made-up logs of Meson's."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET

TALLY, TESTS = sys.argv[1:3]
sys.path.insert(0, TESTS)
import tap  # noqa: E402


def program(name, *subtests, result="OK", returncode=0, stdout=""):
    """One program of a run; a subtest is "passed" or (what it is, its text)."""
    return {"name": name, "subtests": subtests, "result": result, "returncode": returncode, "duration": 1.5,
            "stdout": stdout}


def write_logs(base, programs):
    suites = ET.Element("testsuites")
    with open(base + ".json", "w", encoding="utf-8") as lines:
        for one in programs:
            print(json.dumps({key: value for key, value in one.items() if key != "subtests"}), file=lines)
            if not one["subtests"]:
                continue
            suite = ET.SubElement(suites, "testsuite", name=f"stillwatch.{one['name']}")
            for number, subtest in enumerate(one["subtests"], 1):
                case = ET.SubElement(suite, "testcase", name=f"{number} /it/works")
                if subtest != "passed":
                    ET.SubElement(case, subtest[0])
                    ET.SubElement(case, "system-out").text = subtest[1]
    ET.ElementTree(suites).write(base + ".junit.xml")


class Tally(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="stillwatch-tally-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def tally(self, *runs, ci=False):
        """The lines printed, and whether the whole run counts as passed. A run of None has left no logs."""
        arguments = []
        for number, programs in enumerate(runs):
            base = os.path.join(self.folder, f"log{number}")
            arguments.append(f"run{number}={base}")
            if programs is not None:
                write_logs(base, programs)
        environ = {name: value for name, value in os.environ.items() if name != "CI"}
        result = subprocess.run([sys.executable, TALLY, *arguments], capture_output=True, text=True, check=False,
                                env={**environ, "CI": "true"} if ci else environ)
        self.assertEqual(result.stderr, "")
        return result.stdout.splitlines(), result.returncode == 0

    def test_all_passed(self):
        for ci in False, True:
            lines, passed = self.tally([program("core / job", "passed", "passed"), program("data / schemas")],
                                       [program("core / job", "passed", "passed")], ci=ci)
            self.assertEqual(lines, ["5 passed, 0 failed, 0 skipped"])
            self.assertTrue(passed)

    def test_failed_subtest_is_named(self):
        lines, passed = self.tally([program("core / job", "passed", ("failure", "3 is not 4"), result="FAIL",
                                            returncode=1)])
        self.assertEqual(lines, ["FAILED (run0) core / job: 2 /it/works: 3 is not 4", "1 passed, 1 failed, 0 skipped"])
        self.assertFalse(passed)

    def test_failed_subtest_says_why_in_comments(self):
        stdout = "1..2\nok 1 /it/works\nnot ok 2 /it/works\n# a row: never\n# frame 'x'\n# one\n# two\n"
        lines, _ = self.tally([program("ui / bus", "passed", ("failure", ""), result="ERROR", returncode=1, stdout=stdout)])
        self.assertEqual(lines[0], "FAILED (run0) ui / bus: 2 /it/works: a row: never frame 'x' one")

    def test_skipped_subtest_fails_only_in_ci(self):
        for ci in False, True:
            lines, passed = self.tally([program("core / job", "passed", ("skipped", "no battery"))], ci=ci)
            self.assertEqual(lines, ["SKIPPED (run0) core / job: 2 /it/works: no battery",
                                     "1 passed, 0 failed, 1 skipped"])
            self.assertEqual(passed, not ci)

    def test_skipped_program_fails_only_in_ci(self):
        for ci in False, True:
            lines, passed = self.tally([program("core / job", "passed"),
                                        program("ui / window", result="SKIP", stdout="1..0 # SKIP no display\n")],
                                       ci=ci)
            self.assertEqual(lines, ["SKIPPED (run0) ui / window: no display", "1 passed, 0 failed, 1 skipped"])
            self.assertEqual(passed, not ci)

    # All of its subtests passed, and yet it leaked or crashed at the end.
    def test_program_fails_by_itself(self):
        for returncode, how in (23, "exit code 23"), (-6, "killed by signal 6"):
            lines, passed = self.tally([program("core / job", "passed", "passed", result="ERROR",
                                                returncode=returncode)])
            self.assertEqual(lines, [f"FAILED (run0) core / job: {how}", "2 passed, 1 failed, 0 skipped"])
            self.assertFalse(passed)

    def test_timeout_and_nonsense_fail(self):
        lines, passed = self.tally([program("ui / window", result="TIMEOUT", returncode=-15),
                                    program("ui / program", result="ERROR"), program("core / job", "passed")])
        self.assertEqual(lines, ["FAILED (run0) ui / window: still running after 2 s",
                                 "FAILED (run0) ui / program: it ended well, but what it printed is not TAP",
                                 "1 passed, 2 failed, 0 skipped"])
        self.assertFalse(passed)

    # The second build broke.
    def test_run_without_logs_fails(self):
        lines, passed = self.tally([program("core / job", "passed")], None)
        self.assertEqual(lines, ["FAILED (run1) the build or the test run itself: see above",
                                 "1 passed, 1 failed, 0 skipped"])
        self.assertFalse(passed)

    def test_nothing_tested_fails(self):
        for programs in [], [program("core / job", ("skipped", "no battery"))]:
            lines, passed = self.tally(programs)
            self.assertEqual(lines[-2], "no test passed: nothing was tested")
            self.assertRegex(lines[-1], r"^0 passed, 0 failed, [01] skipped$")
            self.assertFalse(passed)


tap.run(Tally)
