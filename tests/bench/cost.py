# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What a running process costs, seen from outside.

The quiet phase reads /proc at its two ends and touches nothing between them. System calls, opens and bytes come from a
phase of their own under strace, which adds wakeups.
"""

import collections
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

CALL = re.compile(r"^(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$")
RESULT = re.compile(r"\) += (-?\d+)(?:<(.*?)>)?")
FD = re.compile(r"^\d+<([^>]*)>")
SELF = re.compile(r"^/proc/\d+/")
OPENS = {"open", "openat", "openat2", "creat"}
READS = {"read", "pread64", "readv", "preadv", "preadv2"}
SLEEPS = {"poll", "ppoll", "epoll_wait", "epoll_pwait", "select", "pselect6"}
# What strace itself makes a sleeping thread do when it takes hold of it.
OURS = {"restart_syscall"}
# Between two looks at a program that ends by itself.
LOOK_S = 0.005


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:     # a thread that ended
        return ""


def threads(pid):
    """{thread: (voluntary switches, ns on a processor)}"""
    found = {}
    for thread in os.listdir(f"/proc/{pid}/task"):
        switches = re.search(r"^voluntary_ctxt_switches:\s+(\d+)", read(f"/proc/{pid}/task/{thread}/status"), re.M)
        scheduled = read(f"/proc/{pid}/task/{thread}/schedstat").split()
        if switches and scheduled:
            found[thread] = int(switches[1]), int(scheduled[0])
    return found


def memory_mib(pid):
    """(PSS, private dirty)"""
    text = read(f"/proc/{pid}/smaps_rollup")
    pairs = dict(re.findall(r"^(\w+):\s+(\d+) kB", text, re.M))
    return int(pairs.get("Pss", 0)) / 1024, int(pairs.get("Private_Dirty", 0)) / 1024


def peak_mib(pid):
    """The most that was ever resident of it. What wait4(2) calls so is at least what its parent had when it forked."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", read(f"/proc/{pid}/status"), re.M)
    return int(found[1]) / 1024 if found else 0


def cpu_s(pid):
    """Of all its threads, those that ended too."""
    fields = read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0


def run(command, tells=False):
    """(what it wrote if that is wanted, seconds, CPU seconds, peak memory in MiB) of a program that ends by itself."""
    with tempfile.TemporaryFile("w+") as output:
        begin, peak = time.monotonic(), 0
        program = subprocess.Popen(command, stdout=output if tells else subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Who has ended has no memory any more: it is asked until then.
        while os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            peak = max(peak, peak_mib(program.pid))
            time.sleep(LOOK_S)
        took = time.monotonic() - begin
        _, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        if program.returncode != 0:
            sys.exit(f"{command[0]}: exit status {program.returncode}")
        output.seek(0)
        return output.read(), took, usage.ru_utime + usage.ru_stime, peak


def quiet(pid, seconds):
    """Wakeups are voluntary context switches of all threads: how often one of them went to sleep."""
    return quiet_all([pid], seconds)[0]


def quiet_all(pids, seconds):
    """Of several processes, in the same seconds."""
    before, begin = [threads(pid) for pid in pids], time.monotonic()
    time.sleep(seconds)
    after, took = [threads(pid) for pid in pids], time.monotonic() - begin
    return [_figures(pid, *ends, took) for pid, *ends in zip(pids, before, after)]


def _figures(pid, before, after, took):
    gone = (0, 0)
    switches, busy_ns = (sum(now[i] - before.get(thread, gone)[i] for thread, now in after.items()) for i in (0, 1))
    pss, dirty = memory_mib(pid)
    return {"wakeups": switches / took, "cpu": busy_ns / 1e6 / took * 60, "pss": pss, "dirty": dirty}


class Tally:
    """Counts the lines of `strace -f -y`."""

    def __init__(self):
        self.calls, self.opened, self.read_from = (collections.Counter() for _ in range(3))
        self.read_bytes = 0
        self.begun = {}
        self.bursts, self.reading = 0, False    # of samples, between two sleeps

    def add(self, line):
        match = CALL.match(line)
        if not match:
            return
        thread, resumed, name, rest = match.groups()
        if rest.endswith("<unfinished ...>"):
            self.begun[thread] = rest
            return
        if resumed:
            name, rest = resumed, self.begun.pop(thread, "") + rest
        if name in OURS:
            return
        self.calls[name] += 1
        self.bursts += name == "pread64" and not self.reading
        self.reading = (self.reading or name == "pread64") and name not in SLEEPS
        result = RESULT.search(rest)
        if not result or int(result[1]) < 0:
            return
        if name in OPENS:
            self.opened[result[2] or "?"] += 1
        elif name in READS:
            path = FD.match(rest)
            if path and path[1].startswith(("/proc/", "/sys/")):
                self.read_from[SELF.sub("/proc/self/", path[1])] += 1
            self.read_bytes += int(result[1])


def traced(pid, seconds):
    """Figures of SECONDS under strace; None where tracing is not allowed."""
    with tempfile.NamedTemporaryFile("r", prefix="stillwatch-", suffix=".strace", errors="replace") as log:
        tracer = subprocess.Popen(["strace", "-f", "-y", "-s", "0", "--quiet=all", "-o", log.name, "-p", str(pid)],
                                  stderr=subprocess.PIPE, text=True)
        time.sleep(1)           # it takes hold of one thread after another
        log.seek(0, os.SEEK_END)
        begin = time.monotonic()
        time.sleep(seconds)
        took, end = time.monotonic() - begin, os.path.getsize(log.name)
        tracer.send_signal(signal.SIGINT)
        if tracer.wait() not in (0, -signal.SIGINT, 130):
            return None
        tally = Tally()
        for line in log.read(end).splitlines():
            tally.add(line)
    return {"calls": sum(tally.calls.values()) / took, "opens": sum(tally.opened.values()) / took,
            "reads": sum(tally.read_from.values()) / took, "bytes": tally.read_bytes / took,
            "files": len(tally.opened.keys() | tally.read_from.keys()),
            "names": tally.calls, "bursts": tally.bursts, "read_from": tally.read_from}


def measure(pid, seconds):
    figures = quiet(pid, seconds)
    figures.update(traced(pid, seconds) or {})
    return figures


COLUMNS = (("wakeups", "wakeups/s", 2), ("cpu", "CPU ms/min", 1), ("pss", "PSS MiB", 1), ("dirty", "dirty MiB", 1),
           ("calls", "calls/s", 1), ("opens", "opens/s", 2), ("reads", "reads/s", 2), ("files", "files", 0),
           ("bytes", "bytes/s", 0))


def table(rows):
    """Lines of a Markdown table of {name: figures}."""
    width = max(len(name) for name in rows)
    yield "| " + " | ".join([" " * width] + [title for _, title, _ in COLUMNS]) + " |"
    yield "| " + " | ".join(["-" * width] + ["-" * (len(title) - 1) + ":" for _, title, _ in COLUMNS]) + " |"
    for name, figures in rows.items():
        cells = [f"{figures[key]:.{digits}f}" if key in figures else "" for key, _, digits in COLUMNS]
        yield "| " + " | ".join([name.ljust(width)] + [cell.rjust(len(column[1]))
                                                        for cell, column in zip(cells, COLUMNS)]) + " |"
