/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile datagrams of rtnetlink about links. */

#include "config.h"

#include <string.h>

#include "plugins/packets/packets-link.h"
#include "tests/fuzz/sw-fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  SwNetlinkBytes left = { (const char *) data, size };
  PacketsLinkMessage message;
  PacketsLink link;

  while (packets_link_next (&left, &message, &link))
    {
      g_assert_cmpuint (strnlen (link.name, sizeof link.name), <, sizeof link.name);
      g_assert_cmpuint (strnlen (link.kind, sizeof link.kind), <, sizeof link.kind);
      g_assert_true (g_utf8_validate (link.name, -1, NULL));
      g_assert_true (left.at + left.n_bytes == (const char *) data + size);
      g_assert_true (message != PACKETS_LINK_MESSAGE_LINK || link.index > 0);
      g_assert_true (packets_link_equal (&link, &link));
      packets_link_get_kind (&link);
    }
  return 0;
}
