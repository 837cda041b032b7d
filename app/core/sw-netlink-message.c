/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <linux/netlink.h>

#include "core/sw-netlink-message.h"

static void
skip (SwNetlinkBytes *bytes, gsize count)
{
  count = MIN (count, bytes->n_bytes);
  bytes->at += count;
  bytes->n_bytes -= count;
}

/* LENGTH: what a head of HEAD_BYTES claims for itself and what follows, up to the next multiple of ALIGNMENT. */
static gboolean
take_payload (SwNetlinkBytes *bytes,
              gsize length,
              gsize head_bytes,
              gsize alignment,
              SwNetlinkBytes *payload)
{
  if (length < head_bytes || length - head_bytes > bytes->n_bytes)
    return FALSE;
  *payload = (SwNetlinkBytes) { bytes->at, length - head_bytes };
  skip (bytes, (payload->n_bytes + alignment - 1) / alignment * alignment);
  return TRUE;
}

/**
 * sw_netlink_take: (skip)
 * @bytes: (inout): from whose beginning it is taken, with what aligns the next
 * @value: where to copy it
 * @value_bytes: how long it is
 *
 * Copies out a structure of the kernel's, since hostile bytes need not be aligned.
 *
 * Returns: %FALSE if there are not as many
 */
gboolean
sw_netlink_take (SwNetlinkBytes *bytes, gpointer value, gsize value_bytes)
{
  if (bytes->n_bytes < value_bytes)
    return FALSE;
  memcpy (value, bytes->at, value_bytes);
  skip (bytes, NLMSG_ALIGN (value_bytes));
  return TRUE;
}

/**
 * sw_netlink_take_message: (skip)
 * @bytes: (inout): a datagram, or what is left of it
 * @type: (out): `RTM_NEWLINK` and the like
 * @flags: (out): `NLM_F_DUMP_INTR` and the like
 * @payload: (out): what follows the header
 *
 * Returns: %FALSE at the end, or where the length is a lie
 */
gboolean
sw_netlink_take_message (SwNetlinkBytes *bytes,
                         guint16 *type,
                         guint16 *flags,
                         SwNetlinkBytes *payload)
{
  struct nlmsghdr header;

  if (!sw_netlink_take (bytes, &header, sizeof header))
    return FALSE;
  *type = header.nlmsg_type;
  *flags = header.nlmsg_flags;
  return take_payload (bytes, header.nlmsg_len, sizeof header, NLMSG_ALIGNTO, payload);
}

/**
 * sw_netlink_take_attribute: (skip)
 * @bytes: (inout): attributes, or what is left of them
 * @type: (out): without the bits that say how it is nested
 * @payload: (out): its value
 *
 * Returns: %FALSE at the end, or where the length is a lie
 */
gboolean
sw_netlink_take_attribute (SwNetlinkBytes *bytes, guint16 *type, SwNetlinkBytes *payload)
{
  struct nlattr attribute;

  if (!sw_netlink_take (bytes, &attribute, sizeof attribute))
    return FALSE;
  *type = attribute.nla_type & NLA_TYPE_MASK;
  return take_payload (bytes, attribute.nla_len, sizeof attribute, NLA_ALIGNTO, payload);
}
