/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/names/mac-address.h"

/* The group bit and the local bit of the first byte (IEEE 802, clause 8.2). */
#define GROUP_BIT 0x01
#define LOCAL_BIT 0x02

/* Groups that belong to one protocol; protocols' names are not translated. */
static const struct
{
  guint8 mac[6];
  const char *name;
} groups[] = {
  { { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x00 }, "STP" },
  { { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x01 }, "PAUSE" },
  { { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x02 }, "LACP" },
  { { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x03 }, "EAPOL" },
  { { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e }, "LLDP" },
  { { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x21 }, "GVRP" },
  { { 0x01, 0x1b, 0x19, 0x00, 0x00, 0x00 }, "PTP" },
  { { 0x01, 0x00, 0x0c, 0xcc, 0xcc, 0xcc }, "CDP" },
  { { 0x01, 0x00, 0x0c, 0xcc, 0xcc, 0xcd }, "PVST" },
};

static gboolean
is_ipv4_group (const guint8 mac[6])
{
  return mac[0] == 0x01 && mac[1] == 0x00 && mac[2] == 0x5e && mac[3] < 0x80;
}

static const char *
describe_group (const guint8 mac[6])
{
  static const guint8 broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

  if (memcmp (mac, broadcast, sizeof broadcast) == 0)
    return C_ ("MAC address", "broadcast");
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (memcmp (mac, groups[i].mac, sizeof groups[i].mac) == 0)
      return groups[i].name;
  if (is_ipv4_group (mac))
    return C_ ("MAC address", "IPv4 multicast");
  if (mac[0] == 0x33 && mac[1] == 0x33)
    return C_ ("MAC address", "IPv6 multicast");
  return C_ ("MAC address", "multicast");
}

/* What MAC says of itself, in static words for the user; %NULL: it is the address of one card, and its maker's. */
const char *
mac_address_describe (const guint8 mac[6])
{
  static const guint8 none[6] = { 0 };

  g_return_val_if_fail (mac != NULL, NULL);

  if (memcmp (mac, none, sizeof none) == 0)
    return C_ ("MAC address", "none");
  if (mac[0] & GROUP_BIT)
    return describe_group (mac);
  if (!(mac[0] & LOCAL_BIT))
    return NULL;
  /* By custom alone: anybody may use it. */
  if (mac[0] == 0x52 && mac[1] == 0x54 && mac[2] == 0x00)
    return C_ ("MAC address", "local (QEMU/KVM)");
  return C_ ("MAC address", "local");
}
