/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <linux/if_arp.h>
#include <stdint.h>

#include "plugins/packets/format/pcapng-flags.h"

/* How pcapng calls what interfaces of a hardware type (ARPHRD_) carry. Types that it has no name for get LINUX_SLL2: a
 * header that says protocol, type and address, before the network layer's. Without GLib, for the capture helper. */
static inline uint16_t
link_type_of_hardware (uint16_t arphrd)
{
  switch (arphrd)
    {
    case ARPHRD_ETHER:
    case ARPHRD_LOOPBACK:
      return LINK_TYPE_ETHERNET;
    case ARPHRD_NONE: /* tun, WireGuard */
    case ARPHRD_RAWIP:
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
      return LINK_TYPE_RAW;
    case ARPHRD_IEEE80211:
      return LINK_TYPE_IEEE802_11;
    case ARPHRD_IEEE80211_RADIOTAP:
      return LINK_TYPE_IEEE802_11_RADIOTAP;
    default:
      return LINK_TYPE_LINUX_SLL2;
    }
}
