# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Namespaces for capture benchmarks, and a wire in them: tcpreplay sends over a veth pair, from a namespace of its own and on a
processor of its own."""

import json
import os
import subprocess
import sys
import time


def processors():
    """(the sender's, the tool's)"""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[-1]


def enter_namespaces():
    """Root of namespaces of our own, whoever we are."""
    if os.environ.get("STILLWATCH_BENCH_INSIDE") != "1":
        os.environ["STILLWATCH_BENCH_INSIDE"] = "1"
        # Root proper where it may: netsniff-ng locks more memory than others are allowed.
        root = [] if subprocess.run(["unshare", "--net", "true"], stderr=subprocess.DEVNULL).returncode == 0 else [
            "--map-root-user"]
        os.execvp("unshare", ["unshare", *root, "--net", "--mount", "--kill-child", "--fork", sys.executable, *sys.argv])


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def captures(tool):
    """Whether it has a packet socket that receives, in a while. They are all listed in one place."""
    for _ in range(500):
        with open("/proc/self/net/packet", encoding="ascii") as file:
            if any(line.split()[3] != "0000" for line in list(file)[1:]):
                return True
        if tool.poll() is not None:
            return False
        time.sleep(0.01)
    return False


class Wire:
    """v1 here, v0 where the sender is."""

    def __init__(self):
        self.far = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        while os.readlink(f"/proc/{self.far.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            time.sleep(0.01)
        run("ip", "link", "add", "v1", "type", "veth", "peer", "name", "v0", "netns", str(self.far.pid))
        for where, name in ((("nsenter", "-t", str(self.far.pid), "-n"), "v0"), ((), "v1")):
            # Nothing else on the wire.
            run(*where, "sysctl", "-qw", f"net.ipv6.conf.{name}.disable_ipv6=1")
            run(*where, "ip", "link", "set", name, "up")

    def received(self):
        return json.loads(run("ip", "-j", "-s", "link", "show", "v1"))[0]["stats64"]["rx"]["packets"]

    def start(self, path, rate, seconds):
        """A process that sends what is in PATH, over and over."""
        speed = "--topspeed" if rate == 0 else f"--pps={rate}"
        return subprocess.Popen(["taskset", "-c", str(processors()[0]), "nsenter", "-t", str(self.far.pid), "-n", "tcpreplay",
                                 "-q", "-i", "v0", "-K", speed, "--loop=100000000", f"--duration={seconds}", path],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def send(self, path, rate, seconds):
        """The packets that came, and the seconds that it took."""
        before, begin = self.received(), time.monotonic()
        if self.start(path, rate, seconds).wait() != 0:
            raise RuntimeError("tcpreplay failed")
        return self.received() - before, time.monotonic() - begin

    def close(self):
        self.far.kill()
        self.far.wait()
