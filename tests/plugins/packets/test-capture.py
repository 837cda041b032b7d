#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""test-capture.py HELPER TESTS: the capture helper on real interfaces, in namespaces of its own, read by tshark."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

HELPER, TESTS = sys.argv[1:3]
sys.path.insert(0, TESTS)
import tap  # noqa: E402

STATION, NOBODY = bytes.fromhex("020000000001"), bytes.fromhex("02000000ff01")
BOUND = 30


def enter_namespaces():
    """Root of a network of our own, whoever we are."""
    if os.environ.get("STILLWATCH_TEST_INSIDE") != "1":
        os.environ["STILLWATCH_TEST_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "--map-root-user", "--net", sys.executable, *sys.argv])


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, f"{command}: {result.stdout}{result.stderr}"
    return result.stdout


def until(condition, what):
    end = time.monotonic() + BOUND
    while not (value := condition()):
        assert time.monotonic() < end, what
        time.sleep(0.01)
    return value


def set_up(*names):
    """Until they send: a carrier comes a moment later."""
    for name in names:
        run("ip", "link", "set", name, "up")
    for name in names:
        until(lambda name=name: json.loads(run("ip", "-j", "link", "show", name))[0]["operstate"] == "UP", f"{name} stays down")


def frame(number, kind=0x88b5, head=b""):
    """Of a type for experiments (IEEE 802), told apart by its number."""
    return NOBODY + STATION + head + kind.to_bytes(2, "big") + number.to_bytes(4, "big") + bytes(42)


class Capture:
    """The helper while it captures. TEXT is what can be searched of the stream so far."""

    def __init__(self, folder, *arguments):
        self.path = tempfile.mktemp(dir=folder, suffix=".pcapng")
        self.process = subprocess.Popen([HELPER, "--write", self.path, *arguments], stderr=subprocess.PIPE, text=True)
        # Its own confinement is the last thing before it captures.
        until(lambda: self.process.poll() is not None or self.status()["Seccomp"] == "2", "it is never confined")

    def status(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return dict(line.rstrip("\n").replace("\t", "").split(":", 1) for line in file)

    def text(self):
        with open(self.path, "rb") as file:
            return file.read().decode("latin-1")

    def end(self, how=signal.SIGINT):
        self.process.send_signal(how)
        code = self.process.wait(BOUND)
        self.process.stderr.close()
        assert code == 0, f"it ended with {code}"

    def rows(self, *fields):
        """What tshark says of each packet."""
        text = run("tshark", "-n", "-r", self.path, "-T", "fields", *(f"-e{field}" for field in fields))
        return [tuple(line.split("\t")) for line in text.splitlines()]


class Helper(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="stillwatch-capture-")
        self.addCleanup(self.folder.cleanup)
        run("ip", "link", "add", "left", "type", "veth", "peer", "name", "right")
        self.addCleanup(lambda: subprocess.run(["ip", "link", "del", "left"], stderr=subprocess.DEVNULL))
        for name in ("left", "right"):
            # The kernel's own neighbour discovery would come in between.
            with open(f"/proc/sys/net/ipv6/conf/{name}/disable_ipv6", "w", encoding="ascii") as file:
                file.write("1")
        set_up("left", "right")
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        self.addCleanup(self.socket.close)

    def send(self, *frames, interface="left"):
        self.socket.bind((interface, 0))
        for data in frames:
            self.socket.send(data)

    def capture(self, *arguments):
        capture = Capture(self.folder.name, *arguments)
        self.addCleanup(capture.process.wait)
        self.addCleanup(capture.process.kill)
        self.assertIsNone(capture.process.poll())
        return capture

    def refused(self, *arguments, **options):
        result = subprocess.run([HELPER, *arguments], capture_output=True, text=True, timeout=BOUND, **options)
        self.assertEqual(result.stdout, "")
        self.assertRegex(result.stderr, r"\Astillwatch-capture: [a-z-]+: .+\n\Z")
        return result.returncode, result.stderr.split(": ")[1]

    def test_direction_and_order(self):
        capture = self.capture("left", "right")
        self.send(*(frame(number) for number in range(3)))
        self.send(frame(3), interface="right")
        capture.end(signal.SIGTERM)
        rows = capture.rows("frame.interface_name", "frame.p2p_dir", "frame.packet_id", "data.data")
        self.assertEqual([row[:2] for row in rows], [("left", "0"), ("right", "1")] * 3 + [("right", "0"), ("left", "1")])
        ids = [row[2] for row in rows]
        self.assertEqual(ids[::2], ids[1::2])
        self.assertEqual(len(set(ids)), 4)
        self.assertEqual([int(row[3][:8], 16) for row in rows], [0, 0, 1, 1, 2, 2, 3, 3])

    def test_only_what_was_chosen(self):
        capture = self.capture("right")
        self.send(frame(1))
        capture.end()
        self.assertEqual(capture.rows("frame.interface_name", "frame.p2p_dir"), [("right", "1")])

    def test_reader_sees_one_section_with_what_it_must_have(self):
        capture = self.capture("--filter-text", "all of it", "left", "right")
        self.send(frame(1))
        capture.end()
        text = capture.text()
        for said in ("left", "right", "veth", "all of it", "ifindex=", "stillwatch-capture ",
                     "in_packets=0 in_bytes=0 out_packets=1 out_bytes=60 skipped=0 state=up",
                     "in_packets=1 in_bytes=60 out_packets=0 out_bytes=0 skipped=0 state=up"):
            self.assertIn(said, text)
        packets = json.loads(run("tshark", "-n", "-r", capture.path, "-T", "json"))
        self.assertEqual(packets[0]["_source"]["layers"]["frame"]["frame.encap_type"], "1")
        self.assertLess(abs(float(packets[0]["_source"]["layers"]["frame"]["frame.time_epoch"]) - time.time()), 3600)

    def test_nothing_is_left_of_its_rights(self):
        capture = self.capture("left")
        status = capture.status()
        self.assertEqual({int(status[name], 16) for name in ("CapPrm", "CapEff", "CapInh", "CapBnd", "CapAmb")}, {0})
        self.assertEqual((status["NoNewPrivs"], status["Seccomp"]), ("1", "2"))
        links = [os.readlink(f"/proc/{capture.process.pid}/fd/{fd}") for fd in os.listdir(f"/proc/{capture.process.pid}/fd")]
        self.assertEqual(sorted(re.sub(r":.*", "", link) for link in links), sorted([capture.path, "socket", "socket"]))
        capture.end()

    def test_sleeps_without_a_timer_while_nothing_comes(self):
        capture = self.capture("left")
        until(lambda: "state=up" in capture.text(), "no statistics")

        def timeout():
            with open(f"/proc/{capture.process.pid}/syscall", encoding="ascii") as file:
                return (file.read().split() + [""] * 4)[3]
        # ppoll()'s third argument
        until(lambda: timeout() == "0x0", "it goes on waking up")
        capture.end()

    def test_filter(self):
        program = run("tcpdump", "-ddd", "-y", "EN10MB", "ether proto 0x88b6").strip().replace("\n", ",")
        capture = self.capture("--filter", f"1:{program}", "left")
        tag = bytes.fromhex("81000064")
        self.send(frame(1), frame(2, 0x88b6), frame(3, 0x88b6, tag), frame(4))
        capture.end()
        self.assertEqual([int(row[0][:8], 16) for row in capture.rows("data.data")], [2])

    def test_filter_sees_the_tag_that_the_kernel_took_out(self):
        program = run("tcpdump", "-ddd", "-y", "EN10MB", "vlan 100").strip().replace("\n", ",")
        capture = self.capture("--filter", f"1:{program}", "right")
        self.send(frame(1), frame(2, head=bytes.fromhex("81000064")), frame(3, head=bytes.fromhex("81000065")))
        capture.end()
        self.assertEqual(capture.rows("vlan.id", "frame.len"), [("100", "64")])

    def test_stacked_tags(self):
        capture = self.capture("left", "right")
        self.send(frame(1, head=bytes.fromhex("88a80064810000c8")))
        capture.end()
        self.assertEqual(capture.rows("frame.interface_name", "ieee8021ad.id", "vlan.id", "frame.packet_id"),
                         [("left", "100", "200", "1"), ("right", "100", "200", "1")])

    def test_snap_length(self):
        capture = self.capture("--snap-bytes", "40", "left")
        self.send(frame(1))
        capture.end()
        self.assertEqual(capture.rows("frame.cap_len", "frame.len"), [("40", "60")])

    def test_loopback_is_one_packet_out_and_in(self):
        run("ip", "link", "set", "lo", "up")
        capture = self.capture("lo")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.bind(("127.0.0.1", 0))
            sender.sendto(b"x", sender.getsockname())
        capture.end()
        self.assertEqual(capture.rows("frame.p2p_dir", "frame.packet_id"), [("0", "1"), ("1", "1")])

    def test_unfinished_checksums_are_marked(self):
        run("ip", "addr", "add", "192.0.2.1/24", "dev", "left")
        run("ip", "neigh", "add", "192.0.2.2", "lladdr", "02:00:00:00:ff:01", "dev", "left")
        capture = self.capture("left")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"x", ("192.0.2.2", 9))
        capture.end()
        (flags,), = capture.rows("frame.packet_flags")
        self.assertEqual(int(flags, 16) & 1 << 9, 1 << 9)

    def test_interface_goes_comes_and_is_renamed(self):
        capture = self.capture("left", "right")
        self.send(frame(1))
        run("ip", "link", "set", "right", "down")
        until(lambda: "state=down" in capture.text(), "it went down unsaid")
        run("ip", "link", "set", "right", "name", "third")
        set_up("third", "left")
        until(lambda: "third" in capture.text(), "it was renamed unsaid")
        self.assertIn("state=renamed", capture.text())
        self.send(frame(2))
        run("ip", "link", "del", "left")
        until(lambda: capture.text().count("state=gone") == 2, "they went unsaid")
        run("ip", "link", "add", "left", "type", "veth", "peer", "name", "right")
        until(lambda: capture.text().count("ifindex=") == 5, "they came unsaid")
        set_up("left", "right")
        self.send(frame(3))
        capture.end()
        rows = [(name, direction, int(data[:8], 16)) for name, direction, data in
                capture.rows("frame.interface_name", "frame.p2p_dir", "data.data") if data.startswith("000000")]
        self.assertEqual(rows, [("left", "0", 1), ("right", "1", 1), ("left", "0", 2), ("third", "1", 2),
                                ("left", "0", 3), ("right", "1", 3)])

    def test_all_takes_what_comes_later(self):
        capture = self.capture("--all")
        run("ip", "link", "add", "later", "type", "veth", "peer", "name", "other")
        self.addCleanup(run, "ip", "link", "del", "later")
        set_up("later", "other")
        self.send(frame(7), interface="later")
        capture.end()
        self.assertIn(("later", "0", "00000007"), [(name, direction, data[:8]) for name, direction, data in capture.rows(
            "frame.interface_name", "frame.p2p_dir", "data.data")])

    def test_ends_by_count_and_by_time(self):
        capture = self.capture("--count", "2", "left")
        self.send(frame(1), frame(2), frame(3))
        self.assertEqual(capture.process.wait(BOUND), 0)
        self.assertEqual(len(capture.rows("frame.number")), 2)
        self.assertEqual(self.capture("--duration", "5", "left").process.wait(BOUND), 0)

    def test_ends_with_its_reader(self):
        """Also when there is nothing to write."""
        process = subprocess.Popen([HELPER, "left"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(process.stdout.read(4), b"\n\r\r\n")
        process.stdout.close()
        self.assertEqual(process.wait(BOUND), 0)
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()

    def test_libpcap(self):
        """The same stream by the other way, without the marks that it does not bring."""
        capture = self.capture("--method", "pcap", "--retire-ms=200", "left", "right")
        status = capture.status()
        self.assertEqual((int(status["CapPrm"], 16), status["NoNewPrivs"], status["Seccomp"]), (0, "1", "2"))
        self.send(frame(1, head=bytes.fromhex("81000064")))
        self.send(frame(2), interface="right")
        until(lambda: "\0\0\0\1" in capture.text() and capture.text().count("\0\0\0\2" + "\0" * 42) == 2, "they do not come")
        run("ip", "link", "set", "right", "down")
        until(lambda: "state=down" in capture.text(), "it went down unsaid")
        run("ip", "link", "del", "left")
        until(lambda: capture.text().count("state=gone") == 2, "they went unsaid")
        capture.end(signal.SIGTERM)
        self.assertEqual(capture.rows("frame.interface_name", "frame.p2p_dir", "frame.packet_id", "vlan.id"),
                         [("left", "0", "1", "100"), ("right", "1", "1", "100"), ("right", "0", "2", ""), ("left", "1", "2", "")])

    def test_says_why_it_cannot(self):
        self.assertEqual(self.refused("left", "--nonsense"), (2, "usage"))
        self.assertEqual(self.refused("nowhere"), (5, "no-interface"))
        self.assertEqual(self.refused("--filter", "1:1,0 0 0 0", "left"), (6, "bad-filter"))
        self.assertEqual(self.refused("--write", "/proc/nowhere/x", "left"), (7, "failed"))
        self.assertEqual(self.refused("left", preexec_fn=lambda: os.execvp("setpriv", [
            "setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--reset-env", HELPER, "left"])),
            (3, "not-permitted"))
        run("ip", "link", "add", "bridge", "type", "bridge")
        self.addCleanup(run, "ip", "link", "del", "bridge")
        self.assertEqual(self.refused("--promiscuous", "bridge"), (2, "usage"))

    def test_becomes_whoever_asked_before_it_reads_a_word(self):
        environment = {**os.environ, "PKEXEC_UID": "4000000"}  # nobody's
        self.assertEqual(self.refused("--nonsense", env=environment), (7, "failed"))

    def test_never_writes_over_a_file(self):
        path = os.path.join(self.folder.name, "mine")
        with open(path, "w", encoding="ascii") as file:
            file.write("precious")
        self.assertEqual(self.refused("--write", path, "left"), (7, "failed"))
        with open(path, encoding="ascii") as file:
            self.assertEqual(file.read(), "precious")

    def test_check(self):
        for method in ("ring", "pcap"):
            result = subprocess.run([HELPER, "--check", "--method", method, "left"], capture_output=True, timeout=BOUND)
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b"", b""))

    def test_promiscuous_when_asked_alone(self):
        def promiscuity():
            return json.loads(run("ip", "-d", "-j", "link", "show", "left"))[0]["promiscuity"]
        capture = self.capture("left")
        self.assertEqual(promiscuity(), 0)
        capture.end()
        capture = self.capture("--promiscuous", "left")
        self.assertEqual(promiscuity(), 1)
        capture.end()
        until(lambda: promiscuity() == 0, "it stays promiscuous")


if __name__ == "__main__":
    enter_namespaces()
    tap.run(Helper)
