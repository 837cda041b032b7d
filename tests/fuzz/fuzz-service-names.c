/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile text for /etc/services. */

#include "config.h"

#include <string.h>

#include "plugins/packets/names/service-names.h"
#include "tests/fuzz/sw-fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_memdup2 (size > 0 ? data : (const uint8_t *) "", MAX (size, 1));
  g_autoptr (ServiceNames) names = service_names_new (text, size);
  guint n_named = 0;

  g_assert_cmpuint (service_names_get_n (names), <=, SERVICE_NAMES_MAX);
  for (guint port = 0; port < 1024; port++)
    {
      const char *name = service_names_find (names, port, SERVICE_TCP | SERVICE_UDP | SERVICE_SCTP);
      guint16 ports[4];

      if (name == NULL)
        continue;
      n_named++;
      g_assert_cmpuint (strlen (name), <=, SERVICE_NAMES_MAX_NAME);
      if (n_named < 8)
        g_assert_cmpuint (service_names_find_ports (names, name, ports, 4), >, 0);
    }
  g_assert_cmpuint (n_named, <=, service_names_get_n (names));
  return 0;
}
