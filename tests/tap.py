# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""unittest's tests as TAP."""

import sys
import unittest


class Result(unittest.TestResult):
    """One line a test; what went wrong goes to stderr, which Meson shows."""

    def stopTest(self, test):
        super().stopTest(test)
        texts = [text for bad, text in self.failures + self.errors if getattr(bad, "test_case", bad) is test]
        reason = "".join(f" # SKIP {why}" for skipped, why in self.skipped if skipped is test)
        print(f"{'not ok' if texts else 'ok'} {self.testsRun} - {test.id().rpartition('.')[2]}{reason}", flush=True)
        print("".join(texts), end="", file=sys.stderr)


def run(case):
    """Runs the tests of one TestCase, and exits."""
    suite, result = unittest.defaultTestLoader.loadTestsFromTestCase(case), Result()
    print(f"TAP version 14\n1..{suite.countTestCases()}")
    suite.run(result)
    if result.testsRun == 0:    # the set-up failed
        print("".join(text for _, text in result.errors), file=sys.stderr)
    sys.exit(not result.wasSuccessful())
