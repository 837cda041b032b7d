/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "plugins/packets/format/link-type.h"
#include "plugins/packets/packets-link.h"

/* Kinds that drivers give (IFLA_INFO_KIND). What is not among them is only virtual. */
static const struct
{
  const char *name;
  PacketsInterfaceKind kind;
} kinds[] = {
  { "bridge", PACKETS_INTERFACE_BRIDGE }, { "openvswitch", PACKETS_INTERFACE_BRIDGE },
  { "bond", PACKETS_INTERFACE_BOND },     { "team", PACKETS_INTERFACE_BOND },
  { "vlan", PACKETS_INTERFACE_VLAN },     { "veth", PACKETS_INTERFACE_VETH },
  { "netkit", PACKETS_INTERFACE_VETH },   { "wireguard", PACKETS_INTERFACE_VPN },
  { "gre", PACKETS_INTERFACE_TUNNEL },    { "gretap", PACKETS_INTERFACE_TUNNEL },
  { "ip6gre", PACKETS_INTERFACE_TUNNEL }, { "ip6gretap", PACKETS_INTERFACE_TUNNEL },
  { "ip6tnl", PACKETS_INTERFACE_TUNNEL }, { "ipip", PACKETS_INTERFACE_TUNNEL },
  { "sit", PACKETS_INTERFACE_TUNNEL },    { "vti", PACKETS_INTERFACE_TUNNEL },
  { "vti6", PACKETS_INTERFACE_TUNNEL },   { "vxlan", PACKETS_INTERFACE_TUNNEL },
  { "geneve", PACKETS_INTERFACE_TUNNEL }, { "xfrm", PACKETS_INTERFACE_TUNNEL },
};

static void
copy_text (char *text, gsize text_bytes, const SwNetlinkBytes *value)
{
  const gsize n_bytes = strnlen (value->at, value->n_bytes);

  if (n_bytes >= text_bytes || !g_utf8_validate (value->at, n_bytes, NULL))
    return;
  memcpy (text, value->at, n_bytes);
  text[n_bytes] = '\0';
}

static void
parse_info (SwNetlinkBytes bytes, PacketsLink *link)
{
  SwNetlinkBytes value;
  guint16 type;

  while (sw_netlink_take_attribute (&bytes, &type, &value))
    if (type == IFLA_INFO_KIND)
      copy_text (link->kind, sizeof link->kind, &value);
}

static gboolean
parse_link (SwNetlinkBytes bytes, PacketsLink *link)
{
  struct ifinfomsg info;
  SwNetlinkBytes value;
  guint16 type;

  /* What a bridge says about its ports is about the bridge: a port that leaves it has not gone. */
  if (!sw_netlink_take (&bytes, &info, sizeof info) || info.ifi_family == AF_BRIDGE)
    return FALSE;
  link->index = info.ifi_index;
  link->hardware_type = info.ifi_type;
  link->up = (info.ifi_flags & IFF_UP) != 0 && (info.ifi_flags & IFF_RUNNING) != 0;
  while (sw_netlink_take_attribute (&bytes, &type, &value))
    if (type == IFLA_IFNAME)
      copy_text (link->name, sizeof link->name, &value);
    else if (type == IFLA_LINKINFO)
      parse_info (value, link);
  return link->index > 0 && (link->name[0] != '\0' || link->gone);
}

gboolean
packets_link_next (SwNetlinkBytes *bytes, PacketsLinkMessage *message, PacketsLink *link)
{
  SwNetlinkBytes payload;
  guint16 type, flags;

  *message = PACKETS_LINK_MESSAGE_OTHER;
  *link = (PacketsLink) { 0 };
  if (!sw_netlink_take_message (bytes, &type, &flags, &payload))
    return FALSE;
  link->gone = type == RTM_DELLINK;
  if (type == NLMSG_DONE)
    *message = PACKETS_LINK_MESSAGE_DONE;
  else if ((type == RTM_NEWLINK || link->gone) && parse_link (payload, link))
    *message = PACKETS_LINK_MESSAGE_LINK;
  return TRUE;
}

PacketsInterfaceKind
packets_link_get_kind (const PacketsLink *self)
{
  if (self->hardware_type == ARPHRD_LOOPBACK)
    return PACKETS_INTERFACE_LOOPBACK;
  if (self->wireless)
    return PACKETS_INTERFACE_WIFI;
  if (g_str_equal (self->kind, "tun"))
    return self->hardware_type == ARPHRD_ETHER ? PACKETS_INTERFACE_TAP : PACKETS_INTERFACE_TUN;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (self->kind, kinds[i].name))
      return kinds[i].kind;
  if (self->kind[0] != '\0')
    return PACKETS_INTERFACE_VIRTUAL;
  return self->hardware_type == ARPHRD_ETHER ? PACKETS_INTERFACE_ETHERNET : PACKETS_INTERFACE_OTHER;
}

guint16
packets_link_get_link_type (const PacketsLink *self)
{
  return link_type_of_hardware (self->hardware_type);
}

/* The kernel also reports what nobody sees here, such as statistics of a radio. */
gboolean
packets_link_equal (const PacketsLink *self, const PacketsLink *other)
{
  return self->index == other->index && self->up == other->up
         && self->hardware_type == other->hardware_type && self->wireless == other->wireless
         && g_str_equal (self->name, other->name) && g_str_equal (self->kind, other->kind);
}
