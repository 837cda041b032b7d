/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-interface-private.h"

G_DEFINE_FINAL_TYPE (PacketsInterface, packets_interface, G_TYPE_OBJECT)

static const char *const kind_names[] = {
  [PACKETS_INTERFACE_OTHER] = NC_ ("interface kind", "Other"),
  [PACKETS_INTERFACE_ETHERNET] = NC_ ("interface kind", "Ethernet"),
  [PACKETS_INTERFACE_WIFI] = NC_ ("interface kind", "Wi-Fi"),
  [PACKETS_INTERFACE_LOOPBACK] = NC_ ("interface kind", "Loopback"),
  [PACKETS_INTERFACE_BRIDGE] = NC_ ("interface kind", "Bridge"),
  [PACKETS_INTERFACE_BOND] = NC_ ("interface kind", "Bond"),
  [PACKETS_INTERFACE_VLAN] = NC_ ("interface kind", "VLAN"),
  [PACKETS_INTERFACE_TAP] = NC_ ("interface kind", "Virtual Machine (tap)"),
  [PACKETS_INTERFACE_TUN] = NC_ ("interface kind", "VPN (tun)"),
  [PACKETS_INTERFACE_VETH] = NC_ ("interface kind", "Container (veth)"),
  [PACKETS_INTERFACE_VPN] = NC_ ("interface kind", "VPN (WireGuard)"),
  [PACKETS_INTERFACE_TUNNEL] = NC_ ("interface kind", "Tunnel"),
  [PACKETS_INTERFACE_VIRTUAL] = NC_ ("interface kind", "Virtual"),
};

static void
packets_interface_class_init (G_GNUC_UNUSED PacketsInterfaceClass *klass)
{
}

static void
packets_interface_init (G_GNUC_UNUSED PacketsInterface *self)
{
}

PacketsInterface *
packets_interface_new (const PacketsLink *link)
{
  PacketsInterface *self = g_object_new (PACKETS_TYPE_INTERFACE, NULL);

  self->link = *link;
  return self;
}

int
packets_interface_get_index (PacketsInterface *self)
{
  return self->link.index;
}

const char *
packets_interface_get_name (PacketsInterface *self)
{
  return self->link.name;
}

const char *
packets_interface_get_kind_name (PacketsInterface *self)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "interface kind",
                       kind_names[packets_link_get_kind (&self->link)]);
}

gboolean
packets_interface_get_up (PacketsInterface *self)
{
  return self->link.up;
}

guint16
packets_interface_get_link_type (PacketsInterface *self)
{
  return packets_link_get_link_type (&self->link);
}
