/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* What a netlink datagram is made of (netlink(7)): messages, and attributes in them. Hostile until parsed: nothing is read
 * beyond the bytes given, whatever lengths they claim. Private to the tree. */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

/**
 * SwNetlinkBytes:
 * @at: (array length=n_bytes): borrowed; aligned for nothing
 * @n_bytes: how many
 *
 * What is left of a datagram, or of a part of it.
 */
typedef struct
{
  const char *at;
  gsize n_bytes;
} SwNetlinkBytes;

SW_PUBLIC gboolean sw_netlink_take (SwNetlinkBytes *bytes, gpointer value, gsize value_bytes);
SW_PUBLIC gboolean sw_netlink_take_message (SwNetlinkBytes *bytes,
                                            guint16 *type,
                                            guint16 *flags,
                                            SwNetlinkBytes *payload);
SW_PUBLIC gboolean sw_netlink_take_attribute (SwNetlinkBytes *bytes,
                                              guint16 *type,
                                              SwNetlinkBytes *payload);

G_END_DECLS
