#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
"""Sums up runs of `meson test`: tally.py LABEL=LOGBASE…

Counts TAP subtests where there are any, else programs. Prints what failed and what was skipped with
the reason, then one line `N passed, N failed, N skipped`. Fails when something failed or nothing passed,
and with CI=true when something was skipped.
"""

import json
import os
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter

PASSED, FAILED, SKIPPED = 'passed', 'failed', 'skipped'
PROGRAM_STATES = {'OK': PASSED, 'EXPECTEDFAIL': PASSED, 'SKIP': SKIPPED}


def subtest(case):
    """(name, state, reason) of one testcase element of meson's JUnit file."""
    reason = (case.findtext('system-out') or '').strip()
    if case.find('skipped') is not None:
        return case.get('name'), SKIPPED, reason
    bad = case.find('failure') if case.find('failure') is not None else case.find('error')
    if bad is not None:
        return case.get('name'), FAILED, (bad.text or reason).strip()
    return case.get('name'), PASSED, reason


def subtests_by_program(path):
    """Programs with subtests have a testsuite of their own there, named `project.program`."""
    programs = {}
    for suite in ET.parse(path).getroot():
        programs[suite.get('name').partition('.')[2]] = [subtest(case) for case in suite.iter('testcase')]
    return programs


def remarks(program, name):
    """The first comments behind a failed subtest, where it said why there; NAME begins with its number."""
    found = re.search(rf'^not ok {name.split()[0]}\b.*\n((?:#.*\n){{1,3}})', program['stdout'] or '', re.MULTILINE)
    return ' '.join(line.strip('# ') for line in found.group(1).splitlines()) if found else ''


def how_it_ended(program):
    skip = re.search(r'^1\.\.0 +# *SKIP *(.*)', program['stdout'] or '', re.IGNORECASE | re.MULTILINE)
    if program['result'] == 'SKIP' and skip:
        return skip.group(1)
    if program['result'] == 'TIMEOUT':
        return f"still running after {program['duration']:.0f} s"
    code = program['returncode']
    if code == 0 and program['result'] != 'SKIP':
        return 'it ended well, but what it printed is not TAP'
    return f'killed by signal {-code}' if code < 0 else f'exit code {code}'


def results(logbase):
    subtests = subtests_by_program(logbase + '.junit.xml')
    with open(logbase + '.json', encoding='utf-8') as lines:
        for program in map(json.loads, lines):
            name = program['name']
            state = PROGRAM_STATES.get(program['result'], FAILED)
            parts = subtests.get(name, [])
            for part, part_state, reason in parts:
                yield f'{name}: {part}', part_state, reason or remarks(program, part)
            # A crash, a leak or a missing plan fails the program and none of its subtests.
            if not parts or (state == FAILED and not any(part[1] == FAILED for part in parts)):
                yield name, state, how_it_ended(program)


def main(runs):
    counts = Counter()
    for run in runs:
        label, _, logbase = run.partition('=')
        try:
            found = list(results(logbase))
        except (OSError, ValueError, ET.ParseError):
            found = [('the build or the test run itself', FAILED, 'see above')]
        for name, state, reason in found:
            counts[state] += 1
            if state != PASSED:
                print(f'{state.upper()} ({label}) {name}' + (f': {reason}' if reason else ''))
    if not counts[PASSED] and not counts[FAILED]:
        print('no test passed: nothing was tested')
    print(f'{counts[PASSED]} passed, {counts[FAILED]} failed, {counts[SKIPPED]} skipped')
    strict = os.environ.get('CI') == 'true'
    return 1 if counts[FAILED] or not counts[PASSED] or (strict and counts[SKIPPED]) else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
