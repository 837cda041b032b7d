# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""How long the program's main loop lets others wait: answers.py PID asks it for its actions over the bus again and again,
from a process of its own, and tells for each line that it reads what was longest since the one before."""

import json
import os
import select
import subprocess
import sys
import time

PAUSE_S = 0.005
TIMEOUT_MS = 60_000


class Answers:
    """Asks PID while it is there."""

    def __init__(self, pid):
        self.process = subprocess.Popen([sys.executable, __file__, str(pid)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, bufsize=1)

    def __enter__(self):
        self.take()
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def take(self):
        """(ms that the longest answer since the last call took, ms of these that the main thread was on a processor)"""
        print(file=self.process.stdin)
        return tuple(json.loads(self.process.stdout.readline()))


def busy_ms(pid):
    with open(f"/proc/{pid}/task/{pid}/schedstat", encoding="ascii") as file:
        return int(file.read().split()[0]) / 1e6


def ask(bus, pid):
    """(ms, ms on a processor)"""
    before, begin = busy_ms(pid), time.monotonic()
    bus.call_sync("org.stillwatch.Stillwatch", "/org/stillwatch/Stillwatch", "org.gtk.Actions", "List", None, None, 0,
                  TIMEOUT_MS, None)
    return (time.monotonic() - begin) * 1e3, busy_ms(pid) - before


def main():
    from gi.repository import Gio  # pylint: disable=import-outside-toplevel
    bus, pid, longest = Gio.bus_get_sync(Gio.BusType.SESSION, None), int(sys.argv[1]), (0, 0)
    while True:
        longest = max(longest, ask(bus, pid))
        ready, _, _ = select.select([sys.stdin], [], [], PAUSE_S)
        if not ready:
            continue
        if not os.read(sys.stdin.fileno(), 64):
            return
        print(json.dumps(longest), flush=True)
        longest = 0, 0


if __name__ == "__main__":
    main()
