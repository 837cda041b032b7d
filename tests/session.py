# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A session of its own for one command: folders, a bus and a display, all of which end with it."""

import ctypes
import fcntl
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
START_TIMEOUT_S = 30
SCRIPT = os.path.basename(sys.argv[0])
libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent():
    """For the case that this script is killed before it can clean up."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command, log, **options):
    """A server, which talks into the log."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent,
                            **options)


def read_line(fd, what):
    """What somebody writes when it is ready; not waited for without end."""
    text = b''
    while not text.endswith(b'\n'):
        ready, _, _ = select.select([fd], [], [], START_TIMEOUT_S)
        part = os.read(fd, 64) if ready else b''
        if not part:
            sys.exit(f'{SCRIPT}: {what} did not start')
        text += part
    return text.decode().strip()


def leave_out_animations(config):
    """libadwaita never frees an animation whose widget goes while it runs, and whether one runs then is a matter of
    time."""
    os.mkdir(os.path.join(config, 'gtk-4.0'))
    with open(os.path.join(config, 'gtk-4.0', 'settings.ini'), 'w', encoding='utf-8') as file:
        file.write('[Settings]\ngtk-enable-animations=false\n')


def make_environment(folder):
    """Nothing of whoever starts it shines through: neither files nor buses nor a display."""
    environ = dict(os.environ)
    for name in ('DISPLAY', 'WAYLAND_DISPLAY', 'WAYLAND_SOCKET', 'SWAYSOCK', 'I3SOCK', 'DBUS_SESSION_BUS_ADDRESS',
                 'AT_SPI_BUS_ADDRESS', 'XAUTHORITY', 'DESKTOP_STARTUP_ID', 'XDG_ACTIVATION_TOKEN',
                 'XDG_CURRENT_DESKTOP', 'XDG_SESSION_ID', 'GNOME_ACCESSIBILITY', 'GTK_THEME', 'NO_AT_BRIDGE'):
        environ.pop(name, None)
    folders = {'HOME': 'home', 'XDG_CONFIG_HOME': 'config', 'XDG_DATA_HOME': 'data',
               'XDG_CACHE_HOME': 'cache', 'XDG_STATE_HOME': 'state', 'XDG_RUNTIME_DIR': 'run'}
    for name, leaf in folders.items():
        environ[name] = os.path.join(folder, leaf)
        os.mkdir(environ[name], 0o700)
    leave_out_animations(environ['XDG_CONFIG_HOME'])
    return environ


def run_in_session(command, environ, log):
    """CMD on a session bus of its own. What the bus starts talks into the log: standard output is CMD's alone."""
    kept = fcntl.fcntl(log, fcntl.F_DUPFD, 10)

    def divert():
        die_with_parent()
        for old, new in ((1, 3), (2, 4), (kept, 1), (kept, 2)):
            os.dup2(old, new)

    return subprocess.call(['dbus-run-session', '--', 'sh', '-c', 'exec "$@" >&3 2>&4 3>&- 4>&-', 'sh'] + command,
                           env=environ, pass_fds=(3, 4), preexec_fn=divert)


def list_children(pid):
    """The children of every thread of PID."""
    children = []
    try:
        for task in os.listdir(f'/proc/{pid}/task'):
            with open(f'/proc/{pid}/task/{task}/children', encoding='ascii') as file:
                children += [int(child) for child in file.read().split()]
    except OSError:
        pass
    return children


def list_descendants(pid):
    found = []
    for child in list_children(pid):
        found += [child] + list_descendants(child)
    return found


def end_all(signum):
    """Ends what was started here, whatever session it moved to: orphans come to this process."""
    for pid in list_descendants(os.getpid()):
        try:
            os.kill(pid, signum)
        except ProcessLookupError:
            pass


def reap_all():
    """Gives what is left time to end in order, then ends it."""
    signal.signal(signal.SIGALRM, lambda *_: end_all(signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, 3, 0.2)
    end_all(signal.SIGTERM)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    signal.setitimer(signal.ITIMER_REAL, 0)


def run(start_display, usage, size):
    """Runs the script's arguments as a command on what START_DISPLAY (environ, size, folder, log) starts and adds to
    ENVIRON. Exits as the command does."""
    argv = sys.argv[1:]
    if len(argv) >= 2 and argv[0] == '--size' and re.fullmatch(r'\d+x\d+', argv[1]):
        size = argv[1]
        del argv[:2]
    if not argv:
        sys.exit(usage.strip())
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(signum, lambda number, _: sys.exit(128 + number))
    folder = tempfile.mkdtemp(prefix='stillwatch-display-')
    try:
        with open(os.path.join(folder, 'log'), 'w', encoding='utf-8') as log:
            environ = make_environment(folder)
            start_display(environ, size, folder, log)
            status = run_in_session(argv, environ, log)
    finally:
        reap_all()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(status if status >= 0 else 128 - status)
