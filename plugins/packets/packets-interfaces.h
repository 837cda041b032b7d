/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The machine's network interfaces, for whoever chooses from which to capture: a list model of PacketsInterface in the order
 * of their names, kept current by the kernel's own messages while somebody looks. */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

typedef enum
{
  PACKETS_INTERFACE_OTHER,
  PACKETS_INTERFACE_ETHERNET,
  PACKETS_INTERFACE_WIFI,
  PACKETS_INTERFACE_LOOPBACK,
  PACKETS_INTERFACE_BRIDGE,
  PACKETS_INTERFACE_BOND,
  PACKETS_INTERFACE_VLAN,
  PACKETS_INTERFACE_TAP,
  PACKETS_INTERFACE_TUN,
  PACKETS_INTERFACE_VETH,
  PACKETS_INTERFACE_VPN,
  PACKETS_INTERFACE_TUNNEL,
  PACKETS_INTERFACE_VIRTUAL,
} PacketsInterfaceKind;

#define PACKETS_TYPE_INTERFACE (packets_interface_get_type ())
G_DECLARE_FINAL_TYPE (PacketsInterface, packets_interface, PACKETS, INTERFACE, GObject)

int packets_interface_get_index (PacketsInterface *self);
const char *packets_interface_get_name (PacketsInterface *self);
const char *packets_interface_get_kind_name (PacketsInterface *self); /* in the user's language */
gboolean packets_interface_get_up (PacketsInterface *self);
guint16 packets_interface_get_link_type (PacketsInterface *self); /* as filters are checked for */

#define PACKETS_TYPE_INTERFACES (packets_interfaces_get_type ())
G_DECLARE_FINAL_TYPE (PacketsInterfaces, packets_interfaces, PACKETS, INTERFACES, GObject)

/* Empty until somebody looks; then what is there comes in a moment. An interface that changes is another object in its
 * place. */
PacketsInterfaces *packets_interfaces_new (SwScheduler *scheduler, const char *owner);
void packets_interfaces_acquire (PacketsInterfaces *self);
void packets_interfaces_release (PacketsInterfaces *self);

G_END_DECLS
