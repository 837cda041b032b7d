/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile text for /proc/net/dev and for what keeps the interfaces in step with it, several ticks of it: lines of "===="
 * part them. The routing tables get the same text. */

#include "config.h"

#include <string.h>

#include "plugins/multiload/net-dev.h"
#include "plugins/multiload/net-interfaces-private.h"
#include "plugins/multiload/net-route.h"
#include "tests/fuzz/sw-fuzz.h"
#include "tests/sw-test.h"

#define SEPARATOR "====\n"

static void
check_lines (SwScan text)
{
  NetDevLine line;

  while (net_dev_next (&text, &line))
    {
      g_assert_cmpuint (line.name_length, >, 0);
      g_assert_true (line.name + line.name_length < text.end);
    }
}

static void
check_set (NetInterfaces *interfaces)
{
  guint n_counted = 0;

  for (guint i = 0; i < net_interfaces_get_n (interfaces); i++)
    {
      NetInterface *interface = net_interfaces_get (interfaces, i);

      g_assert_true (net_interfaces_lookup (interfaces, interface->name) == interface);
      n_counted += interface->counted;
    }
  g_assert_cmpuint (n_counted, ==, net_interfaces_get_n_counted (interfaces));
}

static void
check_routes (SwScan text)
{
  char name[16];

  if (net_route_parse_ipv4 (text, name, sizeof name))
    g_assert_cmpuint (strlen (name), <, sizeof name);
  if (net_route_parse_ipv6 (text, name, sizeof name))
    g_assert_cmpuint (strlen (name), <, sizeof name);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static SwSamplePool *pool;
  g_autoptr (NetInterfaces) interfaces = NULL;
  const char *at = (const char *) data;
  const char *const end = at + size;

  if (pool == NULL)
    pool = sw_sample_pool_new ("/nonexistent");
  interfaces = net_interfaces_new (pool, NULL);
  for (guint64 serial = 1; at < end; serial++)
    {
      const char *cut = memmem (at, end - at, SEPARATOR, strlen (SEPARATOR));
      const SwTick tick = sw_test_tick (serial);
      const SwScan text = sw_scan_init (at, (cut != NULL ? cut : end) - at);
      g_autofree char *description = NULL;

      check_lines (text);
      check_routes (text);
      if (!net_interfaces_update (interfaces, text))
        {
          net_interfaces_rebuild (interfaces, text);
          interfaces->counted_stale = TRUE;
        }
      net_interfaces_choose (interfaces, &tick);
      check_set (interfaces);
      description = net_interfaces_describe (interfaces);
      at = cut != NULL ? cut + strlen (SEPARATOR) : end;
    }
  return 0;
}
