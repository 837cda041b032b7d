/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <linux/if_arp.h>

#include "plugins/multiload/attribute.h"
#include "plugins/multiload/net-kind.h"

#define CLASS "net"

/* Two cases in which an interface with a device shares its data with another one that has a device:
 * the virtual function below a paravirtual interface, which is its master and counts for both (netvsc, net_failover);
 * and the port of a switch on the board, which says that its data passes the switch's interface (DSA). A bond
 * has no device, so its members stay physical. */
static gboolean
is_part_of_another (const char *root, const char *name)
{
  const guint64 below = attribute_number_of (root, CLASS, name, "iflink");

  return attribute_is_of (root, CLASS, name, "master/device")
         || (below != 0 && below != attribute_number_of (root, CLASS, name, "ifindex"));
}

/* PHYSICAL, STACKED or VIRTUAL; two system calls for a virtual one. */
NetKind
net_kind_read (const char *root, const char *name)
{
  if (!attribute_is_of (root, CLASS, name, "device"))
    return NET_KIND_VIRTUAL;
  return is_part_of_another (root, name) ? NET_KIND_STACKED : NET_KIND_PHYSICAL;
}

static gboolean
is_tunnel (guint64 type)
{
  switch (type)
    {
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
    case ARPHRD_IPGRE:
    case ARPHRD_IP6GRE:
    case ARPHRD_NONE: /* tun, WireGuard */
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
has_device_type (const char *root, const char *name)
{
  g_autofree char *path = attribute_path (root, CLASS, name, "uevent");
  char text[512];

  /* Whatever names its type in this way is built on something: vlan, bridge, bond, vxlan, wireguard, geneve, … */
  return attribute_read (path, text, sizeof text) > 0 && strstr (text, "DEVTYPE=") != NULL;
}

static gboolean
has_lower (const char *root, const char *name)
{
  g_autofree char *path = attribute_path (root, CLASS, name, "");
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *entry;

  while (folder != NULL && (entry = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (entry, "lower_"))
      return TRUE;
  return FALSE;
}

/* LOOPBACK, STACKED or ALONE, of one that is VIRTUAL; wanted only on a machine without a physical interface. */
NetKind
net_kind_refine (const char *root, const char *name)
{
  const guint64 type = attribute_number_of (root, CLASS, name, "type");

  if (type == ARPHRD_LOOPBACK || g_str_equal (name, "lo"))
    return NET_KIND_LOOPBACK;
  /* An ifb carries once more what another interface redirects to it, and has no mark but its name. */
  if (is_tunnel (type) || attribute_is_of (root, CLASS, name, "tun_flags")
      || g_str_has_prefix (name, "ifb") || has_device_type (root, name) || has_lower (root, name))
    return NET_KIND_STACKED;
  return NET_KIND_ALONE;
}
