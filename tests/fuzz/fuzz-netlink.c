/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile datagrams: of rtnetlink, and of the kernel's uevents. */

#include "config.h"

#include <string.h>

#include "plugins/multiload/link-monitor.h"
#include "plugins/multiload/uevent-monitor.h"
#include "tests/fuzz/sw-fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  SwNetlinkBytes left = { (const char *) data, size };
  LinkMessage message;
  Uevent event;

  while (link_message_next (&left, &message))
    {
      g_assert_cmpuint (strnlen (message.name, sizeof message.name), <, sizeof message.name);
      g_assert_true (left.at + left.n_bytes == (const char *) data + size);
    }
  if (uevent_parse ((const char *) data, size, &event))
    g_assert_cmpuint (strlen (event.action) + strlen (event.device_path) + strlen (event.subsystem),
                      <, size);
  return 0;
}
