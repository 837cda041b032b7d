# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Pictures of an X display, without any program for it."""

import ctypes
import struct
import zlib


class XImage(ctypes.Structure):
    """The public head of XImage (Xlib.h)."""
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int), ("format", ctypes.c_int),
                ("data", ctypes.POINTER(ctypes.c_char)), ("byte_order", ctypes.c_int), ("bitmap_unit", ctypes.c_int),
                ("bitmap_bit_order", ctypes.c_int), ("bitmap_pad", ctypes.c_int), ("depth", ctypes.c_int),
                ("bytes_per_line", ctypes.c_int), ("bits_per_pixel", ctypes.c_int)]


def grab(x, y, width, height):
    """The pixels of the display as rows of RGB."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = ctypes.c_void_p
    x11.XGetImage.restype = ctypes.POINTER(XImage)
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_void_p(x11.XDefaultRootWindow(display))
    image = x11.XGetImage(display, root, x, y, width, height, ctypes.c_ulong(0xffffffff), 2).contents
    raw = ctypes.string_at(image.data, image.bytes_per_line * height)
    x11.XCloseDisplay(display)
    for row in range(height):
        line = raw[row * image.bytes_per_line:][:4 * width]
        rgb = bytearray(3 * width)
        rgb[0::3], rgb[1::3], rgb[2::3] = line[2::4], line[1::4], line[0::4]
        yield bytes(rgb)


def paint_root(colour):
    """What lies behind all windows, in 0xRRGGBB."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    x11.XSetWindowBackground(display, root, ctypes.c_ulong(colour))
    x11.XClearWindow(display, root)
    x11.XCloseDisplay(display)


def save_png(path, width, height, rows):
    """PNG (ISO/IEC 15948) without filters."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))
