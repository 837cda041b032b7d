# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Programs that run beside a test, and waiting for what they do: never for a duration, and never without end."""

import os
import selectors
import signal
import subprocess
import time

# Only a test that fails waits so long. A busy machine under sanitizers is far from it.
BOUND_S = 30


def told(what):
    return what() if callable(what) else what


class Events:
    """Whatever is waited for, everything that comes meanwhile is taken, so that nobody's pipe fills up."""

    def __init__(self):
        self._selector = selectors.DefaultSelector()

    def watch(self, fd, callback):
        self._selector.register(fd, selectors.EVENT_READ, callback)

    def forget(self, fd):
        self._selector.unregister(fd)

    def wait(self, condition, what):
        """Until CONDITION (), which is asked after every event. WHAT may be called, too, to say what there was
        instead."""
        end = time.monotonic() + BOUND_S
        while not condition():
            ready = self._selector.select(max(0, end - time.monotonic()))
            if not ready and time.monotonic() >= end:
                raise AssertionError(f"never came: {told(what)}")
            for key, _ in ready:
                key.data()


events = Events()


class Program:
    """A program whose standard output goes to TAKE (bytes), and whose messages are kept. The caller's network namespace
    is its own."""

    def __init__(self, command, take=None, **options):
        self.command = command
        self.text = ""
        self.ended = False
        self.output_ended = False
        self._take = take or self._say
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        **options)
        self._exit = os.pidfd_open(self.process.pid)
        events.watch(self._exit, self._on_exit)
        events.watch(self.process.stdout.fileno(), self._on_output)
        events.watch(self.process.stderr.fileno(), self._on_message)

    def _say(self, data):
        self.text += data.decode(errors="replace")

    def _on_exit(self):
        events.forget(self._exit)
        os.close(self._exit)
        self.process.wait()
        self.ended = True

    def _on_output(self):
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        if data:
            self._take(data)
        else:
            events.forget(self.process.stdout.fileno())
            self.output_ended = True

    def _on_message(self):
        data = os.read(self.process.stderr.fileno(), 1 << 16)
        if data:
            self._say(data)
        else:
            events.forget(self.process.stderr.fileno())

    def hold_output(self):
        """Reads no more of it, so that the pipe fills up."""
        events.forget(self.process.stdout.fileno())

    def release_output(self):
        events.watch(self.process.stdout.fileno(), self._on_output)

    def close_output(self):
        """Goes away as the reader of it."""
        if not self.output_ended:
            events.forget(self.process.stdout.fileno())
            self.output_ended = True
        self.process.stdout.close()

    def wait_for(self, condition, what):
        """Until CONDITION (). A program that ends before is not waited for. WHAT as above."""
        events.wait(lambda: condition() or (self.ended and self.output_ended),
                    lambda: f"{told(what)} from {self.command}: {self.text}")
        if not condition():
            raise AssertionError(f"{self.command} ended ({self.process.returncode}) before: {told(what)}: {self.text}")

    def wait_for_text(self, text):
        self.wait_for(lambda: text in self.text, f"“{text}”")

    def wait_for_end(self):
        """Its exit code, when all that it wrote was taken."""
        events.wait(lambda: self.ended and self.output_ended, lambda: f"the end of {self.command}: {self.text}")
        return self.process.returncode

    def end(self, signum=signal.SIGTERM):
        if not self.ended:
            self.process.send_signal(signum)
        return self.wait_for_end()
