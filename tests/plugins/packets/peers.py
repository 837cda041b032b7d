# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Real servers and clients in a laboratory. None of them touches what belongs to the system."""

import os

import lab

FIRST_LEASE, LAST_LEASE = "10.77.1.100", "10.77.1.150"
ONCE = 60       # seconds until a client would ask again: longer than any test


def start_dnsmasq(namespace, interface, *options, ready):
    """No name service. READY is what it says when it serves. As a debugger sees it: in the foreground, and as who we are."""
    server = namespace.start("dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--port=0", f"--interface={interface}",
                             "--bind-interfaces", f"--dhcp-leasefile={lab.FOLDER}/leases", *options)
    server.wait_for_text(ready)
    return server


def start_dhcp_server(namespace, interface):
    return start_dnsmasq(namespace, interface, f"--dhcp-range={FIRST_LEASE},{LAST_LEASE},1h", "--dhcp-authoritative",
                         "--no-ping", ready="DHCP, sockets bound")


def start_router(namespace, interface):
    """Advertises the prefix that INTERFACE has."""
    return start_dnsmasq(namespace, interface, "--enable-ra", f"--dhcp-range=::,constructor:{interface},ra-only,64,1h",
                         ready="router advertisement on")


def start_udhcpc(namespace, interface):
    return namespace.start("udhcpc", "-i", interface, "-f", "-n", "-q", "-t", "1", "-T", str(ONCE), "-s", "/bin/true")


def start_dhclient(namespace, interface):
    settings = os.path.join(lab.FOLDER, "dhclient.conf")
    with open(settings, "w", encoding="ascii") as file:
        file.write(f"initial-interval {ONCE};\ntimeout {ONCE};\n")
    return namespace.start("dhclient", "-4", "-1", "-v", "-d", "-sf", "/bin/true", "-lf", f"{lab.FOLDER}/dhclient.leases",
                           "-pf", f"{lab.FOLDER}/dhclient.pid", "-cf", settings, interface)


# What starts a client, and what it says when it has a lease.
DHCP_CLIENTS = {"udhcpc": (start_udhcpc, "obtained"), "dhclient": (start_dhclient, "bound to")}
