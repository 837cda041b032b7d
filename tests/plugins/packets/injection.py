# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Makes another process make a system call, as somebody would who had found a way to run code of his own in it."""

import ctypes
import os
import platform

PTRACE_GETREGS, PTRACE_SETREGS, PTRACE_ATTACH, PTRACE_DETACH = 12, 13, 16, 17
# struct user_regs_struct of x86-64, and where in it what a system call takes is.
N_REGISTERS = 27
RAX, ORIG_RAX, RIP, RSP = 10, 15, 16, 19
ARGUMENTS = (14, 13, 12, 7, 9, 8)       # rdi rsi rdx r10 r8 r9
SYSCALL = b"\x0f\x05"
POSSIBLE = platform.machine() == "x86_64"
# Instead of a number: an address at which there is something.
ADDRESS = object()
BOUND = 1000

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


def _ptrace(request, pid, data=None):
    if _libc.ptrace(request, pid, None, data) < 0:
        raise OSError(ctypes.get_errno(), f"ptrace {request}")


def _registers(pid):
    """Of the stopped process."""
    registers = (ctypes.c_ulonglong * N_REGISTERS)()
    _ptrace(PTRACE_GETREGS, pid, registers)
    return registers


def _is_waiting(pid, registers):
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:
        return os.pread(memory.fileno(), len(SYSCALL), registers[RIP] - len(SYSCALL)) == SYSCALL


def _stop_in_call(pid):
    for _ in range(BOUND):
        _ptrace(PTRACE_ATTACH, pid)
        os.waitpid(pid, 0)
        registers = _registers(pid)
        if _is_waiting(pid, registers):
            return registers
        _ptrace(PTRACE_DETACH, pid)
    raise AssertionError(f"{pid} never waits")


def inject(pid, number, *arguments):
    """PID, a child that waits in a system call most of the time, makes this one instead, and then goes on as if that had
    been the one that it waited in."""
    registers = _stop_in_call(pid)
    registers[RIP] -= len(SYSCALL)
    registers[RAX], registers[ORIG_RAX] = number, (1 << 64) - 1
    for place, value in zip(ARGUMENTS, arguments):
        registers[place] = registers[RSP] if value is ADDRESS else value
    _ptrace(PTRACE_SETREGS, pid, registers)
    _ptrace(PTRACE_DETACH, pid)
