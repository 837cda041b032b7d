#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What test-csv --print wrote, as Python's own reader takes it."""

import csv
import datetime
import io
import subprocess
import sys

text = subprocess.run([sys.argv[1], "--print"], check=True, capture_output=True).stdout.decode("utf-8")
rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
times = [datetime.datetime.fromisoformat(row[0]) for row in rows[1:]]
start = datetime.datetime(2026, 11, 21, 14, 30, tzinfo=datetime.timezone.utc)
cases = [
    ("head", rows[0] == ["Time", 'a,"b"\r\nc (%)', " d  (%)"]),
    ("values", [row[1:] for row in rows[1:]] == [["1.5", "2000000000"], ["", ""], ["", "-0.25"]]),
    ("numbers", float(rows[1][1]) == 1.5 and float(rows[1][2]) == 2e9),
    ("times", times == [start + datetime.timedelta(seconds=seconds) for seconds in (1, 2, 3)]),
]
print(f"1..{len(cases)}")
for number, (name, good) in enumerate(cases, 1):
    print(f"{'ok' if good else 'not ok'} {number} /csv/python/{name}")
sys.exit(not all(good for _, good in cases))
