# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The far end of a tun or tap device: what the host sends there is read here, what is written here the host receives."""

import fcntl
import os
import struct

PATH = "/dev/net/tun"
TUNSETIFF, TUNSETLINK = 0x400454CA, 0x400454CD
IFF_TUN, IFF_TAP, IFF_NO_PI = 1, 2, 0x1000
POSSIBLE = os.access(PATH, os.R_OK | os.W_OK)


def open_device(namespace, name, kind):
    """The device is gone when the descriptor is closed."""
    with namespace.entered():
        fd = os.open(PATH, os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK)
        fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", name.encode(), kind | IFF_NO_PI))
        return fd


def open_as(namespace, name, hardware_type):
    """A device that says it were of HARDWARE_TYPE. Of what is written there, 4 bytes before it say what (struct tun_pi)."""
    with namespace.entered():
        fd = os.open(PATH, os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK)
        fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN))
        fcntl.ioctl(fd, TUNSETLINK, hardware_type)
        return fd


def write_as(fd, ethertype, data):
    os.write(fd, struct.pack("!HH", 0, ethertype) + data)
