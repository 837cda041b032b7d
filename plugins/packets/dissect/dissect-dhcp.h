/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Parts of the DHCP dissector. */

#pragma once

#include "plugins/packets/dissect/dissect-app.h"

G_BEGIN_DECLS

/* Options (RFC 2132), those that more than their table knows. */
typedef enum
{
  DHCP_PAD = 0,
  DHCP_HOST_NAME = 12,
  DHCP_REQUESTED_ADDRESS = 50,
  DHCP_LEASE_TIME = 51,
  DHCP_OVERLOAD = 52,
  DHCP_MESSAGE_TYPE = 53,
  DHCP_SERVER = 54,
  DHCP_END = 255,
} DhcpCode;

typedef enum
{
  DHCP_DISCOVER = 1,
  DHCP_OFFER = 2,
  DHCP_REQUEST = 3,
  DHCP_DECLINE = 4,
  DHCP_ACK = 5,
  DHCP_NAK = 6,
  DHCP_RELEASE = 7,
  DHCP_INFORM = 8,
} DhcpMessageType;

typedef struct
{
  guint32 at; /* of its code */
  guint8 code;
  guint8 n_bytes; /* of its data */
} DhcpOption;

gboolean dhcp_next_option (DissectBytes area, guint32 *at, DhcpOption *option);
const char *dhcp_message_type_word (guint8 type);
void dhcp_add_option_fields (Dissection *self, DissectBytes area, const DhcpOption *option);

G_END_DECLS
