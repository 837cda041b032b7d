#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""test-probes.py LIBRARY PROGRAM: they carry the static probes that CONTRIBUTING.md traces, with as many arguments as it
says."""

import re
import subprocess
import sys

EXPECTED = {"wakeup": 2, "job__begin": 2, "job__end": 3, "first__frame": 0}

notes = subprocess.run(["readelf", "--notes", "--wide", *sys.argv[1:]], check=True, capture_output=True, text=True).stdout
probes = re.findall(r"Provider: stillwatch\s+Name: (\S+)\s+Location: .*?\s+Arguments:(.*)", notes)
found = {name: len(arguments.split()) for name, arguments in probes}
print(f"1..{len(EXPECTED)}")
for number, (name, n_arguments) in enumerate(EXPECTED.items(), 1):
    verdict = "ok" if found.get(name) == n_arguments else "not ok"
    print(f"{verdict} {number} - /probes/{name}: {found.get(name)} arguments of {n_arguments}")
sys.exit(any(found.get(name) != n for name, n in EXPECTED.items()))
