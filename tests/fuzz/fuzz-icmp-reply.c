/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What comes back from the network. The first byte chooses the family, the next eight are the cookie. */

#include "config.h"

#include <netinet/in.h>
#include <string.h>

#include "plugins/multiload/icmp-echo.h"
#include "tests/fuzz/sw-fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree guint8 *reply = NULL;
  guint64 cookie;
  guint16 sequence;
  int family;
  HostAddress address;

  if (size < 1 + sizeof cookie)
    return 0;
  family = data[0] & 1 ? AF_INET6 : AF_INET;
  memcpy (&cookie, data + 1, sizeof cookie);
  size -= 1 + sizeof cookie;
  /* A copy of just that size, so that a byte read too far is seen. */
  reply = g_memdup2 (data + 1 + sizeof cookie, size);
  if (icmp_echo_parse_reply (reply, size, family, cookie, &sequence))
    g_assert_cmpuint (size, ==, ICMP_ECHO_BYTES);
  if (host_address_take ((const char *) reply, size, &address))
    g_assert_cmpuint (address.length_bytes, ==, size);
  return 0;
}
