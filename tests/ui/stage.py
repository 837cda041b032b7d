# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A computer for pictures: what /proc tells of it is made up, so that nothing of the real one is in them, nor whatever else
that one happens to do. Its network is real, and leads nowhere. In namespaces of its own (unshare --map-root-user --mount
--net)."""

import math
import os
import pathlib
import random
import re
import socket
import subprocess
import threading

# What happens comes again, all of it with that, and best seen at this time of it.
PERIOD_S = 34
BEST_S = 25
CORES = 8
TICKS_PER_S = 100
STEP_S = 0.05
GIB_KB = 1 << 20
MIB_BYTES = 1 << 20
SECTOR_BYTES = 512
# Shares of a busy core's time: user, nice, system, interrupts.
CLASSES = (0.74, 0.06, 0.17, 0.03)
# An EtherType that is nobody's (IEEE 802), in frames as large as they may be.
FRAME = bytes(6 * [0xff] + 6 * [0x02]) + b"\x88\xb5" + bytes(60000)
MTU = 65000


def wave(seconds, period_s, phase=0.0):
    """Between 0 and 1."""
    return 0.5 + 0.5 * math.sin(2 * math.pi * (seconds / period_s + phase))


def burst(seconds, begin_s, length_s):
    """0, and 1 with soft edges for a while."""
    return 1 / (1 + math.exp(-4 * (seconds - begin_s))) - 1 / (1 + math.exp(-4 * (seconds - begin_s - length_s)))


def bursts(seconds, every_s, length_s, offset_s=0.0):
    return burst((seconds - offset_s) % every_s, every_s / 3, length_s)


def first_matching(pattern, text):
    found = re.search(pattern, text, re.M)
    return found[1] if found else "none"


class Wire:
    """An interface of the name that most have, and the other end of its cable in a network of its own."""

    def __init__(self):
        here = os.open("/proc/self/ns/net", os.O_RDONLY)
        os.unshare(os.CLONE_NEWNET)
        # The parent is still where this process was.
        subprocess.run(["ip", "link", "add", "far", "mtu", str(MTU), "type", "veth", "peer", "name", "eth0", "mtu", str(MTU),
                        "netns", str(os.getppid())], check=True)
        self.far = self.plug("far")
        os.setns(here, os.CLONE_NEWNET)
        os.close(here)
        self.near = self.plug("eth0")
        self.owed = {self.far: 0.0, self.near: 0.0}

    @staticmethod
    def plug(name):
        subprocess.run(["ip", "link", "set", name, "up"], check=True)
        end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        end.bind((name, 0))
        return end

    def send(self, end, size_bytes):
        self.owed[end] += size_bytes
        while self.owed[end] >= 100:
            frame = FRAME[:int(min(self.owed[end], len(FRAME)))]
            end.send(frame)
            self.owed[end] -= len(frame)


class Stage:
    """Plays until the process ends."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.random = random.Random(3)
        self.noise = [0.0] * (CORES + 2)
        self.cores = [[1000.0] * 5 for _ in range(CORES)]
        self.seconds = self.load = 0.0
        self.read = self.written = 1e9
        self.disk_ms = 0.0
        self.stalls_us = {"cpu": [0.0, 0.0], "memory": [0.0, 0.0], "io": [0.0, 0.0]}
        self.real = {path: pathlib.Path(path).read_text(encoding="ascii")
                     for path in ("/proc/meminfo", "/proc/diskstats")}
        self.disk = first_matching(r"^ *\d+ +\d+ ((?:[vsx]v?d[a-z]|nvme\d+n1|mmcblk\d+)) ", self.real["/proc/diskstats"])
        self.wire = Wire()
        self.play()
        self.mount()
        self.over = threading.Event()
        self.player = threading.Thread(target=self.run, daemon=True)
        self.player.start()

    def stop(self):
        """Before its folder goes, into which it would write on."""
        self.over.set()
        self.player.join()

    def mount(self):
        (self.folder / "cpus").write_text(f"0-{CORES - 1}\n", encoding="ascii")
        places = [("stat", "/proc/stat"), ("load", "/proc/loadavg"), ("memory", "/proc/meminfo"),
                  ("disks", "/proc/diskstats"), ("cpus", "/sys/devices/system/cpu/possible"),
                  ("cpus", "/sys/devices/system/cpu/present"),
                  *((f"stall-{name}", f"/proc/pressure/{name}") for name in self.stalls_us)]
        for name, place in places:
            if pathlib.Path(place).exists():
                subprocess.run(["mount", "--bind", str(self.folder / name), place], check=True)

    def run(self):
        while not self.over.wait(STEP_S):
            self.play()

    def put(self, name, text):
        """In place, since the program keeps its files open, and of a length that does not change."""
        path = self.folder / name
        length = max(len(text), path.stat().st_size if path.exists() else 0)
        with open(path, "r+b" if path.exists() else "wb") as file:
            file.write(text.ljust(length - 1, "\n").encode("ascii").ljust(length, b"\n"))

    def shake(self, index):
        """Noise without jumps."""
        self.noise[index] = 0.93 * self.noise[index] + 0.07 * self.random.uniform(-1, 1)
        return self.noise[index]

    def play(self):
        self.seconds += STEP_S
        work = bursts(self.seconds, PERIOD_S, 9)
        copying = bursts(self.seconds, PERIOD_S, 6, 4)
        self.play_processors(work, copying)
        self.play_memory(work)
        self.play_traffic(work, copying)

    def play_processors(self, work, copying):
        busy_cores = 0.0
        for core, times in enumerate(self.cores):
            share = 0.10 + 0.16 * wave(self.seconds, 11, core / 5) + 0.55 * work * wave(self.seconds, 3 + core, core / 8)
            share = min(max(share + 1.2 * self.shake(core), 0.01), 1.0)
            waiting = min(0.22 * copying, 1 - share)
            busy_cores += share
            for index, part in enumerate(CLASSES):
                times[index] += STEP_S * TICKS_PER_S * share * part
            times[4] += STEP_S * TICKS_PER_S * waiting
        self.put("stat", self.tell_processors())
        self.load += (busy_cores * 1.15 - self.load) * STEP_S / 9
        runnable = 1 + max(round(busy_cores + 3 * self.shake(CORES)), 0)
        self.put("load", f"{self.load:.2f} {self.load:.2f} {self.load:.2f} {runnable}/812 4242")
        self.stall("cpu", 0.34 * work * wave(self.seconds, 5), 0)
        self.stall("memory", 0, 0)
        self.stall("io", 0.42 * copying * wave(self.seconds, 3), 0.2 * copying * wave(self.seconds, 3))

    def tell_processors(self):
        lines = []
        for user, nice, system, irq, waiting in self.cores:
            idle = self.seconds * TICKS_PER_S + 6000 - user - nice - system - irq - waiting
            lines.append([user, nice, system, idle, waiting, irq, 0, 0, 0, 0])
        lines.insert(0, [sum(column) for column in zip(*lines)])
        names = ["cpu ", *(f"cpu{core}" for core in range(CORES))]
        rows = [f"{name} " + " ".join(str(int(value)) for value in line) for name, line in zip(names, lines)]
        return "\n".join(rows + ["ctxt 1", "processes 1", "procs_running 1", "procs_blocked 0", ""])

    def stall(self, name, some, full):
        stalls = self.stalls_us[name]
        text = ""
        for index, (kind, share) in enumerate((("some", some), ("full", full))):
            stalls[index] += STEP_S * 1e6 * share
            text += f"{kind} avg10=0.00 avg60=0.00 avg300=0.00 total={int(stalls[index])}\n"
        self.put(f"stall-{name}", text)

    def play_memory(self, work):
        used = 5.1 + 0.4 * wave(self.seconds, 60) + 1.3 * work
        cache = 4.6 + min(self.seconds / 90, 1.0)
        figures = {"MemTotal": 16, "MemFree": 16 - used - cache - 0.75, "MemAvailable": 16 - used - 0.4, "Buffers": 0.35,
                   "Cached": cache + 0.3, "SwapCached": 0, "SwapTotal": 8, "SwapFree": 7.6, "Shmem": 0.4, "SReclaimable": 0.1}
        text = self.real["/proc/meminfo"]
        for name, gib in figures.items():
            text = re.sub(rf"^{name}:.*$", f"{name + ':':15} {int(gib * GIB_KB):>8} kB", text, flags=re.M)
        self.put("memory", text)

    def play_traffic(self, work, copying):
        loading = bursts(self.seconds, PERIOD_S / 2, 5, 3)
        received = max(0.15 + 7 * loading * (0.8 + 2 * self.shake(CORES + 1)), 0.02)
        sent = 0.06 + 0.5 * loading + 2.4 * bursts(self.seconds, PERIOD_S, 4, -2)
        self.wire.send(self.wire.far, STEP_S * MIB_BYTES * received)
        self.wire.send(self.wire.near, STEP_S * MIB_BYTES * sent)
        self.read += STEP_S * MIB_BYTES * (0.2 + 95 * copying * wave(self.seconds, 2.5) + 6 * work)
        self.written += STEP_S * MIB_BYTES * (0.8 + 48 * copying * wave(self.seconds, 3.1, 0.4)
                                              + 9 * work * wave(self.seconds, 4))
        self.disk_ms += STEP_S * 1000 * min(0.02 + 0.7 * copying + 0.1 * work, 1)
        counters = (f"1000 0 {int(self.read / SECTOR_BYTES)} 1000 1000 0 {int(self.written / SECTOR_BYTES)} 1000 0 "
                    f"{int(self.disk_ms)} {int(self.disk_ms)}")
        self.put("disks", re.sub(rf"^( *\d+ +\d+ {self.disk}) .*$", rf"\1 {counters}", self.real["/proc/diskstats"],
                                 flags=re.M))
