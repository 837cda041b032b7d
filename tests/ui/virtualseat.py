# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A keyboard and a pointer for a Wayland compositor that has none, plugged in as long as this process lives.

It speaks the wire protocol itself: what comes and goes with each key that it sends (wtype) has programs miss keys, since
they must bind to the keyboard each time that it comes. Protocols: virtual-keyboard-unstable-v1 and
wlr-virtual-pointer-unstable-v1, each object's requests by their numbers.
"""

import os
import socket
import struct
import tempfile
import time

KEYMAP = """xkb_keymap {
xkb_keycodes { include "evdev+aliases(qwerty)" };
xkb_types { include "complete" };
xkb_compat { include "complete" };
xkb_symbols { include "pc+us+inet(evdev)" };
};"""
# Numbers of linux/input-event-codes.h.
KEYS = {"Escape": 1, "minus": 12, "equal": 13, "BackSpace": 14, "Tab": 15, "Return": 28, "ctrl": 29, "shift": 42, "comma": 51,
        "period": 52, "slash": 53, "alt": 56, "space": 57, "Home": 102, "Up": 103, "Page_Up": 104, "Left": 105,
        "Right": 106, "End": 107, "Down": 108, "Page_Down": 109, "Insert": 110, "Delete": 111, "super": 125, "Menu": 127,
        "F11": 87, "F12": 88}
KEYS.update({f"F{number}": 58 + number for number in range(1, 11)})
for first, row in ((2, "1234567890"), (16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm")):
    KEYS.update({key: first + column for column, key in enumerate(row)})
# As the keymap above numbers them.
MODIFIERS = {"shift": 1 << 0, "ctrl": 1 << 2, "alt": 1 << 3, "super": 1 << 6}
SHIFTED = {"question": "slash", "plus": "equal"}
BUTTONS = {1: 0x110, 2: 0x112, 3: 0x111}    # left, middle, right
DISPLAY, REGISTRY = 1, 2


def words(*values):
    return struct.pack(f"={len(values)}I", *(value & 0xffffffff for value in values))


def string(text):
    data = text.encode() + b"\0"
    return words(len(data)) + data + bytes(-len(data) % 4)


class Seat:
    """A connection of its own to the compositor."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(os.path.join(os.environ["XDG_RUNTIME_DIR"], os.environ["WAYLAND_DISPLAY"]))
        self.last, self.globals, self.received = REGISTRY, {}, b""
        self._send(DISPLAY, 1, words(REGISTRY))
        self._settle()
        seat = self._bind("wl_seat", 1)
        self.keyboard = self._create(self._bind("zwp_virtual_keyboard_manager_v1", 1), seat)
        self.pointer = self._create(self._bind("zwlr_virtual_pointer_manager_v1", 1), seat)
        with tempfile.TemporaryFile() as file:
            file.write(KEYMAP.encode() + b"\0")
            file.flush()
            self._send(self.keyboard, 0, words(1, file.tell()), [file.fileno()])
        self._settle()

    def _new_id(self):
        self.last += 1
        return self.last

    def _send(self, target, request, data=b"", descriptors=()):
        socket.send_fds(self.socket, [words(target, (8 + len(data)) << 16 | request) + data], descriptors)

    def _bind(self, interface, version):
        number = self._new_id()
        self._send(REGISTRY, 0, words(self.globals[interface]) + string(interface) + words(version, number))
        return number

    def _create(self, manager, seat):
        number = self._new_id()
        self._send(manager, 0, words(seat, number))
        return number

    def _next_event(self):
        """(object, event, data)"""
        while len(self.received) < 8 or len(self.received) < struct.unpack_from("=I", self.received, 4)[0] >> 16:
            part = self.socket.recv(4096)
            if not part:
                raise ConnectionError("the compositor has gone")
            self.received += part
        target, head = struct.unpack_from("=II", self.received)
        data, self.received = self.received[8:head >> 16], self.received[head >> 16:]
        return target, head & 0xffff, data

    def _settle(self):
        """Until the compositor has taken all that was sent."""
        done = self._new_id()
        self._send(DISPLAY, 0, words(done))
        while True:
            target, event, data = self._next_event()
            if (target, event) == (DISPLAY, 0):
                raise ConnectionError(data[12:].decode(errors="replace"))
            if (target, event) == (REGISTRY, 0):
                name, length = struct.unpack_from("=II", data)
                self.globals[data[8:8 + length - 1].decode()] = name
            if target == done:
                return

    def _now(self):
        return int(time.monotonic() * 1000)

    def _hold(self, modifiers):
        """The compositor does not work out the modifiers of a virtual keyboard."""
        self._send(self.keyboard, 2, words(sum(MODIFIERS[name] for name in modifiers), 0, 0, 0))

    def press(self, *chords):
        """Keys as xdotool names them: "ctrl+question", "Tab"."""
        for chord in chords:
            *modifiers, key = chord.split("+")
            if key in SHIFTED:
                modifiers, key = modifiers + ["shift"], SHIFTED[key]
            for name in modifiers:
                self._send(self.keyboard, 1, words(self._now(), KEYS[name], 1))
            self._hold(modifiers)
            for state in (1, 0):
                self._send(self.keyboard, 1, words(self._now(), KEYS[key], state))
            for name in modifiers:
                self._send(self.keyboard, 1, words(self._now(), KEYS[name], 0))
            self._hold([])
        self._settle()

    def move(self, x, y, width, height):
        """To a place in the layout of all outputs, which is as large as that."""
        self._send(self.pointer, 1, words(self._now(), x, y, width, height))
        self._send(self.pointer, 4)
        self._settle()

    def click(self, button=1):
        for state in (1, 0):
            self._send(self.pointer, 2, words(self._now(), BUTTONS[button], state))
            self._send(self.pointer, 4)
        self._settle()

    def scroll(self, steps):
        """Down, or up where negative; by a wheel."""
        self._send(self.pointer, 5, words(0))
        self._send(self.pointer, 7, words(self._now(), 0, steps * 15 * 256, steps))
        self._send(self.pointer, 4)
        self._settle()
