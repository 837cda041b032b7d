# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The far end of a tun or tap device: what the host sends there is read here, what is written here the host receives."""

import fcntl
import os
import struct

PATH = "/dev/net/tun"
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_TAP, IFF_NO_PI = 1, 2, 0x1000


def open_device(namespace, name, kind):
    """The device is gone when the descriptor is closed."""
    with namespace.entered():
        fd = os.open(PATH, os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK)
        fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", name.encode(), kind | IFF_NO_PI))
        return fd
