# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""A host that lets us in by key: dropbear, in a laboratory's namespace, and a client's `ssh` that knows the way to it as FAR."""

import os
import pathlib
import shutil
import subprocess

FAR = "far"
PORT = 2222
SYSTEM_TOOLS = "/usr/sbin:/sbin"
CLIENT = """Host {far}
  HostName {address}
  Port {port}
  User root
  IdentityFile {folder}/key
  UserKnownHostsFile {folder}/known
  StrictHostKeyChecking accept-new
  LogLevel ERROR
"""


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def is_listening(namespace, port):
    """Asked of the kernel, in the namespace."""
    sockets = namespace.run("cat", "/proc/self/net/tcp").splitlines()[1:]
    return any(line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A" for line in sockets)


class Server:
    """It ends with the laboratory. FOLDER is new, and only ours; PRELOAD goes into the server and all that it starts."""

    def __init__(self, namespace, address, folder, preload):
        self.folder, self.namespace = pathlib.Path(folder), namespace
        self._make_keys()
        self._make_client(address)
        dropbear = shutil.which("dropbear", path=f"{os.environ['PATH']}:{SYSTEM_TOOLS}")
        with namespace.entered():
            self.process = subprocess.Popen(
                [dropbear, "-F", "-E", "-e", "-s", "-m", "-p", f"{address}:{PORT}", "-r", f"{folder}/host", "-D", folder,
                 "-P", f"{folder}/pid"],
                env={**os.environ, "LD_PRELOAD": os.path.abspath(preload)}, stderr=open(f"{folder}/log", "wb"))

    def _make_keys(self):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{self.folder}/key")
        run("dropbearkey", "-t", "ed25519", "-f", f"{self.folder}/host")
        authorized = self.folder / "authorized_keys"
        authorized.write_bytes((self.folder / "key.pub").read_bytes())
        authorized.chmod(0o600)

    def _make_client(self, address):
        """A folder for the beginning of PATH."""
        config = self.folder / "config"
        config.write_text(CLIENT.format(far=FAR, address=address, port=PORT, folder=self.folder), encoding="ascii")
        client = self.folder / "bin" / "ssh"
        client.parent.mkdir()
        client.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F "{config}" "$@"\n', encoding="ascii")
        client.chmod(0o755)
        self.tools = client.parent

    def listens(self):
        if self.process.poll() is not None:
            raise AssertionError((self.folder / "log").read_text(errors="replace"))
        return is_listening(self.namespace, PORT)
