# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A laboratory of network namespaces that whoever runs the tests may build, root or not, and that ends with the test,
however that ends.

    host                                    wire            vm
    br0 { nic0, tap0 }                      wire0           eth0
    nic0 ------------------------------ the cable
    tap0 ------------------------------------------- the VM's cable
"""

import contextlib
import ctypes
import json
import os
import select
import signal
import socket
import subprocess
import sys

import frames
from events import Program, events

PR_SET_PDEATHSIG = 1
RTMGRP_LINK = 1
VM_MAC, WIRE_MAC, NIC_MAC, TAP_MAC = "52:54:00:00:00:05", "02:00:00:00:00:99", "02:00:00:00:00:10", "fe:00:00:00:00:20"
VM_IP, WIRE_IP, HOST_IP = "10.77.1.5", "10.77.1.9", "10.77.1.1"
FOLDER = "/run/lab"
# Frames to more than one receiver: bit 0 of the first byte of the destination, 14 bytes before the network header.
TO_SEVERAL = {
    "u32": ["u32", "match", "u8", "0x01", "0x01", "at", "-14"],
    "bpf": ["bpf", "bytecode", "5,48 0 0 0,84 0 0 1,21 1 0 0,6 0 0 4294967295,6 0 0 0"],
}


def run(*command, text=None):
    """What a command prints; TEXT is its input."""
    result = subprocess.run(command, input=text or "", capture_output=True, text=True, timeout=60)
    if result.returncode:
        raise AssertionError(f"{command}: {result.stderr}{result.stdout}")
    return result.stdout


def _write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def _skip(why):
    print(f"1..0 # SKIP no namespaces for a laboratory: {why}")
    sys.exit()


def _unshare():
    """Namespaces of our own, in which we are root."""
    uid, gid = os.getuid(), os.getgid()
    try:
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET | os.CLONE_NEWNS | os.CLONE_NEWPID)
    except OSError as error:
        _skip(error.strerror)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"0 {uid} 1")
    _write("/proc/self/gid_map", f"0 {gid} 1")


def _end_with_parent(life):
    """LIFE reads the end of file when the parent was gone before it was asked to tell."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if select.select([life], [], [], 0)[0]:
        os._exit(1)


def enter():
    """Goes on in namespaces of their own, as the first process there: with it, all others end."""
    _unshare()
    life, kept = os.pipe()
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 1)
    os.close(kept)
    _end_with_parent(life)
    try:
        run("mount", "--make-rprivate", "/")
        run("mount", "-t", "proc", "proc", "/proc")
        run("mount", "-t", "sysfs", "sysfs", "/sys")
        run("mount", "-t", "tmpfs", "-o", "mode=0755", "tmpfs", "/run")
    except AssertionError as error:     # where parts of /proc are hidden, as in some containers
        _skip(str(error).replace("\n", " "))
    os.mkdir(FOLDER)
    # What programs find there would change what they print.
    os.environ.update(HOME=FOLDER, LC_ALL="C.UTF-8", TZ="UTC")
    os.environ.pop("XDG_CONFIG_HOME", None)


class Namespace:
    """A network namespace with a name."""

    _own = None

    def __init__(self, name):
        if Namespace._own is None:
            Namespace._own = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        self.name = name
        run("ip", "netns", "add", name)
        self._fd = os.open(f"/run/netns/{name}", os.O_RDONLY | os.O_CLOEXEC)
        # Kept, since closing one takes the kernel a while.
        with self.entered():
            self._sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        for which in ("all", "default"):
            self.set_ipv6(which, disable_ipv6=1)
        self.ip("link set lo up")

    def delete(self):
        self._sender.close()
        os.close(self._fd)
        run("ip", "netns", "del", self.name)

    @contextlib.contextmanager
    def entered(self):
        """What is opened or started within is there."""
        os.setns(self._fd, os.CLONE_NEWNET)
        try:
            yield
        finally:
            os.setns(Namespace._own, os.CLONE_NEWNET)

    def set_ipv6(self, interface, **settings):
        with self.entered():
            for name, value in settings.items():
                _write(f"/proc/sys/net/ipv6/conf/{interface}/{name}", str(value))

    def run(self, *command, text=None):
        with self.entered():
            return run(*command, text=text)

    def start(self, *command, **options):
        with self.entered():
            return Program(command, **options)

    def ip(self, *lines):
        """One command of `ip` after the other."""
        self.run("ip", "-batch", "-", text="".join(f"{line}\n" for line in lines))

    def send(self, interface, *sent):
        """Sends frames as they are."""
        for frame in sent:
            self._sender.sendto(frame, (interface, 0))

    def links(self):
        """{name: what `ip` says of it}"""
        return {link["ifname"]: link for link in json.loads(self.run("ip", "-json", "-details", "link", "show"))}

    def await_links(self, condition, what):
        """Until CONDITION (links ()): asked at first, and whenever the kernel says that one changed."""
        with self.entered():
            monitor = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        monitor.bind((0, RTMGRP_LINK))
        changes = [True]
        events.watch(monitor.fileno(), lambda: changes.append(monitor.recv(1 << 16)))

        def is_so():
            changed = bool(changes)
            changes.clear()
            return changed and condition(self.links())

        try:
            events.wait(is_so, lambda: f"{what}: {self.links()}")
        finally:
            events.forget(monitor.fileno())
            monitor.close()

    def await_up(self, *names):
        """Until frames pass."""
        self.await_links(lambda links: all(is_passing(links.get(name)) for name in names), f"{names} up")


def is_passing(link, up="UP"):
    """Up, and forwarding where it is a port of a bridge. A tun device's UP is UNKNOWN."""
    port = link and link.get("linkinfo", {}).get("info_slave_data", {"state": "forwarding"})
    return bool(link) and link["operstate"] == up and port["state"] == "forwarding"


def cable(one, name, other, far_name, mac=None, far_mac=None):
    """Joins two namespaces."""
    one.ip(f"link add {name} {f'address {mac}' if mac else ''} type veth "
           f"peer name {far_name} {f'address {far_mac}' if far_mac else ''} netns {other.name}", f"link set {name} up")
    other.ip(f"link set {far_name} up")


class Bridge:
    """A host that bridges a VM to the wire."""

    CAPTURED = ("tap0", "nic0", "br0")

    def __init__(self, vm_ip=VM_IP):
        self.host, self.wire, self.vm = self.namespaces = [Namespace(name) for name in ("host", "wire", "vm")]
        self.host.ip("link add br0 type bridge forward_delay 0 mcast_snooping 0")
        cable(self.host, "nic0", self.wire, "wire0", NIC_MAC, WIRE_MAC)
        cable(self.host, "tap0", self.vm, "eth0", TAP_MAC, VM_MAC)
        self.host.ip("link set nic0 master br0", "link set tap0 master br0", "link set br0 up")
        self.host.ip(f"addr add {HOST_IP}/24 dev br0")
        self.wire.ip(f"addr add {WIRE_IP}/24 dev wire0")
        if vm_ip:
            self.vm.ip(f"addr add {vm_ip}/24 dev eth0")
        self.host.await_up("nic0", "tap0", "br0")
        self.wire.await_up("wire0")
        self.vm.await_up("eth0")

    def delete(self):
        for name in self.host.links():
            # Whose other end is where it would be in the way of the next laboratory until the kernel finds time for it.
            if name != "lo":
                self.host.ip(f"link del {name}")
        for namespace in self.namespaces:
            namespace.delete()

    def arm(self, mode):
        """From now on, what the NIC sends to several receivers comes back to it."""
        if mode in TO_SEVERAL:
            self._mirror(self.host, "nic0", "egress", TO_SEVERAL[mode], "ingress")
        elif mode == "far":
            self._mirror(self.wire, "wire0", "ingress", TO_SEVERAL["u32"], "egress")
        else:
            self._make_hairpin()

    @staticmethod
    def _mirror(namespace, interface, when, match, way):
        namespace.run("tc", "qdisc", "add", "dev", interface, "clsact")
        namespace.run("tc", "filter", "add", "dev", interface, when, "protocol", "all", "prio", "1", *match,
                      "action", "mirred", way, "mirror", "dev", interface)

    def disarm(self):
        """After the modes that mirror."""
        for namespace, interface in ((self.host, "nic0"), (self.wire, "wire0")):
            if "clsact" in namespace.run("tc", "qdisc", "show", "dev", interface):
                namespace.run("tc", "qdisc", "del", "dev", interface, "clsact")

    def _make_hairpin(self):
        """The other end is a switch that sends back out of the port by which a frame came."""
        self.wire.ip("addr flush dev wire0", "link add sw0 type bridge forward_delay 0 mcast_snooping 0",
                     "link set wire0 master sw0", f"addr add {WIRE_IP}/24 dev sw0", "link set sw0 up")
        self.wire.run("bridge", "link", "set", "dev", "wire0", "hairpin", "on")
        self.wire.await_up("wire0", "sw0")

    def mark(self):
        """Something by which every capture knows that it has seen all: in and out by each interface of the host."""
        self.vm.send("eth0", frames.MARKER)
        self.wire.send("wire0", frames.MARKER)
        for name in self.CAPTURED:
            self.host.send(name, frames.MARKER)
